"""The hours of the day, as colours."""

from collections.abc import Sequence
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The colours of an hour of the day. `sky` from the top down to the horizon."""

    sky: tuple[Colour, Colour, Colour]
    sun: Colour
    far: Colour
    near: Colour
    night: bool = False


LIGHTS: Sequence[Light] = (
    Light(  # dawn
        sky=((58, 74, 128), (196, 128, 148), (255, 205, 158)),
        sun=(255, 236, 200),
        far=(176, 128, 150),
        near=(34, 30, 58),
    ),
    Light(  # noon
        sky=((42, 108, 190), (116, 178, 226), (222, 238, 240)),
        sun=(255, 252, 226),
        far=(150, 186, 204),
        near=(22, 62, 52),
    ),
    Light(  # sunset
        sky=((64, 32, 84), (206, 76, 74), (255, 178, 84)),
        sun=(255, 226, 150),
        far=(168, 70, 82),
        near=(34, 14, 38),
    ),
    Light(  # moonlit night
        sky=((8, 14, 40), (22, 42, 88), (72, 104, 148)),
        sun=(240, 244, 255),
        far=(52, 80, 122),
        near=(6, 12, 28),
        night=True,
    ),
    Light(  # mint morning
        sky=((34, 98, 118), (112, 184, 174), (246, 238, 196)),
        sun=(255, 250, 214),
        far=(128, 178, 166),
        near=(14, 48, 56),
    ),
    Light(  # northern night
        sky=((10, 16, 46), (24, 78, 98), (98, 186, 156)),
        sun=(224, 255, 240),
        far=(40, 96, 108),
        near=(6, 20, 32),
        night=True,
    ),
    Light(  # desert
        sky=((90, 126, 172), (230, 186, 150), (255, 226, 178)),
        sun=(255, 246, 220),
        far=(214, 152, 118),
        near=(92, 40, 36),
    ),
)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue

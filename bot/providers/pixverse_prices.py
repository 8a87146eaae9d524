"""What PixVerse's models cost, in credits of the open platform.

As published (docs.platform.pixverse.ai, Model & Pricing): from words, from pictures and for going
on alike. What is not published there, such as c1, v5.5 and the sound of v5.6, is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from storage.jobs import Options

_OLD = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120, 8: 240},
}
PER_VIDEO: Mapping[str, Mapping[str, Mapping[int, int]]] = {
    **dict.fromkeys(("v3.5", "v4", "v4.5", "v5"), _OLD),
    "v5.6": {
        "360p": {5: 35, 8: 70, 10: 77},
        "540p": {5: 35, 8: 70, 10: 77},
        "720p": {5: 45, 8: 90, 10: 99},
        "1080p": {5: 75, 8: 150},
    },
}
"""By model, quality and seconds, without sound."""
PER_SECOND: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "v6": {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)},
}
"""By model and quality: silent, and with sound."""


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of one model, as Capabilities wants it."""

    model: str

    def __call__(self, options: Options) -> Decimal | None:
        """What a video of these options costs; None where the list does not say."""
        quality, seconds = options.quality or "", options.duration_s or 0
        if self.model in PER_SECOND:
            each = PER_SECOND[self.model].get(quality)
            return Decimal(each[bool(options.audio)] * seconds) if each else None
        known = PER_VIDEO.get(self.model, {}).get(quality, {}).get(seconds)
        return Decimal(known) if known is not None and not options.audio else None

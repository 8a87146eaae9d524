"""What PixVerse's models can do (docs.platform.pixverse.ai, Models)."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.jobs import Mode

QUALITIES = ("360p", "540p", "720p", "1080p")
FIVE_RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16")
EIGHT_RATIOS = (*FIVE_RATIOS, "2:3", "3:2", "21:9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model. Durations in seconds; `excluded` as in Capabilities."""

    durations_s: tuple[int, ...]
    aspect_ratios: tuple[str, ...] = FIVE_RATIOS
    excluded: frozenset[tuple[str, int]] = frozenset()
    audio: bool = False
    extends: bool = True
    negative_prompt: bool = True

    @property
    def modes(self) -> frozenset[Mode]:
        """What it makes videos from."""
        return frozenset(Mode) if self.extends else frozenset(Mode) - {Mode.EXTEND}


_OLD = Model(durations_s=(5, 8), excluded=frozenset({("1080p", 8)}))
_EVERY_SECOND = tuple(range(1, 16))
MODELS: Mapping[str, Model] = {
    "v3.5": _OLD,
    "v4": _OLD,
    "v4.5": _OLD,
    "v5": Model(durations_s=(5, 8)),
    "v5.5": Model(durations_s=(5, 8, 10), excluded=frozenset({("1080p", 10)}), audio=True),
    "v5.6": Model(
        durations_s=(5, 8, 10), excluded=frozenset({("1080p", 10)}), audio=True, extends=False
    ),
    "v6": Model(
        durations_s=_EVERY_SECOND, aspect_ratios=EIGHT_RATIOS, audio=True, negative_prompt=False
    ),
    "c1": Model(
        durations_s=_EVERY_SECOND,
        aspect_ratios=EIGHT_RATIOS,
        audio=True,
        extends=False,
        negative_prompt=False,
    ),
}

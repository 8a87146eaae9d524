"""What every provider can do, as a table for the operator's terminal."""

from collections.abc import Callable, Mapping, Sequence

from bot.providers.base import Capabilities, Provider
from storage.jobs import Mode

LINES: Mapping[str, Callable[[Capabilities], str]] = {
    "from words": lambda able: _yes(Mode.TEXT in able.modes),
    "from a picture": lambda able: able.picture_way if Mode.IMAGE in able.modes else "-",
    "first and last frame": lambda able: _yes(Mode.FRAMES in able.modes),
    "extend": lambda able: _yes(Mode.EXTEND in able.modes),
    "seconds": lambda able: _numbers(able.durations_s),
    "qualities": lambda able: " ".join(able.qualities),
    "shapes": lambda able: " ".join(able.aspect_ratios),
    "not together": lambda able: " ".join(_excluded(able)) or "-",
    "sound": lambda able: _yes(able.audio),
    "seed": lambda able: _yes(able.seed),
    "negative prompt": lambda able: str(able.negative_prompt_max_chars or "-"),
    "prompt expansion": lambda able: _yes(able.prompt_expansion),
    "prompt, characters": lambda able: str(able.prompt_max_chars),
    "picture, pixels a side": lambda able: str(able.picture.max_side_px),
    "picture, MB": lambda able: f"{able.picture.max_bytes / 1e6:.0f}",
    "balance": lambda able: _yes(able.balance),
    "callback": lambda able: able.callback or "-",
    "repeatable submit": lambda able: _yes(bool(able.repeat_window)),
    "jobs at once": lambda able: str(able.max_running),
}


def table(providers: Sequence[Provider]) -> str:
    """One column per provider, one line per capability; "-" is no."""
    rows = [["", *(provider.name for provider in providers)]]
    for name, tell in LINES.items():
        rows.append([name, *(tell(provider.capabilities) for provider in providers)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _excluded(able: Capabilities) -> Sequence[str]:
    lengths = [f"{quality}+{length}s" for quality, length in sorted(able.excluded)]
    return lengths + [f"{quality}+{ratio}" for quality, ratio in sorted(able.excluded_ratios)]


def _yes(able: bool) -> str:
    return "yes" if able else "-"


def _numbers(numbers: Sequence[int]) -> str:
    whole = list(range(numbers[0], numbers[-1] + 1))
    if len(numbers) > 2 and list(numbers) == whole:
        return f"{numbers[0]}-{numbers[-1]}"
    return " ".join(str(number) for number in numbers)

"""The words on a clip: any text, wrapped, legible, and never a reason to fail."""

import functools
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

MAX_CHARS = 240
MAX_LINES = 4
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

# Pillow looks these names up in the system's font folders. The first has the widest alphabet.
FONT_NAMES = (
    "NotoSansCJK-Bold.ttc",
    "DejaVuSans-Bold.ttf",
    "NotoSans-Bold.ttf",
    "LiberationSans-Bold.ttf",
    "Arial Unicode.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
)
_NOT_A_CHARACTER = "\U0010ffff"


def wrap(
    text: str, *, measure: Callable[[str], float], width: float, max_lines: int = MAX_LINES
) -> list[str]:
    """Break text into at most `max_lines` lines no wider than `width` (in `measure`'s unit).

    A word that is too wide is broken inside; a single character that is too wide stands alone.
    What does not fit is cut, and an ellipsis says so.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, measure, width):
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if len(lines) <= max_lines:
        return lines
    return [*lines[: max_lines - 1], _cut(lines[max_lines - 1], measure, width)]


def balanced(
    text: str, *, measure: Callable[[str], float], width: float, max_lines: int = MAX_LINES
) -> list[str]:
    """As `wrap`, with as many lines, but no short last one where that can be helped."""
    lines = wrap(text, measure=measure, width=width, max_lines=max_lines)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        narrower = wrap(text, measure=measure, width=width * share, max_lines=len(text) + 1)
        if len(narrower) <= len(lines):
            return narrower
    return lines


def _pieces(text: str, measure: Callable[[str], float], width: float) -> list[str]:
    """Words; those wider than a line, broken."""
    pieces: list[str] = []
    for word in text.split():
        piece = ""
        for char in word:
            if piece and measure(piece + char) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


def _cut(line: str, measure: Callable[[str], float], width: float) -> str:
    """The line with an ellipsis, shortened until it fits."""
    while line and measure(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


@functools.cache
def font_of(size_px: int) -> Font:
    """A bold font of the system's, else Pillow's own."""
    for name in FONT_NAMES:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return ImageFont.load_default(size_px)


def drawable(text: str) -> str:
    """The text without what the font cannot show, so that no empty boxes stand in the picture.

    Short enough to measure quickly; a cut is marked.
    """
    kept = "".join(char for char in text[: 4 * MAX_CHARS] if char.isspace() or _has_glyph(char))
    words = " ".join(kept.split())
    return words if len(words) <= MAX_CHARS else words[:MAX_CHARS].rstrip() + ELLIPSIS


@functools.lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    """Whether the font draws this character as anything but its mark for a missing one."""
    # Unassigned, surrogates, private and controls; format characters join and turn others.
    if unicodedata.category(char) in ("Cn", "Cs", "Co", "Cc"):
        return False
    return _ink(char) != _ink(_NOT_A_CHARACTER)


def _ink(char: str) -> bytes:
    picture = Image.new("L", (48, 48))
    ImageDraw.Draw(picture).text((8, 8), char, fill=255, font=font_of(24))
    return picture.tobytes()


@dataclass(frozen=True, slots=True)
class Caption:
    """Words for the lower part of a frame, from `top` (pixels) down.

    `ink` is their mask, `shade` the mask of what darkens behind them.
    """

    ink: Image.Image
    shade: Image.Image
    top: int


def caption(prompt: str, *, width: int, height: int) -> Caption | None:
    """The prompt, centred low in a frame; None when there is nothing that could be shown."""
    text = drawable(prompt)
    if not text:
        return None
    font, lines = _fitted(text, width, height)
    step = _line_height(font)
    ink = Image.new("L", (width, min(height, round(height * 0.07 + step * (len(lines) + 1.2)))))
    draw = ImageDraw.Draw(ink)
    for number, line in enumerate(lines):
        left = (width - font.getlength(line)) / 2
        draw.text((left, (number + 1.2) * step), line, fill=255, font=font)
    return Caption(ink=ink, shade=_shade(ink, reach=step), top=height - ink.height)


def _fitted(text: str, width: int, height: int) -> tuple[Font, list[str]]:
    """The largest lettering that needs two lines; long texts get smaller ones and more lines."""
    short_side = min(width, height)
    for share, max_lines in ((0.085, 2), (0.068, 3), (0.052, MAX_LINES)):
        font = font_of(max(8, round(short_side * share)))
        lines = balanced(text, measure=font.getlength, width=width * 0.86, max_lines=max_lines)
        if max_lines == MAX_LINES or not lines[-1].endswith(ELLIPSIS):
            return font, lines
    raise AssertionError("the last size is always taken")


def _line_height(font: Font) -> float:
    _, top, _, bottom = font.getbbox("Ágjy|")
    return (bottom - top) * 1.32


def _shade(ink: Image.Image, *, reach: float) -> Image.Image:
    """A soft halo around the letters, and a veil that thickens towards the lower edge."""
    halo = ink.filter(ImageFilter.GaussianBlur(reach * 0.16)).point(
        lambda value: min(value * 2, 170)
    )
    veil = Image.linear_gradient("L").point(lambda value: value * 5 // 8).resize(ink.size)
    halo.paste(255, mask=veil)
    return halo

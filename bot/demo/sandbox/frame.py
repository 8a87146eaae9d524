"""How large a clip is."""

QUALITIES = ("360p", "540p", "720p", "1080p")
FIVE_RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16")
EIGHT_RATIOS = (*FIVE_RATIOS, "2:3", "3:2", "21:9")


def frame_size(quality: str, ratio: float) -> tuple[float, float]:
    """Width and height in pixels: the shorter side is the quality's, no clip is wider than 21:9."""
    short = int(quality.removesuffix("p"))
    ratio = min(max(ratio, 9 / 21), 21 / 9)
    return (short * ratio, short) if ratio >= 1 else (short, short / ratio)


def ratio_of(words: str) -> float:
    """16:9 as a number."""
    width, height = words.split(":")
    return int(width) / int(height)

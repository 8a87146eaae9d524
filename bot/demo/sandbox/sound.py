"""A soft chord, for clips that are ordered with sound."""

import array
import math
import random
from collections.abc import Iterator

import av

RATE_HZ = 24_000
_CHUNK = 1024
_ROOTS_HZ = (110, 120, 132, 148, 165)


def chord(fingerprint: str, seconds: int) -> Iterator[av.AudioFrame]:
    """Mono frames (s16, RATE_HZ) of exactly `seconds`: a chord that swells and fades."""
    samples = _samples(fingerprint, seconds)
    for start in range(0, len(samples), _CHUNK):
        chunk = samples[start : start + _CHUNK]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(chunk))
        raw = chunk.tobytes()
        # A plane is padded to the processor's liking.
        frame.planes[0].update(raw.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate = RATE_HZ
        frame.pts = start
        yield frame


def _samples(fingerprint: str, seconds: int) -> "array.array[int]":
    root_hz = random.Random(fingerprint).choice(_ROOTS_HZ)  # noqa: S311 - a tone, not a key
    second = _one_second((root_hz, root_hz * 5 // 4, root_hz * 3 // 2))
    whole = array.array("h")
    total = seconds * RATE_HZ
    for at in range(total):
        swell = math.sin(math.pi * at / total)
        whole.append(int(second[at % RATE_HZ] * swell))
    return whole


def _one_second(tones_hz: tuple[int, ...]) -> list[float]:
    """Whole numbers of waves, so that one second can be repeated without a click."""
    turn = 2 * math.pi / RATE_HZ
    return [
        sum(5000 * math.sin(turn * tone_hz * at) for tone_hz in tones_hz) for at in range(RATE_HZ)
    ]

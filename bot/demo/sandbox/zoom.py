"""A slow move into a picture, and a blend of two such moves."""

import random

from PIL import Image, ImageOps

from bot.demo.sandbox.shot import Shot

DEPTH = 1.18
"""How many times larger the picture's middle is at the end."""


class Zoom:
    """One picture, drifting closer."""

    def __init__(self, shot: Shot, image: Image.Image, rng: random.Random) -> None:
        self._size = (shot.width, shot.height)
        # Larger than the frame, so that the last frames are not blown up from the first ones.
        base = (round(shot.width * DEPTH), round(shot.height * DEPTH))
        self._base = ImageOps.fit(image, base, Image.Resampling.LANCZOS)
        self._drift = (rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.6))

    def frame(self, progress: float) -> Image.Image:
        """The frame at `progress`, 0 to 1."""
        shrink = 1 - (1 - 1 / DEPTH) * eased(progress)
        width, height = self._base.width * shrink, self._base.height * shrink
        left = (self._base.width - width) * self._drift[0]
        top = (self._base.height - height) * self._drift[1]
        box = (left, top, left + width, top + height)
        return self._base.resize(self._size, Image.Resampling.BILINEAR, box=box)


class Blend:
    """From the first picture to the last."""

    def __init__(self, first: Zoom, last: Zoom) -> None:
        self._first = first
        self._last = last

    def frame(self, progress: float) -> Image.Image:
        """The frame at `progress`, 0 to 1."""
        share = eased(min(1.0, max(0.0, (progress - 0.25) * 2)))
        return Image.blend(self._first.frame(progress), self._last.frame(progress), share)


def eased(progress: float) -> float:
    """A move from 0 to 1 that starts and stops gently."""
    return progress * progress * (3 - 2 * progress)

"""What is filmed: a picture, and the order for one clip."""

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

KEPT_SIDE_PX = 2048
"""Pictures are kept no larger than this; no clip is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright picture without transparency. `sha256` is of the file that was sent."""

    jpeg: bytes
    width: int
    height: int
    sha256: str

    def image(self) -> Image.Image:
        """The decoded RGB image."""
        return Image.open(io.BytesIO(self.jpeg)).convert("RGB")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One clip to be made.

    Without pictures a scene is drawn; one picture is zoomed into; two are blended, first to last.
    `lettered` lays the prompt over it. `width` and `height` are even numbers of pixels, as H.264
    with 4:2:0 colours needs them.
    """

    mode: str
    prompt: str
    seed: int
    seconds: int
    width: int
    height: int
    fps: int = 24
    pictures: tuple[Picture, ...] = ()
    audio: bool = False
    lettered: bool = True

    @property
    def frame_count(self) -> int:
        """How many frames the clip has."""
        return self.seconds * self.fps

    @property
    def fingerprint(self) -> str:
        """Hexadecimal; equal for equal prompt, pictures and seed, and drives all that is drawn.

        It leaves size, length and frame rate out: a larger clip shows the same scene.
        """
        parts = [self.prompt, str(self.seed), *(picture.sha256 for picture in self.pictures)]
        # A lone surrogate is legal JSON and reaches a prompt, but strict UTF-8 would refuse it.
        raw = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hashlib.sha256(raw).hexdigest()


def picture_of(image: Image.Image, file: bytes) -> Picture:
    """Keep a decoded image: turned upright, on white, made smaller if it is huge."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((KEPT_SIDE_PX, KEPT_SIDE_PX))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    flat.save(kept, "JPEG", quality=92)
    return Picture(kept.getvalue(), *flat.size, sha256=hashlib.sha256(file).hexdigest())


def even(pixels: float) -> int:
    """The nearest even number of pixels, at least 16."""
    return max(16, round(pixels / 2) * 2)

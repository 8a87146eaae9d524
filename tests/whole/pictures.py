"""Pictures that people send."""

import io

from PIL import Image


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **options: object) -> bytes:
    return encoded(Image.new("RGB", size, "teal"), kind, **options)


def located() -> bytes:
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 13.0, 0.0)
    return picture(exif=exif, comment=b"taken at home")


def sticker() -> bytes:
    return encoded(Image.new("RGBA", (512, 512), (255, 0, 0, 90)), "WEBP")

"""The pictures and videos of an order: fetched or decoded, and judged.

Not documented: which pictures are taken (here those of the PixVerse platform behind the model),
whether Base64 needs the prefix of a data URL, which the pages of sibling models tell differently,
and that all of it is looked at before the submit is answered.
"""

import asyncio
import base64
import binascii
import re
import tempfile
from pathlib import Path
from typing import Literal

import av
from PIL import Image

from bot.demo.sandbox.fetching import NotFetched, fetched
from bot.demo.sandbox.modelverse.refusal import Refusal, invalid
from bot.demo.sandbox.pictures import Flaw, Taste, UnfitPicture, judged
from bot.demo.sandbox.render import last_frame
from bot.demo.sandbox.shot import Picture

Base64Form = Literal["prefix", "bare", "both"]

TASTE = Taste(max_bytes=20_000_000, max_side_px=4000)
MAX_FETCHED_BYTES = 64 * 1024 * 1024
_PREFIX = re.compile(r"data:image/(?:jpeg|jpg|png|webp);base64,")


async def picture_in(field: str, value: str, form: Base64Form) -> Picture:
    """The picture that a field points to or holds. Raises Refusal."""
    if value.startswith(("http://", "https://")):
        file = await _fetched(field, value)
    else:
        file = _decoded(field, value, form)
    try:
        return await judged(file, TASTE)
    except UnfitPicture as unfit:
        if unfit.flaw is Flaw.MODERATED:
            raise Refusal("sensitive_check_error") from unfit
        raise invalid(f"input.{field}", f"is not a picture that is taken ({unfit})") from unfit


async def end_of_video(field: str, url: str) -> Image.Image:
    """The last frame of an MP4 at an address. Raises Refusal."""
    file = await _fetched(field, url)
    # Pillow's formats are films to the decoder, too: only a box named ftyp makes it an MP4.
    if file[4:8] != b"ftyp":
        raise invalid(f"input.{field}", "is not an MP4")
    try:
        return await asyncio.to_thread(_last_frame, file)
    except (av.FFmpegError, ValueError) as error:
        raise invalid(f"input.{field}", "cannot be decoded") from error


def _last_frame(file: bytes) -> Image.Image:
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        path = Path(folder) / "source.mp4"
        path.write_bytes(file)
        try:
            return last_frame(path)
        except (StopIteration, IndexError) as error:
            raise ValueError("no frames") from error


async def _fetched(field: str, url: str) -> bytes:
    try:
        return (await fetched(url, max_bytes=MAX_FETCHED_BYTES)).body
    except NotFetched as error:
        raise invalid(f"input.{field}", f"cannot be fetched ({error})") from error


def _decoded(field: str, value: str, form: Base64Form) -> bytes:
    prefix = _PREFIX.match(value)
    if prefix is None and form == "prefix":
        raise invalid(f"input.{field}", "needs the prefix data:image/...;base64,")
    if prefix is not None and form == "bare":
        raise invalid(f"input.{field}", "must not have a prefix before the Base64")
    try:
        return base64.b64decode(value[prefix.end() if prefix else 0 :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid(f"input.{field}", "is neither a URL nor Base64") from error

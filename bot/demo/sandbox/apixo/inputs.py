"""The picture that an order points to: fetched as the service fetches it, and judged."""

import io
from collections.abc import Mapping

from PIL import Image

from bot.demo.sandbox.apixo.revisions import Failure, Revision
from bot.demo.sandbox.fetching import NotFetched, fetched
from bot.demo.sandbox.pictures import Flaw, UnfitPicture, judged
from bot.demo.sandbox.shot import Picture

MAX_FETCHED_BYTES = 64 * 1024 * 1024
"""More than any revision takes, so that a picture a little too large is told so."""
_FAILURES: Mapping[Flaw, Failure] = {
    Flaw.BYTES: Failure.PICTURE_LARGE,
    Flaw.PIXELS: Failure.PICTURE_LARGE,
    Flaw.FORMAT: Failure.PICTURE_FORMAT,
    Flaw.ALPHA: Failure.PICTURE_FORMAT,
    Flaw.UNREADABLE: Failure.PICTURE_AWAY,
    Flaw.MODERATED: Failure.PICTURE_MODERATED,
}


class Unusable(Exception):  # noqa: N818 (a fact, and named like one)
    """The task cannot be carried out with this picture, because of `failure`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


async def picture_at(url: str, revision: Revision) -> Picture:
    """The picture at an address. Raises Unusable."""
    try:
        found = await fetched(url, max_bytes=MAX_FETCHED_BYTES)
    except NotFetched as error:
        raise Unusable(Failure.PICTURE_AWAY) from error
    if not found.content_type.startswith("image/"):
        raise Unusable(Failure.PICTURE_AWAY)
    try:
        picture = await judged(found.body, revision.taste)
    except UnfitPicture as unfit:
        raise Unusable(_FAILURES[unfit.flaw]) from unfit
    # The kept picture is made smaller, so its own size says nothing of the file's.
    with Image.open(io.BytesIO(found.body)) as header:
        if min(header.size) < revision.min_side_px:
            raise Unusable(Failure.PICTURE_SMALL)
    return picture

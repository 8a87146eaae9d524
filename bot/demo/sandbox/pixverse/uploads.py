"""Pictures that were uploaded, and the platform's codes for what is wrong with them."""

from collections.abc import Mapping

from bot.demo.sandbox.pictures import Flaw, Taste, UnfitPicture
from bot.demo.sandbox.pictures import judged as judged_by
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.shot import Picture

TASTE = Taste(max_bytes=20_000_000 - 1, max_side_px=4000)
CODES: Mapping[Flaw, int] = {
    Flaw.BYTES: 500030,
    Flaw.UNREADABLE: 500031,
    Flaw.FORMAT: 500032,
    Flaw.PIXELS: 500033,
}


async def judged(file: bytes) -> Picture:
    """The picture in a file, or Refusal with the platform's code for what is wrong with it."""
    try:
        return await judged_by(file, TASTE)
    except UnfitPicture as unfit:
        if unfit.flaw is Flaw.MODERATED:
            raise Refusal(500052, http_status=500, snake=True) from unfit
        raise Refusal(CODES[unfit.flaw], str(unfit)) from unfit

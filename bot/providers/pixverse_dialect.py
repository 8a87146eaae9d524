"""What PixVerse says, directly or through those who pass its answers on: codes and envelopes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.providers.base import Done, Failed, Gone, Moderated, Running, Status
from bot.providers.errors import Fault, Refused, Unclear
from bot.providers.http import Answer, ProviderHttp
from bot.providers.reading import decimal, plain_keys, video_url, whole, word

# The platform's bilingual table of error codes, and below it the three older codes that are HTTP's.
FAULTS: Mapping[int, Fault] = {
    400011: Fault.BAD_REQUEST,
    400013: Fault.BAD_REQUEST,
    400017: Fault.BAD_REQUEST,
    400033: Fault.BAD_REQUEST,
    400012: Fault.BAD_KEY,
    10001: Fault.BAD_KEY,
    10002: Fault.BAD_KEY,
    10003: Fault.BAD_KEY,
    10004: Fault.BAD_KEY,
    10005: Fault.BAD_KEY,
    500201: Fault.BAD_KEY,
    400018: Fault.PROMPT_TOO_LONG,
    400019: Fault.PROMPT_TOO_LONG,
    400032: Fault.PICTURE_LOST,
    500047: Fault.PICTURE_LOST,
    500008: Fault.NOT_FOUND,
    500064: Fault.NOT_FOUND,
    500020: Fault.NOT_ALLOWED,
    500060: Fault.NOT_ALLOWED,
    500070: Fault.NOT_ALLOWED,
    500030: Fault.PICTURE_UNFIT,
    500031: Fault.PICTURE_UNFIT,
    500032: Fault.PICTURE_UNFIT,
    500033: Fault.PICTURE_UNFIT,
    701002: Fault.PICTURE_UNFIT,
    701003: Fault.PICTURE_UNFIT,
    500041: Fault.UPLOAD_FAILED,
    500042: Fault.UPLOAD_FAILED,
    500043: Fault.NO_CREDITS,
    500090: Fault.NO_CREDITS,
    500044: Fault.BUSY,
    500045: Fault.BUSY,
    500052: Fault.MODERATED,
    500054: Fault.MODERATED,
    500063: Fault.MODERATED,
    500071: Fault.CHOICE_UNFIT,
    500069: Fault.OVERLOADED,
    500100: Fault.OVERLOADED,
    99999: Fault.OVERLOADED,
    401: Fault.BAD_KEY,
    403: Fault.NO_CREDITS,
    500: Fault.OVERLOADED,
}


# Numbers as documented, words as older pages have them. Whatever else comes is still running.
DONE = frozenset({"1", "done", "success", "succeeded", "completed", "generation successful"})
GONE = frozenset({"6", "deleted"})
MODERATED = frozenset({"7", "moderated", "contents moderation failed", "moderation failed"})
FAILED = frozenset({"8", "failed", "error", "generation failed"})


def envelope_of(answer: Answer) -> dict[str, Any] | None:
    """The answer's envelope with a numeric `errcode`; None when the body is something else.

    The platform writes ErrCode, err_code and errcode, Resp and resp.
    """
    envelope = plain_keys(answer.json)
    code = whole(envelope.get("errcode"))
    return None if code is None else envelope | {"errcode": code}


async def resp_of(
    answer: Answer, http: ProviderHttp, *, faults: Mapping[int, Fault] = FAULTS
) -> dict[str, Any]:
    """What the envelope holds; an error in it, or an answer without one, is raised."""
    envelope = envelope_of(answer)
    if envelope is None or answer.status == 429:
        raise await http.refusal(answer)
    code = envelope["errcode"]
    if code != 0:
        fault = faults.get(code, Fault.OVERLOADED)
        raise Refused(http.provider, f"ErrCode {code}", fault=fault)
    if answer.status >= 300:
        raise Unclear(http.provider, f"HTTP {answer.status} with ErrCode 0")
    return plain_keys(envelope.get("resp"))


def status_of(resp: Mapping[str, Any]) -> Status:
    """How far a video is, by what `resp` says with its keys plain."""
    status = word(resp.get("status", resp.get("videostatus")))
    if status in MODERATED:
        return Moderated()
    if status in FAILED:
        return Failed()
    if status in GONE:
        return Gone()
    url = video_url(resp.get("url") or resp.get("videourl"))
    if status not in DONE or url is None:
        return Running()
    return Done(
        url=url,
        width=whole(resp.get("outputwidth")),
        height=whole(resp.get("outputheight")),
        credits=decimal(resp.get("credits")),
        took_s=_seconds_between(resp.get("createtime"), resp.get("modifytime")),
    )


def _seconds_between(start: object, end: object) -> float | None:
    try:
        span = datetime.fromisoformat(str(end)) - datetime.fromisoformat(str(start))
    except (ValueError, TypeError):  # no times, or one with a zone and one without
        return None
    return span.total_seconds() if span > timedelta(0) else None

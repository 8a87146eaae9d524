"""The platform's envelopes and results, in both dialects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.demo.sandbox.frame import ratio_of
from bot.demo.sandbox.pixverse.orders import Order
from bot.demo.sandbox.pixverse.refusal import Refusal
from bot.demo.sandbox.studio import Production
from bot.demo.sandbox.wishes import Ending

RUNNING = 5
STATUS: Mapping[Ending | None, int] = {
    None: RUNNING,
    Ending.VIDEO: 1,
    Ending.GONE: 6,
    Ending.MODERATED: 7,
    Ending.FAILED: 8,
}
WORDS: Mapping[int, str] = {
    1: "done",
    2: "queued",
    RUNNING: "generating",
    6: "deleted",
    7: "moderated",
    8: "failed",
}
_CREATE_MODES = {"text": "t2v", "img": "i2v", "transition": "transition", "extend": "extend"}


def good(resp: Mapping[str, Any]) -> web.Response:
    """An envelope without an error."""
    return web.json_response({"ErrCode": 0, "ErrMsg": "success", "Resp": dict(resp)})


def bad(refusal: Refusal, *, contract: bool) -> web.Response:
    """An envelope with one. The contract's has no Resp."""
    if refusal.snake:
        payload = {"err_code": refusal.code, "err_msg": str(refusal), "resp": None}
    else:
        payload = {"ErrCode": refusal.code, "ErrMsg": str(refusal)}
        payload |= {} if contract else {"Resp": None}
    return web.json_response(payload, status=refusal.http_status)


def code_of(decoded: Any) -> int | str | None:
    """The error code in a decoded answer, in whichever spelling."""
    if not isinstance(decoded, dict):
        return None
    code = decoded.get("ErrCode", decoded.get("err_code"))
    return code if isinstance(code, int | str) else None


def result(order: Order, production: Production, url: str) -> dict[str, Any]:
    """Resp of video/result. What is not known before the end is empty or 0 until then.

    The documentation names `resolution_ratio` and `customer_paths` without saying what is in them.
    """
    film = production.film
    return {
        "id": production.number,
        "status": STATUS[production.ending],
        "url": url,
        "prompt": order.prompt,
        "negative_prompt": order.negative_prompt,
        "seed": production.shot.seed,
        "size": film.size_bytes if film else 0,
        "style": order.style,
        "resolution_ratio": round(ratio_of(order.ratio) * 100) if order.ratio else 0,
        "outputWidth": production.shot.width if film else 0,
        "outputHeight": production.shot.height if film else 0,
        "has_audio": order.audio,
        "credits": order.price,
        "customer_paths": {"create_mode": _CREATE_MODES[order.call]},
        "create_time": _written(production.began_at),
        "modify_time": _written(production.ended_at or production.began_at),
    }


def contract_result(production: Production, url: str) -> dict[str, Any]:
    """Resp of the contract's video/status: a word, and the video's URL when it is done."""
    resp = {"status": WORDS[STATUS[production.ending]]}
    return resp | ({"video_url": url} if url else {})


def _written(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

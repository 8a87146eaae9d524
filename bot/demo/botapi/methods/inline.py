"""Answers to inline queries."""

import re
from dataclasses import replace
from typing import Any

from bot.demo.botapi.inline import Offered
from bot.demo.botapi.methods.content import check_length, read_caption, unknown_file
from bot.demo.botapi.methods.markup import read_markup
from bot.demo.botapi.query import Query, query_of_json
from bot.demo.botapi.refusals import Refused, bad_request
from bot.demo.botapi.telegram import Telegram

MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
CACHE_S = 300
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def answer_inline_query(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#answerinlinequery, with videos by their file_id."""
    button = _button(query)
    given = query.decoded("results", complaint="can't parse JSON encoded inline query results")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    results = tuple(_result(telegram, query.method, item) for item in given or [])
    ids = {one.id for one in results}
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(ids) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(query.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    known = telegram.world.inline.answer(
        query.text("inline_query_id"),
        results,
        next_offset=query.text("next_offset"),
        button=button,
        cache_s=query.integer("cache_time", CACHE_S, low=0, high=24 * 60 * 60),
        is_personal=query.flag("is_personal"),
    )
    if not known:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def _button(query: Query) -> dict[str, str]:
    given = query.decoded("button", complaint="can't parse inline query results button")
    if given is None:
        return {}
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise bad_request("can't parse InlineQueryResultsButton: Can't find field \"text\"")
    if not _START_PARAMETER.fullmatch(str(given.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return {"text": given["text"], "start_parameter": given["start_parameter"]}


def _result(telegram: Telegram, method: str, item: Any) -> Offered:
    if not isinstance(item, dict):
        raise bad_request("can't parse InlineQueryResult: expected an Object")
    if item.get("type") != "video" or not item.get("video_file_id"):
        raise Refused("Bad Request: only videos by their file_id are offered in the demo")
    for name in ("id", "title"):
        if not isinstance(item.get(name), str):
            raise bad_request(f"can't parse InlineQueryResult: Can't find field \"{name}\"")
    if not 1 <= len(item["id"].encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    inner = query_of_json(method, item)
    media = telegram.world.gallery.again(inner.text("video_file_id"), "Video")
    if media is None:
        raise unknown_file(inner.text("video_file_id"))
    markup = read_markup(inner, only_inline=True)
    content = replace(read_caption(telegram, inner), media=media, markup=markup)
    check_length(content, is_caption=True)
    return Offered(
        id=item["id"],
        title=item["title"],
        description=inner.text("description"),
        content=content,
    )

"""Reply markups, checked as Telegram checks them."""

from typing import Any

from bot.demo.botapi.formatting import checked_link
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request

Markup = dict[str, Any]

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("icon_custom_emoji_id", "style")
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(query: Query, *, only_inline: bool = False) -> Markup | None:
    """The reply markup of a call, with the fields that Telegram keeps. Raises Refused."""
    given = query.decoded("reply_markup", complaint="can't parse reply keyboard markup JSON object")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if given.get("inline_keyboard"):
        if not isinstance(given["inline_keyboard"], list):
            raise bad_request('field "inline_keyboard" must be of type Array')
        rows = [_row(row) for row in given["inline_keyboard"]]
        return {"inline_keyboard": [row for row in rows if row]}
    kind = next((kind for kind in _OTHER_KINDS if given.get(kind)), None)
    if kind is not None and only_inline:
        raise bad_request("inline keyboard expected")
    return None if kind is None else given


def check_markup(markup: Markup | None) -> None:
    """What Telegram finds only when everything else was in order. Raises Refused."""
    if markup is None or "inline_keyboard" not in markup:
        return
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        if len(button.get("callback_data", "").encode()) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")


def _row(row: Any) -> list[Markup]:
    if not isinstance(row, list):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    return [_button(button) for button in row]


def _button(button: Any) -> Markup:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    action = next((name for name in _ACTIONS if button.get(name) not in (None, "")), None)
    if action is None:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    value = _link(button[action]) if action == "url" else button[action]
    looks = {name: button[name] for name in _LOOKS if button.get(name)}
    return {"text": button["text"], **looks, action: value}


def _link(url: Any) -> str:
    link = checked_link(str(url))
    if link is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link


def _unreadable(why: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {why}")

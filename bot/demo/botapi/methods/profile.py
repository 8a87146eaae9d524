"""What the bot says of itself."""

from typing import Any

from bot.demo.botapi.methods.targets import Access, chat_of
from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, user_json

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


async def get_me(telegram: Telegram, _query: Query) -> Json:
    """https://core.telegram.org/bots/api#getme."""
    return user_json(telegram.world.me) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not telegram.world.is_privacy_on,
        "supports_inline_queries": telegram.world.is_inline_on,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def log_out(_telegram: Telegram, _query: Query) -> bool:
    """https://core.telegram.org/bots/api#logout and #close; nothing follows from it here."""
    return True


async def set_my_name(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setmyname."""
    return _set(telegram.profile.names, query, "name", MAX_NAME)


async def get_my_name(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getmyname."""
    name = _get(telegram.profile.names, query)
    return {"name": name or telegram.world.me.first_name}


async def set_my_description(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setmydescription."""
    return _set(telegram.profile.descriptions, query, "description", MAX_DESCRIPTION)


async def get_my_description(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getmydescription."""
    return {"description": _get(telegram.profile.descriptions, query)}


async def set_my_short_description(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setmyshortdescription."""
    texts = telegram.profile.short_descriptions
    return _set(texts, query, "short_description", MAX_SHORT_DESCRIPTION)


async def get_my_short_description(telegram: Telegram, query: Query) -> Json:
    """https://core.telegram.org/bots/api#getmyshortdescription."""
    return {"short_description": _get(telegram.profile.short_descriptions, query)}


async def set_chat_menu_button(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton."""
    button = query.decoded("menu_button", complaint="Can't parse menu button JSON object")
    kinds = ("default", "commands", "web_app")
    if button is not None and (not isinstance(button, dict) or button.get("type") not in kinds):
        raise bad_request("Can't parse menu button: MenuButton has unsupported type")
    telegram.profile.menu_buttons[_menu_chat(telegram, query)] = button or {"type": "default"}
    return True


async def get_chat_menu_button(telegram: Telegram, query: Query) -> Any:
    """https://core.telegram.org/bots/api#getchatmenubutton."""
    buttons = telegram.profile.menu_buttons
    return buttons.get(_menu_chat(telegram, query)) or buttons.get(0) or {"type": "commands"}


def _menu_chat(telegram: Telegram, query: Query) -> int:
    return chat_of(telegram, query, Access.READ).id if query.has("chat_id") else 0


def language_of(query: Query) -> str:
    """The language that a text is for; "" is everyone. Raises Refused."""
    code = query.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.islower()):
        raise bad_request("Invalid language code specified")
    return code


def _set(texts: dict[str, str], query: Query, name: str, limit: int) -> bool:
    language = language_of(query)
    text = query.text(name).strip()
    if len(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get(texts: dict[str, str], query: Query) -> str:
    return texts.get(language_of(query)) or texts.get("", "")

"""What people see of the bot outside its chats: names, descriptions, commands, menu buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.people import User

ScopeKey = tuple[str, int, int]
"""A command scope: its type, its chat and its user, or 0."""

DEFAULT_SCOPE: ScopeKey = ("default", 0, 0)


@dataclass(slots=True)
class Profile:
    """Every text by language code, "" being everyone; commands by scope as well."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[ScopeKey, str], list[dict[str, Any]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def description_for(self, user: User) -> str:
        """What this person's app shows in an empty chat with the bot."""
        return self.descriptions.get(user.language_code or "") or self.descriptions.get("", "")

    def commands_for(self, chat: Chat, user: User) -> list[dict[str, Any]]:
        """The commands that this person's app offers in this chat."""
        languages = (user.language_code or "", "")
        for scope in scopes_of(chat, user):
            for language in languages:
                if (scope, language) in self.commands:
                    return self.commands[scope, language]
        return []


def scopes_of(chat: Chat, user: User) -> Iterator[ScopeKey]:
    """The scopes that apply, the narrowest first.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    is_admin = chat.members.get(user) in ("creator", "administrator")
    if not chat.is_private:
        yield ("chat_member", chat.id, user.id)
        if is_admin:
            yield ("chat_administrators", chat.id, 0)
    yield ("chat", chat.id, 0)
    if chat.is_private:
        yield ("all_private_chats", 0, 0)
    else:
        if is_admin:
            yield ("all_chat_administrators", 0, 0)
        yield ("all_group_chats", 0, 0)
    yield DEFAULT_SCOPE

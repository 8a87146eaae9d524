"""Broadcasts: who gets one, how it is asked about, and who has heard it."""

from datetime import UTC, datetime

from bot.demo.botapi.chats import Chat, Message
from storage.store import Store
from tests.whole.backlog import closed, put
from tests.whole.conftest import Stage

NEWS = "Back at 9 < 10 & bold"
SENT = "The broadcast is done. Sent: "


async def known(stage: Stage, *numbers: int) -> list[Chat]:
    """People who have used the bot in private before."""
    chats = [stage.chat(stage.person(number, f"P{number}")) for number in numbers]
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    now = datetime.now(UTC)
    rows = [closed(chat.id, now, chat_id=chat.id, user_id=chat.id, hidden=False) for chat in chats]
    await put(store, rows)
    await store.close()
    for chat in chats:
        chat.is_known = True
    return chats


async def asked(stage: Stage, text: str = f"/broadcast {NEWS}") -> Message:
    return await stage.command(stage.chat(stage.admin), text, "will get this message, once")


def heard(chat: Chat, text: str = NEWS) -> int:
    return len([message for message in chat.from_bot if message.text == text])

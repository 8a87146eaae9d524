"""Boards: how they are opened, and turned by a tap."""

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from tests.whole.conftest import Stage


async def settings(stage: Stage, chat: Chat, user: User, title: str = "Your settings") -> Message:
    """A person asks for their settings; gives the board."""
    sent = stage.api.world.send_text(chat, user, "/settings@DemoVideoBot")
    found = await chat.until(
        lambda c: [m for m in c.from_bot if m.id > sent.id and title in m.content.text]
    )
    return found[0]


async def tap(stage: Stage, board: Message, *labels: str, by: User | None = None) -> str | None:
    """A person presses buttons that begin so, one after the other; gives what the last answers."""
    answer = None
    for label in labels:
        shown = board.chat.find(board.id)
        assert shown is not None
        data = next(
            data for text, data in shown.buttons.items() if text.lstrip("✓ ").startswith(label)
        )
        answer = (await stage.api.world.press(board.chat, by or stage.ann, board.id, data)).text
    return answer


def shown(board: Message) -> Message:
    """The board as it is now."""
    now = board.chat.find(board.id)
    assert now is not None
    return now

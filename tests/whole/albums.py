"""Albums that people send, and what is made from them."""

from collections.abc import Sequence

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from tests.whole.conftest import Stage
from tests.whole.pictures import picture

SMALL, LARGE, HUGE = (picture(size=size) for size in ((320, 240), (640, 480), (1280, 960)))


def send(
    stage: Stage,
    captions: Sequence[str | None],
    *,
    pictures: Sequence[bytes] = (SMALL, LARGE, HUGE),
    chat: Chat | None = None,
    user: User | None = None,
) -> list[Message]:
    """A person sends an album of so many pictures: small, large, huge, and again."""
    user = user or stage.ann
    return [
        stage.api.world.send_photo(
            chat or stage.chat(user),
            user,
            pictures[number % len(pictures)],
            caption=caption,
            media_group_id="album",
        )
        for number, caption in enumerate(captions)
    ]


def frames(stage: Stage) -> list[str]:
    """What the last order begins and ends with, told by the size of the uploaded files."""
    order = [call.body for call in stage.videos.calls if call.name == "transition"][-1]
    uploads = [call.body["image"] for call in stage.videos.calls if call.name == "upload"][-2:]
    ids = [order["first_frame_img"], order["last_frame_img"]]
    files = dict(zip(sorted(ids), uploads, strict=True))  # uploads are numbered upwards
    return [_named(files[one].size_bytes) for one in ids]


def _named(size_bytes: int) -> str:
    return "small" if size_bytes < 3_000 else "large" if size_bytes < 10_000 else "huge"

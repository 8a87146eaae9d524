"""An album is one job: two of its pictures are the first frame and the last."""

from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest

from bot.clock import SystemClock
from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from bot.demo.faults import Hold, answer
from bot.intake.updates import stored_update
from storage.jobs import Request
from storage.store import Store
from tests.ports import free_port
from tests.storage.samples import draft, with_card
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.test_every_provider import served_by
from tests.whole.test_modes import bought

SMALL, LARGE, HUGE = (picture(size=size) for size in ((320, 240), (640, 480), (1280, 960)))
QUESTION = "What should happen between"
REST = "I left out the rest"
LATE = "came too late"
SINGLE = "so I took one of your album"
ORDERS = {"text", "img", "transition"}


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


def orders(stage: Stage) -> list[str]:
    return [call.name for call in stage.videos.calls if call.name in ORDERS]


def frames(stage: Stage) -> list[str]:
    """What the last order begins and ends with, told by the size of the uploaded files."""
    order = [call.body for call in stage.videos.calls if call.name == "transition"][-1]
    uploads = [call.body["image"] for call in stage.videos.calls if call.name == "upload"][-2:]
    ids = [order["first_frame_img"], order["last_frame_img"]]
    files = dict(zip(sorted(ids), uploads, strict=True))  # uploads are numbered upwards
    return [_named(files[one].size_bytes) for one in ids]


def _named(size_bytes: int) -> str:
    return "small" if size_bytes < 3_000 else "large" if size_bytes < 10_000 else "huge"


def said(chat: Chat, words: str) -> int:
    """How often the bot said this."""
    return len([one for one in chat.from_bot if words in one.content.text])


@pytest.mark.parametrize(
    ("captions", "left_out"),
    [
        (("it dawns", None), 0),
        ((None, "it dawns"), 0),
        (("it dawns", None, None), 1),
        ((None, None, "it dawns"), 1),
        (("it dawns", *[None] * 9), 1),
        (("it dawns", "it rains", "it snows"), 1),
    ],
)
async def test_an_album_is_one_job_of_its_first_two_pictures(
    stage: Stage, captions: Sequence[str | None], left_out: int
) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, captions)
        assert (await stage.video(chat)).caption == "it dawns"
        await stage.settled(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])
    assert said(chat, REST) == left_out
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.parametrize(("pictures", "left_out"), [(2, 0), (10, 1)])
async def test_an_album_without_words_is_asked_about_once(
    stage: Stage, pictures: int, left_out: int
) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, [None] * pictures)
        await stage.settled(chat)
    async with stage.bot():
        stage.write("it dawns")
        await stage.video(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])
    assert (said(chat, QUESTION), said(chat, REST)) == (1, left_out)


@pytest.mark.parametrize("captions", [("it dawns", None), (None, "it dawns")])
async def test_the_frames_are_in_the_order_of_the_messages_and_not_of_their_arrival(
    stage: Stage, captions: Sequence[str | None]
) -> None:
    """Telegram's webhook never gets set, so that the test brings the updates."""
    chat, settings, port = stage.chat(stage.ann), stage.settings(), free_port()
    url = f"http://127.0.0.1:{port}"
    path = f"{url}/telegram/{settings.derived_secret('webhook-path')}"
    secret = {"X-Telegram-Bot-Api-Secret-Token": settings.derived_secret("webhook-secret")}
    stage.api.faults.add("setWebhook", answer(200, json={"ok": True, "result": True}))
    send(stage, captions)
    async with (
        stage.bot(updates="webhook", public_url=url, http_port=port),
        httpx.AsyncClient(headers=secret) as telegram,
    ):
        await stage.api.until_called("setWebhook")
        for update in reversed(stage.api.world.updates.everything):
            assert (await telegram.post(path, json=update.json)).status_code == 200
        await stage.video(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])


async def test_pictures_that_come_again_change_nothing(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        sent = send(stage, ("it dawns", None))
        for update_id in [one.update_id for one in sent if one.update_id is not None]:
            stage.api.world.redeliver(update_id)
            stage.api.world.updates.repeat(update_id)
        await stage.video(chat)
        await stage.settled(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])
    assert said(chat, "album") == 0


async def test_a_picture_in_the_inbox_is_waited_for_after_a_crash(stage: Stage) -> None:
    """The work goes on before Telegram is there, but not on this."""
    first, _ = send(stage, ("it dawns", None))
    media = first.content.media
    assert media is not None
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    now = SystemClock().now() - timedelta(seconds=9)
    updates = [stored_update(one.json) for one in stage.api.world.updates.everything]
    await store.inbox.put(updates, now=now)
    album = draft(
        first.id,
        chat_id=stage.ann.id,
        user_id=stage.ann.id,
        album_id="album",
        request=Request(prompt="it dawns", pictures=(media.file_id,)),
    )
    await with_card(store, album, now=now)
    other = draft(9, chat_id=stage.admin.id, user_id=stage.admin.id)
    await with_card(store, other, now=now)
    await store.inbox.done(updates[0].update_id, now=now)
    await store.close()
    hold = Hold()
    stage.api.faults.add("getMe", hold)  # until then the inbox is left alone
    async with stage.bot():
        await stage.videos.until(lambda: len(stage.videos.books.purchases) == 1, timeout_s=20)
        assert orders(stage) == ["text"]  # the other job, which came after it
        hold.release()
        await stage.video(stage.chat(stage.ann))
    assert (orders(stage)[1:], frames(stage)) == (["transition"], ["small", "large"])


async def test_a_picture_that_comes_too_late_is_told_so_once(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, ["it dawns"])
        await stage.video(chat)
        send(stage, [None, None])
        await stage.said(chat, LATE)
    async with stage.bot():
        send(stage, [None])
        await stage.settled(chat)
    assert orders(stage) == ["img"]
    assert said(chat, LATE) == 1


async def test_where_nobody_makes_it_from_two_pictures_one_is_used(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with served_by(stage, "gateway") as (gateway,):
        send(stage, ("it dawns", None, None))
        await stage.video(chat)
        await stage.command(chat, "/help", "An album makes one video, of its first picture")
        assert bought(gateway) == ["image"]
    assert said(chat, SINGLE) == 1


async def test_an_album_over_a_limit_is_declined_once(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_day=1):
        stage.write("a wolf")
        await stage.video(chat)
        send(stage, ("it dawns", None, "it rains"))
        await stage.settled(chat)
    assert (said(chat, "One video a day"), said(chat, QUESTION)) == (1, 0)
    assert orders(stage) == ["text"]


async def test_files_that_are_no_pictures_are_told_of_once(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        for _ in range(3):
            stage.api.world.send_document(
                chat, stage.ann, b"words", "a.txt", "text/plain", media_group_id="files"
            )
        await stage.settled(chat)
    assert said(chat, "not a picture I can read") == 1


async def test_in_a_group_the_rest_of_an_album_follows_its_caption(stage: Stage) -> None:
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin], supergroup=True)
    stage.api.world.is_privacy_on = False
    async with stage.bot():
        send(stage, (None, "a nice day", None), chat=group, user=stage.admin)
        send(stage, ("/video it dawns", None, None), chat=group)
        await stage.video(group)
        await stage.settled(stage.chat(stage.ann))
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])
    assert said(group, REST) == 1
    assert len(group.from_bot) == 3  # the video, its ping, and what is left out


async def test_tried_again_it_has_both_frames_again(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, ("it dawns #failed", None))
        card = await stage.said(chat, "could not make this one")
        [data] = card.buttons.values()
        await stage.api.world.press(chat, stage.ann, card.id, data)
        await chat.until(lambda c: said(c, "could not make this one") == 2, 20)
    assert orders(stage) == ["transition", "transition"]
    assert frames(stage) == ["small", "large"]

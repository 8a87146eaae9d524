"""An album of two is one job, from its first picture to its last; of more, people are asked.

The clock is quick: two pictures wait some seconds for their person.
"""

from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest

from bot.clock import SystemClock
from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.refusals import internal_error
from bot.demo.faults import Hold, answer
from bot.demo.patience import PATIENCE_S
from bot.intake.updates import stored_update
from storage.jobs import Request
from storage.store import Store
from storage.waiting import WaitingPicture
from tests.fast_clock import FastClock
from tests.ports import free_port
from tests.storage.samples import draft, with_card
from tests.whole.albums import LARGE, SMALL, frames, send
from tests.whole.conftest import Stage, refused
from tests.whole.orders import bought
from tests.whole.presses import press
from tests.whole.serving import served_by

QUESTION = "Nice pictures. What should happen?"
CHOICE = "What should I make from these pictures?"
REST = "An album has one caption"
LATE = "came too late"
ORDERS = {"text", "img", "transition"}


def picture_of(message: Message) -> WaitingPicture:
    """A picture of the album, as the store knows it."""
    assert message.content.media is not None
    return WaitingPicture(
        chat_id=message.chat.id,
        user_id=message.sender.id,
        message_id=message.id,
        picture=message.content.media.file_id,
        album_id="album",
    )


def orders(stage: Stage) -> list[str]:
    return [call.name for call in stage.videos.calls if call.name in ORDERS]


def said(chat: Chat, words: str) -> int:
    """How often the bot said this."""
    return len([one for one in chat.from_bot if words in one.content.text])


@pytest.mark.parametrize(
    ("captions", "left_out"),
    [(("it dawns", None), 0), ((None, "it dawns"), 0), (("it dawns", "it rains"), 1)],
)
async def test_an_album_of_two_is_one_job(
    stage: Stage, captions: Sequence[str | None], left_out: int
) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(FastClock(8)):
        send(stage, captions)
        assert (await stage.video(chat)).caption == "it dawns"
        await stage.settled(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])
    assert said(chat, REST) == left_out
    assert len(stage.videos.books.purchases) == 1


async def test_the_pictures_can_be_turned_around_until_they_are_bought(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    stage.videos.hold()
    async with stage.bot(FastClock(3)):
        send(stage, ("it dawns", None))
        card = await stage.said(chat, "begins with your first picture")
        assert await press(stage, card, "other way round") == "Swapped."
        await stage.said(chat, "begins with your last picture")
        [swap, _cancel] = card.buttons.values()
        await stage.said(chat, "Generating")
        assert swap not in card.buttons.values()
        late = await stage.api.world.press(chat, stage.ann, card.id, swap)
        assert late.text == "Too late to swap them: this video has already started."
        stage.videos.release()
        await stage.video(chat)
        later = await stage.api.world.press(chat, stage.ann, card.id, swap)
        assert later.text == "Too late: this one has ended already."
    assert (orders(stage), frames(stage)) == (["transition"], ["large", "small"])


@pytest.mark.parametrize("pictures", [2, 10])
async def test_an_album_without_words_is_asked_about_once(stage: Stage, pictures: int) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, [None] * pictures)
        await stage.settled(chat)
    async with stage.bot(FastClock(8)):
        stage.write("it dawns")
        if pictures > 2:  # the last of ten is small again
            question = await stage.said(chat, CHOICE)
            assert orders(stage) == []
            assert await press(stage, question, "From the first") == "One video is on its way."
            assert question.buttons == {}
        await stage.video(chat)
    last = "large" if pictures == 2 else "small"
    assert (orders(stage), frames(stage)) == (["transition"], ["small", last])
    assert said(chat, QUESTION) == 1


async def test_a_choice_waits_for_its_person_and_for_their_limit(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        send(stage, ("it dawns", None, None))
        question = await stage.said(chat, CHOICE)
        await stage.settled(chat)
    assert (question.reply_to, said(chat, "Accepted"), orders(stage)) == (
        chat.messages[2],
        0,
        [],
    )
    async with stage.bot(user_limit_per_day=2):
        answer = await press(stage, question, "each")
        assert answer.startswith("2 videos are on their way. 2 videos a day are the limit.")
        await stage.video(chat, count=2)
    async with stage.bot(user_limit_per_day=9):
        assert await press(stage, question, "each") == "3 videos are on their way."
        await stage.video(chat, count=3)
    assert orders(stage) == ["img"] * 3
    answered = [one.reply_to for one in chat.from_bot if one.video]
    assert answered == chat.messages[:3]


@pytest.mark.parametrize("can_be_edited", [True, False])
async def test_the_way_out_makes_nothing(stage: Stage, can_be_edited: bool) -> None:
    """Also where the question stays as it was, the answer to the press is true."""
    chat, nothing = stage.chat(stage.ann), "I will not make anything from these pictures"
    async with stage.bot():
        send(stage, ("it dawns", None, None))
        question = await stage.said(chat, CHOICE)
        data = question.buttons["Only the first"]
        if not can_be_edited:
            refuse = refused(400, "Bad Request: MEDIA_EMPTY")
            stage.api.faults.add("editMessageText", refuse)
        assert nothing in await press(stage, question, "Nothing")
        assert (nothing in question.content.text) is can_be_edited
        late = await stage.api.world.press(chat, stage.ann, question.id, data)
        assert late.text == "This has been settled already."
    assert orders(stage) == []


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
        stage.bot(FastClock(8), updates="webhook", public_url=url, http_port=port),
        httpx.AsyncClient(headers=secret, timeout=PATIENCE_S) as telegram,
    ):
        await stage.api.until_called("setWebhook")
        for update in reversed(stage.api.world.updates.everything):
            assert (await telegram.post(path, json=update.json)).status_code == 200
        await stage.video(chat)
    assert (orders(stage), frames(stage)) == (["transition"], ["small", "large"])


async def test_pictures_that_come_again_change_nothing(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(FastClock(8)):
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
    await store.albums.join(picture_of(first), fits=lambda _: True, update_id=None, now=now)
    await with_card(store, album, now=now)
    other = draft(9, chat_id=stage.admin.id, user_id=stage.admin.id)
    await with_card(store, other, now=now)
    await store.inbox.done(updates[0].update_id, now=now)
    await store.close()
    hold = Hold()
    stage.api.faults.add("getMe", hold)  # until then the inbox is left alone
    async with stage.bot(FastClock(8)):
        await stage.videos.until(lambda: len(stage.videos.books.purchases) == 1)
        assert orders(stage) == ["text"]  # the other job, which came after it
        hold.release()
        await stage.video(stage.chat(stage.ann))
    assert (orders(stage)[1:], frames(stage)) == (["transition"], ["small", "large"])


async def test_a_picture_that_comes_while_the_card_is_being_changed_is_in_time(
    stage: Stage,
) -> None:
    hold, chat = Hold(), stage.chat(stage.ann)
    full = answer(429, headers={"Retry-After": "600"})
    stage.videos.faults.add("img", full, times=None)
    stage.api.faults.add("editMessageText", hold)
    async with stage.bot():
        send(stage, ["it dawns"])
        await hold.reached.wait()  # the card is to say that the job is in line
        stage.api.world.send_photo(chat, stage.ann, LARGE, media_group_id="album")
        card = await stage.said(chat, "begins with your first picture")
        with_both = card.content
        hold.release()
        await chat.until(lambda _: len(card.history) >= 3)
        await chat.until(lambda _: card.content == with_both)
    assert ["first picture" in one.text for one in card.history] == [False, True, False]
    assert said(chat, LATE) == 0


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


async def test_where_nobody_goes_from_one_to_another_two_are_asked_about(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with served_by(stage, "gateway") as (gateway,):
        send(stage, ("it dawns", None))
        question = await stage.said(chat, CHOICE)
        assert [*question.buttons] == ["Only the first", "A video from each", "Nothing"]
        await press(stage, question, "Only the first")
        await stage.video(chat)
        assert bought(gateway) == ["image"]


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


async def test_in_a_group_the_person_is_asked_and_nobody_else(stage: Stage) -> None:
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin], supergroup=True)
    stage.api.world.is_privacy_on = False
    async with stage.bot():
        send(stage, (None, "a nice day", None), chat=group, user=stage.admin)
        sent = send(stage, ("/video it dawns", None, None), chat=group)
        question = await stage.said(group, CHOICE)
        assert question.reply_to in sent
        refusal = await press(stage, question, "Only", stage.admin)
        assert refusal == "This is somebody else’s video."
        await press(stage, question, "Only")
        await stage.video(group)
        await stage.said(group, "Your video is ready")
    assert orders(stage) == ["img"]
    assert len(group.from_bot) == 3  # the question, the video and its ping


async def test_a_choice_can_be_made_in_the_supergroup_that_its_group_has_become(
    stage: Stage,
) -> None:
    group = stage.api.world.group(-500, "Friends", [stage.ann])
    stage.api.world.is_privacy_on = False
    async with stage.bot():
        send(stage, ("/video it dawns", None, None), chat=group)
        before = await stage.said(group, CHOICE)
        supergroup = stage.api.world.migrate(group, stage.ann)
        question = await stage.said(supergroup, CHOICE)
        assert await press(stage, question, "Only") == "One video is on its way."
        assert await press(stage, before, "each") == "This has been settled already."
        await stage.video(supergroup)
    assert orders(stage) == ["img"]


async def test_everybody_is_asked_there_once_also_while_telegram_fails(stage: Stage) -> None:
    group = stage.api.world.group(-500, "Friends", [stage.ann, stage.admin])
    stage.api.world.is_privacy_on = False
    async with stage.bot(FastClock(8)):
        for person in (stage.ann, stage.admin):
            for caption in ("/video it dawns", None, None):
                stage.api.world.send_photo(
                    group, person, SMALL, caption=caption, media_group_id=str(person.id)
                )
        await group.until(lambda c: said(c, CHOICE) == 2)
        stage.api.faults.add("sendMessage", internal_error(), times=1)
        stage.api.faults.add("sendMessage", internal_error(), times=2, skip=1)
        supergroup = stage.api.world.migrate(group, stage.ann)
        await supergroup.until(lambda c: said(c, CHOICE) == 2)
        await stage.settled(stage.chat(stage.ann))
    assert said(supergroup, CHOICE) == 2


async def test_tried_again_it_has_both_frames_again(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(FastClock(8)):
        send(stage, ("it dawns #failed", None))
        card = await stage.said(chat, "could not make this one")
        [data] = card.buttons.values()
        await stage.api.world.press(chat, stage.ann, card.id, data)
        await chat.until(lambda c: said(c, "could not make this one") == 2)
    assert orders(stage) == ["transition", "transition"]
    assert frames(stage) == ["small", "large"]

"""The card of a job on its way: what it tells, and what its buttons do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aiohttp import web
from sqlalchemy import insert, update

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.people import User
from bot.demo.faults import Handler, Hold, answer
from bot.demo.sandbox.pixverse.oddities import errcode, resp_changed
from storage.jobs import Ending, Options, Outcome, Video
from storage.store import Store
from storage.tables import jobs, people
from tests.fast_clock import FastClock
from tests.storage.samples import LEASE, draft, leased
from tests.whole.conftest import Stage
from tests.whole.presses import press_data

VIDEO = Outcome(ending=Ending.VIDEO, video=Video(url="https://x/1.mp4"))
CANCELLED = "Cancelled. Nothing was charged, and it does not count against your daily limit."
CANCEL, SHOW_AFTER_ALL, SHOW, AGAIN = "✖️ Cancel", "👁 Show it after all", "▶️ Show", "🔁 Again"


async def press(stage: Stage, card: Message, button: str, by: User | None = None) -> str:
    """What somebody reads who presses a button of a card."""
    return await press_data(stage, by or stage.ann, card, card.buttons[button])


async def shows(chat: Chat, card: Message, words: str) -> None:
    """Wait until a card says this."""
    await chat.until(lambda _: words in card.content.text)


async def grown(chat: Chat, messages: int) -> None:
    """Wait until a chat has so many messages of the bot."""
    await chat.until(lambda c: len(c.from_bot) == messages)


async def made_before(stage: Stage, took_s: Sequence[float]) -> None:
    """The store remembers videos that were seen so long after they were bought."""
    store, now = await Store.open(f"sqlite:///{stage.folder}/bot.db"), datetime.now(UTC)
    for number, took in enumerate(took_s):
        job = await leased(store, draft(number, chat_id=7), now=now)
        options, until = Options(), now + LEASE
        begun = await store.jobs.begin_purchase(
            job, provider="pixverse", options=options, key="k", places=9, now=now, until=until
        )
        assert begun is not None
        ended = await store.jobs.finish(begun, VIDEO, now=now, generated_s=took / 2)
        async with store.database.transaction() as connection:
            closed = {
                "state": "closed", "card_due_at": None, "pace_key": "pixverse/text/540p/5s",
                "submitted_at": now - timedelta(seconds=took),
            }  # fmt: skip
            await connection.execute(update(jobs).where(jobs.c.id == ended.id).values(closed))
    await store.close()


async def test_a_card_tells_the_place_in_line_and_what_such_a_video_usually_takes(
    stage: Stage,
) -> None:
    await made_before(stage, [9, 48.2, 70, 94.1, 900])
    stage.videos.hold()
    async with stage.bot(FastClock(50), pixverse_max_running=1):
        chat = stage.chat(stage.ann)
        for prompt in ("first", "second", "third"):
            stage.write(prompt)
        first = await stage.said(chat, "usually 48–95 s, now")
        second = await stage.said(chat, "Your video is next")
        third = await stage.said(chat, "One video is ahead of yours")
        await press(stage, second, CANCEL)
        await shows(chat, third, "Your video is next")
        await shows(chat, first, "This one is taking unusually long")
        assert "▰▰▰▰▰▰▰▰▰▰" in first.content.text
        stage.videos.release()
        await stage.video(chat, count=2)
    told = [content.text for content in (*first.history, *third.history)]
    assert len(told) == len(set(told))
    for call in stage.api.calls_of("editMessageText"):  # two reasons for an edit may come at once
        assert call.is_ok or "message is not modified" in (call.description or "")
    actions = {call.params["action"] for call in stage.api.calls_of("sendChatAction")}
    assert actions == {"record_video", "upload_video"}


async def test_a_card_of_an_unknown_kind_promises_nothing(stage: Stage) -> None:
    stage.videos.hold()
    group = stage.api.world.group(-1001, "Group", [stage.ann])
    async with stage.bot(FastClock(50)):
        stage.api.world.send_text(group, stage.ann, "/video a wolf")
        card = await stage.said(group, "s so far")
        assert "usually" not in card.content.text
        stage.videos.release()
        await stage.video(group)
    assert stage.api.calls_of("sendChatAction") == []


async def test_what_is_in_line_is_cancelled_at_once_and_by_its_person_alone(stage: Stage) -> None:
    stage.videos.hold()
    bob = stage.person(1002, "Bob")
    group = stage.api.world.group(-1001, "Group", [stage.ann, bob])
    async with stage.bot(pixverse_max_running=1):
        chat = stage.chat(stage.ann)
        stage.write("first")
        await stage.said(chat, "Generating")
        stage.api.world.send_text(group, stage.ann, "/video second")
        card = await stage.said(group, "In line")
        data = card.buttons[CANCEL]
        assert await press(stage, card, CANCEL, bob) == "This is somebody else’s video."
        assert await press(stage, card, CANCEL) == "Cancelled. Nothing was charged."
        await shows(group, card, "Cancelled")
        assert card.buttons == {}
        assert await press_data(stage, stage.ann, card, data) == "Cancelled. Nothing was charged."
        stage.videos.release()
        await stage.said(chat, "Your video is ready")
    assert group.from_bot == [card]
    assert len(stage.videos.books.purchases) == 1


async def test_what_is_bought_is_hidden_and_comes_back_with_a_press(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot(user_limit_active=1):
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        card = await stage.said(chat, "Generating")
        cancel = card.buttons[CANCEL]
        assert "can no longer stop it" in await press(stage, card, CANCEL)
        await shows(chat, card, "Hidden. The video service")
        assert list(card.buttons) == [SHOW_AFTER_ALL]
        await press(stage, card, SHOW_AFTER_ALL)
        await shows(chat, card, "Generating")
        await press(stage, card, CANCEL)
        await shows(chat, card, "Hidden. The video service")
        stage.videos.release()
        await shows(chat, card, "Hidden. The video is ready.")
        assert chat.from_bot == [card]
        stage.write("a fox")  # what is hidden takes nobody's place for ever
        await stage.said(chat, "Your video is ready")
        assert "has ended already" in await press_data(stage, stage.ann, card, cancel)
        told = await stage.command(chat, "/show 1", "Hidden. The video is ready.")
        assert told.buttons == card.buttons
        show = card.buttons[SHOW]
        for _ in range(2):
            await press_data(stage, stage.ann, card, show)
        await chat.until(lambda _: card.video)
        assert AGAIN in card.buttons
        await stage.settled(chat)
    assert len(stage.videos.books.purchases) == 2
    assert len(stage.api.calls_of("editMessageMedia")) == 2
    assert chat.transcript().count("Your video is ready") == 1


async def test_a_cancel_while_the_card_is_being_sent_leaves_no_second_card(stage: Stage) -> None:
    hold = Hold(carried_out=True)
    stage.api.faults.add("sendMessage", hold)
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        first = await stage.said(chat, "Accepted")
        assert "Cancelled" in await press(stage, first, CANCEL)
        hold.release()
        await shows(chat, first, "Cancelled")
        await stage.settled(chat)
    assert [m for m in chat.from_bot if m.reply_to is first.reply_to] == [first]
    assert stage.videos.books.purchases == ()


async def test_a_cancel_while_the_card_is_being_changed_leaves_no_stale_words(
    stage: Stage,
) -> None:
    hold = Hold()
    stage.videos.faults.add("text", errcode(500044), times=None)
    stage.api.faults.add("editMessageText", hold)
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        await hold.reached.wait()
        card = await stage.said(chat, "Accepted")
        await press(stage, card, CANCEL)
        await shows(chat, card, "Cancelled")
        hold.release()
        await stage.api.until_called("editMessageText", times=3)
        await shows(chat, card, "Cancelled")
    said = [content.text for content in card.history]
    assert any("In line" in text for text in said[said.index(CANCELLED) :])


async def test_what_was_hidden_and_then_refused_is_not_asked_for_again(stage: Stage) -> None:
    hold, busy = Hold(), errcode(500044)

    async def busy_later(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await hold(request, lambda held: busy(held, handler))

    stage.videos.faults.add("text", busy_later)
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        await hold.reached.wait()
        card = await stage.said(chat, "Accepted")
        assert "is hidden" in await press(stage, card, CANCEL)
        hold.release()
        await shows(chat, card, CANCELLED)
        await stage.settled(chat)
    assert stage.videos.books.purchases == ()


async def test_a_hidden_job_without_a_video_says_so_in_silence(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf #failed")
        card = await stage.said(chat, "Generating")
        await press(stage, card, CANCEL)
        stage.videos.release()
        await shows(chat, card, "could not make this one")
        await stage.settled(chat)
    assert "No video this time" not in chat.transcript()


async def test_a_video_that_was_held_back_and_is_gone_by_then_is_not_promised(
    stage: Stage,
) -> None:
    stage.videos.hold()
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        card = await stage.said(chat, "Generating")
        await press(stage, card, CANCEL)
        stage.videos.release()
        await shows(chat, card, "The video is ready.")
        stage.videos.faults.add("media", answer(404), times=None)
        stage.videos.faults.add(
            "result", resp_changed(lambda resp: resp | {"status": 8}), times=None
        )
        await press(stage, card, SHOW)
        await shows(chat, card, "could not make this one")
        await stage.settled(chat)
    assert "No video this time" not in chat.transcript()


async def test_a_ping_is_a_receipt_and_an_outcome_tells_what_it_cost(stage: Stage) -> None:
    bob = stage.person(1002, "Bob")
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    async with store.database.transaction() as connection:
        mine = {"user_id": bob.id, "per_day": 2, "seen_at": datetime.now(UTC)}
        await connection.execute(insert(people).values(mine))
    await store.close()
    unknown, nothing = "does not say whether it charged for this.", "Nothing was charged."
    counts, free = "It counts against your limit.", "It does not count against your daily limit."
    async with stage.bot(user_limit_per_minute=99, user_limit_active=99):
        for person in (stage.ann, bob, stage.admin):
            stage.write("a wolf", person)
        told = {}
        for person in (stage.ann, bob, stage.admin):
            ping = await stage.said(stage.chat(person), "Your video is ready")
            told[person.first_name] = ping.content.text.split("\n")[1:]
        made = "pixverse, 540p, 5 s, 35 credits."
        assert told["Ann"] == [made, "29 of 30 left today."]
        assert told["Bob"] == [made, "1 of 2 left today."]
        assert told["Olga"] == [made]
        chat = stage.chat(stage.ann)
        for number, (wish, charge, limit) in enumerate(
            (
                ("#moderated", unknown, counts),
                ("#refused", nothing, counts),
                ("#failed", unknown, free),
            ),
            start=4,
        ):
            place = len(chat.from_bot)
            stage.write(f"a wolf {wish}")
            await grown(chat, place + 2)
            card = chat.from_bot[place]
            assert card.content.text.endswith(f"{charge}\n{limit}")
            shown = await stage.command(chat, f"/show {number}", limit)
            assert (shown.content.text, shown.buttons) == (card.content.text, card.buttons)

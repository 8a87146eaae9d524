"""People share their own videos in any chat."""

import asyncio

from sqlalchemy import func, select

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.inline import Offer
from bot.demo.botapi.people import User
from bot.demo.faults import Hold
from storage.store import Store
from storage.tables import inbox
from tests.fast_clock import FastClock
from tests.ports import free_port
from tests.whole.conftest import Stage
from tests.whole.finished import LOST, finished


async def offered(stage: Stage, words: str, user: User | None = None, offset: str = "") -> Offer:
    """What somebody is offered who types the bot's name and these words."""
    person = user or stage.ann
    return await stage.api.world.ask_inline(stage.chat(person), person, words, offset=offset)


async def test_ones_own_videos_are_found_by_their_words_and_sent_anywhere(stage: Stage) -> None:
    bea = stage.person(1002, "Bea", language_code="pl")
    group: Chat = stage.api.world.group(-1001, "Friends", [stage.ann, bea], supergroup=True)
    await finished(stage, ["Белый ВОЛК бежит", "a wolf\nand a fox", "A white wolf"])
    await finished(stage, ["a wolf for the group"], chat=group)
    await finished(stage, ["a wolf that failed"], file_ref=None)
    await finished(stage, ["Żółw i wilk"], user=bea)
    async with stage.bot(FastClock(20)):
        everything = await offered(stage, "")
        wolves = ["a wolf for the group", "A white wolf", "a wolf and a fox"]
        assert everything.titles == [*wolves, "Белый ВОЛК бежит"]
        assert everything.next_offset == ""
        assert everything.button is None
        first = everything.results[0]
        assert first.description.startswith(f"#{first.id} · ")
        assert first.description.endswith(" ago")
        assert (await offered(stage, "WOLF")).titles == wolves
        assert (await offered(stage, "fox wolf")).titles == ["a wolf and a fox"]
        assert (await offered(stage, "волк белый")).titles == ["Белый ВОЛК бежит"]
        [hers] = (await offered(stage, "ZOLW", bea)).results
        assert (hers.title, hers.description.split()[-1]) == ("Żółw i wilk", "temu")
        assert (await offered(stage, "wolf", bea)).titles == []

        sent = stage.api.world.choose(group, stage.ann, everything, first.id)
        assert sent.video is not None
        assert sent.caption is None
        stage.api.world.choose(stage.chat(stage.ann), stage.ann, everything, first.id)
        none = await offered(stage, "bear")
        assert (none.titles, none.button) == ([], "🎬 Make a video")
        stage.write(f"/start {none.start_parameter}")
        await stage.said(stage.chat(stage.ann), "Send me a prompt")
        help_text = await stage.command(stage.chat(stage.ann), "/help", "in any chat")
        assert "@DemoVideoBot wolf" in help_text.content.text

        question = await stage.command(stage.chat(stage.ann), "/forget", "Shall I forget you?")
        [forget] = question.buttons.values()
        await stage.api.world.press(question.chat, stage.ann, question.id, forget)
        assert (await offered(stage, "a")).titles == []
    assert group.from_bot == []
    assert len(stage.chat(stage.ann).from_bot) == 3
    assert stage.asked == []
    asked = [one.id for one in stage.api.updates.everything if one.kind == "inline_query"]
    assert asked
    store = await Store.open(stage.settings().database_url)
    async with store.database.transaction() as connection:
        stored = select(func.count()).where(inbox.c.update_id.in_(asked))
        assert await connection.scalar(stored) == 0
    await store.close()


async def test_many_videos_come_page_by_page(stage: Stage) -> None:
    ids = await finished(stage, [f"wolf {number}" for number in range(53)])
    async with stage.bot():
        first = await offered(stage, "wolf")
        assert [int(one.id) for one in first.results] == ids[:2:-1]
        second = await offered(stage, "wolf", offset=first.next_offset)
        assert [int(one.id) for one in second.results] == ids[2::-1]
        assert (second.next_offset, second.button) == ("", None)
        assert len((await offered(stage, "wolf", offset="nonsense²")).results) == 50


async def test_what_telegram_does_not_know_any_more_is_left_out(stage: Stage) -> None:
    for prompt, file_ref in (("1", ""), ("2", ""), ("x", LOST), ("3", ""), ("4", ""), ("5", "")):
        await finished(stage, [prompt], file_ref=file_ref)
    async with stage.bot():
        first = await offered(stage, "")
        rest = await offered(stage, "", offset=first.next_offset)
        assert (first.titles + rest.titles, rest.next_offset) == (["5", "4", "3", "2", "1"], "")
        tries = len(stage.api.calls_of("answerInlineQuery"))
        assert (await offered(stage, " ")).titles == first.titles + rest.titles
        assert len(stage.api.calls_of("answerInlineQuery")) == tries + 1


async def test_of_a_flood_of_letters_the_last_ones_are_answered_and_nobody_waits(
    stage: Stage,
) -> None:
    bea = stage.person(1002, "Bea")
    await finished(stage, ["a wolf"])
    hold = Hold()
    stage.api.faults.add("answerInlineQuery", hold)
    async with stage.bot():
        typed = [asyncio.create_task(offered(stage, "w"))]
        await hold.reached.wait()
        typed += [asyncio.create_task(offered(stage, "wolf" + " " * n)) for n in range(300)]
        assert (await offered(stage, "x", bea)).titles == []
        stage.write("/start")
        await stage.settled(stage.chat(stage.ann))
        await stage.api.updates.until_confirmed()
        hold.release()
        assert (await typed[0]).titles == (await typed[-1]).titles == ["a wolf"]
        for one in typed:
            one.cancel()
    assert len(stage.api.calls_of("answerInlineQuery")) == 3


async def test_a_private_bot_offers_strangers_nothing_and_a_webhook_brings_queries(
    stage: Stage,
) -> None:
    bea, port = stage.person(1002, "Bea"), free_port()
    await finished(stage, ["a wolf"])
    await finished(stage, ["a fox"], user=bea)
    url = f"http://127.0.0.1:{port}"
    async with stage.bot(
        updates="webhook", public_url=url, http_port=port, allowed_user_ids=[bea.id]
    ):
        strangers = asyncio.create_task(offered(stage, ""))
        assert (await offered(stage, "", bea)).titles == ["a fox"]
        assert not strangers.done()
        strangers.cancel()
    [answered] = stage.api.calls_of("answerInlineQuery")
    assert answered.params["is_personal"] is True

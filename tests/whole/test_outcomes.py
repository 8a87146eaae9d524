import re

import pytest
from PIL import Image

from bot.demo.sandbox.pixverse.oddities import errcode
from bot.demo.sandbox.pixverse.oddities import fault as oddity
from tests.whole.conftest import Stage
from tests.whole.pictures import encoded, picture

CODES = re.compile(r"\b\d{5,6}\b|ErrCode|ErrMsg|pixverse|Traceback", re.IGNORECASE)


@pytest.mark.parametrize(
    ("wish", "words", "button"),
    [
        ("#moderated", "content check said no", "Edit prompt"),
        ("#refused", "content check said no", "Edit prompt"),
        ("#failed", "could not make this one", "Try again"),
        ("#gone", "no longer has this video", "Try again"),
    ],
)
async def test_each_outcome_has_its_own_words_and_button(
    stage: Stage, wish: str, words: str, button: str
) -> None:
    async with stage.bot():
        stage.write(f"a wolf {wish}")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, words)
        await stage.said(chat, "No video this time")
    assert card.reply_to is not None
    assert not CODES.search(chat.transcript())
    assert len(chat.from_bot) == 2
    [label] = card.buttons
    assert button in label


async def test_refused_words_can_be_said_otherwise(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.write("a wolf #moderated")
        card = await stage.said(chat, "content check said no")
        [data] = card.buttons.values()
        await stage.api.world.press(chat, stage.ann, card.id, data)
        question = await stage.said(chat, "What should the prompt be?")
        stage.api.world.send_text(chat, stage.ann, "a fox", reply_to=question)
        assert (await stage.video(chat)).caption == "a fox"


async def test_a_picture_that_moderation_refuses_is_moderated(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        magenta = encoded(Image.new("RGB", (64, 64), "magenta"), "PNG")
        stage.api.world.send_photo(chat, stage.ann, magenta, caption="it snows")
        await stage.said(chat, "content check said no")
    assert stage.videos.books.purchases == ()


async def test_a_job_that_never_finishes_expires(stage: Stage) -> None:
    async with stage.bot(job_deadline_minutes=0.02):
        stage.write("a wolf #never")
        await stage.said(stage.chat(stage.ann), "No video came within the time limit")


async def test_a_job_that_never_gets_its_turn_expires_too(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(pixverse_max_running=1):
        stage.write("a wolf #never")
        await stage.said(chat, "Generating")
        stage.write("a fox")
        await stage.said(chat, "In line")
    async with stage.bot(pixverse_max_running=1, job_deadline_minutes=0.001):
        await chat.until(
            lambda c: [m for m in c.from_bot if "within the time limit" in m.content.text][1:]
        )
    assert len(stage.videos.books.purchases) == 1


async def test_an_overloaded_provider_is_tried_again_and_then_nobody_can_do_it(
    stage: Stage,
) -> None:
    stage.videos.faults.add("text", errcode(500069), times=3)
    async with stage.bot():
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "Nobody can make this video right now")
        assert [call.code for call in stage.videos.calls] == [500069] * 3


async def test_a_full_provider_is_waited_for(stage: Stage) -> None:
    busy = oddity("http_429_retry_1")
    assert busy is not None
    stage.videos.faults.add("text", busy, times=2)
    async with stage.bot():
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "In line")
        await stage.video(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


async def test_a_full_provider_is_not_asked_for_every_job_in_line(stage: Stage) -> None:
    busy = oddity("http_429_retry_2")
    assert busy is not None
    stage.videos.faults.add("text", busy)
    async with stage.bot(user_limit_active=9):
        for number in range(5):
            stage.write(f"wolf {number}")
        await stage.video(stage.chat(stage.ann), count=5)
    assert [call.status for call in stage.videos.calls if call.name == "text"] == [429] + [200] * 5


async def test_a_provider_never_sees_more_requests_than_it_allows(stage: Stage) -> None:
    """Its own limit is the bot's setting, and every request counts, of every kind."""
    async with stage.bot(pixverse_requests_per_second=10, user_limit_active=9):
        for number in range(4):
            stage.write(f"wolf {number}")
        await stage.video(stage.chat(stage.ann), count=4)
    times = [call.at for call in stage.videos.calls if call.name != "media"]
    assert times[-1] - times[0] > 0.1 * (len(times) - 3)


LOST = ["cut_after", "html_502_after", "truncated", "oversized", "json_null", "broken_off"]


@pytest.mark.parametrize("name", LOST)
async def test_a_purchase_whose_answer_is_lost_is_bought_once(stage: Stage, name: str) -> None:
    effect = oddity(name)
    assert effect is not None
    stage.videos.faults.add("text", effect)
    async with stage.bot():
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
    [purchase] = stage.videos.books.purchases
    keys = {c.headers["ai-trace-id"] for c in stage.videos.calls if c.name == "text"}
    assert keys == {purchase.key}


async def test_a_full_provider_after_a_lost_answer_does_not_lead_to_another_purchase(
    stage: Stage,
) -> None:
    """The first try may have taken the last place itself."""
    lost, busy = oddity("cut_after"), errcode(500044)
    assert lost is not None
    stage.videos.faults.add("text", lost)
    stage.videos.faults.add("text", busy)
    async with stage.bot():
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.parametrize("name", ["html_502", "cut", "http_504"])
async def test_a_purchase_that_was_never_carried_out_is_made_after_all(
    stage: Stage, name: str
) -> None:
    effect = oddity(name)
    assert effect is not None
    stage.videos.faults.add("text", effect)
    async with stage.bot():
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


async def test_checks_that_fail_are_nobodys_loss(stage: Stage) -> None:
    for name in ("html_502", "errcode_500100"):
        effect = oddity(name)
        assert effect is not None
        stage.videos.faults.add("result", effect)
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        chat = stage.chat(stage.ann)
        await stage.said(chat, "Generating")
        await stage.videos.until(lambda: len(stage.videos.calls) > 2)
        stage.videos.release()
        await stage.video(chat)


async def test_a_retry_button_makes_the_same_request_once_more_and_only_once(
    stage: Stage,
) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="a wolf #failed")
        card = await stage.said(chat, "could not make this one")
        [data] = card.buttons.values()
        first = await stage.api.world.press(chat, stage.ann, card.id, data)
        assert first.text == "It is on its way again."
        again = await stage.api.world.press(chat, stage.ann, card.id, data)
        assert again.text == "It is on its way already."
        await chat.until(
            lambda c: [m for m in c.from_bot if "could not make" in m.content.text][1:]
        )
    assert [call.body["prompt"] for call in stage.videos.calls if call.name == "img"] == [
        "a wolf #failed"
    ] * 2


async def test_a_press_counts_like_a_prompt(stage: Stage) -> None:
    async with stage.bot(user_limit_per_day=1):
        stage.write("a wolf #failed")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, "could not make this one")
        await stage.said(chat, "No video this time")
        stage.write("a fox")
        await stage.video(chat)
        [data] = card.buttons.values()
        answer = await stage.api.world.press(chat, stage.ann, card.id, data)
    assert answer.text is not None
    assert "Come back in" in answer.text

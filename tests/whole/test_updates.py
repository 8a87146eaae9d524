"""How updates come in: stored before they are confirmed, once each."""

import pytest

from bot.demo.faults import Effect, Hold, cut
from tests.ports import free_port
from tests.whole.conftest import Stage, refused
from tests.whole.pictures import picture


async def test_an_update_that_comes_again_makes_one_job(stage: Stage) -> None:
    async with stage.bot():
        sent = stage.write("a wolf")
        chat = stage.chat(stage.ann)
        await stage.video(chat)
        assert sent.update_id is not None
        stage.api.world.redeliver(sent.update_id)
        await stage.settled(chat)
        stage.write("a fox")
        await stage.video(chat, count=2)
    assert len(stage.videos.books.purchases) == 2


async def test_what_was_written_while_the_bot_was_down_is_served(stage: Stage) -> None:
    stage.write("a wolf")
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))


async def test_a_batch_is_confirmed_only_after_it_was_stored(stage: Stage) -> None:
    """The second poll confirms; while it stands, the bot is stopped for good."""
    stage.write("a wolf")
    hold = Hold()
    stage.api.faults.add("getUpdates", hold, skip=1)
    async with stage.bot():
        await hold.reached.wait()
    hold.release()
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))
        await stage.settled(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_poll_whose_answer_is_lost_loses_and_doubles_nothing(
    stage: Stage, carried_out: bool
) -> None:
    stage.write("a wolf")
    stage.api.faults.add("getUpdates", cut(carried_out=carried_out))
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


async def test_another_instance_is_waited_out(stage: Stage) -> None:
    conflict = refused(409, "Conflict: terminated by other getUpdates request")
    stage.api.faults.add("getUpdates", conflict)
    stage.write("a wolf")
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))


async def test_one_persons_messages_are_handled_in_their_order(stage: Stage) -> None:
    async with stage.bot(user_limit_per_day=2):
        for prompt in ("one", "two", "three"):
            stage.write(prompt)
        await stage.video(stage.chat(stage.ann), count=2)
    assert [call.body["prompt"] for call in stage.videos.calls if call.name == "text"] == [
        "one", "two",
    ]  # fmt: skip


async def test_a_reply_that_fails_is_said_after_all(stage: Stage) -> None:
    stage.api.faults.add("sendMessage", refused(500, "Internal Server Error"))
    async with stage.bot():
        await stage.command(stage.chat(stage.ann), "/help", "How to get a video")


SAID_LATER = {
    "too many": refused(429, "Too Many Requests: retry after 1", retry_after=1),
    "broken": refused(500, "Internal Server Error"),
}


@pytest.mark.parametrize("fault", SAID_LATER.values(), ids=SAID_LATER)
async def test_what_was_done_is_told_as_it_was_though_it_is_told_later(
    stage: Stage, fault: Effect
) -> None:
    """/cancel would find nothing to cancel when it ran again."""
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "Nice picture")
        stage.api.faults.add("sendMessage", fault)
        await stage.command(chat, "/cancel", "Dropped: I will not use what you sent.")
        await stage.settled(chat)
    assert "nothing to cancel" not in chat.transcript()


async def test_an_answer_that_is_left_is_said_by_the_next_life(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    wait = refused(429, "Too Many Requests: retry after 3", retry_after=3)
    async with stage.bot():
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "Nice picture")
        stage.api.faults.add("sendMessage", wait)
        stage.write("/cancel")
        await stage.api.until_called("sendMessage", times=2)
    async with stage.bot():
        await stage.said(chat, "Dropped: I will not use what you sent.")
        await stage.settled(chat)
    assert "nothing to cancel" not in chat.transcript()


@pytest.fixture
def webhook(stage: Stage) -> dict[str, object]:
    """The settings of a bot that is reached by webhook."""
    port = free_port()
    return {"updates": "webhook", "public_url": f"http://127.0.0.1:{port}", "http_port": port}


async def test_a_webhook_brings_updates_too(stage: Stage, webhook: dict[str, object]) -> None:
    stage.write("a wolf")
    async with stage.bot(**webhook):
        await stage.video(stage.chat(stage.ann))
        stage.write("a fox")
        await stage.video(stage.chat(stage.ann), count=2)
    assert stage.api.calls_of("getUpdates") == []


async def test_a_webhook_update_that_comes_again_makes_one_job(
    stage: Stage, webhook: dict[str, object]
) -> None:
    async with stage.bot(**webhook):
        sent = stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        assert sent.update_id is not None
        stage.api.world.redeliver(sent.update_id)
        await stage.settled(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


async def test_polling_takes_over_from_a_webhook(stage: Stage, webhook: dict[str, object]) -> None:
    async with stage.bot(**webhook):
        await stage.settled(stage.chat(stage.ann))
    stage.write("a wolf")
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))

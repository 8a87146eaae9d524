"""From a known outcome to the chat, whatever Telegram says."""

import asyncio
from collections import Counter

import pytest
from aiohttp import web

from bot.demo.faults import Effect, Handler, cut
from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pixverse.oddities import fault as oddity
from tests.fire.chain import states
from tests.whole.conftest import Stage, chat_id_of, refused

EDIT = "editMessageMedia"


async def delivered_once(stage: Stage) -> None:
    """One video, one ping, one purchase."""
    chat = stage.chat(stage.ann)
    await stage.said(chat, "Your video is ready")
    await stage.settled(chat)
    assert len([m for m in chat.from_bot if m.video]) == 1
    assert len([m for m in chat.from_bot if "Your video is ready" in m.content.text]) == 1
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: failed to get HTTP URL content",
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: wrong type of the web page content",
    ],
)
async def test_a_url_that_telegram_refuses_is_streamed_through(
    stage: Stage, description: str
) -> None:
    stage.api.faults.add(EDIT, refused(400, description))
    async with stage.bot():
        stage.write("a wolf")
        await delivered_once(stage)
    by_url, streamed = stage.api.calls_of(EDIT)
    assert by_url.files == ()
    assert len(streamed.files) == 1


@pytest.mark.parametrize("carried_out", [False, True])
async def test_an_edit_whose_answer_is_lost_is_done_again_and_shows_one_video(
    stage: Stage, carried_out: bool
) -> None:
    stage.api.faults.add(EDIT, cut(carried_out=carried_out))
    async with stage.bot():
        stage.write("a wolf")
        await delivered_once(stage)


@pytest.mark.parametrize(
    ("code", "description"), [(500, "Internal Server Error"), (502, "Bad Gateway")]
)
async def test_a_server_error_is_tried_again(stage: Stage, code: int, description: str) -> None:
    stage.api.faults.add(EDIT, refused(code, description))
    async with stage.bot():
        stage.write("a wolf")
        await delivered_once(stage)


@pytest.mark.parametrize("method", ["sendMessage", EDIT])
async def test_flood_control_is_waited_for(stage: Stage, method: str) -> None:
    stage.api.faults.add(method, refused(429, "Too Many Requests: retry after 1", retry_after=1))
    async with stage.bot():
        stage.write("a wolf")
        await delivered_once(stage)
    first, second = stage.api.calls_of(method)[:2]
    assert second.at - first.at > 0.9


async def test_progress_that_meets_flood_control_holds_up_no_video(stage: Stage) -> None:
    too_many = refused(429, "Too Many Requests: retry after 600", retry_after=600)
    stage.api.faults.add("editMessageText", too_many)
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        await stage.api.until_called("editMessageText")
        stage.videos.release()
        await delivered_once(stage)


async def test_a_deleted_card_is_replaced_by_a_new_one(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, "Generating")
        stage.api.world.delete_message(chat, card.id)
        stage.videos.release()
        await delivered_once(stage)
    assert stage.api.calls_of("sendVideo") == []


async def test_a_deleted_prompt_keeps_nobody_from_the_video(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        prompt = stage.write("a wolf")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, "Generating")
        stage.api.world.delete_message(chat, prompt.id)
        stage.api.world.delete_message(chat, card.id)
        stage.videos.release()
        await delivered_once(stage)


async def test_nothing_is_bought_for_somebody_who_has_blocked_the_bot(stage: Stage) -> None:
    stage.write("a wolf")
    stage.api.world.block(stage.ann)
    async with stage.bot():
        bea = stage.person(1002, "Bea")
        stage.write("a fox", bea)
        await stage.video(stage.chat(bea))
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.parametrize("edits_reach_blockers", [True, False])
async def test_a_block_while_the_video_is_made_ends_the_job_quietly(
    stage: Stage, edits_reach_blockers: bool
) -> None:
    stage.api.world.edits_reach_blockers = edits_reach_blockers
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        chat = stage.chat(stage.ann)
        await stage.said(chat, "Generating")
        stage.api.world.block(stage.ann)
        stage.videos.release()
        await stage.api.until_called(EDIT)
        stage.api.world.unblock(stage.ann)
        await stage.settled(chat)
    assert len(stage.api.calls_of(EDIT)) == 1


CLOSED_DOORS = {
    2000: refused(400, "Bad Request: chat not found"),
    2001: refused(400, "Bad Request: PEER_ID_INVALID"),
    2002: refused(400, "Bad Request: not enough rights to send text messages to the chat"),
    2003: refused(400, "Bad Request: group chat was deactivated"),
    2004: refused(403, "Forbidden: bot was blocked by the user"),
    2005: refused(403, "Forbidden: user is deactivated"),
    2006: refused(403, "Forbidden: bot can't initiate conversation with a user"),
    2007: refused(403, "Forbidden: bot was kicked from the supergroup chat"),
    2008: refused(403, "Forbidden: bot is not a member of the channel chat"),
}
"""What Telegram says for ever of a chat, by the person in it."""


class ClosedDoors:
    """Telegram brings nothing to these chats."""

    def __init__(self) -> None:
        self.knocked: Counter[int] = Counter()

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        chat_id = await chat_id_of(request)
        if chat_id not in CLOSED_DOORS:
            return await handler(request)
        self.knocked[chat_id] += 1
        return await CLOSED_DOORS[chat_id](request, handler)


@pytest.mark.tried("a chat that takes nothing any more", times=2 * len(CLOSED_DOORS))
@pytest.mark.parametrize(("method", "knocks", "purchases"), [("sendMessage", 2, 0), (EDIT, 1, 1)])
async def test_a_chat_that_takes_nothing_any_more_ends_its_job_quietly(
    stage: Stage, method: str, knocks: int, purchases: int
) -> None:
    """The card and the reason are tried once each, or the video."""
    doors = ClosedDoors()
    stage.api.faults.add(method, doors, times=None)
    async with stage.bot():
        for user_id in CLOSED_DOORS:
            stage.write("a wolf", stage.person(user_id, "P"))
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        async with asyncio.timeout(PATIENCE_S):
            while set(states(stage)) != {"closed"}:  # noqa: ASYNC110 (a store rings no bell)
                await asyncio.sleep(0.05)
        await stage.settled(stage.chat(stage.ann))
    assert doors.knocked == dict.fromkeys(CLOSED_DOORS, knocks)
    assert len(stage.videos.books.purchases) == 1 + purchases * len(CLOSED_DOORS)


@pytest.mark.parametrize("name", ["video_empty", "video_is_html", "video_short"])
async def test_a_video_that_cannot_be_read_at_first_is_tried_again(stage: Stage, name: str) -> None:
    spoilt = oddity(name)
    assert spoilt is not None
    stage.videos.faults.add("media", spoilt, times=2)  # for Telegram, and for the bot
    async with stage.bot():
        stage.write("a wolf")
        await delivered_once(stage)


@pytest.mark.parametrize(
    ("by_url", "streamed"),
    [
        pytest.param(
            refused(400, "Bad Request: failed to get HTTP URL content"),
            refused(413, "Request Entity Too Large"),
            id="too large",
        ),
        pytest.param(
            refused(400, "Bad Request: not enough rights to send videos to the chat"),
            refused(403, "Forbidden: CHAT_SEND_VIDEOS_FORBIDDEN"),
            id="words only",
        ),
    ],
)
async def test_a_video_that_its_chat_does_not_take_comes_as_a_link(
    stage: Stage, by_url: Effect, streamed: Effect
) -> None:
    for refusal in (by_url, streamed):
        stage.api.faults.add(EDIT, refusal)
    async with stage.bot():
        stage.write("a wolf")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, "cannot be sent here")
        await stage.said(chat, "Your video is ready. It took")
    assert stage.videos.url in card.content.text

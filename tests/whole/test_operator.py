"""Trouble that only the operator can end."""

import asyncio

import pytest
from aiohttp import web

from bot.demo.faults import Handler
from bot.demo.patience import PATIENCE_S
from bot.demo.sandbox.pixverse.oddities import errcode
from tests.whole.conftest import Stage, chat_id_of, refused


class DeafTo:
    """Telegram fails whenever something is sent to one person."""

    def __init__(self, user_id: int) -> None:
        self._user_id = user_id
        self.met = asyncio.Event()

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if await chat_id_of(request) != self._user_id:
            return await handler(request)
        self.met.set()
        return await refused(500, "Internal Server Error")(request, handler)


@pytest.mark.parametrize(
    ("code", "alert"),
    [
        (10005, "pixverse: the API key was refused"),
        (500090, "pixverse: the credits are used up"),
        (500020, "pixverse: the account may not do this"),
        (400017, "pixverse: it does not understand our requests"),
    ],
)
async def test_users_hear_a_polite_sentence_and_each_admin_one_alert(
    stage: Stage, code: int, alert: str
) -> None:
    second = stage.person(700_000_003, "Otto")
    for admin in (stage.admin, second):
        stage.write("/start", admin)
    stage.videos.faults.add("text", errcode(code), times=None)
    async with stage.bot(admin_ids=[stage.admin.id, second.id]):
        chat = stage.chat(stage.ann)
        for prompt in ("one", "two", "three"):
            stage.write(prompt)
        await chat.until(
            lambda c: len([m for m in c.from_bot if "Nobody can make" in m.content.text]) == 3
        )
        for admin in (stage.admin, second):
            await stage.said(stage.chat(admin), alert)
            await stage.settled(stage.chat(admin))
    for admin in (stage.admin, second):
        alerts = [m for m in stage.chat(admin).from_bot if "pixverse" in m.content.text]
        assert len(alerts) == 1
        assert "PIXVERSE_API_KEY" in alerts[0].content.text or code in {500090, 400017}
    assert str(code) not in chat.transcript()
    assert "pixverse" not in chat.transcript()


async def test_after_a_cure_the_next_trouble_is_told_again(stage: Stage) -> None:
    stage.write("/start", stage.admin)
    no_credits = errcode(500090)
    async with stage.bot():
        chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
        stage.videos.faults.add("text", no_credits)
        stage.write("one")
        await stage.said(admin, "credits are used up")
        stage.write("two")
        await stage.video(chat)
        stage.videos.faults.add("text", no_credits)
        stage.write("three")
        await admin.until(lambda c: [m for m in c.from_bot if "used up" in m.content.text][1:])


async def test_a_restart_does_not_repeat_an_alert(stage: Stage) -> None:
    stage.write("/start", stage.admin)
    stage.videos.faults.add("text", errcode(500090), times=None)
    chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
    async with stage.bot():
        stage.write("one")
        await stage.said(chat, "Nobody can make")
        await stage.said(admin, "credits are used up")
    async with stage.bot():
        stage.write("two")
        await chat.until(lambda c: [m for m in c.from_bot if "Nobody" in m.content.text][1:])
        await stage.settled(admin)
    assert len([m for m in admin.from_bot if "used up" in m.content.text]) == 1


async def test_an_alert_that_telegram_did_not_take_comes_after_the_next_start(
    stage: Stage,
) -> None:
    stage.write("/start", stage.admin)
    deaf = DeafTo(stage.admin.id)
    stage.api.faults.add("sendMessage", deaf, times=None)
    stage.videos.faults.add("text", errcode(500090))
    async with stage.bot():
        stage.write("one")
        await asyncio.wait_for(deaf.met.wait(), PATIENCE_S)
        await stage.said(stage.chat(stage.ann), "Nobody can make")
    stage.api.faults.clear()
    async with stage.bot():
        await stage.said(stage.chat(stage.admin), "credits are used up")


async def test_an_admin_who_never_wrote_to_the_bot_keeps_nobody_from_being_told(
    stage: Stage,
) -> None:
    stage.write("/start", stage.admin)
    stage.videos.faults.add("text", errcode(500090))
    async with stage.bot(admin_ids=[5, stage.admin.id]):
        stage.write("one")
        await stage.said(stage.chat(stage.admin), "credits are used up")


async def test_a_bought_video_comes_although_the_key_fails_meanwhile(stage: Stage) -> None:
    stage.write("/start", stage.admin)
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "Generating")
        stage.videos.faults.add("result", errcode(10001))
        await stage.said(stage.chat(stage.admin), "the API key was refused")
        stage.videos.release()
        await stage.video(stage.chat(stage.ann))

"""Every fault of Telegram on every method that the bot uses, alone and three times in a row."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.demo.botapi.chats import Chat
from bot.demo.faults import Effect, Hold, cut
from bot.demo.patience import PATIENCE_S
from bot.settings import SettingsError
from tests.fast_clock import FastClock
from tests.ports import free_port
from tests.schema import with_schema
from tests.whole.conftest import Stage, refused, staged
from tests.whole.pictures import picture
from tests.whole.troubles import AT_START, CLOCK, FAULTS, OF_JOBS, QUICK, TRIED, Met

START_CLOCK = 60
"""Where no lease has to be kept."""
UNLIMITED: dict[str, Any] = {
    "user_limit_per_minute": 999, "user_limit_per_day": 999, "user_limit_active": 99,
    "status_poll_seconds": 2,
}  # fmt: skip
ONCE = {"ping", "sendChatAction", "editMessageReplyMarkup"}
"""What is not tried again for the same job, or only when something else has failed as well."""
ROWS = {method: (1,) if method in ONCE else (1, 3) for method in OF_JOBS}
"""How often in a row each fault is met."""


@asynccontextmanager
async def hurried(folder: Path, name: str) -> AsyncIterator[Stage]:
    """A stage in a folder of its own, for one of several bots."""
    (folder / name).mkdir()
    with_schema(folder / name)  # two stores are not migrated in one process at once
    async with staged(folder / name) as stage:
        stage.patience = QUICK
        yield stage


@pytest.mark.long
@pytest.mark.tried(TRIED, times=len(FAULTS) * sum(map(len, ROWS.values())))
async def test_no_fault_costs_or_doubles_a_video(tmp_path: Path) -> None:
    await asyncio.gather(*(all_faults_of(method, tmp_path) for method in OF_JOBS))


async def all_faults_of(method: str, folder: Path) -> None:
    """One bot, and one prompt for each fault."""
    async with hurried(folder, method) as stage, stage.bot(FastClock(CLOCK), **UNLIMITED):
        await stage.settled(stage.chat(stage.ann))
        for name, effect in FAULTS.items():
            for times in ROWS[method]:
                await survives(stage, method, f"{method} {name} {times}", effect(), times)
        await stage.settled(stage.chat(stage.ann))
        check_all(stage, stage.chat(stage.ann), prompts=len(FAULTS) * len(ROWS[method]))


async def survives(stage: Stage, method: str, prompt: str, effect: Effect, times: int) -> None:
    """The prompt's video comes, whatever happens to its calls of a method."""
    called, chat = "sendMessage" if method == "ping" else method, stage.chat(stage.ann)
    met = Met(effect, times)
    stage.api.faults.add(called, met, times=times, skip=OF_JOBS[method])
    if method == "editMessageReplyMarkup":  # asks what a message shows that the bot does not know
        stage.api.faults.add("editMessageMedia", cut(carried_out=True))
    if method == "editMessageText":
        stage.videos.hold()  # for progress that is never shown no fault is met
    if method in {"getFile", "file"}:
        stage.api.world.send_photo(chat, stage.ann, picture(), caption=prompt)
    else:
        stage.write(prompt)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await met.all.wait()
    except TimeoutError:
        raise AssertionError(f"{prompt}: {chat.transcript()[-2000:]}") from None
    stage.videos.release()
    await chat.until(lambda c: [m for m in c.from_bot if m.video and m.caption == prompt])
    if isinstance(effect, Hold):
        effect.release()
    stage.api.faults.clear()


def check_all(stage: Stage, chat: Chat, *, prompts: int) -> None:
    """For each prompt one purchase, one video, and at most one ping."""
    videos = Counter(m.caption for m in chat.from_bot if m.video)
    pings = Counter(
        m.reply_to.caption for m in chat.from_bot if m.reply_to and "ready" in m.content.text
    )
    assert len(videos) == len(stage.videos.books.purchases) == prompts
    assert set(videos.values()) == {1}
    assert set(pings.values()) <= {1}
    assert "went wrong" not in chat.transcript()


@pytest.mark.tried(TRIED, times=len(FAULTS) * sum(map(len, AT_START)))
async def test_a_bot_that_starts_among_faults_is_there_in_the_end(tmp_path: Path) -> None:
    await asyncio.gather(*(starts_among(methods, tmp_path) for methods in AT_START))


async def starts_among(methods: Sequence[str], folder: Path) -> None:
    """The first calls of each of these meet one fault after the other."""
    async with hurried(folder, methods[0]) as stage:
        for method, effect in product(methods, FAULTS.values()):
            stage.api.faults.add(method, effect())
        settings = by_webhook() if "setWebhook" in methods else {}
        async with stage.bot(FastClock(START_CLOCK), **settings):
            stage.write("/start")
            await stage.said(stage.chat(stage.ann), "Send me a prompt")
            for method in methods:
                await stage.api.until_called(method, times=len(FAULTS) - 1)
            assert {rule.met for rule in stage.api.faults.rules} == {1}


def by_webhook() -> dict[str, Any]:
    """The settings of a bot that is reached by webhook."""
    port = free_port()
    return {"updates": "webhook", "public_url": f"http://127.0.0.1:{port}", "http_port": port}


@pytest.mark.parametrize("method", ["getUpdates", "getWebhookInfo"])
async def test_a_token_that_is_revoked_ends_the_bot_with_a_clear_line(
    stage: Stage, method: str
) -> None:
    stage.patience = QUICK
    settings = stage.settings(**(by_webhook() if method == "getWebhookInfo" else {}))
    life = app.run(settings, clock=FastClock(CLOCK), stop=asyncio.Event(), patience=QUICK)
    running = asyncio.create_task(life)
    await stage.settled(stage.chat(stage.ann))
    stage.api.faults.add(method, refused(401, "Unauthorized"))
    with pytest.raises(SettingsError, match="BOT_TOKEN is not valid any more"):
        async with asyncio.timeout(PATIENCE_S):
            await running


async def test_a_webhook_that_somebody_took_away_is_set_again(stage: Stage) -> None:
    stage.patience = QUICK
    async with stage.bot(FastClock(CLOCK), **by_webhook()):
        await stage.settled(stage.chat(stage.ann))
        await stage.api.webhook.set(None)
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
    assert len(stage.api.calls_of("setWebhook")) == 2


async def test_no_video_waits_for_a_sign_of_life(stage: Stage) -> None:
    hold = Hold()
    stage.patience = replace(QUICK, answer_s=600)
    stage.api.faults.add("sendChatAction", hold, times=None)
    async with stage.bot(FastClock(CLOCK)):
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        assert hold.reached.is_set()
        hold.release()

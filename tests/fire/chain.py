"""A chain of lives: each is killed at the first point that none before it has met."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from bot.demo.patience import PATIENCE_S
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.process import Life

MOST_LIVES = 60
LONGEST_LIFE_S = PATIENCE_S
"""What is not closed by then never will be."""
LOOK_EVERY_S = 0.02
READY = "Your video is ready"
BOUGHT = {"text": "text", "streamed": "text", "picture": "img", "album": "transition"}


def send(stage: Stage, kind: str) -> None:
    """Ann asks for one video."""
    chat = stage.chat(stage.ann)
    match kind:
        case "text" | "streamed":
            stage.write("a wolf")
        case "picture":
            stage.api.world.send_photo(chat, stage.ann, picture(), caption="a wolf")
        case "album":
            for caption in ("a wolf", None):
                stage.api.world.send_photo(
                    chat, stage.ann, picture(), caption=caption, media_group_id="album"
                )


async def live_through(stage: Stage, born: Callable[[], Life]) -> int:
    """Live again and again until a life closes every job and is not killed; gives the kills."""
    for kills in range(MOST_LIVES):
        life = born()
        end = asyncio.create_task(life.end())
        closed = asyncio.create_task(_closed(stage, time.monotonic()))
        await asyncio.wait(
            {end, closed}, timeout=LONGEST_LIFE_S, return_when=asyncio.FIRST_COMPLETED
        )
        if not closed.done() and not end.done():
            await life.kill()
            raise AssertionError(f"{states(stage)} after {LONGEST_LIFE_S} s: {life.log[-5000:]}")
        closed.cancel()
        if not end.done():
            life.signal(signal.SIGTERM)  # what is under way, as the ping, comes to its end
        if await end == 0:
            return kills
        assert await end == -signal.SIGKILL, life.log
    raise AssertionError(f"not closed in {MOST_LIVES} lives")


async def _closed(stage: Stage, since: float) -> None:
    """Until a life that began then is up, and the store calls every job closed."""
    # A store rings no bell, so it is asked again and again.
    while set(states(stage)) != {"closed"} or stage.api.calls_of("getMe")[-1].at < since:  # noqa: ASYNC110
        await asyncio.sleep(LOOK_EVERY_S)


def states(stage: Stage) -> list[str]:
    """The states of all jobs, as the store has them."""
    file = f"file:{stage.folder}/bot.db?mode=ro"
    try:
        with closing(sqlite3.connect(file, uri=True)) as store:
            return [state for (state,) in store.execute("SELECT state FROM jobs")]
    except sqlite3.OperationalError:  # no life has come so far as to make it
        return []


def served_once(stage: Stage, kind: str) -> None:
    """Ann has one video, of all that she sent, heard of it once at most, and it was bought once.

    A kill between sending the card and writing its id down leaves a card that nobody edits any
    more: one at most, a text, and it costs nothing.
    """
    shown = stage.chat(stage.ann).from_bot
    assert [purchase.what for purchase in stage.videos.books.purchases] == [BOUGHT[kind]]
    assert len([message for message in shown if message.video]) == 1
    assert len([message for message in shown if READY in message.content.text]) <= 1
    assert len([message for message in shown if (message.text or "").startswith("⏳")]) <= 1

"""Faults of the machine: its disk, its database, its clock, its file descriptors.

The bot is a process of its own, and the fault is real: a limit of the kernel, a lock of another
program, a file that was overwritten. Most of it is waiting, so it is done side by side.
"""

import asyncio
import os
import resource
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import await_only

from bot import app
from bot.__main__ import main as bot_main
from bot.clock import AheadClock, SystemClock
from bot.demo.faults import Hold
from bot.demo.patience import PATIENCE_S
from bot.settings import read_settings
from tests.ports import free_port
from tests.whole.conftest import Stage, staged
from tests.whole.process import Life, call_born, living, running, settings_of

Scenario = Callable[[Stage], Coroutine[Any, Any, None]]


@pytest.mark.tried("a full disk", times=2)
@pytest.mark.tried("a log that cannot be written", times=2)
@pytest.mark.tried("a database that another program locks")
@pytest.mark.tried("a clock set back or forward between two lives", times=3)
@pytest.mark.tried("a disk that takes 0.3 s for each commit")
@pytest.mark.tried("no file descriptor left", times=2)
async def test_faults_of_the_machine_lose_and_double_nothing(tmp_path: Path) -> None:
    scenarios: list[Scenario] = [
        prompt_on_a_full_disk,
        purchase_on_a_full_disk,
        partial(unwritten_log, place="/dev/full"),
        partial(unwritten_log, place="a closed pipe"),
        locked_database,
        partial(clock_set_back, by=timedelta(hours=1)),
        partial(clock_set_back, by=timedelta(days=400)),
        partial(clock_set_back, by=-timedelta(minutes=30)),
        slow_disk,
        no_connection_out,
        no_connection_in,
    ]
    async with asyncio.TaskGroup() as together:
        for number, scenario in enumerate(scenarios):
            together.create_task(on_a_stage(tmp_path / str(number), scenario))


async def on_a_stage(folder: Path, scenario: Scenario) -> None:
    folder.mkdir()  # noqa: ASYNC240 (takes no time)
    async with staged(folder) as stage:
        await scenario(stage)


async def prompt_on_a_full_disk(stage: Stage) -> None:
    """It is not confirmed to Telegram, which gives it again until it can be stored."""
    http = listening()
    async with (
        living(stage, http) as life,
        httpx.AsyncClient(base_url=http["PUBLIC_URL"], timeout=PATIENCE_S) as web,
    ):
        await stage.settled(stage.chat(stage.ann))
        assert (await web.get("/health")).status_code == 200
        with full_disk(stage, life):
            assert (await web.get("/health")).status_code == 503
            stage.write("a wolf")
            await until_logged(life, "updates-not-stored")
        await one_video(stage)
        assert (await web.get("/health")).status_code == 200


async def purchase_on_a_full_disk(stage: Stage) -> None:
    """Only the process knows what it bought: it writes it down when it can, and asks nobody."""
    hold = Hold(carried_out=True)
    stage.videos.faults.add("text", hold)
    async with living(stage) as life:
        stage.write("a wolf")
        await hold.reached.wait()
        with full_disk(stage, life):
            hold.release()
            await until_logged(life, "purchase-not-written")
        await one_video(stage)
    assert len([call for call in stage.videos.calls if call.name == "text"]) == 1


async def test_a_card_that_could_not_be_noted_is_noted_later_and_not_opened_again(
    stage: Stage,
) -> None:
    async with living(stage) as life:
        await stage.settled(stage.chat(stage.ann))
        other = sqlite3.connect(stage.folder / "bot.db", isolation_level=None)
        other.execute(
            "CREATE TRIGGER disk_full BEFORE UPDATE ON jobs WHEN NEW.card_id IS NOT NULL"
            " BEGIN SELECT RAISE(ABORT, 'no space left'); END"
        )
        stage.write("a wolf")
        await until_logged(life, "not-stored")
        other.execute("DROP TRIGGER disk_full")
        other.close()
        await one_video(stage)
    said = stage.chat(stage.ann).from_bot
    assert len(said) == 3, "the answer to /start, the card and its ping"


async def unwritten_log(stage: Stage, *, place: str) -> None:
    async with running(Life(stage, main=with_stderr_on, main_args=(place,))):
        stage.write("a wolf")
        await one_video(stage)


def with_stderr_on(place: str) -> int:
    """The bot where nothing that it says can be written."""
    if place == "a closed pipe":
        read, write = os.pipe()
        os.close(read)
    else:
        write = os.open(place, os.O_WRONLY)
    os.dup2(write, 1)
    os.dup2(write, 2)
    return bot_main([])


async def locked_database(stage: Stage) -> None:
    """By somebody who forgot it, with a job under way."""
    stage.videos.hold()
    async with living(stage) as life:
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "Generating")
        other = sqlite3.connect(stage.folder / "bot.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        stage.videos.release()
        await until_logged(life, "SQLITE_BUSY")
        other.close()
        await one_video(stage)


async def clock_set_back(stage: Stage, *, by: timedelta) -> None:
    """Between two lives; less than nothing is forward."""
    stage.videos.hold()
    async with running(Life(stage, main=at_another_time, main_args=(by.total_seconds(),))):
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "Generating")
    stage.videos.release()
    async with living(stage) as life:
        await one_video(stage)
        assert ("clock-was-set-back" in life.log) == (by > timedelta(0))
        stage.write("a bear")
        await stage.video(stage.chat(stage.ann), count=2)


def at_another_time(ahead_s: float) -> int:
    """The bot on a machine whose clock is wrong."""
    clock = AheadClock(SystemClock(), timedelta(seconds=ahead_s))
    asyncio.run(app.run(read_settings(), clock=clock, stop=asyncio.Event()))
    return 0


async def slow_disk(stage: Stage) -> None:
    async with running(Life(stage, main=on_a_slow_disk, main_args=(0.3,))):
        stage.write("a wolf")
        await one_video(stage)


def on_a_slow_disk(commit_s: float) -> int:
    """The bot where each commit that writes takes so long."""
    written = 0

    def slowly(connection: Connection) -> None:
        nonlocal written
        driver = connection.connection.driver_connection
        assert driver is not None
        before, written = written, driver.total_changes
        if written != before:
            await_only(asyncio.sleep(commit_s))

    event.listen(Engine, "commit", slowly)
    return bot_main([])


async def no_connection_out(stage: Stage) -> None:
    """Every file descriptor is taken: the provider cannot be called."""
    async with living(stage) as life:
        await stage.settled(stage.chat(stage.ann))
        with no_file_descriptor(life):
            stage.write("a wolf")
            await until_logged(life, '"ClientConnectorError"')
        await one_video(stage)


async def no_connection_in(stage: Stage) -> None:
    """Every file descriptor is taken: whoever calls the bot waits at its door."""
    http = listening() | {"UPDATES": "webhook"}
    async with (
        living(stage, http) as life,
        httpx.AsyncClient(base_url=http["PUBLIC_URL"], timeout=PATIENCE_S) as web,
    ):
        await stage.settled(stage.chat(stage.ann))
        with no_file_descriptor(life):
            knocking = asyncio.create_task(web.get("/health"))
            stage.write("a wolf")
            await until_logged(life, "out of system resource")
        assert (await knocking).status_code == 200
        await one_video(stage)


@pytest.mark.tried("a database that is damaged, or not the bot's")
async def test_a_database_that_is_damaged_while_it_is_used_ends_the_bot(stage: Stage) -> None:
    file = stage.folder / "bot.db"
    async with living(stage) as life:
        await stage.settled(stage.chat(stage.ann))
        damage(file)
        stage.write("a wolf")
        async with asyncio.timeout(PATIENCE_S):
            assert await life.end() == 1
    assert life.log.splitlines()[-1].startswith(f"{file}: it is damaged; restore a backup")
    code, _, err = await call_born(stage.folder, settings=settings_of(stage))
    assert code == 1
    assert err.startswith(f"{file} was left as it is: it is damaged; restore a backup")
    assert err.count("\n") == 1


def damage(file: Path) -> None:
    """Overwrite all but the first page."""
    other = sqlite3.connect(file)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as spoilt:
        spoilt.seek(4096)
        spoilt.write(os.urandom(file.stat().st_size - 4096))
    other.execute("PRAGMA user_version = 1")  # what the bot remembers of the file is out of date
    other.close()


def listening() -> dict[str, str]:
    """Settings with which the bot has an HTTP side."""
    port = free_port()
    return {"PUBLIC_URL": f"http://127.0.0.1:{port}", "HTTP_PORT": str(port)}


@contextmanager
def full_disk(stage: Stage, life: Life) -> Iterator[None]:
    """The database cannot grow by a byte; the log, which is much smaller, can."""
    used = (stage.folder / "bot.db-wal").stat().st_size
    with limited(life, resource.RLIMIT_FSIZE, used):
        yield


@contextmanager
def no_file_descriptor(life: Life) -> Iterator[None]:
    """The process keeps what it has open, and can open nothing more."""
    with limited(life, resource.RLIMIT_NOFILE, 3):  # 0, 1 and 2 are taken for as long as it lives
        yield


@contextmanager
def limited(life: Life, kind: int, limit: int) -> Iterator[None]:
    """A limit of the kernel for the living process."""
    before = resource.prlimit(life.pid, kind)
    resource.prlimit(life.pid, kind, (limit, before[1]))
    yield
    resource.prlimit(life.pid, kind, before)


async def until_logged(life: Life, words: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while words not in life.log:  # noqa: ASYNC110 (a file tells nobody that it grew)
            await asyncio.sleep(0.02)


async def one_video(stage: Stage) -> None:
    """The chat has its one video, and it was bought once."""
    chat = stage.chat(stage.ann)
    await stage.said(chat, "Your video is ready")
    assert len([message for message in chat.from_bot if message.video]) == 1
    assert len(stage.videos.books.purchases) == 1

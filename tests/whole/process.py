"""The bot as a process of its own, as an operator runs it."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType

from bot.__main__ import main as bot_main
from tests.whole.conftest import ADMIN_ID, Stage

ROOT = Path(__file__).parents[2]

# A server that has imported all this once gives birth to processes that need not: the bot, and
# this module with what it imports, which is where they begin.
nursery = multiprocessing.get_context("forkserver")
nursery.set_forkserver_preload(
    ["tests.thrift", "bot.__main__", "bot.telegram.build", "aiosqlite", __name__]
)


def environment(**settings: str) -> dict[str, str]:
    """A bare environment with these settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | settings


def settings_of(stage: Stage) -> dict[str, str]:
    """What an operator of this stage writes into `.env`."""
    return {
        "BOT_TOKEN": stage.api.token,
        "TELEGRAM_API_URL": stage.api.url,
        "ADMIN_IDS": str(ADMIN_ID),
        "DATABASE_URL": f"sqlite:///{stage.folder}/bot.db",
        "PIXVERSE_API_KEY": "sandbox-key",
        "PIXVERSE_BASE_URL": stage.videos.url,
        "PIXVERSE_REQUESTS_PER_SECOND": "100",
        "STATUS_POLL_SECONDS": "0.1",
        "LOG_FORMAT": "json",
    }


async def call(folder: Path, *arguments: str, settings: Mapping[str, str]) -> tuple[int, str, str]:
    """`python -m bot …` to its end, as a person types it: exit code, stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        cwd=folder, env=environment(**settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def call_born(
    folder: Path, *arguments: str, settings: Mapping[str, str]
) -> tuple[int, str, str]:
    """The same by a process of the nursery, which need not import for seconds."""
    out, err = folder / "out.txt", folder / "err.txt"
    for file in (out, err):
        file.unlink(missing_ok=True)
    process = nursery.Process(
        target=_live, args=(environment(**settings), folder, out, err, bot_main, [arguments])
    )
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode is not None
    return process.exitcode, out.read_text(), err.read_text()


LOOK_EVERY_S = 0.2
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


class Life:
    """One life of a bot process."""

    def __init__(
        self,
        stage: Stage,
        *,
        settings: Mapping[str, str] = NO_SETTINGS,
        main: Callable[..., int] = bot_main,
        main_args: Sequence[object] = ([],),
    ) -> None:
        self._log = stage.folder / "bot.log"
        chosen = environment(**(settings_of(stage) | dict(settings)))
        self._process: BaseProcess = nursery.Process(
            target=_live,
            args=(chosen, stage.folder, self._log, self._log, main, main_args),
            daemon=True,
        )
        self._process.start()
        self._ending = asyncio.Lock()
        self._may_end = False

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def has_died(self) -> bool:
        """Whether it has ended, and nobody wanted that or waits for it."""
        return not self._may_end and not self._process.is_alive()

    @property
    def log(self) -> str:
        """What the bot has written in all its lives."""
        return self._log.read_text()

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._may_end = True
        os.kill(self.pid, number)

    async def end(self) -> int:
        """Wait for its end; gives the exit code, to everybody who waits."""
        self._may_end = True
        async with self._ending:  # the code can be read once
            await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        await self.end()


def _live(
    chosen: dict[str, str],
    folder: Path,
    out: Path,
    err: Path,
    main: Callable[..., int],
    main_args: Sequence[object],
) -> None:
    """The life of a process that was just born: become `python -m bot`."""
    os.environ.clear()
    os.environ.update(chosen)
    os.chdir(folder)
    for number, path in ((1, out), (2, err)):
        with path.open("ab") as file:
            os.dup2(file.fileno(), number)
    sys.exit(main(*main_args))


@asynccontextmanager
async def living(stage: Stage, settings: Mapping[str, str] = NO_SETTINGS) -> AsyncIterator[Life]:
    """The bot of this stage; killed at the end of the block if it still runs."""
    life = Life(stage, settings=settings)
    async with running(life):
        yield life


@asynccontextmanager
async def running(life: Life) -> AsyncIterator[None]:
    """This bot; killed at the end of the block if it still runs.

    Raises AssertionError as soon as it dies, whatever the block waits for.
    """
    block = asyncio.timeout(None)
    watch = asyncio.create_task(_end_with(life, block))
    try:
        async with block:
            yield
    except TimeoutError:
        if not block.expired():
            raise
        raise AssertionError(f"the bot died: {life.log[-5000:]}") from None
    finally:
        watch.cancel()
        await life.kill()


async def _end_with(life: Life, block: asyncio.Timeout) -> None:
    while not life.has_died:  # noqa: ASYNC110 (its end can be read once, by who waits for it)
        await asyncio.sleep(LOOK_EVERY_S)
    block.reschedule(asyncio.get_running_loop().time())


def says_nothing(life: Life, secrets: Sequence[str]) -> bool:
    """Whether the log has records, and none of these."""
    return "moved" in life.log and not [one for one in secrets if one in life.log]

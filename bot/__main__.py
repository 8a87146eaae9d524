"""`python -m bot`: run the bot (default), `demo`, `doctor` or `migrate-store`."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from bot import app, log
from bot.clock import SystemClock
from bot.settings import SettingsError, read_settings
from storage.database import StoreError
from storage.transfer import move_store

MOVED = """\
Everything is in the second store. Now set DATABASE_URL to it, and start the bot.
The first one is as it was: never start a bot on it again, it would buy and send things twice.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 something is missing or wrong; it is said in one line."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = asyncio.run(chosen.work(chosen))
    except (SettingsError, StoreError) as error:
        with suppress(OSError):  # the exit code says it too
            sys.stderr.write(f"{error}\n")
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot")
    parser.set_defaults(work=_run)
    commands = parser.add_subparsers(title="commands")
    works = {
        name: commands.add_parser(name, help=work.__doc__, description=work.__doc__)
        for name, work in _WORKS.items()
    }
    for name, command in works.items():
        command.set_defaults(work=_WORKS[name])
    works["migrate-store"].add_argument("source", help="sqlite:///… or postgresql://…")
    works["migrate-store"].add_argument("target", help="the same, of an empty database")
    return parser


async def _run(_chosen: argparse.Namespace) -> int:
    """Run the bot (the default)."""
    settings = read_settings()
    log.configure(level=settings.log_level, form=settings.log_format, secrets=settings.secrets())
    await app.run(settings, clock=SystemClock(), stop=_stop_signal())
    return 0


async def _doctor(_chosen: argparse.Namespace) -> int:
    """Look at the token, the store, every key and balance; spends nothing."""
    from bot.doctor import examine  # noqa: PLC0415 (imports aiogram, which takes seconds)

    settings = read_settings()
    well = True
    async for finding in examine(settings, clock=SystemClock()):
        sys.stdout.write(f"{'ok  ' if finding.is_well else 'FAIL'}  {finding.text}\n")
        well = well and finding.is_well
    return 0 if well else 1


async def _demo(_chosen: argparse.Namespace) -> int:
    """Run the bot between a Telegram and video systems on this machine."""
    try:
        from bot.demo.show import show  # noqa: PLC0415 (needs what only the demo installs)
    except ModuleNotFoundError as error:
        raise SettingsError("the demo is not installed here: run `make demo`") from error
    return await show(stop=_stop_signal())


async def _migrate_store(chosen: argparse.Namespace) -> int:
    """Move everything into another, empty database."""
    for table, rows in (await move_store(chosen.source, chosen.target)).items():
        sys.stdout.write(f"{rows:>9}  {table}\n")
    sys.stdout.write(MOVED)
    return 0


def _stop_signal() -> asyncio.Event:
    """Set by the first SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


_WORKS: dict[str, Callable[[argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "run": _run,
    "demo": _demo,
    "doctor": _doctor,
    "migrate-store": _migrate_store,
}


if __name__ == "__main__":
    sys.exit(main())

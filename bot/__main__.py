"""`python -m bot`: run the bot (default), `demo` or `doctor`."""

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


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 something is missing or wrong; it is said in one line."""
    command = _parser().parse_args(arguments).command
    try:
        return asyncio.run(_COMMANDS[command]())
    except (SettingsError, StoreError) as error:
        with suppress(OSError):  # the exit code says it too
            sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("command", nargs="?", default="run", choices=sorted(_COMMANDS))
    return parser


async def _run() -> int:
    settings = read_settings()
    log.configure(level=settings.log_level, form=settings.log_format, secrets=settings.secrets())
    await app.run(settings, clock=SystemClock(), stop=_stop_signal())
    return 0


async def _doctor() -> int:
    from bot.doctor import examine  # noqa: PLC0415 (imports aiogram, which takes seconds)

    settings = read_settings()
    well = True
    async for finding in examine(settings, clock=SystemClock()):
        sys.stdout.write(f"{'ok  ' if finding.is_well else 'FAIL'}  {finding.text}\n")
        well = well and finding.is_well
    return 0 if well else 1


async def _demo() -> int:
    try:
        from bot.demo.show import show  # noqa: PLC0415 (needs what only the demo installs)
    except ModuleNotFoundError as error:
        raise SettingsError("the demo is not installed here: run `make demo`") from error
    return await show(stop=_stop_signal())


def _stop_signal() -> asyncio.Event:
    """Set by the first SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


_COMMANDS: dict[str, Callable[[], Coroutine[Any, Any, int]]] = {
    "run": _run,
    "demo": _demo,
    "doctor": _doctor,
}


if __name__ == "__main__":
    sys.exit(main())

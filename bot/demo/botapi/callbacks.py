"""Button presses that wait for the bot's answer."""

import asyncio
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a person sees after a press: a passing note, or an alert to close."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


class Callbacks:
    """The open callback queries."""

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Future[CallbackAnswer]] = {}

    def ask(self) -> tuple[str, "asyncio.Future[CallbackAnswer]"]:
        """A new query: its id, and what will be its answer."""
        query_id = str(10**18 + secrets.randbelow(8 * 10**18))
        self._open[query_id] = asyncio.get_running_loop().create_future()
        return query_id, self._open[query_id]

    def answer(self, query_id: str, answer: CallbackAnswer) -> bool:
        """Show an answer; False when there is no such query any more. Only the first one shows."""
        waiting = self._open.get(query_id)
        if waiting is None:
            return False
        if not waiting.done():
            waiting.set_result(answer)
        return True

    def expire(self) -> None:
        """Make every query too old to be answered; who still waits gets nothing."""
        self._open.clear()

"""The platform's memory of `ai-trace-id`.

A repeated id is answered with what it was answered before, whatever is asked this time. So a
client that repeats one on its polls reads "generating" for ever (a trap that the platform's guides
warn of), and one that repeats it with a submit does not buy twice. A refusal is not remembered.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.sandbox.pixverse.refusal import Refusal

Resp = Mapping[str, Any]

REMEMBERED = 50_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(slots=True)
class _Trace:
    """One id. While its first call is being worked on, others with the id wait."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    resp: Resp | None = None


class Traces:
    """Answers by trace id; the oldest are forgotten when there are too many."""

    def __init__(self) -> None:
        self._traces: dict[str, _Trace] = {}

    async def once(self, header: str | None, work: Callable[[str], Awaitable[Resp]]) -> Resp:
        """The remembered answer of this id, or that of `work(id)`. Raises Refusal."""
        trace_id = (header or "").strip().lower()
        if not _UUID.fullmatch(trace_id):
            raise Refusal(400033)
        trace = self._traces.setdefault(trace_id, _Trace())
        if len(self._traces) > REMEMBERED:
            self._traces.pop(next(iter(self._traces)))
        async with trace.lock:
            if trace.resp is None:
                trace.resp = await work(trace_id)
            return trace.resp

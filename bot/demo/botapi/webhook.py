"""Updates by webhook: posted to the bot until it answers with a 2xx.

Follows telegram-bot-api/WebhookActor.cpp of https://github.com/tdlib/telegram-bot-api.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from bot.demo.botapi.updates import Update, UpdateQueue

MAX_BACKOFF_STEPS = 6
Execute = Callable[[str, dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A webhook as setWebhook set it."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a webhook may take, and the unit of the pauses before it is tried again."""

    timeout_s: float = 60.0
    retry_s: float = 1.0


class Webhook:
    """Delivers to one hook at a time. Chats are independent; within one the order is kept.

    `execute` carries out a method call that the bot gives as its answer.
    """

    def __init__(self, queue: UpdateQueue, patience: Patience, execute: Execute) -> None:
        self.hook: Hook | None = None
        self.last_error: tuple[int, str] | None = None
        self._queue = queue
        self._patience = patience
        self._execute = execute
        self._session: aiohttp.ClientSession | None = None
        self._rows: dict[int, deque[Update]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(1)

    async def set(self, hook: Hook | None) -> None:
        """Deliver there from now on, beginning with all that waits; None: no longer."""
        await self.pause()
        self.hook = hook
        self.last_error = None
        self.resume()

    def resume(self) -> None:
        """Begin to deliver."""
        if self.hook is None:
            return
        enqueue = partial(self._enqueue, self.hook)
        self._queue.end_poll_for_webhook()
        self._free = asyncio.Semaphore(self.hook.max_connections)
        self._queue.on_update = enqueue
        for update in (*self._queue.take_again(), *self._queue.pending):
            enqueue(update)

    async def pause(self) -> None:
        """Stop delivering; what is under way is broken off, and nothing of it confirmed."""
        self._queue.on_update = None
        self._rows.clear()
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _enqueue(self, hook: Hook, update: Update) -> None:
        row = self._rows.setdefault(update.chat_id, deque())
        row.append(update)
        if len(row) == 1:
            worker = asyncio.create_task(self._deliver_row(hook, update.chat_id, row))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _deliver_row(self, hook: Hook, chat_id: int, row: deque[Update]) -> None:
        while row:
            await self._deliver(hook, row[0])
            row.popleft()
        self._rows.pop(chat_id, None)

    async def _deliver(self, hook: Hook, update: Update) -> None:
        fails = 0
        while (error := await self._post(hook, update)) is not None:
            self.last_error = (int(time.time()), error)
            if fails > 0:  # the first failure is tried again at once
                await asyncio.sleep(self._patience.retry_s * 2 ** min(fails, MAX_BACKOFF_STEPS))
            fails += 1
        self._queue.confirm(update)

    async def _post(self, hook: Hook, update: Update) -> str | None:
        """Post one update; gives what went wrong."""
        secret = hook.secret_token
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with (
                self._free,
                self._opened().post(hook.url, json=update.json, headers=headers) as answer,
            ):
                body = await answer.read()
                if not 200 <= answer.status < 300:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except aiohttp.ClientError:
            return "Webhook connection closed"
        await self._carry_out(body)
        return None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            total = aiohttp.ClientTimeout(total=self._patience.timeout_s)
            self._session = aiohttp.ClientSession(timeout=total)
        return self._session

    async def _carry_out(self, body: bytes) -> None:
        try:
            call = json.loads(body)
        except ValueError:
            return
        if not isinstance(call, dict) or not isinstance(call.get("method"), str):
            return
        method = call.pop("method")
        refused = ("deletewebhook", "setwebhook", "close", "logout")
        if method.lower() not in refused and not method.lower().startswith("get"):
            await self._execute(method, call)

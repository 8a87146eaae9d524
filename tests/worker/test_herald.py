"""A broadcast on its way."""

import asyncio
from datetime import datetime

from sqlalchemy import select

from bot.chat import ChatUnreachable, Place
from bot.demo.patience import PATIENCE_S
from bot.i18n.words import Words
from bot.leases import LEASE, RENEWED_AFTER
from bot.tasks import Tasks
from bot.worker.herald import Herald
from storage.store import Store
from storage.tables import broadcasts
from tests.postgres import emptied
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft


class Down(SilentChat):
    """A chat that nothing reaches, and the people whom somebody wanted to tell something."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.tried = asyncio.Event()

    async def asked(self, method: str, place: Place | None = None) -> None:
        if method == "send" and place is not None:
            self.told.append(place.chat_id)
            self.tried.set()
        raise ChatUnreachable


async def test_an_outage_leaves_a_broadcast_with_the_process_that_has_it(
    postgres: str, clock: StillClock
) -> None:
    """Else each process would try, and leave out, somebody."""
    store, chat, tasks = await Store.open(await emptied(postgres)), Down(), Tasks()
    for person in (7, 8):
        await accepted(store, draft(person, user_id=person, chat_id=person), now=clock.now())
    number = await store.broadcasts.ask(
        admin_id=1, message_id=1, language=None, html="Hi", now=clock.now()
    )
    await store.broadcasts.start(number, line_id=5, now=clock.now())
    herald = Herald(broadcasts=store.broadcasts, chat=chat, words=Words(), clock=clock, tasks=tasks)
    running = tasks.start(herald.run(), name="herald")
    async with asyncio.timeout(PATIENCE_S):
        await chat.tried.wait()
        for _ in range(5):
            clock.advance(seconds=RENEWED_AFTER.total_seconds())
            await kept(store, until=clock.now() + LEASE)
    now = clock.now()
    assert await store.broadcasts.claim(now=now, lease="other", until=now) is None
    assert chat.told == [7]
    running.cancel()
    await tasks.settle(within_s=0)
    await store.close()


async def kept(store: Store, *, until: datetime) -> None:
    """Wait until the broadcast is somebody's until then."""
    wanted = select(broadcasts.c.lease_until)
    while True:  # a store rings no bell
        async with store.database.transaction() as connection:
            if await connection.scalar(wanted) == until:
                return
        await asyncio.sleep(0.01)

"""The watch over what is left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal

from bot.demo.faults import answer
from bot.i18n.words import Words
from bot.providers.registry import Registry
from bot.worker.alarm import Alarm
from bot.worker.balances import EVERY, FIRST_AFTER, Balances
from storage.alerts import Alert
from tests.silent_chat import SilentChat
from tests.worker.conftest import Shop


@asynccontextmanager
async def watched(shop: Shop, low: int) -> AsyncIterator[None]:
    alarm = Alarm(
        alerts=shop.store.alerts,
        people=shop.store.people,
        chat=SilentChat(),
        admins=frozenset({1}),
        words=Words(),
        clock=shop.clock,
    )
    balances = Balances(
        registry=Registry([shop.provider]),
        low={"pixverse": Decimal(low)},
        alarm=alarm,
        clock=shop.clock,
    )
    watching = asyncio.create_task(balances.watch())
    yield
    watching.cancel()


async def looked(shop: Shop, times: int, after: timedelta) -> None:
    """Let so much time pass, and wait until the balance was looked at so often in all."""
    await shop.clock.until_sleeping(shop.clock.now() + after)
    shop.clock.advance(seconds=after.total_seconds())
    await shop.sandbox.until(
        lambda: len([c for c in shop.sandbox.calls if c.name == "balance" and c.status]) >= times
    )
    await shop.clock.until_sleeping(shop.clock.now() + EVERY)


async def told(shop: Shop) -> list[Alert]:
    return list(await shop.store.alerts.claim(now=shop.clock.now()))


async def test_a_low_balance_is_told_once_and_again_after_it_was_filled_up(shop: Shop) -> None:
    shop.sandbox.books.fill("package", 0)
    async with watched(shop, low=101):
        await looked(shop, 1, FIRST_AFTER)
        [alert] = await told(shop)
        assert (alert.trouble, alert.facts) == ("low-balance", {"total": "100", "unit": "credits"})
        await shop.store.alerts.told(alert, now=shop.clock.now())
        await looked(shop, 2, EVERY)
        assert await told(shop) == []
        shop.sandbox.books.fill("package", 1)
        await looked(shop, 3, EVERY)
        shop.sandbox.books.fill("package", 0)
        await looked(shop, 4, EVERY)
        assert [one.trouble for one in await told(shop)] == ["low-balance"]


async def test_a_balance_that_is_high_enough_or_unreadable_tells_nothing(shop: Shop) -> None:
    shop.sandbox.faults.add("balance", answer(502), skip=1)
    async with watched(shop, low=100):
        await looked(shop, 1, FIRST_AFTER)
        await looked(shop, 2, EVERY)
        await looked(shop, 3, EVERY)
        assert await told(shop) == []


async def test_a_purchase_does_not_make_a_low_balance_forgotten(shop: Shop) -> None:
    shop.sandbox.books.fill("package", 0)
    async with watched(shop, low=101):
        await looked(shop, 1, FIRST_AFTER)
        [alert] = await told(shop)
        await shop.store.alerts.told(alert, now=shop.clock.now())
        await shop.purchase.first_try(await shop.submitting(), shop.provider)
        await looked(shop, 2, EVERY)
        assert await told(shop) == []

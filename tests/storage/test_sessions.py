"""Logins at providers that have accounts."""

import asyncio
from datetime import timedelta

from storage.sessions import Session
from storage.store import Store
from tests.still_clock import StillClock

MINUTE = timedelta(minutes=1)


async def logged_in(store: Store, clock: StillClock, token: str) -> None:
    now = clock.now()
    assert await store.sessions.claim_login("web", now=now, next_after=now + MINUTE)
    await store.sessions.keep("web", token)


async def test_one_of_many_may_log_in(store: Store, clock: StillClock) -> None:
    now = clock.now()
    claims = [store.sessions.claim_login("web", now=now, next_after=now + MINUTE) for _ in range(5)]
    assert sorted(await asyncio.gather(*claims)) == [False, False, False, False, True]
    later = clock.advance(minutes=1)
    assert await store.sessions.claim_login("web", now=later, next_after=later + MINUTE)
    assert await store.sessions.claim_login("other", now=now, next_after=now + MINUTE)


async def test_a_token_is_kept_until_the_next_login(store: Store, clock: StillClock) -> None:
    assert await store.sessions.get("web") is None
    began = clock.now()
    await logged_in(store, clock, "old")
    assert await store.sessions.get("web") == Session(token="old", login_after=began + MINUTE)
    now = clock.advance(minutes=2)
    assert await store.sessions.claim_login("web", now=now, next_after=now + MINUTE)
    assert await store.sessions.get("web") == Session(token=None, login_after=now + MINUTE)


async def test_a_login_too_early_leaves_the_token(store: Store, clock: StillClock) -> None:
    began = clock.now()
    await logged_in(store, clock, "new")
    now = clock.advance(seconds=59)
    assert not await store.sessions.claim_login("web", now=now, next_after=now + MINUTE)
    assert await store.sessions.get("web") == Session(token="new", login_after=began + MINUTE)


async def test_only_the_token_that_is_meant_is_dropped(store: Store, clock: StillClock) -> None:
    began = clock.now()
    await logged_in(store, clock, "new")
    for other in ("old", None):
        await store.sessions.drop("web", other, login_after=began + 30 * MINUTE)
    assert await store.sessions.get("web") == Session(token="new", login_after=began + MINUTE)
    await store.sessions.drop("web", "new", login_after=began + 30 * MINUTE)
    assert await store.sessions.get("web") == Session(token=None, login_after=began + 30 * MINUTE)
    await store.sessions.drop("web", None, login_after=began + 40 * MINUTE)
    assert await store.sessions.get("web") == Session(token=None, login_after=began + 40 * MINUTE)

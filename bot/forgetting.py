"""Lets the store forget: what is old now and then, a person at once."""

from datetime import timedelta

from bot.clock import Clock
from storage.store import Store


async def forget_old(store: Store, *, clock: Clock, kept: timedelta | None) -> None:
    """Drop what nobody needs any more, and jobs that ended `kept` ago; None: these stay.

    May raise StoreError; the rest is done the next time.
    """
    now = clock.now()
    kept_a_while = (store.inbox, store.hosted, store.nonces, store.budgets)
    for table in (*kept_a_while, store.waiting, store.proposals, store.broadcasts):
        await table.forget_old(now=now)
    passed: int | None = 0
    while kept is not None and passed is not None:
        passed = await store.forgetting.prune(before=now - kept, after=passed)
    await _forget_marked(store, clock)
    await store.forgetting.rewrite(now=now)
    await store.forgetting.leave_no_trace()


async def forget_person(store: Store, user_id: int, *, clock: Clock) -> int:
    """Forget a person, and what is under way for them once it has come; gives how much that is.

    May raise StoreError; what is marked by then is forgotten by `forget_old`.
    """
    await store.people.forget(user_id, now=clock.now())
    while await store.forgetting.mark(user_id):
        pass
    await _forget_marked(store, clock)
    await store.forgetting.leave_no_trace()
    return await store.forgetting.under_way(user_id)


async def _forget_marked(store: Store, clock: Clock) -> None:
    while await store.forgetting.empty():
        pass
    while await store.forgetting.clear(now=clock.now()):
        pass

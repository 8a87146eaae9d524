"""What admins have decided about people."""

from storage.admission import Accepted, Banned, Limit, Limits, OverLimit
from storage.standings import Standing
from storage.store import Store
from tests.postgres import emptied
from tests.still_clock import StillClock
from tests.storage.samples import draft

LIMITS = Limits(per_minute=99, per_day=1, active=99)


async def ask(
    store: Store, clock: StillClock, number: int, limits: Limits | None = LIMITS
) -> Accepted | OverLimit | Banned:
    return await store.admission.accept(
        draft(number), limits=limits, update_id=None, now=clock.now()
    )


async def test_who_is_banned_gets_nothing_until_it_is_lifted(
    store: Store, clock: StillClock
) -> None:
    far = 2**52  # ids of people have more than 32 bits
    assert not await store.standings.is_banned(7)
    assert [await store.standings.ban(one, now=clock.now()) for one in (7, 7, far)] == [
        True, False, True,
    ]  # fmt: skip
    assert [await store.standings.is_banned(one) for one in (7, 8, far)] == [True, False, True]
    assert await store.standings.banned() == 2
    assert isinstance(await ask(store, clock, 1), Banned)
    assert isinstance(await ask(store, clock, 1, None), Accepted)  # an admin
    assert [await store.standings.lift(7, now=clock.now()) for _ in range(2)] == [True, False]
    assert not await store.standings.is_banned(7)
    assert await store.standings.get(7) == Standing()
    assert await store.standings.is_banned(far)


async def test_a_limit_of_ones_own_holds_instead_of_everybodys(
    store: Store, clock: StillClock
) -> None:
    await store.standings.limit(7, 2, now=clock.now())
    for number in (1, 2):
        assert isinstance(await ask(store, clock, number), Accepted)
    over = await ask(store, clock, 3)
    assert isinstance(over, OverLimit)
    assert (over.limit, over.allowed) == (Limit.PER_DAY, 2)
    await store.standings.limit(7, None, now=clock.now())
    over = await ask(store, clock, 3)
    assert isinstance(over, OverLimit)
    assert over.allowed == 1


async def test_to_be_forgotten_lifts_neither_ban_nor_limit(store: Store, clock: StillClock) -> None:
    await store.people.choose(7, "pl", now=clock.now())
    await store.standings.limit(7, 3, now=clock.now())
    await store.standings.ban(7, now=clock.now())
    await store.people.forget(7, now=clock.now())
    assert await store.people.language(7) is None
    assert await store.standings.get(7) == Standing(per_day=3, banned_at=clock.now())
    assert await store.standings.is_banned(7)


async def test_a_ban_holds_in_every_process_at_once_and_over_a_restart(
    postgres: str, clock: StillClock
) -> None:
    address = await emptied(postgres)
    one, other = await Store.open(address), await Store.open(address)
    assert not await other.standings.is_banned(7)
    await one.standings.ban(7, now=clock.now())
    assert await other.standings.is_banned(7)
    for store in (one, other):
        await store.close()

from datetime import timedelta
from decimal import Decimal

from storage.jobs import Ending, Job, Outcome, Video
from storage.states import State
from storage.stats import Made, Times, figures, paused
from storage.store import Store
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, accepted, draft, leased

VIDEO = Outcome(ending=Ending.VIDEO, video=Video(url="https://x/y"), credits=Decimal("4.5"))


async def made(store: Store, clock: StillClock, number: int, *, user_id: int, took_s: int) -> Job:
    """A job whose video is there half a minute after its provider had it."""
    began = clock.now()
    job = await leased(store, draft(number, user_id=user_id), now=began)
    noted = await store.jobs.note(job, provider="apixo" if number > 3 else "pixverse")
    now = clock.advance(seconds=took_s + 30)
    ended = await store.jobs.finish(noted, VIDEO, now=now, generated_s=took_s)
    until = now + LEASE
    [mine] = await store.claims.claim_cards(now=now, lease="card", until=until, limit=1)
    await store.jobs.move(mine, State.CLOSED, card_due_at=None)
    return ended


async def test_the_figures_tell_how_many_how_fast_and_how_dear(
    store: Store, clock: StillClock
) -> None:
    await made(store, clock, 1, user_id=9, took_s=7)
    since = clock.advance(minutes=1)
    for number, took_s in ((2, 10), (3, 30), (4, 20)):
        await made(store, clock, number, user_id=7 + number % 2, took_s=took_s)
    stopped = await leased(store, draft(5), now=clock.now())
    await store.jobs.finish(stopped, Outcome(ending=Ending.MODERATED), now=clock.now())
    await accepted(store, draft(6), now=clock.now())
    told = await store.stats.accepted_since(since, batch=2)
    assert [one.id for one in told] == [6, 5, 4, 3, 2]
    sums = figures(told)
    assert (sums.jobs, sums.people) == (5, 2)
    assert sums.endings == {"video": 3, "moderated": 1, "queued": 1}
    assert sums.waited == Times(median_s=50, slow_s=60)
    assert sums.made == [
        Made(
            provider="pixverse", videos=2, times=Times(median_s=10, slow_s=30), credits=Decimal(9)
        ),
        Made(
            provider="apixo",
            videos=1,
            times=Times(median_s=20, slow_s=20),
            credits=Decimal("4.5"),
        ),
    ]
    nobody: frozenset[int] = frozenset()
    for limit, number in ((1, 1), (2, 0), (0, 0)):
        assert paused(told, limit=limit, exempt=nobody, now=clock.now()) == number
    assert paused(told, limit=1, exempt=frozenset({7}), now=clock.now()) == 0
    assert paused(told, limit=1, exempt=nobody, now=clock.advance(days=1)) == 0


async def test_what_one_person_has_had(store: Store, clock: StillClock) -> None:
    await made(store, clock, 1, user_id=7, took_s=7)
    clock.advance(minutes=1)
    await accepted(store, draft(2), now=clock.now())
    await accepted(store, draft(3, user_id=8), now=clock.now())
    usage = await store.stats.usage(7, latest=1, now=clock.now())
    assert (usage.last_minute, usage.last_day, usage.active) == (1, 2, 1)
    assert (usage.moderated_today, usage.endings) == (0, {"queued": 1, "video": 1})
    assert [job.id for job in usage.latest] == [2]
    later = await store.stats.usage(7, latest=1, now=clock.now() + timedelta(days=1))
    assert (later.last_minute, later.last_day, later.active) == (0, 0, 1)


def test_of_no_jobs_there_is_nothing_to_tell() -> None:
    nothing = figures([])
    assert (nothing.jobs, nothing.people, nothing.waited, nothing.made) == (0, 0, None, [])

"""Jobs to test with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from decimal import Decimal

from storage.admission import Accepted, Limits
from storage.claims import LineTimes
from storage.jobs import Draft, Ending, Job, Options, Outcome, Request, Video
from storage.states import State
from storage.store import Store
from storage.waiting import WaitingPicture
from tests.still_clock import StillClock

GENEROUS = Limits(per_minute=1000, per_day=1000, active=1000)
LEASE = timedelta(seconds=60)
VIDEO = Outcome(
    ending=Ending.VIDEO,
    video=Video(url="https://x/1.mp4", width=960, duration_s=5),
    credits=Decimal("4.5"),
)
NOBODY = LineTimes(oldest_due_since=None, next_due_at=None)
OPTIONS = Options(duration_s=5, quality="540p", aspect_ratio="16:9")


def draft(
    message_id: int = 1, *, user_id: int = 7, prompt: str = "a wolf", **rest: object
) -> Draft:
    known: dict[str, object] = {
        "origin": f"message:7:{message_id}",
        "chat_id": 7,
        "message_id": message_id,
        "user_id": user_id,
        "request": Request(prompt=prompt),
    }
    return Draft(**{**known, **rest})  # type: ignore[arg-type]


def picture(message_id: int = 1, name: str = "p", album_id: str | None = None) -> WaitingPicture:
    return WaitingPicture(
        chat_id=7, user_id=7, message_id=message_id, picture=name, album_id=album_id
    )


async def accepted(store: Store, sample: Draft, *, now: datetime) -> Job:
    taken = await store.admission.accept(sample, limits=None, update_id=None, now=now)
    assert isinstance(taken, Accepted)
    return taken.job


async def with_card(store: Store, sample: Draft, *, now: datetime) -> Job:
    """A job whose card is open, free for whoever buys it."""
    job = await accepted(store, sample, now=now)
    leased = await store.claims.claim_cards(now=now, lease="card", until=now + LEASE, limit=100)
    released = {
        one.id: await (
            store.jobs.release(one, card_id=100 + one.id, card_due_at=None)
            if one.id == job.id
            else store.jobs.release(one)
        )
        for one in leased
    }
    return released[job.id]


async def leased(store: Store, sample: Draft, *, now: datetime, lease: str = "step") -> Job:
    """A queued job with its card, leased to be bought."""
    job = await with_card(store, sample, now=now)
    [mine] = await store.claims.claim_queued([job.id], now=now, lease=lease, until=now + LEASE)
    return mine


@asynccontextmanager
async def failing(store: Store, when: str) -> AsyncIterator[None]:
    """Every change of a job fails for which this holds, as on a full disk. For SQLite."""
    async with store.database.transaction() as connection:
        await connection.exec_driver_sql(
            f"CREATE TRIGGER disk_full BEFORE UPDATE ON jobs WHEN {when}"
            " BEGIN SELECT RAISE(ABORT, 'no space left'); END"
        )
    try:
        yield
    finally:
        async with store.database.transaction() as connection:
            await connection.exec_driver_sql("DROP TRIGGER disk_full")


async def begin(
    store: Store, job: Job, *, now: datetime, places: int = 100, options: Options = OPTIONS
) -> Job | None:
    return await store.jobs.begin_purchase(
        job,
        provider="pixverse",
        options=options,
        key=f"key {job.id}",
        places=places,
        now=now,
        until=now + LEASE,
    )


async def submitting(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await leased(store, draft(message_id), now=clock.now())
    begun = await begin(store, job, now=clock.now())
    assert begun is not None
    return begun


async def generating(store: Store, clock: StillClock, message_id: int = 1) -> Job:
    job = await submitting(store, clock, message_id)
    return await store.jobs.move(
        job, State.GENERATING, submission_id="9", submitted_at=clock.now(), due_at=clock.now()
    )

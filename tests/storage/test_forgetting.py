import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from storage.admission import Accepted, Limit, Limits, OverLimit
from storage.forgetting import BATCH
from storage.history import Whose
from storage.jobs import Ending, Job, Options, Outcome, Request, Video
from storage.states import State
from storage.store import Store
from storage.tables import jobs
from tests.still_clock import StillClock
from tests.storage.samples import GENEROUS, LEASE, accepted, draft, leased, picture

ANN, BEA = 7, 8
SECRET = "a very secret wolf"
FULL = Request(prompt=SECRET, pictures=("p1",), options=Options(negative_prompt="secret sheep"))
VIDEO = Outcome(ending=Ending.VIDEO, video=Video(url="https://x/wolf"), credits=Decimal("12.5"))
DAY = timedelta(days=1)


async def asked(store: Store, clock: StillClock, number: int, **rest: Any) -> Job:
    """An open job of Ann's."""
    known: dict[str, Any] = {"request": FULL, "language": "en", "album_id": "a", "thread_id": 3}
    return await accepted(store, draft(number, **(known | rest)), now=clock.now())


async def closed(
    store: Store, clock: StillClock, number: int, outcome: Outcome = VIDEO, **rest: Any
) -> Job:
    """A job that has everything a job can have."""
    job = await leased(store, draft(number, **({"request": FULL} | rest)), now=clock.now())
    await store.jobs.finish(job, outcome, now=clock.now(), generated_s=9)
    return await close(store, clock, job.id)


async def close(store: Store, clock: StillClock, job_id: int) -> Job:
    """Deliver a job whose outcome is known."""
    now = clock.now()
    [job] = [
        one
        for one in await store.claims.claim_cards(now=now, lease="d", until=now + LEASE, limit=99)
        if one.id == job_id
    ]
    return await store.jobs.move(job, State.CLOSED, card_due_at=None, file_ref="file")


async def forget(store: Store, clock: StillClock, user_id: int = ANN) -> None:
    while await store.forgetting.mark(user_id):
        pass
    while await store.forgetting.empty():
        pass
    while await store.forgetting.clear(now=clock.now()):
        pass
    await store.forgetting.leave_no_trace()


async def rows(store: Store) -> Sequence[Any]:
    async with store.database.transaction() as connection:
        return (await connection.execute(select(jobs).order_by(jobs.c.id))).mappings().all()


async def ask(store: Store, clock: StillClock, number: int, limits: Limits) -> Any:
    return await store.admission.accept(
        draft(number), limits=limits, update_id=None, now=clock.now()
    )


async def test_of_a_forgotten_job_only_numbers_stay_and_after_a_day_nobodys(
    store: Store, clock: StillClock
) -> None:
    job = await closed(store, clock, 1, language="en", album_id="a", thread_id=3)
    await forget(store, clock)
    [row] = await rows(store)
    kept = {
        "user_id": ANN, "origin": f"forget/{job.origin}", "counts": True, "state": "closed",
        "created_at": job.created_at, "generated_s": 9, "outcome_at": job.outcome_at,
        "outcome": {"ending": "video", "credits": "12.5"},
    }  # fmt: skip
    assert {name: row[name] for name in kept} == kept
    assert (row["chat_id"], row["message_id"], row["request"]["prompt"]) == (0, 0, "")
    assert "wolf" not in str(row)
    clock.advance(hours=25)
    await forget(store, clock, BEA)
    [row] = await rows(store)
    assert (row["user_id"], row["origin"], row["due_at"]) == (0, f"forgotten/{job.id}", None)
    assert row["generated_s"] == 9


async def test_a_forgotten_job_can_still_be_read(store: Store, clock: StillClock) -> None:
    job = await closed(store, clock, 1)
    await forget(store, clock)
    found = await store.records.get(job.id)
    assert found is not None
    assert found.outcome == Outcome(ending=Ending.VIDEO, credits=Decimal("12.5"))
    for whose in (Whose(user_id=ANN, chat_id=7), Whose(user_id=ANN), Whose(user_id=BEA)):
        assert not await store.history.older(whose, than=None, limit=9)
        assert not await store.history.videos(whose, limit=9)


async def test_forgetting_resets_no_limit(store: Store, clock: StillClock) -> None:
    two = Limits(per_minute=99, per_day=2, active=99)
    for number in (1, 2):
        await closed(store, clock, number)
        await forget(store, clock)
        clock.advance(minutes=5)
    over = await ask(store, clock, 3, two)
    assert isinstance(over, OverLimit)
    assert over.limit is Limit.PER_DAY
    clock.advance(hours=24)
    await forget(store, clock)
    assert isinstance(await ask(store, clock, 3, two), Accepted)


async def test_what_is_under_way_is_forgotten_when_it_is_closed(
    store: Store, clock: StillClock
) -> None:
    job = await leased(store, draft(1, request=FULL), now=clock.now())
    await forget(store, clock)
    assert await store.forgetting.under_way(ANN) == 1
    [row] = await rows(store)
    assert row["request"]["prompt"] == SECRET
    await store.jobs.finish(job, VIDEO, now=clock.now())
    told = await close(store, clock, job.id)
    assert (told.chat_id, told.request) == (7, FULL)  # for the ring
    assert "wolf" not in str(await rows(store))
    assert await store.forgetting.under_way(ANN) == 0


async def test_nothing_is_said_any_more_of_what_was_forgotten(
    store: Store, clock: StillClock
) -> None:
    """Neither of them has rung yet: one waits for its chat, the other has just been closed."""
    waits = await closed(store, clock, 1)
    await store.jobs.release(waits, card_due_at=clock.now())
    job = await leased(store, draft(2, request=FULL), now=clock.now())
    await forget(store, clock)
    await store.jobs.finish(job, VIDEO, now=clock.now())
    told = await close(store, clock, job.id)
    await store.jobs.release(told, card_due_at=clock.now())
    assert [row["card_due_at"] for row in await rows(store)] == [None, None]


async def test_a_message_that_comes_again_makes_no_second_job_after_all(
    store: Store, clock: StillClock
) -> None:
    """A process may have stood still between reading an update and storing its job."""
    for number, forgotten in (
        (1, await closed(store, clock, 1)),
        (2, await asked(store, clock, 2)),
    ):
        await forget(store, clock)
        again = await ask(store, clock, number, GENEROUS)
        assert isinstance(again, Accepted)
        assert (again.again, again.job.id) == (True, forgotten.id)


async def test_another_persons_jobs_and_pictures_stay(store: Store, clock: StillClock) -> None:
    kept = await closed(store, clock, 1, user_id=BEA)
    await store.waiting.put(picture(), now=clock.now())
    await forget(store, clock, BEA + 1)
    assert await store.records.get(kept.id) == kept
    assert await store.waiting.get(chat_id=7, user_id=ANN, now=clock.now()) == picture()


async def test_a_persons_language_goes_and_anothers_stays(store: Store, clock: StillClock) -> None:
    for person in (ANN, BEA):
        await store.people.choose(person, "pl", now=clock.now())
    await store.people.forget(ANN, now=clock.now())
    assert [await store.people.language(person) for person in (ANN, BEA)] == [None, "pl"]


async def test_waiting_pictures_go(store: Store, clock: StillClock) -> None:
    await store.waiting.put(picture(), now=clock.now())
    await forget(store, clock)
    assert await store.waiting.get(chat_id=7, user_id=ANN, now=clock.now()) is None


async def test_a_video_that_shall_go_on_is_kept_until_that_is_bought(
    store: Store, clock: StillClock
) -> None:
    first = await closed(store, clock, 1)
    later = await leased(store, draft(2, request=Request(prompt="on", extends=first.id)),
                         now=clock.now())  # fmt: skip
    await forget(store, clock)
    assert await store.forgetting.prune(before=clock.now() + DAY) is not None
    found = await store.records.get(first.id)
    assert found is not None
    assert found.outcome == VIDEO
    await store.jobs.finish(later, VIDEO, now=clock.now())
    await forget(store, clock, BEA)
    found = await store.records.get(first.id)
    assert found is not None
    assert found.request.prompt == ""


async def test_a_person_with_more_jobs_than_a_batch_is_forgotten_as_well(
    store: Store, clock: StillClock
) -> None:
    job = await closed(store, clock, 1)
    await copies(store, job, BATCH + 1, after=job.id)
    assert await store.forgetting.mark(ANN) is True, "once is not enough"
    await forget(store, clock)
    assert {row["request"]["prompt"] for row in await rows(store)} == {""}


async def copies(store: Store, job: Job, count: int, *, after: int) -> None:
    """So many more jobs like this one, with the ids after this."""
    async with store.database.transaction() as connection:
        found = await connection.execute(select(jobs).where(jobs.c.id == job.id))
        like = dict(found.mappings().one())
        ids = range(after + 1, after + count + 1)
        more = [like | {"id": one, "origin": f"copy:{one}"} for one in ids]
        await connection.execute(insert(jobs), more)


async def prune(store: Store, before: datetime) -> None:
    after: int | None = 0
    while after is not None:
        after = await store.forgetting.prune(before=before, after=after)


async def test_only_what_ended_before_is_pruned(store: Store, clock: StillClock) -> None:
    still_open = await asked(store, clock, 1)
    await closed(store, clock, 2)
    clock.advance(days=2)
    young = await closed(store, clock, 3)
    await prune(store, clock.now() - DAY)
    assert [row["id"] for row in await rows(store)] == [still_open.id, young.id]


async def test_more_than_a_batch_is_pruned_behind_jobs_that_stay(
    store: Store, clock: StillClock
) -> None:
    still_open, old = await asked(store, clock, 1), await closed(store, clock, 2)
    await copies(store, still_open, BATCH, after=10)
    await copies(store, old, BATCH + 1, after=10_000)
    await prune(store, clock.now() + DAY)
    left = await rows(store)
    assert [row["id"] for row in left if row["state"] == "closed"] == [10_000 + BATCH + 1]
    assert len(left) == 1 + BATCH + 1


async def test_no_id_is_given_twice(store: Store, clock: StillClock) -> None:
    """The buttons and callbacks of old jobs are still about."""
    last = await closed(store, clock, 1)
    clock.advance(days=2)
    for _ in range(2):
        await prune(store, clock.now() - DAY)
    [row] = await rows(store)
    assert (row["id"], row["user_id"], row["request"]["prompt"]) == (last.id, 0, "")
    assert (await asked(store, clock, 2)).id > last.id


async def test_once_a_day_the_file_is_written_anew(file: Path, clock: StillClock) -> None:
    store = await Store.open(f"sqlite:///{file}")

    numbers = itertools.count(1)

    async def gaps() -> int:
        job = await closed(store, clock, next(numbers))
        await copies(store, job, 50, after=job.id)
        await prune(store, clock.now() + DAY)
        await store.forgetting.rewrite(now=clock.now())
        async with store.database.transaction() as connection:
            return int((await connection.exec_driver_sql("PRAGMA freelist_count")).scalar_one())

    assert await gaps() == 0
    clock.advance(hours=1)
    assert await gaps() > 0, "not twice on one day"
    clock.advance(days=1)
    assert await gaps() == 0
    await store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


async def test_no_byte_of_what_was_forgotten_is_left_in_the_file(
    file: Path, clock: StillClock
) -> None:
    """Words of every length lie among others', on pages that were split and merged."""
    store = await Store.open(f"sqlite:///{file}")
    for number in range(60):
        user_id = ANN if number % 3 else BEA
        words = f"{user_id}-secret-{number} " * (1 + number * 7 % 200)
        request = Request(prompt=words, options=Options(negative_prompt=words[:200]))
        await closed(store, clock, number, user_id=user_id, request=request)
    await forget(store, clock)
    left = b"".join(path.read_bytes() for path in file.parent.glob("bot.db*"))
    await store.close()
    assert b"8-secret-" in left
    assert b"7-secret-" not in left

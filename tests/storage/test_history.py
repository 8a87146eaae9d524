from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from storage.history import Whose
from storage.jobs import Job
from storage.store import Store
from storage.tables import jobs
from tests.still_clock import StillClock
from tests.storage.samples import accepted, draft

HERS = Whose(user_id=7)


async def asked_for(store: Store, clock: StillClock, number: int, **rest: Any) -> Job:
    """A job; two of them are made at the same time, as in a busy second."""
    clock.advance(seconds=number % 2)
    return await accepted(store, draft(number, prompt=f"wolf {number}", **rest), now=clock.now())


async def change(store: Store, job: Job, **columns: object) -> None:
    async with store.database.transaction() as connection:
        await connection.execute(update(jobs).where(jobs.c.id == job.id).values(columns))


def numbers(page: Sequence[Job]) -> list[int]:
    return [job.message_id for job in page]


async def test_pages_go_on_from_a_job_in_both_directions(store: Store, clock: StillClock) -> None:
    made = {n: await asked_for(store, clock, n) for n in range(1, 8)}
    await asked_for(store, clock, 8, user_id=8)
    older, newer = store.history.older, store.history.newer
    assert numbers(await older(HERS, than=None, limit=3)) == [7, 6, 5]
    assert numbers(await older(HERS, than=made[5].id, limit=3)) == [4, 3, 2]
    assert numbers(await older(HERS, than=made[2].id, limit=3)) == [1]
    assert numbers(await newer(HERS, than=made[2].id, limit=3)) == [5, 4, 3]
    assert numbers(await newer(HERS, than=made[6].id, limit=3)) == [7]
    assert await older(HERS, than=999, limit=3) == await newer(HERS, than=999, limit=3) == []


async def test_a_chat_has_its_own_and_nobody_sees_what_is_hidden_or_forgotten(
    store: Store, clock: StillClock
) -> None:
    shown = await asked_for(store, clock, 1)
    elsewhere = await asked_for(store, clock, 2, chat_id=-9)
    hidden, forgotten = [await asked_for(store, clock, number) for number in (3, 4)]
    for job in (shown, elsewhere, hidden, forgotten):
        await change(store, job, file_ref=f"file-{job.message_id}")
    await change(store, hidden, hidden=True)
    await change(store, forgotten, origin="forget/4")
    assert numbers(await store.history.older(HERS, than=None, limit=9)) == [2, 1]
    assert numbers(await store.history.newer(HERS, than=shown.id, limit=9)) == [2]
    there = Whose(user_id=7, chat_id=-9)
    assert numbers(await store.history.older(there, than=None, limit=9)) == [2]
    videos = await store.history.videos(HERS, limit=9)
    assert [(one.job_id, one.prompt, one.file_ref) for one in videos] == [
        (elsewhere.id, "wolf 2", "file-2"),
        (shown.id, "wolf 1", "file-1"),
    ]
    assert videos[0].created_at == elsewhere.created_at
    assert [one.job_id for one in await store.history.videos(HERS, limit=1)] == [elsewhere.id]

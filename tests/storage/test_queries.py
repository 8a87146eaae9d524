"""No question that is asked again and again reads every job there ever was."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from storage.admission import Limits
from storage.history import Whose
from storage.store import Store
from tests.schema import with_schema
from tests.still_clock import StillClock
from tests.storage.samples import LEASE, draft, picture, with_card

Statement = tuple[str, Any]
PLACES = {"pixverse": 4, "apixo": 4}
ANNS = Whose(user_id=7, chat_id=7)
LIMITS = Limits(per_minute=5, per_day=30, active=3)


@contextmanager
def listening(store: Store) -> Iterator[list[Statement]]:
    """Every statement that the store sends, with its parameters."""
    heard: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, text: str, parameters: Any, *_: Any) -> None:
        heard.append((text, parameters))

    engine = store.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


async def steps(store: Store, asking: Callable[[Store, StillClock], Awaitable[Any]]) -> list[str]:
    """The steps of SQLite's plans."""
    clock = StillClock()
    with listening(store) as heard:
        await asking(store, clock)
    plans = []
    async with store.database.transaction() as connection:
        for text, parameters in heard:
            if text.split(maxsplit=1)[0] in {"SELECT", "UPDATE", "DELETE", "WITH"}:
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
                plans += [row[-1] for row in plan]
    assert plans
    return plans


async def whole_reads(
    store: Store, asking: Callable[[Store, StillClock], Awaitable[Any]]
) -> list[str]:
    """The steps that read the jobs from the first to the last."""
    return [step for step in await steps(store, asking) if "jobs" in step and " USING " not in step]


def lease(clock: StillClock) -> dict[str, Any]:
    return {"now": clock.now(), "lease": "a", "until": clock.now() + LEASE, "limit": 4}


ASKED: dict[str, Callable[[Store, StillClock], Awaitable[Any]]] = {
    "next checks of some": lambda store, _: store.claims.next_check_at(places=PLACES),
    "checks of some": lambda store, clock: store.claims.claim_checks(
        **lease(clock), places=PLACES
    ),
    "next check": lambda store, _: store.claims.next_check_at(),
    "line times": lambda store, clock: store.claims.line_times(now=clock.now()),
    "next card": lambda store, _: store.claims.next_card_at(),
    "checks": lambda store, clock: store.claims.claim_checks(**lease(clock)),
    "queued": lambda store, clock: store.claims.line(now=clock.now(), limit=9),
    "cards": lambda store, clock: store.claims.claim_cards(**lease(clock)),
    "cancel": lambda store, clock: store.cancelling.cancel_all(
        chat_id=7, user_id=7, now=clock.now()
    ),
    "cancel one": lambda store, clock: store.cancelling.cancel(5, user_id=7, now=clock.now()),
    "hide": lambda store, clock: store.cancelling.hide(5, user_id=7, now=clock.now()),
    "unhide": lambda store, clock: store.cancelling.unhide(5, user_id=7, now=clock.now()),
    "running": lambda store, _: store.records.running(),
    "used": lambda store, clock: store.records.used_by(7, since=clock.now()),
    "cards kept": lambda store, _: store.records.cards_kept(),
    "submission": lambda store, _: store.records.in_care("pixverse", "5"),
    "running of": lambda store, _: store.records.running_of(chat_id=7, user_id=7),
    "latest": lambda store, _: store.history.older(ANNS, than=None, limit=7),
    "older": lambda store, _: store.history.older(ANNS, than=5, limit=7),
    "newer": lambda store, _: store.history.newer(ANNS, than=5, limit=7),
    "videos": lambda store, _: store.history.videos(ANNS, limit=500),
    "times": lambda store, _: store.records.generation_times("a", limit=50),
    "waits": lambda store, _: store.records.waiting_times("a", limit=50),
    "credits": lambda store, _: store.records.credits_taken("a", audio=False, limit=50),
    "album": lambda store, clock: store.albums.join(
        picture(2, album_id="a"), fits=lambda _: True, update_id=5, now=clock.now()
    ),
    "accept": lambda store, clock: store.admission.accept(
        draft(5), limits=LIMITS, update_id=None, now=clock.now()
    ),
    "marking": lambda store, _: store.forgetting.mark(7),
    "forgotten when closed": lambda store, _: store.forgetting.under_way(7),
    "emptying": lambda store, _: store.forgetting.empty(),
    "clearing": lambda store, clock: store.forgetting.clear(now=clock.now()),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
async def test_a_question_of_every_minute_has_an_index(tmp_path: Path, name: str) -> None:
    store = await Store.open(with_schema(tmp_path))
    assert await whole_reads(store, ASKED[name]) == []
    await store.close()


@pytest.mark.parametrize("name", ["latest", "older", "newer", "videos"])
async def test_a_page_of_the_history_is_read_in_its_order(tmp_path: Path, name: str) -> None:
    """Nothing is sorted: that would read all that a person ever asked for."""
    store = await Store.open(with_schema(tmp_path))
    plan = await steps(store, ASKED[name])
    assert [step for step in plan if "jobs_of_user" in step]
    assert [step for step in plan if "TEMP B-TREE" in step] == []
    await store.close()


async def test_the_place_in_line_has_an_index(tmp_path: Path) -> None:
    store = await Store.open(with_schema(tmp_path))
    job = await with_card(store, draft(), now=StillClock().now())
    assert await whole_reads(store, lambda store, _: store.records.queued_before(job)) == []
    await store.close()


INBOX_ASKED: dict[str, Callable[[Store, StillClock], Awaitable[Any]]] = {
    "next": lambda store, clock: store.inbox.claim(
        busy=(7,), limit=16, now=clock.now(), until=clock.now() + LEASE
    ),
    "next due": lambda store, _: store.inbox.next_due_at(busy=(7,)),
}


@pytest.mark.parametrize("name", INBOX_ASKED)
async def test_what_one_sender_has_waiting_is_not_read_through(tmp_path: Path, name: str) -> None:
    """An index that is scanned, even a covering one, is as long as the flood."""
    store = await Store.open(with_schema(tmp_path))
    plan = await steps(store, INBOX_ASKED[name])
    assert [step for step in plan if step.startswith("SCAN") and "senders" not in step] == []
    await store.close()


async def test_a_language_is_asked_for_once_where_nobody_else_can_change_it(tmp_path: Path) -> None:
    store = await Store.open(with_schema(tmp_path))
    with listening(store) as heard:
        for _ in range(3):
            await store.people.language(7)
    assert len([text for text, _ in heard if "people" in text]) == 1
    await store.close()

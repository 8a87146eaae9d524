"""What an earlier life of the bot has left behind: many open jobs, and what it had learned."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.demo.botapi.chats import Chat, Content
from bot.demo.sandbox.pixverse.orders import read_order
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from bot.demo.sandbox.wishes import wish_of
from bot.providers.kinds import pace_key
from bot.worker.pacing import likely, wait
from storage.jobs import Mode, Options
from storage.states import State
from storage.store import Store
from storage.tables import jobs
from tests.whole.conftest import Stage

POLL = timedelta(seconds=5)
OPEN_FOR_S = (0.0, 600.0)
LEARNED = 40
"""Finished jobs of each kind."""
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Jobs that take about the same: (shortest, longest) in seconds; so many of a hundred."""

    quality: str
    took_s: tuple[float, float]
    percent: int

    @property
    def options(self) -> Options:
        return Options(duration_s=5, quality=self.quality, aspect_ratio="16:9")

    @property
    def name(self) -> str:
        return pace_key("pixverse", Mode.TEXT, self.options)


KINDS = (
    Kind(quality="360p", took_s=(30, 60), percent=10),
    Kind(quality="540p", took_s=(300, 600), percent=30),
    Kind(quality="720p", took_s=(600, 1200), percent=60),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One open job, as its provider and its person know it."""

    submission_id: str
    chat: Chat
    is_made: bool
    """Whether its video is there."""
    likely_at: datetime


async def leave(stage: Stage, store: Store, *, count: int, made: str = "a wolf") -> Sequence[Left]:
    """Fill an empty store with open jobs that are all due. Returns when all videos are there.

    Each has its card in the chat of a person of its own. `made`: the prompt of those that ended.
    """
    rng, now = random.Random(4), datetime.now(UTC)
    learned = {kind: [rng.uniform(*kind.took_s) for _ in range(LEARNED)] for kind in KINDS}
    rows = [
        closed(n, now, pace_key=kind.name, generated_s=took)
        for n, (kind, took) in enumerate((kind, t) for kind in KINDS for t in learned[kind])
    ]
    left: list[Left] = []
    for number in range(len(rows), len(rows) + count):
        [kind] = rng.choices(KINDS, weights=[one.percent for one in KINDS])
        age_s, took_s = rng.uniform(*OPEN_FOR_S), rng.uniform(*kind.took_s)
        looked = timedelta(seconds=rng.choice((0, rng.uniform(0, min(age_s, took_s)))))
        bought_at = now - timedelta(seconds=age_s)
        due_in = wait(learned[kind], age=looked, shortest=POLL)
        likely_in = max(due_in, likely(learned[kind], age=looked))
        is_made = took_s < age_s
        chat = stage.chat(stage.person(10_000 + number, f"P{number}"))
        chat.is_known = True
        card = stage.api.world.post(chat, stage.api.world.me, Content(text="Generating…"))
        one = Left(
            submission_id=str(await _taken(stage.videos, made if is_made else "#never", kind)),
            chat=chat,
            is_made=is_made,
            likely_at=bought_at + looked + likely_in,
        )
        left.append(one)
        row = _row(
            number, bought_at, pace_key=kind.name, state=State.GENERATING, chat_id=chat.id,
            user_id=chat.id, due_at=min(now, bought_at + looked + due_in),
            likely_at=one.likely_at, card_id=card.id, card_face="generating",
            submit_key=f"key {number}", submission_id=one.submission_id, submitted_at=bought_at,
            options={"duration_s": 5, "quality": kind.quality, "aspect_ratio": "16:9"},
            lease="the last life's", lease_until=now + timedelta(minutes=1),
        )  # fmt: skip
        rows.append(row)
    await put(store, rows)
    never = sum(not one.is_made for one in left)
    await stage.videos.until(lambda: stage.videos.running == never, timeout_s=600)
    return left


async def put(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    """Store jobs as they stand."""
    async with store.database.transaction() as connection:
        for first in range(0, len(rows), ROWS_AT_ONCE):
            await connection.execute(insert(jobs), rows[first : first + ROWS_AT_ONCE])


def closed(number: int, at: datetime, **columns: Any) -> dict[str, Any]:
    """A job that was delivered."""
    return _row(number, at, state=State.CLOSED, outcome_at=at, **columns)


EMPTY = dict.fromkeys(column.name for column in jobs.columns if column.name != "id")


def _row(number: int, created_at: datetime, **columns: Any) -> dict[str, Any]:
    needed = {
        "origin": f"message:{number}:1", "chat_id": 1, "message_id": 1, "user_id": 1,
        "request": {"prompt": "a wolf"}, "counts": True, "created_at": created_at,
        "attempts": 0, "misses": 0, "hidden": False, "uploads": [], "provider": "pixverse",
    }  # fmt: skip
    return EMPTY | needed | columns


async def _taken(videos: PixVerseSandbox, prompt: str, kind: Kind) -> int:
    """An order that the service took long ago, when its request rate was not used up."""
    body = {
        "prompt": prompt, "model": "v6", "duration": 5,
        "quality": kind.quality, "aspect_ratio": "16:9",
    }  # fmt: skip
    order = read_order("text", body, prompt_max_chars=2048, lenient=False)
    number = videos._studio.new_number()
    videos.books.fill("package", order.price)
    videos.books.buy(number=number, what="text", key=f"key {number}", price=order.price)
    videos._orders[number] = order
    videos._studio.begin(number, await videos._shot(order), wish_of(prompt))
    return number


def first_checks(videos: PixVerseSandbox) -> Sequence[str]:
    """The submissions that were looked at, in the order of the first look at each."""
    return list(dict.fromkeys(_checked(videos)))


def _checked(videos: PixVerseSandbox) -> Iterable[str]:
    return (call.path.rpartition("/")[2] for call in videos.calls if call.name == "result")

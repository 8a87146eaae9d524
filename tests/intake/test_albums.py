"""However an album arrives: at most one job, one question, and one word about what is left out."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.i18n.words import Notice
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.providers.registry import Registry
from storage.admission import Limits
from storage.jobs import Job, Mode
from storage.store import Store
from tests.intake.test_possible import Able
from tests.providers.test_matching import PLAIN
from tests.silent_chat import SilentChat
from tests.still_clock import StillClock

FRAMES = replace(PLAIN, modes=frozenset({Mode.TEXT, Mode.IMAGE, Mode.FRAMES}))
ANN = 7


@dataclass(slots=True)
class Desk:
    """One bot's intake over a store, one chat after the other, and what is answered there."""

    store: Store
    clock: StillClock = field(default_factory=StillClock)
    chat_id: int = 0
    updates: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def new_chat(self) -> None:
        self.chat_id += 1
        self.answers.clear()

    async def take(self, message_id: int, *, words: str = "", album: bool = True) -> None:
        """Somebody's message comes, to a bot that has just started."""
        self.updates += 1
        sent = Sent(
            update_id=self.updates,
            chat_id=self.chat_id,
            thread_id=None,
            message_id=message_id,
            user_id=ANN,
            language=None,
            words=words,
            picture=f"p{message_id}" if album else None,
            album_id="album" if album else None,
        )
        if (answer := await self._intake().take(sent)) is not None:
            self._heard(answer)

    def _intake(self) -> Intake:
        return Intake(
            store=self.store,
            registry=Registry([Able("one", FRAMES)]),  # type: ignore[list-item]
            chat=SilentChat(),
            limits=Limits(per_minute=1, per_day=1, active=1),
            admins=frozenset({ANN}),
            clock=self.clock,
            wake=lambda: None,
        )

    def _heard(self, answer: Notice) -> None:
        self.answers[answer.key] += 1

    async def jobs(self) -> Sequence[Job]:
        return await self.store.records.history(chat_id=self.chat_id, user_id=ANN, limit=99)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def desk(runner: asyncio.Runner, tmp_path: Path) -> Iterator[Desk]:
    store = runner.run(Store.open(f"sqlite:///{tmp_path}/bot.db"))
    yield Desk(store=store)
    runner.run(store.close())


ARRIVALS = st.lists(st.integers(min_value=1, max_value=6), min_size=1, max_size=12)
CAPTIONED = st.sets(st.integers(min_value=1, max_value=6))


def test_in_any_order_and_again_and_again_it_is_one_job(runner: asyncio.Runner, desk: Desk) -> None:
    @given(arrivals=ARRIVALS, captioned=CAPTIONED)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def arrive(arrivals: list[int], captioned: set[int]) -> None:
        desk.new_chat()
        runner.run(arrived(arrivals, captioned))

    async def arrived(arrivals: list[int], captioned: set[int]) -> None:
        for message_id in arrivals:
            await desk.take(message_id, words="it dawns" if message_id in captioned else "")
        if not captioned.intersection(arrivals):
            await desk.take(99, words="it dawns", album=False)
        [job] = await desk.jobs()
        used = [int(one.removeprefix("p")) for one in job.request.pictures]
        came = list(dict.fromkeys(arrivals))
        assert used == sorted(came[:2])
        assert desk.answers["album-rest"] <= 1
        assert desk.answers.keys() <= {"album-ask", "album-rest"}
        if len(came) > 2:
            assert desk.answers["album-rest"] == 1

    arrive()


@pytest.mark.parametrize("caption", ["it dawns", ""])
def test_a_thousand_pictures_are_one_job_and_one_sentence(
    runner: asyncio.Runner, desk: Desk, caption: str
) -> None:
    async def arrive() -> None:
        desk.new_chat()
        for message_id in range(1, 1001):
            await desk.take(message_id, words=caption if message_id == 1 else "")
        await desk.take(1001, words="it rains", album=False)
        *_, job = await desk.jobs()
        assert job.request.pictures == ("p1", "p2")

    runner.run(arrive())
    asked = {} if caption else {"album-ask": 1}
    assert desk.answers == asked | {"album-rest": 1}

"""However an album arrives: one job, or one question and then what its person wants."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.i18n.words import Notice
from bot.intake.album_choices import AlbumChoices, Chosen
from bot.intake.answers import Decision
from bot.intake.drafts import Drafts
from bot.intake.presses import Make, pressed_choice
from bot.intake.sent import Sent
from bot.intake.service import Intake
from bot.providers.registry import Registry
from storage.admission import Limits
from storage.history import Whose
from storage.jobs import Job, Mode
from storage.joining import MOST
from storage.store import Store
from tests.providers.samples import PLAIN, Able
from tests.schema import with_schema
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
    admins: frozenset[int] = frozenset({ANN})
    updates: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    presses: list[str] = field(default_factory=list)

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

    def _drafts(self) -> Drafts:
        return Drafts(
            store=self.store,
            registry=Registry([Able("one", FRAMES)]),  # type: ignore[list-item]
            limits=Limits(per_minute=1, per_day=1, active=1),
            admins=self.admins,
            clock=self.clock,
            wake=lambda: None,
        )

    def _intake(self) -> Intake:
        drafts = self._drafts()
        return Intake(
            store=self.store,
            registry=drafts.registry,
            chat=SilentChat(),
            drafts=drafts,
            clock=self.clock,
            wake=lambda: None,
        )

    def _heard(self, answer: Notice | Decision) -> None:
        notice = answer.notice if isinstance(answer, Decision) else answer
        self.answers[notice.key] += 1
        if isinstance(answer, Decision):
            self.presses = [data for _, data in answer.answers]

    async def choose(self, make: Make) -> Chosen:
        """The person presses a button of the last question."""
        [choosing] = [one for one in map(pressed_choice, self.presses) if one and one.make is make]
        return await AlbumChoices(store=self.store, drafts=self._drafts()).choose(
            choosing, chat_id=self.chat_id, user_id=ANN, language=None
        )

    async def jobs(self) -> Sequence[Job]:
        return await self.store.history.older(
            Whose(user_id=ANN, chat_id=self.chat_id), than=None, limit=99
        )


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def desk(runner: asyncio.Runner, tmp_path: Path) -> Iterator[Desk]:
    store = runner.run(Store.open(with_schema(tmp_path)))
    yield Desk(store=store)
    runner.run(store.close())


ARRIVALS = st.lists(st.integers(min_value=1, max_value=6), min_size=1, max_size=12)
CAPTIONED = st.sets(st.integers(min_value=1, max_value=6))


def test_in_any_order_and_again_and_again_it_makes_what_its_person_wants_once(
    runner: asyncio.Runner, desk: Desk
) -> None:
    @given(arrivals=ARRIVALS, captioned=CAPTIONED, make=st.sampled_from(Make))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def arrive(arrivals: list[int], captioned: set[int], make: Make) -> None:
        desk.new_chat()
        runner.run(arrived(arrivals, captioned, make))

    async def arrived(arrivals: list[int], captioned: set[int], make: Make) -> None:
        for message_id in arrivals:
            await desk.take(message_id, words="it dawns" if message_id in captioned else "")
        if not captioned.intersection(arrivals):
            await desk.take(99, words="it dawns", album=False)
        assert desk.answers.keys() <= {"album-ask", "album-rest", "album-choose"}
        assert desk.answers["album-rest"] <= 1
        came = [f"p{number}" for number in sorted(set(arrivals))]
        assert desk.answers["album-choose"] == (len(came) > 2)
        wanted: list[tuple[str, ...]] = [(*came,)]
        if len(came) > 2:
            assert await desk.jobs() == []
            chosen = [await desk.choose(make) for _ in range(2)]
            assert [one.is_done for one in chosen] == [True, False]
            wanted = made_of(came, make)
        assert sorted(job.request.pictures for job in await desk.jobs()) == wanted

    arrive()


def made_of(came: Sequence[str], make: Make) -> list[tuple[str, ...]]:
    match make:
        case Make.FRAMES:
            return [(came[0], came[-1])]
        case Make.FIRST:
            return [(came[0],)]
        case Make.EACH:
            return [(one,) for one in came]
        case Make.NONE:
            return []


@pytest.mark.parametrize("caption", ["it dawns", ""])
def test_a_thousand_pictures_are_one_question(
    runner: asyncio.Runner, desk: Desk, caption: str
) -> None:
    async def arrive() -> None:
        desk.new_chat()
        for message_id in range(1, 1001):
            await desk.take(message_id, words=caption if message_id == 1 else "")
        if not caption:
            await desk.take(1001, words="it rains", album=False)
        assert await desk.jobs() == []
        await desk.choose(Make.EACH)
        assert [job.request.pictures for job in reversed(await desk.jobs())] == [
            (f"p{number}",) for number in range(1, MOST + 1)
        ]

    runner.run(arrive())
    asked = {} if caption else {"album-ask": 1}
    assert desk.answers == asked | {"album-choose": 1}


def test_after_a_part_of_an_answer_another_answer_makes_what_it_says(
    runner: asyncio.Runner, desk: Desk
) -> None:
    async def arrive() -> None:
        desk.new_chat()
        for message_id in (1, 2, 3):
            await desk.take(message_id, words="it dawns" if message_id == 1 else "")
        desk.admins = frozenset()
        assert not (await desk.choose(Make.EACH)).is_done  # one is the limit
        desk.admins = frozenset({ANN})
        assert (await desk.choose(Make.FRAMES)).is_done
        made = [job.request.pictures for job in reversed(await desk.jobs())]
        assert made == [("p1",), ("p1", "p3")]

    runner.run(arrive())

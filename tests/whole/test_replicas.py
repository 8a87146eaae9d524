"""Two processes of one bot: together they do what one would, also while they are killed."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.demo.botapi.chats import Chat
from bot.demo.faults import Hold
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from storage.store import Store
from tests.jumping_clock import JumpingClock
from tests.postgres import emptied
from tests.whole.conftest import SMALL, Stage
from tests.whole.pictures import picture
from tests.whole.replicas import NAMES, endings, replicas

PLACES, REQUESTS_PER_SECOND = 3, 10
PLAN = Plan(max_running=PLACES, requests_per_second=1.7 * REQUESTS_PER_SECOND)
"""What two processes use up together, with room for requests that take their time, or whose turn
has come while the machine stood still; were each to keep a plan of its own, it would not do."""
WITHIN_PLAN = {
    "PIXVERSE_MAX_RUNNING": str(PLACES),
    "PIXVERSE_REQUESTS_PER_SECOND": str(REQUESTS_PER_SECOND),
}

STEPS = ("submitting", "delivering", "closed")
"""Any process may do them."""


@pytest.fixture
async def strict(stage: Stage) -> AsyncIterator[Stage]:
    """The stage with a provider that takes no more than its plan, and takes a while."""
    async with PixVerseSandbox(generation_s=(0.5, 1.5), craft=SMALL, plan=PLAN, seed=2) as videos:
        stage.videos = videos
        yield stage


async def test_two_processes_share_the_work_and_everything_that_is_limited(
    strict: Stage, postgres: str
) -> None:
    people = [strict.person(2000 + n, f"P{n}") for n in range(6)]
    greedy = strict.person(3000, "Greedy")
    limits = {"USER_LIMIT_PER_DAY": "2", "USER_LIMIT_ACTIVE": "9"}
    address = await emptied(postgres)
    async with replicas(strict, address, **WITHIN_PLAN, **limits) as two:
        for person in people:  # in turn, so that each process has to take some
            strict.write("a wolf", person)
            await strict.chat(person).until(lambda c: c.from_bot)
        for person in people:
            strict.write("/start", person)
        for _ in range(6):
            strict.write("a fox", greedy)
        for person in (*people, greedy):
            await strict.video(strict.chat(person), count=1 + (person is greedy))
            await strict.said(strict.chat(person), "Your video is ready")
        await strict.chat(greedy).until(lambda c: endings(c)["pings"] == 2)
        await strict.settled(strict.chat(greedy))
        assert two.workers("moved", state="queued") == set(NAMES)
        assert {worker for step in STEPS for worker in two.workers("moved", state=step)} == set(
            NAMES
        )
    for person in people:
        chat = strict.chat(person)
        assert endings(chat) == Counter(videos=1, pings=1)
        assert len([m for m in chat.from_bot if "Send me a prompt" in m.content.text]) == 1
        assert len(chat.from_bot) == 3
    assert endings(strict.chat(greedy)) == Counter(videos=2, pings=2)
    refusals = [m for m in strict.chat(greedy).from_bot if "are the limit" in m.content.text]
    assert refusals
    assert len(strict.videos.books.purchases) == 8
    refused = [call for call in strict.videos.calls if call.status != 200 or call.code == 500044]
    assert refused == []


async def test_a_process_that_was_overtaken_does_nothing_more_for_its_update(
    stage: Stage, postgres: str
) -> None:
    """Another one has handled it, and its person has used the picture for a prompt since."""
    address, hold = await emptied(postgres), Hold()
    stage.api.faults.add("getFile", hold)
    async with stage.bot(database_url=address):
        chat = stage.chat(stage.ann)
        stage.api.world.send_document(chat, stage.ann, picture(), "a.png", "image/png")
        await hold.reached.wait()
        store = await Store.open(address)
        await store.inbox.done(stage.api.world.updates.everything[-1].id, now=SystemClock().now())
        await store.close()
        hold.release()
        stage.write("a wolf")
        await stage.video(chat)
        await stage.said(chat, "Your video is ready")
    assert len(chat.from_bot) == 2  # nobody asked about the picture
    assert [call.name for call in stage.videos.calls if "/generate" in call.path] == ["text"]


async def test_a_process_whose_machine_is_ahead_has_the_time_of_the_others(
    stage: Stage, postgres: str
) -> None:
    """By its own it would take their jobs, and end what they are about to buy as unknown."""
    address, ahead = await emptied(postgres), JumpingClock()
    ahead.jump(hours=1)
    async with stage.bot(ahead, database_url=address):
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
    store = await Store.open(address)
    latest = await store.records.latest_time()
    await store.close()
    assert latest is not None
    assert latest < SystemClock().now() + timedelta(minutes=1)


KILLS = 6


def welcomes(chat: Chat) -> int:
    """How often the bot has answered /start."""
    return len([one for one in chat.from_bot if "Send me a prompt" in one.content.text])


@pytest.mark.long
@pytest.mark.tried("kill -9 of one of two processes at a random moment", times=KILLS)
async def test_killing_one_of_two_processes_again_and_again_loses_and_doubles_nothing(
    strict: Stage, postgres: str
) -> None:
    chance = random.Random(4)
    people = [strict.person(2000 + n, f"P{n}") for n in range(6)]
    address = await emptied(postgres)
    async with replicas(strict, address, PIXVERSE_MAX_RUNNING=str(PLACES)) as two:
        for number in range(KILLS):
            strict.write("a wolf", people[number])
            strict.write("/start", people[number])
            other = people[number - 1]
            strict.api.world.send_photo(strict.chat(other), other, picture(), caption="a fox")
            await asyncio.sleep(chance.uniform(0.1, 1.5))  # a random moment is meant
            name = chance.choice(NAMES)
            await two.kill(name)
            two.start(name)
            await two.ready(name)
        for person in people:
            await strict.chat(person).until(lambda c: endings(c)["videos"] >= 2)
        for person in people:
            # What was asked before may be answered only now: a killed process has its lease.
            await strict.settled(strict.chat(person))
            await strict.chat(person).until(lambda c: welcomes(c) >= 2)
    for person in people:
        shown = endings(strict.chat(person))
        assert shown["videos"] == 2
        assert shown["pings"] <= 2
        assert welcomes(strict.chat(person)) >= 2  # said and not noted as said, it is said again
    assert len(strict.videos.books.purchases) == 2 * len(people)

"""Every fault of every provider at every call, alone and in a burst, as a person sees it."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle

import pytest
from aiohttp import web

from bot.app import App
from bot.demo.botapi.chats import Chat, Message
from bot.demo.faults import Handler
from bot.demo.sandbox.books import Purchase
from bot.providers.errors import Fault
from bot.providers.hosting import Hosting
from bot.providers.registry import Registry
from bot.providers.tools import Tools
from storage.store import Store
from tests.fast_clock import FastClock
from tests.ports import free_port
from tests.providers.bench import Bench, Workshop
from tests.providers.benches import BENCHES
from tests.providers.samples import UNCLEAR
from tests.whole.conftest import Stage, refused
from tests.whole.pictures import picture

NAMES = ("pixverse", "gateway", "modelverse", "apixo", "pixverse_web")
BURSTS = (1, 3)
"""How many in a row, by turns. A fault that ends the job is the last of its row."""
BY_URL = refused(400, "Bad Request: failed to get HTTP URL content")
ANSWER_S = 0.4
"""How long an answer may take, so that whoever never gets one goes on at once."""
REASONS = (
    "content check said no", "could not make this one", "No video came within the time limit",
    "no longer has this video", "Nobody can make this video", "I cannot tell whether",
    "too long for the video service", "does not accept this picture", "does not offer",
    "there is nothing at its address", "I could not fetch it", "cannot be sent here",
)  # fmt: skip
RAW = re.compile(
    r"\b\d{5,6}\b|ErrCode|ErrMsg|pixverse|modelverse|apixo|Traceback|HTTP \d", re.IGNORECASE
)
RECEIPT = re.compile(
    r"^(?:pixverse|pixverse_web|gateway|modelverse|apixo)(?:, [\w ]+)*\.$", re.MULTILINE
)
"""Names who made the video, and is meant to."""
MEDIA = (
    "video_empty", "video_is_html", "video_short", "video_crawls", "video_private",
    "http_403", "http_404", "http_410", "http_429", "http_503", "cut", "html_502", "redirect",
)  # fmt: skip
UPLOADED_AT = {"pixverse": "upload", "pixverse_web": "upload"}
"""Where a picture goes up by itself; with the others it goes with the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The bot with one provider only, in a hurry; and the chats of all who have asked it."""

    stage: Stage
    bench: Bench
    chats: list[Chat] = field(default_factory=list)

    async def case(self, call: str, faults: Sequence[str]) -> tuple[int, bool]:
        """One more prompt, when the next calls meet these faults, each its own.

        Gives how many were met before it had ended, and whether with a video.
        """
        person = self.stage.person(3000 + len(self.chats), "P")
        chat = self.stage.chat(person)
        self.chats.append(chat)
        before = len(self.bench.books.purchases)
        for fault in faults:
            self.bench.spoil(call, fault)
        rules = [rule for rule in self.bench.sandbox.faults.rules if rule.call == call]
        if call == "media":  # Telegram's own fetching has its own time
            self.stage.api.faults.add("editMessageMedia", BY_URL)
        if call == UPLOADED_AT.get(self.bench.provider.name):
            self.stage.api.world.send_photo(chat, person, picture(), caption="a wolf")
        else:
            self.stage.write("a wolf", person)
        await chat.until(pings)
        self.bench.sandbox.faults.clear()  # what stalls stays so, until the sandbox stops
        check(chat)
        video = any(m.video for m in chat.from_bot)
        check_money(chat, self.bench.books.purchases[before:], video=video)
        return sum(rule.met for rule in rules), video


def check(chat: Chat) -> None:
    """One video or one reason, one ping, and nothing raw."""
    videos = [m for m in chat.from_bot if m.video]
    said = [m.content.text for m in chat.from_bot]
    reasons = [text for text in said if any(words in text for words in REASONS)]
    assert len(videos) + len(reasons) == 1, said
    assert len(pings(chat)) == 1, said
    assert not RAW.search(RECEIPT.sub("", "\n".join(said))), said


def check_money(chat: Chat, bought: Sequence[Purchase], *, video: bool) -> None:
    """One purchase at most, and what is said of it is true."""
    assert video <= len(bought) <= 1
    if any("Nothing was charged" in m.content.text for m in chat.from_bot):
        assert all(one.refunded_at for one in bought)


def pings(chat: Chat) -> list[Message]:
    """What makes the phone ring."""
    words = ("Your video is ready. It took", "No video this time")
    return [m for m in chat.from_bot if any(one in m.content.text for one in words)]


@asynccontextmanager
async def house(stage: Stage, name: str) -> AsyncIterator[House]:
    """The bot and its provider, for as long as the block lasts."""
    port = free_port()
    settings = stage.settings(
        public_url=f"http://127.0.0.1:{port}", http_port=port, status_poll_seconds=1
    )
    clock, stop = FastClock(20), asyncio.Event()
    addresses = settings.addresses()
    assert addresses is not None
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(BENCHES[name].new_sandbox())
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        hosting = Hosting(
            hosted=store.hosted, addresses=addresses, clock=clock, kept_for=timedelta(days=1)
        )
        tools = Tools(
            budgets=store.budgets, sessions=store.sessions, nonces=store.nonces,
            hosting=hosting, clock=clock, haste=100, patience_s=ANSWER_S,
        )  # fmt: skip
        workshop = Workshop(store=store, addresses=addresses, tools=tools)
        registry = Registry([BENCHES[name].new_provider(workshop, sandbox.url)])
        stack.push_async_callback(registry.close)
        running = asyncio.create_task(App(settings, clock, store, registry, stack).run(stop))
        [provider] = registry
        try:
            yield House(stage=stage, bench=BENCHES[name](sandbox, provider))
        finally:
            stop.set()
            await running


def refusals(bench: type[Bench]) -> list[str]:
    """One name for every fault that the provider refuses for.

    The key comes last: an account whose login was refused is left alone for long.
    """
    names = {fault: name for name, fault in bench.traits.refusals.items()}
    return [names[fault] for fault in sorted(names, key=lambda one: one is Fault.BAD_KEY)]


def harmless(name: str) -> set[str]:
    """The calls at which no fault costs a video."""
    traits = BENCHES[name].traits
    return {traits.status_call, "media"}


def calls() -> Iterator[tuple[str, str, list[str]]]:
    """Every provider, each of its calls on the way to a video, and what goes wrong there."""
    for name in NAMES:
        bench = BENCHES[name]
        traits = bench.traits
        yield name, traits.text_call, [*UNCLEAR, *traits.unclear, *refusals(bench)]
        yield name, traits.status_call, [*UNCLEAR, *traits.unfinished]
        yield name, "media", list(MEDIA)
        if name in UPLOADED_AT:
            yield name, UPLOADED_AT[name], ["moderated_upload", *UNCLEAR, *refusals(bench)]


@pytest.mark.parametrize(
    ("name", "call", "faults"),
    [
        pytest.param(
            name, call, faults, id=f"{name}-{call}",
            marks=pytest.mark.tried("a provider's fault at one of its calls", times=len(faults)),
        )
        for name, call, faults in calls()
    ],
)  # fmt: skip
async def test_a_fault_ends_with_one_video_or_an_honest_reason(
    stage: Stage, name: str, call: str, faults: list[str]
) -> None:
    async with house(stage, name) as at:
        left, sizes = list(faults), cycle(BURSTS)
        while left:
            met, video = await at.case(call, left[: next(sizes)])
            assert met > 0
            assert video or call not in harmless(name), left[:met]
            left = left[met:]
        await stage.settled(stage.chat(stage.ann))
        for chat in at.chats:  # nothing came later
            check(chat)
        assert len(at.bench.books.purchases) <= len(at.chats)


class Afterwards:
    """A sandbox whose status is odd once its video was asked for, and not there at first."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.met = 0
        self._missing = 2
        self._asked = False
        odd = bench.oddity(name)
        assert odd is not None
        self._odd = odd
        bench.sandbox.faults.add("media", self.media, times=None)
        bench.sandbox.faults.add(bench.traits.status_call, self.status, times=None)

    async def media(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "HEAD" or self._missing == 0:
            return await handler(request)
        self._asked = True
        self._missing -= 1
        raise web.HTTPNotFound

    async def status(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.met += self._asked
        return await (self._odd(request, handler) if self._asked else handler(request))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.tried("a status that goes backwards", times=4))
        for name in NAMES
    ],
)
async def test_a_status_that_goes_backwards_costs_no_video(stage: Stage, name: str) -> None:
    async with house(stage, name) as at:
        for odd in BENCHES[name].traits.unfinished[:4]:
            afterwards = Afterwards(at.bench, odd)
            _, video = await at.case("media", ())
            assert video, odd
            assert afterwards.met > 0

"""kill -9 around a purchase at the providers that cannot be asked again for the same purchase."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import product

import pytest

from bot.demo.botapi.chats import Message
from bot.demo.sandbox.base import Sandbox
from bot.demo.services import services
from tests.fire import commits
from tests.fire.chain import live_through
from tests.fire.commits import When
from tests.fire.requests import Trap
from tests.ports import free_port
from tests.whole.conftest import Stage
from tests.whole.process import Life, living
from tests.whole.serving import QUICK

SUBMIT = {"gateway": "text", "modelverse": "submit", "apixo": "generate", "pixverse_web": "t2v"}
REQUEST = "the request"
BEGUN = "submit Jobs.begin_purchase (submitting)"
BOUGHT = "submit Jobs.move (generating)"
# In the order of time: where the life ends, how many purchases there are in the end, and whether
# the bot knows what became of it.
POINTS: list[tuple[When, str, int, bool]] = [
    ("before", BEGUN, 1, True),  # the next life begins it
    ("after", BEGUN, 0, False),
    ("before", REQUEST, 0, False),
    ("after", REQUEST, 1, False),
    ("before", BOUGHT, 1, False),
    ("after", BOUGHT, 1, True),
]


@asynccontextmanager
async def only(provider: str) -> AsyncIterator[tuple[Sandbox, dict[str, str]]]:
    """A service, and the settings of a bot that has no other."""
    (service,) = services(provider, QUICK)
    port = free_port()
    async with service.sandbox as sandbox:
        yield (
            sandbox,
            {
                **service.environment,
                "PROVIDERS": provider,
                "PIXVERSE_API_KEY": "",
                "GATEWAY_REQUESTS_PER_MINUTE": "600",
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "HTTP_PORT": str(port),
            },
        )


def killed_at(
    place: str, when: When, *, stage: Stage, sandbox: Sandbox, settings: dict[str, str]
) -> Callable[[], Life]:
    """Gives birth to lives of which the first to come to this place ends there."""
    if place != REQUEST:
        args = (stage.folder / "journal", when, [place])
        return lambda: Life(stage, settings=settings, main=commits.main, main_args=args)
    provider = settings["PROVIDERS"]
    trap = Trap(when, only=[f"{provider} {SUBMIT[provider]}"])
    trap.set_in(sandbox.faults, provider)
    return lambda: trap.watch(Life(stage, settings=settings))


def card(stage: Stage) -> Message:
    """Ann's one card, whatever it shows by now."""
    (shown,) = (message for message in stage.chat(stage.ann).from_bot if not is_ping(message))
    return shown


def is_ping(message: Message) -> bool:
    return message.reply_to is not None and message.reply_to.sender.is_bot


@pytest.mark.tried("kill -9 around a purchase that cannot be asked for again")
@pytest.mark.parametrize(
    ("provider", "when", "place", "purchases", "known"),
    [(provider, *point) for provider, point in product(SUBMIT, POINTS)],
)
async def test_a_kill_around_a_purchase_never_buys_twice_and_the_person_hears_what_is_unclear(
    stage: Stage, provider: str, when: When, place: str, purchases: int, known: bool
) -> None:
    stage.write("a wolf")
    async with only(provider) as (sandbox, settings):
        kills = await live_through(
            stage, killed_at(place, when, stage=stage, sandbox=sandbox, settings=settings)
        )
        assert kills == 1
        assert len(sandbox.books.purchases) == purchases
        assert bool(card(stage).video) == known
        if not known:
            assert "I cannot tell whether this video was made" in card(stage).content.text
            assert list(card(stage).buttons) == ["🔁 Try again"]


async def test_the_button_of_an_unclear_purchase_buys_once_more(stage: Stage) -> None:
    stage.write("a wolf")
    chat = stage.chat(stage.ann)
    async with only("apixo") as (sandbox, settings):
        born = killed_at(REQUEST, "after", stage=stage, sandbox=sandbox, settings=settings)
        await live_through(stage, born)
        sandbox.faults.clear()
        async with living(stage, settings):
            [data] = card(stage).buttons.values()
            await stage.api.world.press(chat, stage.ann, card(stage).id, data)
            await stage.video(chat)
        assert len(sandbox.books.purchases) == 2

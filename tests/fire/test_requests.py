"""kill -9 just before and just after every request that the bot sends."""

from itertools import product

import pytest
from aiohttp import web

from bot.demo.faults import Handler
from tests.fire import commits
from tests.fire.chain import live_through, send, served_once
from tests.fire.commits import When, visited
from tests.fire.requests import Trap, nothing_else
from tests.ports import free_port
from tests.whole.conftest import Stage, refused
from tests.whole.process import Life

ALWAYS = {
    "telegram getMe",
    "telegram deleteWebhook",
    "telegram setMyCommands",
    "telegram getUpdates",
    "telegram getUpdates, confirming",
    "telegram sendMessage",
    "telegram editMessageText",
    "telegram editMessageMedia",
    "telegram sendChatAction",
    "telegram sendMessage, the ping",
    "pixverse result",
}
PICTURE = {"telegram getFile", "telegram file", "pixverse upload"}
OF_KIND = {
    "text": {"pixverse text"},
    "streamed": {"pixverse text", "pixverse media", "telegram editMessageMedia, uploading"},
    "picture": PICTURE | {"pixverse img"},
    "album": PICTURE | {"pixverse transition"},
}
DONE_BEFORE = {"telegram editMessageReplyMarkup"}
"""What is asked where the video was there already, to know it."""
MADE_SLOWLY = {"pixverse result", "telegram editMessageText"}
"""What is asked only while a video is being made, or for sure only then."""
TIMES: tuple[When, ...] = ("before", "after")


def requests_of(kind: str, when: When) -> set[str]:
    """Every request that is sent for a job of this kind, over lives that end at each."""
    done = when == "after" and kind != "streamed"  # a killed upload may have been too short
    return ALWAYS | OF_KIND[kind] | (DONE_BEFORE if done else set())


async def no_urls(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Telegram does not get at videos by itself: the bot has to bring them."""
    by_url = request.path.endswith("/editMessageMedia") and not request.content_type.startswith(
        "multipart/"
    )
    refuse = refused(400, "Bad Request: failed to get HTTP URL content")
    return await (refuse(request, handler) if by_url else handler(request))


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        pytest.param(
            kind,
            when,
            marks=pytest.mark.tried(
                "kill -9 before or after a request", times=len(requests_of(kind, when))
            ),
        )
        for kind, when in product(OF_KIND, TIMES)
    ],
)
async def test_a_kill_at_any_request_loses_and_doubles_nothing(
    stage: Stage, kind: str, when: When
) -> None:
    trap = Trap(when)
    trap.set_in(stage.api.faults, "telegram", no_urls if kind == "streamed" else nothing_else)
    trap.set_in(stage.videos.faults, "pixverse")

    def born() -> Life:
        if set(trap.visited) >= MADE_SLOWLY:
            stage.videos.release()
        return trap.watch(Life(stage))

    stage.videos.hold()
    send(stage, kind)
    kills = await live_through(stage, born)
    met = set(trap.visited) - (DONE_BEFORE if kind == "streamed" else set())
    assert met == requests_of(kind, when)
    assert kills == len(trap.visited)
    served_once(stage, kind)


@pytest.mark.tried("kill -9 while a webhook brings an update")
@pytest.mark.parametrize("when", TIMES)
async def test_a_kill_while_a_webhook_brings_a_prompt_makes_telegram_bring_it_again(
    stage: Stage, when: When
) -> None:
    """Before the commit the update is not stored; after it, it is, and Telegram has no 200."""
    journal, port = stage.folder / "journal", free_port()
    settings = {
        "UPDATES": "webhook", "PUBLIC_URL": f"http://127.0.0.1:{port}", "HTTP_PORT": str(port),
    }  # fmt: skip
    args = (journal, when, ("Inbox.put",))
    send(stage, "text")
    kills = await live_through(
        stage, lambda: Life(stage, settings=settings, main=commits.main, main_args=args)
    )
    assert (kills, visited(journal)) == (1, ["Inbox.put"])
    await stage.api.updates.until_confirmed()
    served_once(stage, "text")

"""Each video service alone, from the prompt to the video in the chat."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from bot.demo.sandbox.base import Sandbox
from bot.demo.services import Pace, Service, services
from tests.ports import free_port
from tests.whole.conftest import SMALL, Stage
from tests.whole.pictures import picture
from tests.whole.process import call_born, settings_of

QUICK = Pace(generation_s=(0.1, 0.2), craft=SMALL)
NAMES = ("pixverse", "gateway", "modelverse", "apixo", "pixverse_web")


def told(service: Service) -> dict[str, Any]:
    """What the bot has to know of a service."""
    aliased = {"GATEWAY_API_KEY"}
    return {
        name if name in aliased else name.lower(): value
        for name, value in service.environment.items()
    }


@asynccontextmanager
async def serving(names: str) -> AsyncIterator[tuple[dict[str, Any], list[Sandbox]]]:
    """Quick services, and the settings of a bot that has them and nothing else."""
    port = free_port()
    chosen = services(names, QUICK)
    settings: dict[str, Any] = {
        "pixverse_api_key": None,
        "providers": [service.name for service in chosen],
        "public_url": f"http://127.0.0.1:{port}",
        "http_port": port,
    }
    async with AsyncExitStack() as stack:
        for service in chosen:
            await stack.enter_async_context(service.sandbox)
            settings |= told(service)
        yield settings, [service.sandbox for service in chosen]


@asynccontextmanager
async def served_by(stage: Stage, names: str, **overrides: Any) -> AsyncIterator[list[Sandbox]]:
    """The bot with these services."""
    async with serving(names) as (settings, sandboxes), stage.bot(**(settings | overrides)):
        yield sandboxes


@pytest.mark.parametrize("name", NAMES)
async def test_a_prompt_and_a_picture_become_videos(stage: Stage, name: str) -> None:
    async with served_by(stage, name):
        chat = stage.chat(stage.ann)
        stage.write("a wolf in the snow")
        await stage.video(chat)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it begins to snow")
        shown = await stage.video(chat, count=2)
        assert shown.content.text == "it begins to snow"


async def test_the_balance_is_shown_of_all_who_tell_it(stage: Stage) -> None:
    async with served_by(stage, ",".join(NAMES)):
        stage.write("/balance", stage.admin)
        shown = await stage.said(stage.chat(stage.admin), "Balance")
    assert shown.content.text.splitlines() == [
        "Balance",
        "pixverse: 10100 credits (monthly 100, package 10000)",
        "apixo: 74.87 USD (on the account 74.87)",
        "pixverse_web: 10160 credits (daily 60, monthly 100, package 10000)",
    ]


async def test_the_doctor_leaves_a_running_bots_login_alone(stage: Stage) -> None:
    async with served_by(stage, "pixverse_web") as (web,):
        stage.write("one")
        await stage.video(stage.chat(stage.ann))
        settings = settings_of(stage) | {
            "PIXVERSE_API_KEY": "", "PROVIDERS": "pixverse_web",
            "PIXVERSE_WEB_USERNAME": "demo", "PIXVERSE_WEB_PASSWORD": "sandbox-key",
            "PIXVERSE_WEB_BASE_URL": web.url,
        }  # fmt: skip
        code, out, _ = await call_born(stage.folder, "doctor", settings=settings)
        assert code == 0
        assert "pixverse_web: not tried" in out
        assert len([call for call in web.calls if call.name == "login"]) == 1
    code, out, _ = await call_born(stage.folder, "doctor", settings=settings)
    assert "cannot be reached" in out  # the service is gone by now, but it was tried


@pytest.mark.parametrize("name", NAMES)
async def test_moderation_and_failure_are_said_in_words(stage: Stage, name: str) -> None:
    async with served_by(stage, name):
        chat = stage.chat(stage.ann)
        stage.write("a wolf #moderated")
        await stage.said(chat, "content check said no")
        stage.write("a wolf #failed")
        await stage.said(chat, "could not make this one")

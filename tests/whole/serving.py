"""Video services, and the bot with them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from bot.demo.sandbox.base import Sandbox
from bot.demo.services import Pace, Service, services
from tests.ports import free_port
from tests.whole.conftest import SMALL, Stage

QUICK = Pace(generation_s=(0.1, 0.2), craft=SMALL)


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

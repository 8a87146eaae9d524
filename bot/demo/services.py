"""The video services of the demo: a sandbox each, and what the bot is told of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.demo.sandbox.apixo import ApixoSandbox
from bot.demo.sandbox.base import Sandbox
from bot.demo.sandbox.gateway import GatewaySandbox
from bot.demo.sandbox.modelverse import ModelverseSandbox
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan
from bot.demo.sandbox.pixverse_web import PixVerseWebSandbox
from bot.demo.sandbox.studio import FULL_SIZE, Craft

KEY = "sandbox-key"


class UnknownServiceError(Exception):
    """No service of that name; the text says which there are."""


@dataclass(frozen=True, slots=True)
class Service:
    """A sandbox and the settings with which the bot finds it."""

    name: str
    sandbox: Sandbox
    settings: Callable[[str], Mapping[str, str]]
    """Of the sandbox's address."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings, once the sandbox has an address."""
        told = self.settings(self.sandbox.url)
        return {f"{self.name.upper()}_{setting}": value for setting, value in told.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How quickly services make their videos, (shortest, longest) in seconds, and how large."""

    generation_s: tuple[float, float] = (5.0, 10.0)
    craft: Craft = FULL_SIZE


UNHURRIED = Pace()


def services(names: str, pace: Pace = UNHURRIED) -> Sequence[Service]:
    """The services of a comma-separated list; of an empty one all of them.

    Raises UnknownServiceError.
    """
    chosen = [name.strip() for name in names.split(",") if name.strip()] or list(_ALL)
    for name in chosen:
        if name not in _ALL:
            raise UnknownServiceError(f"PROVIDERS: {name} is none of {', '.join(_ALL)}")
    return [_ALL[name](pace) for name in dict.fromkeys(chosen)]


def _with_key(url: str) -> Mapping[str, str]:
    return {"API_KEY": KEY, "BASE_URL": url}


def _pixverse(pace: Pace) -> Service:
    plan = Plan(max_running=2, requests_per_second=1)
    sandbox = PixVerseSandbox(plan=plan, generation_s=pace.generation_s, craft=pace.craft)
    return Service("pixverse", sandbox, _with_key)


def _gateway(pace: Pace) -> Service:
    sandbox = GatewaySandbox(generation_s=pace.generation_s, craft=pace.craft)
    return Service("gateway", sandbox, lambda url: {**_with_key(url), "APP_BUNDLE_ID": "demo"})


def _modelverse(pace: Pace) -> Service:
    sandbox = ModelverseSandbox(generation_s=pace.generation_s, craft=pace.craft)
    return Service("modelverse", sandbox, _with_key)


def _apixo(pace: Pace) -> Service:
    sandbox = ApixoSandbox(generation_s=pace.generation_s, craft=pace.craft)
    return Service("apixo", sandbox, _with_key)


def _pixverse_web(pace: Pace) -> Service:
    sandbox = PixVerseWebSandbox(
        username="demo", password=KEY, generation_s=pace.generation_s, craft=pace.craft
    )
    return Service(
        "pixverse_web",
        sandbox,
        lambda url: {"USERNAME": "demo", "PASSWORD": KEY, "BASE_URL": url},
    )


_ALL: Mapping[str, Callable[[Pace], Service]] = {
    "pixverse": _pixverse,
    "gateway": _gateway,
    "modelverse": _modelverse,
    "apixo": _apixo,
    "pixverse_web": _pixverse_web,
}

"""Whether a provider can do a request, and what of it would have to change there. Pure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from bot.providers.base import Capabilities
from storage.jobs import Mode, Options, Request


class Misfit(StrEnum):
    """Why a provider cannot do a request at all."""

    MODE = "mode"
    DURATION = "duration"
    PROMPT = "prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An option that is made otherwise than it was asked for. `applied` None: left out."""

    option: str
    asked: str
    applied: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a provider would make: every option decided."""

    options: Options


def match(request: Request, able: Capabilities) -> Fit | Misfit:
    """The options with which a provider can do a request.

    What it is made from, how long it is and what it shows have to be as they were asked for; the
    other options come as near as they can. What the person prefers besides holds where that takes
    nothing from what was asked for.
    """
    if request.mode not in able.modes:
        return Misfit.MODE
    if len(request.prompt) > able.prompt_max_chars:
        return Misfit.PROMPT
    held, made = request.options, _made(request.options, request.mode, able)
    if made is None:
        return Misfit.DURATION
    for option, wish in _named(preferred(request)):
        bolder: Options = replace(held, **{option: wish})
        bent = _made(bolder, request.mode, able)
        if bent is not None and changes(held, bent) == changes(held, made):
            held, made = bolder, bent
    return Fit(options=made)


def preferred(request: Request) -> Options:
    """What the person would like of all that the request leaves open."""
    if request.prefers is None:
        return Options()
    asked = dict.fromkeys((option for option, _ in _named(request.options)), None)
    return replace(request.prefers.options, **asked)


def _made(asked: Options, mode: Mode, able: Capabilities) -> Options | None:
    """What comes of these options; None: there is no video of that length."""
    wanted = _with_defaults(asked, able.defaults)
    if wanted.duration_s not in able.durations_s:
        return None
    quality = _quality(wanted, able)
    ratio = _aspect_ratio(wanted, quality, able) if mode is Mode.TEXT else None
    return replace(
        wanted,
        quality=quality,
        aspect_ratio=ratio,
        seed=asked.seed if able.seed else None,
        audio=wanted.audio if able.audio else None,
        negative_prompt=_negative_prompt(asked, able),
        prompt_expansion=wanted.prompt_expansion if able.prompt_expansion else None,
    )


def changes(asked: Options, applied: Options) -> Sequence[Change]:
    """What was asked for and is made otherwise, in the order of the options."""
    return [
        Change(option=name, asked=str(wish), applied=None if made is None else str(made))
        for name, wish, made in _pairs(asked, applied)
        # What nobody can switch on there is off.
        if wish is not None and wish != made and not (wish is False and made is None)
    ]


def _pairs(asked: Options, applied: Options) -> Sequence[tuple[str, Any, Any]]:
    names = [field.name for field in fields(Options)]
    return [(name, getattr(asked, name), getattr(applied, name)) for name in names]


def _named(options: Options) -> Sequence[tuple[str, Any]]:
    """Those that are not left open."""
    return [(name, wish) for name, wish, _ in _pairs(options, options) if wish is not None]


def _with_defaults(asked: Options, defaults: Options) -> Options:
    return replace(defaults, **dict(_named(asked)))


def _quality(wanted: Options, able: Capabilities) -> str | None:
    """The nearest that goes with the length; of two that are as near, the cheaper one."""
    possible = [
        quality for quality in able.qualities if (quality, wanted.duration_s) not in able.excluded
    ]
    return _nearest(wanted.quality, possible, lambda quality: float(quality.removesuffix("p")))


def _aspect_ratio(wanted: Options, quality: str | None, able: Capabilities) -> str | None:
    """The nearest that goes with the quality."""
    possible = [one for one in able.aspect_ratios if (quality, one) not in able.excluded_ratios]
    return _nearest(wanted.aspect_ratio, possible, _log_ratio)


def _log_ratio(ratio: str) -> float:
    """So that 9:16 is as far from 1:1 as 16:9 is."""
    width, height = ratio.split(":")
    return math.log(int(width) / int(height))


def _nearest(wish: str | None, possible: Sequence[str], size: Callable[[str], float]) -> str | None:
    if wish is None or wish in possible:
        return wish
    return min(possible, key=lambda one: abs(size(one) - size(wish)), default=None)


def _negative_prompt(asked: Options, able: Capabilities) -> str | None:
    wish = asked.negative_prompt
    return wish if wish and len(wish) <= able.negative_prompt_max_chars else None

"""What a person hears instead when nobody here can do a request."""

from collections.abc import Sequence

from bot.i18n.words import Notice
from bot.intake.prompt import prompt_too_long
from bot.providers.matching import Misfit
from bot.providers.registry import Registry
from storage.jobs import Mode, Request


def impossible(request: Request, registry: Registry) -> Notice:
    """Why nobody can, and what somebody can."""
    if request.provider is not None and registry.get(request.provider) is None:
        return Notice("provider-gone", {"provider": request.provider})
    misfits = set(registry.misfits(request).values())
    if Misfit.PROMPT in misfits:
        return prompt_too_long(request.prompt, registry.prompt_max_chars(request.mode))
    if Misfit.DURATION in misfits:
        asked = request.options.duration_s or 0
        possible = ", ".join(_ranges(_durations(request, registry)))
        return Notice("nobody-duration", {"asked": asked, "possible": possible})
    if request.provider is not None:
        return Notice("provider-cannot", {"provider": request.provider, "mode": request.mode})
    return nobody_can(request.mode, registry)


def nobody_can(mode: Mode, registry: Registry) -> Notice:
    """Nobody makes videos in this way."""
    possible = [one for one in (Mode.TEXT, Mode.IMAGE) if registry.able(one)]
    return Notice("nobody-mode", {"mode": mode, "possible": "-".join(possible)})


def _durations(request: Request, registry: Registry) -> Sequence[int]:
    able = (one.capabilities for one in registry.asked(request))
    return sorted({one for can in able if request.mode in can.modes for one in can.durations_s})


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Neighbours are drawn together: 1, 2, 3 and 5 give two."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]

"""A short storm, and its controls. `make storm` runs the long one."""

import random
from collections.abc import Callable, Sequence

import pytest

from bot.__main__ import main as bot_main
from tests.fire import broken
from tests.fire.crowd import Crowd
from tests.fire.storm import SETTINGS, Steps, Storm, at_random
from tests.whole.conftest import Stage
from tests.whole.process import Life

KILLS = 25
CONTROL_KILLS = 40
UNDER_WAY = 8


def storm(
    stage: Stage,
    *,
    main: Callable[..., int] = bot_main,
    arguments: Sequence[object] = ([],),
    seed: int = 1,
) -> Storm:
    rng = random.Random(seed)
    steps = Steps(stage)

    async def born() -> Life:
        return Life(stage, settings=SETTINGS, main=main, main_args=arguments)

    return Storm(
        stage=stage,
        crowd=Crowd(stage, rng),
        under_way=UNDER_WAY,
        born=born,
        moment=at_random(steps, rng, longest_s=0.7),
        steps=steps,
    )


@pytest.mark.long
@pytest.mark.tried("kill -9 at a random moment, with eight jobs under way", times=KILLS)
async def test_a_short_storm_loses_and_doubles_nothing(stage: Stage) -> None:
    found = await storm(stage).rage(KILLS)
    assert (found.lost, found.doubled) == ([], [])
    assert found.prompts > UNDER_WAY  # some had ended, so that others were sent


@pytest.mark.parametrize(
    ("name", "method"),
    [("sends-before-it-records", "sendVideo"), ("confirms-before-it-stores", "getUpdates")],
)
async def test_a_broken_bot_is_caught(stage: Stage, name: str, method: str) -> None:
    """Lives end where it hurts: as soon as Telegram has done what comes too early."""
    raging = storm(stage, main=broken.main, arguments=(name,))

    async def done_too_early() -> None:
        times = len(stage.api.calls_of(method)) + raging.kills % 3
        await stage.api.until_called(method, times=times + 1)

    raging.moment = done_too_early
    found = await raging.rage(CONTROL_KILLS, until_hurt=True)
    assert found.doubled if method == "sendVideo" else found.lost

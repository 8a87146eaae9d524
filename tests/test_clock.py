import asyncio
from datetime import timedelta

from bot.clock import in_step, not_before
from tests.still_clock import StillClock


async def test_a_clock_that_was_set_back_goes_on_where_it_was() -> None:
    real = StillClock()
    latest = real.now() + timedelta(hours=1)
    clock = not_before(real, latest)
    assert clock.now() == latest
    waiting = asyncio.create_task(clock.sleep_until(latest + timedelta(seconds=5)))
    bell = asyncio.create_task(clock.wait(asyncio.Event(), until=latest + timedelta(seconds=5)))
    await asyncio.sleep(0)
    assert not waiting.done()
    real.advance(seconds=5)
    await waiting
    assert await bell is False
    assert clock.now() == latest + timedelta(seconds=5)


async def test_a_clock_that_is_right_or_was_set_forward_is_left_alone() -> None:
    real = StillClock()
    for latest in (None, real.now(), real.now() - timedelta(days=400)):
        assert not_before(real, latest) is real


async def test_a_clock_is_set_by_that_of_the_others() -> None:
    real = StillClock()
    assert in_step(real, None) is real
    for differs in (timedelta(hours=1), timedelta(minutes=-1)):
        clock = in_step(real, real.now() + differs)
        assert clock.now() == real.now() + differs

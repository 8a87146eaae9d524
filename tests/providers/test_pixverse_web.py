"""What is special to a web account: one session, which is never fought over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
import structlog

from bot.providers.base import Done
from bot.providers.errors import Fault, ProviderError, Refused, Unreachable
from tests.jumping_clock import JumpingClock
from tests.providers.bench import Workshop, key
from tests.providers.pixverse_web_bench import PASSWORD, PixVerseWebBench


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
def timed(workshop: Workshop, clock: JumpingClock) -> Workshop:
    """A workshop whose clock can jump."""
    return replace(workshop, tools=replace(workshop.tools, clock=clock))


@asynccontextmanager
async def account(workshop: Workshop, **about: Any) -> AsyncIterator[PixVerseWebBench]:
    async with PixVerseWebBench.new_sandbox(**about) as sandbox:
        provider = PixVerseWebBench.new_provider(workshop, sandbox.url)
        try:
            yield PixVerseWebBench(sandbox, provider)
        finally:
            await provider.close()


async def refusal(bench: PixVerseWebBench) -> Refused:
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BAD_KEY
    return refused.value


def asked(bench: PixVerseWebBench) -> int:
    """How often a login was tried."""
    return len(bench.sent("login"))


async def test_one_login_serves_all_and_the_next_start_too(workshop: Workshop) -> None:
    async with account(workshop) as bench:
        await asyncio.gather(*(bench.bought() for _ in range(3)), bench.provider.balance())
        assert isinstance(await bench.status(await bench.finished()), Done)
        reborn = PixVerseWebBench.new_provider(workshop, bench.sandbox.url)
        await reborn.submit(bench.order(), key=key())
        await reborn.close()
        assert asked(bench) == 1


async def test_an_expired_session_is_renewed_once_and_the_order_made_once(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with account(timed) as bench:
        await bench.provider.balance()
        clock.jump(days=30)
        bench.sandbox.expire()
        await asyncio.gather(*(bench.bought() for _ in range(3)))
        assert (asked(bench), len(bench.books.purchases)) == (2, 3)


async def test_a_session_that_expires_again_at_once_is_not_renewed_in_a_loop(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with account(timed) as bench:
        bench.spoil("t2v", "expired", times=None)
        await bench.provider.balance()
        clock.jump(minutes=2)
        for _ in range(5):
            await refusal(bench)
        assert asked(bench) == 2
        assert bench.books.purchases == ()


async def test_whoever_logs_in_elsewhere_is_left_alone_for_half_an_hour(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with account(timed) as bench:
        await bench.provider.balance()
        clock.jump(minutes=2)
        bench.sandbox.evict()
        for _ in range(3):
            await refusal(bench)
            clock.jump(minutes=9)
        assert asked(bench) == 1
        clock.jump(minutes=9)
        await bench.bought()
        assert asked(bench) == 2


async def test_two_processes_do_not_throw_each_other_out(workshop: Workshop) -> None:
    async with account(workshop) as bench:
        twin = PixVerseWebBench.new_provider(workshop, bench.sandbox.url)
        results = await asyncio.gather(
            bench.provider.balance(), twin.balance(), return_exceptions=True
        )
        assert asked(bench) == 1
        assert all(
            not isinstance(one, BaseException) or isinstance(one, Refused) for one in results
        )
        await twin.balance()
        await twin.close()
        assert asked(bench) == 1


@pytest.mark.parametrize("name", ["login_refused", "login_no_token", "login_empty_token"])
async def test_a_refused_login_is_not_tried_again_for_ten_minutes(
    timed: Workshop, clock: JumpingClock, name: str
) -> None:
    async with account(timed) as bench:
        bench.spoil("login", name)
        for _ in range(3):
            await refusal(bench)
            clock.jump(minutes=3)
        assert asked(bench) == 1
        clock.jump(minutes=3)
        await bench.bought()
        assert asked(bench) == 2


@pytest.mark.parametrize("name", ["html_502", "cut_after", "json_null", "http_504"])
async def test_a_login_that_did_not_work_out_has_surely_bought_nothing(
    workshop: Workshop, name: str
) -> None:
    async with account(workshop) as bench:
        bench.spoil("login", name)
        with pytest.raises(Unreachable):
            await bench.provider.turn()
        assert bench.books.purchases == ()


async def test_it_is_logged_in_before_the_purchase_begins(workshop: Workshop) -> None:
    async with account(workshop) as bench:
        await bench.provider.turn()
        assert asked(bench) == 1
        await bench.bought()
        assert asked(bench) == 1


async def test_where_the_open_api_knows_its_videos_it_is_asked(workshop: Workshop) -> None:
    async with account(workshop, result_route="works") as bench:
        assert isinstance(await bench.status(await bench.finished()), Done)
        assert bench.sent("list") == []


async def test_where_it_does_not_only_the_list_is_asked_from_then_on(workshop: Workshop) -> None:
    async with account(workshop) as bench:
        for _ in range(3):
            assert isinstance(await bench.status(await bench.finished()), Done)
        assert (len(bench.sent("result")), len(bench.sent("list"))) == (1, 3)


async def test_a_moderated_video_is_not_delivered_though_it_plays(workshop: Workshop) -> None:
    async with account(workshop) as bench:
        submission = await bench.finished()
        bench.spoil("list", "moderated_playable")
        assert not isinstance(await bench.status(submission), Done)


async def test_neither_password_nor_token_is_told_to_anybody(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    async with account(workshop) as bench:
        await bench.bought()
        session = await workshop.store.sessions.get("pixverse_web")
        assert session is not None
        token = session.token
        assert token
        said = [repr(bench.provider), repr(vars(bench.provider))]
        for name in ("http_500", "evicted", "cut"):
            bench.spoil("t2v", name)
            with pytest.raises(ProviderError) as error:
                await bench.bought()
            said += [str(error.value), error.value.detail]
        structlog.get_logger().info("seen", said=said)
        told = "".join(said) + capsys.readouterr().out + str(bench.sandbox.calls)
        assert PASSWORD not in told
        assert token not in told

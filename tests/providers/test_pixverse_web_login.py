"""A web account's one session, which is never fought over."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from bot.demo.faults import Hold, answer
from bot.providers.base import Done
from bot.providers.errors import Fault, ProviderError, Refused, Unreachable
from tests.jumping_clock import JumpingClock
from tests.providers.bench import Workshop, key, made
from tests.providers.pixverse_web_bench import PASSWORD, PixVerseWebBench


async def refusal(bench: PixVerseWebBench) -> Refused:
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BAD_KEY
    return refused.value


def asked(bench: PixVerseWebBench) -> int:
    """How often a login was tried."""
    return len(bench.sent("login"))


async def kept_token(workshop: Workshop) -> str:
    """The token in the store."""
    async with workshop.store.sessions._database.transaction() as connection:
        row = await connection.exec_driver_sql("SELECT token FROM sessions")
        return str(row.scalar_one())


async def test_one_login_serves_all_and_the_next_start_too(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await asyncio.gather(*(bench.bought() for _ in range(3)), bench.provider.balance())
        assert isinstance(await bench.status(await bench.finished()), Done)
        reborn = PixVerseWebBench.new_provider(workshop, bench.sandbox.url)
        await reborn.submit(bench.order(), key=key())
        await reborn.close()
        assert asked(bench) == 1


async def test_an_expired_session_is_renewed_once_and_the_order_made_once(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
        await bench.provider.balance()
        clock.jump(days=30)
        bench.sandbox.expire()
        await asyncio.gather(*(bench.bought() for _ in range(3)))
        assert (asked(bench), len(bench.books.purchases)) == (2, 3)


async def test_a_session_that_expires_again_at_once_is_not_renewed_in_a_loop(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
        bench.spoil("t2v", "expired", times=None)
        await bench.provider.balance()
        clock.jump(minutes=2)
        for _ in range(5):
            await refusal(bench)
            clock.jump(seconds=20)
        clock.jump(minutes=7)
        await refusal(bench)
        assert asked(bench) == 2
        assert bench.books.purchases == ()


async def test_whoever_logs_in_elsewhere_is_left_alone_for_half_an_hour(
    timed: Workshop, clock: JumpingClock
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
        await bench.provider.balance()
        clock.jump(minutes=2)
        bench.sandbox.evict()
        for _ in range(3):
            await refusal(bench)
            clock.jump(minutes=9.5)
        await refusal(bench)
        clock.jump(minutes=1)
        with pytest.raises(Refused) as refused:  # it is worth waiting now
            await bench.bought()
        assert refused.value.fault is Fault.BUSY
        assert asked(bench) == 1
        clock.jump(minutes=1)
        await bench.bought()
        assert asked(bench) == 2


async def test_a_call_that_this_bots_own_login_evicted_is_made_again(
    timed: Workshop, clock: JumpingClock
) -> None:
    """Another process has logged in meanwhile, so the newest session is in the store."""
    async with made(PixVerseWebBench, timed) as bench:
        stalled = Hold()
        bench.sandbox.faults.add("credits", stalled)
        waiting = asyncio.create_task(bench.provider.balance())
        await stalled.reached.wait()
        clock.jump(minutes=2)
        twin = PixVerseWebBench.new_provider(timed, bench.sandbox.url)
        bench.spoil("t2v", "expired")
        await twin.submit(bench.order(), key=key())
        stalled.release()
        assert (await waiting).total == bench.books.balance
        assert [call.code for call in bench.sent("credits")] == [10005, 0]
        assert isinstance(await bench.status(await bench.finished()), Done)
        assert asked(bench) == 2
        await twin.close()


async def test_two_processes_do_not_throw_each_other_out(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        twin = PixVerseWebBench.new_provider(workshop, bench.sandbox.url)
        results = await asyncio.gather(
            bench.provider.balance(), twin.balance(), return_exceptions=True
        )
        assert asked(bench) == 1
        for result in results:  # the one who came second waits for what becomes of the first
            if isinstance(result, BaseException):
                assert isinstance(result, Refused)
                assert result.fault is Fault.BUSY
        await twin.balance()
        await twin.close()
        assert asked(bench) == 1


@pytest.mark.parametrize("name", ["login_refused", "login_no_token", "login_empty_token"])
async def test_a_refused_login_is_not_tried_again_for_ten_minutes(
    timed: Workshop, clock: JumpingClock, name: str
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
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
    async with made(PixVerseWebBench, workshop) as bench:
        bench.spoil("login", name)
        with pytest.raises(Unreachable):
            await bench.provider.turn()
        assert bench.books.purchases == ()


@pytest.mark.parametrize("name", ["html_502", "cut_after", "json_null", "http_404", "http_400"])
async def test_a_login_that_did_not_work_out_is_no_matter_of_a_video_or_a_password(
    timed: Workshop, clock: JumpingClock, name: str
) -> None:
    """It is tried again after a minute, and until then jobs wait."""
    async with made(PixVerseWebBench, timed) as bench:
        bench.spoil("login", name)
        with pytest.raises(Unreachable):
            await bench.provider.check("1", user_id=7)
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.BUSY
        assert refused.value.retry_after_s is not None
        assert 50 < refused.value.retry_after_s <= 60
        assert asked(bench) == 1
        clock.jump(seconds=refused.value.retry_after_s)
        await bench.bought()


@pytest.mark.parametrize("name", ["http_401", "http_403"])
async def test_a_login_that_is_forbidden_is_refused(
    timed: Workshop, clock: JumpingClock, name: str
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
        bench.spoil("login", name)
        await refusal(bench)
        clock.jump(minutes=8)
        await refusal(bench)
        assert asked(bench) == 1


@pytest.mark.parametrize(
    ("name", "fault"),
    [("errcode_99999", Fault.OVERLOADED), ("errcode_500045", Fault.BUSY), ("http_429", Fault.BUSY)],
)
async def test_a_platform_that_is_too_busy_for_a_login_refuses_no_password(
    timed: Workshop, clock: JumpingClock, name: str, fault: Fault
) -> None:
    async with made(PixVerseWebBench, timed) as bench:
        bench.spoil("login", name)
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is fault
        clock.jump(minutes=1)
        await bench.bought()


@pytest.mark.parametrize("token", ["\u2603", "a\nb", " ", "", None, 5])
async def test_a_token_that_no_header_can_carry_is_none(
    workshop: Workshop, token: str | None
) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        said = {"ErrCode": 0, "Resp": {"Result": {"Token": token}}}
        bench.sandbox.faults.add("login", answer(200, json=said))
        await refusal(bench)
        assert bench.sent("t2v") == []


async def test_other_credentials_have_no_part_in_a_session_or_its_waits(
    timed: Workshop,
) -> None:
    """A password that was mended is tried at once, and another account's token is not used."""
    async with made(PixVerseWebBench, timed) as bench:
        wrong = PixVerseWebBench.new_provider(timed, bench.sandbox.url, key="wrong")
        with pytest.raises(Refused):
            await wrong.balance()
        await bench.bought()
        other = PixVerseWebBench.new_provider(
            timed, bench.sandbox.url, pixverse_web_username="somebody else"
        )
        with pytest.raises(Refused) as refused:
            await other.balance()
        assert refused.value.fault is Fault.BAD_KEY
        await wrong.close()
        await other.close()


async def test_a_store_that_fails_leaves_no_purchase_open(
    workshop: Workshop, tmp_path: Path
) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await bench.provider.turn()
        with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
            database.execute("ALTER TABLE sessions RENAME TO lost")
            with pytest.raises(Unreachable):
                await bench.bought()
            database.execute("ALTER TABLE lost RENAME TO sessions")
        await bench.bought()


async def test_it_is_logged_in_before_the_purchase_begins(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await bench.provider.turn()
        assert asked(bench) == 1
        await bench.bought()
        assert asked(bench) == 1


async def test_neither_password_nor_token_is_told_to_anybody(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await bench.bought()
        token = await kept_token(workshop)
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
        assert token.count(".") == 2


def test_the_password_is_one_of_the_settings_secrets(workshop: Workshop) -> None:
    settings = workshop.settings(pixverse_web_username="demo", pixverse_web_password=PASSWORD)
    assert PASSWORD in settings.secrets()
    assert PASSWORD not in repr(settings)

"""What is special to a gateway: it is one of several relatives, and finds out which."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.demo.faults import answer
from bot.demo.sandbox.gateway import Plan
from bot.providers.base import Done, Failed, Gone, Moderated, Status
from bot.providers.errors import Fault, Refused, Unclear
from tests.providers.bench import USER_ID, Workshop, key
from tests.providers.gateway_bench import GatewayBench


@asynccontextmanager
async def gateway(
    workshop: Workshop, settings: dict[str, Any] | None = None, **about: Any
) -> AsyncIterator[GatewayBench]:
    async with GatewayBench.new_sandbox(**about) as sandbox:
        provider = GatewayBench.new_provider(workshop, sandbox.url, **(settings or {}))
        try:
            yield GatewayBench(sandbox, provider)
        finally:
            await provider.close()


@pytest.mark.parametrize("file_field", ["file", "image"])
@pytest.mark.parametrize("body", ["form", "json", "query"])
async def test_how_an_order_is_written_is_found_out_once(
    workshop: Workshop, body: str, file_field: str
) -> None:
    async with gateway(workshop, body=body, file_field=file_field) as bench:
        for _ in range(2):
            assert isinstance(await bench.status(await bench.finished()), Done)
        statuses = [call.status for call in bench.sent("text")]
        assert statuses[-2:] == [200, 200]
        assert statuses.count(422) == ["form", "json", "query"].index(body)
        for _ in range(2):
            submission = await bench.finished(await bench.picture_order())
            assert isinstance(await bench.status(submission), Done)
        statuses = [call.status for call in bench.sent("image")]
        assert statuses[-2:] == [200, 200]
        assert statuses.count(422) == (file_field == "image")
        assert len(bench.books.purchases) == 4


@pytest.mark.parametrize("body", ["form", "json", "query"])
async def test_the_first_order_may_be_one_with_a_picture(workshop: Workshop, body: str) -> None:
    """Its form says nothing of what an order without one has to look like."""
    async with gateway(workshop, body=body, file_field="image") as bench:
        for asked in (await bench.picture_order(), bench.order(), await bench.picture_order()):
            assert isinstance(await bench.status(await bench.finished(asked)), Done)
        assert len(bench.books.purchases) == 3
        assert bench.sent("image")[-1].status == 200
        tried = [call.status for call in bench.sent("text")]
        assert tried == ([422, 200] if body == "json" else [200])


async def test_an_order_that_no_spelling_helps_is_given_up(workshop: Workshop) -> None:
    async with gateway(workshop) as bench:
        bench.spoil("text", "invalid_text", times=None)
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.BAD_REQUEST
        assert len(bench.sent("text")) == 3
        bench.sandbox.faults.clear()
        assert isinstance(await bench.status(await bench.finished()), Done)


async def test_after_an_unclear_answer_no_other_spelling_is_tried(workshop: Workshop) -> None:
    async with gateway(workshop, body="json") as bench:
        bench.spoil("text", "cut_after")
        with pytest.raises(Unclear):
            await bench.bought()
        assert len(bench.sent("text")) == 1


async def test_nobodys_telegram_id_goes_out(workshop: Workshop) -> None:
    async with gateway(workshop, checks_owner=True) as bench:
        asked = replace(bench.order(), user_id=987654321)
        submission = await bench.provider.submit(asked, key=key())
        await bench.sandbox.finish(int(submission.id))
        assert isinstance(await bench.provider.check(submission.id, user_id=987654321), Done)
        with pytest.raises(Refused):
            await bench.provider.check(submission.id, user_id=USER_ID)
        [order], [*asked_for] = bench.sent("text"), bench.sent("status")
        assert order.body["app_bundle_id"] == "house.of.films"
        assert order.body["apphud_user_id"] == asked_for[0].query["apphud_user_id"]
        assert len(order.body["apphud_user_id"]) == 32
        assert "987654321" not in str([(c.body, c.query) for c in bench.sandbox.calls])


async def test_another_bots_users_look_different(workshop: Workshop) -> None:
    async with gateway(workshop) as bench:
        other = GatewayBench.new_provider(workshop, bench.sandbox.url, BOT_TOKEN="2:other")
        for provider in (bench.provider, other):
            await provider.submit(bench.order(), key=key())
        assert len({call.body["apphud_user_id"] for call in bench.sent("text")}) == 2
        await other.close()


async def test_what_the_platform_refused_is_passed_on_as_the_code_writes_it(
    workshop: Workshop,
) -> None:
    async with gateway(workshop, dialect="real") as bench:
        with pytest.raises(Refused) as refused:
            await bench.bought(bench.order("a wolf #refused"))
        assert refused.value.fault is Fault.MODERATED
        bench.books.fill("credits", 0)
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.NO_CREDITS
        with pytest.raises(Unclear):  # it gives up without saying why
            await bench.bought(await bench.picture_order("magenta"))


@pytest.mark.parametrize(
    ("word", "kind"),
    [("DELETED", Gone), ("MODERATION_FAILED", Moderated), ("GENERATION_FAILED", Failed),
     ("error", Failed)],
)  # fmt: skip
async def test_a_relatives_words_for_another_ending_are_understood(
    workshop: Workshop, word: str, kind: type[Status]
) -> None:
    async with gateway(workshop) as bench:
        submission = await bench.finished()
        bench.sandbox.faults.add("status", answer(200, json={"status": word}))
        assert isinstance(await bench.status(submission), kind)


async def test_orders_have_an_allowance_of_their_own(workshop: Workshop) -> None:
    unhurried = replace(workshop, tools=replace(workshop.tools, haste=1))
    per_minute = {"gateway_requests_per_minute": 600}
    unhurried = replace(workshop, tools=replace(workshop.tools, haste=1))
    plan = Plan(max_running=9, submits_per_minute=None)
    async with gateway(unhurried, per_minute, plan=plan) as bench:
        for _ in range(4):
            await bench.provider.turn()
            await bench.bought()
        times = [call.at for call in bench.sent("text")]
        assert times[-1] - times[0] > 0.25  # three of a tenth of a second, less what came late


async def test_a_picture_that_has_expired_is_asked_for_again(workshop: Workshop) -> None:
    async with gateway(workshop) as bench:
        asked = replace(await bench.picture_order(), uploads=("gone",))
        with pytest.raises(Refused) as refused:
            await bench.bought(asked)
        assert refused.value.fault is Fault.PICTURE_LOST
        assert bench.sent("image") == []

"""What is special to APIXO: two models, pictures by address and callbacks."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web

from bot.demo.sandbox.wishes import Ending
from bot.providers.base import Callback, CallbackRefused, CallbackWay, Done, Moderated
from bot.providers.errors import Fault, Refused, Unreachable
from storage.jobs import Mode, Options
from tests.ports import free_port
from tests.providers.apixo_bench import KINDS, ApixoBench, ApixoVideoBench, refusal_of
from tests.providers.bench import Workshop, jpeg, key, made


@pytest.fixture
async def bench(request: pytest.FixtureRequest, workshop: Workshop) -> AsyncIterator[ApixoBench]:
    """The older model's; parametrize it with another kind."""
    async with made(getattr(request, "param", ApixoBench), workshop) as bench:
        yield bench


def orders(bench: ApixoBench) -> list[Any]:
    return [call.body for call in bench.sent("generate")]


async def test_every_option_that_was_chosen_is_sent(bench: ApixoBench, workshop: Workshop) -> None:
    value = ApixoBench.new_provider(workshop, bench.sandbox.url, apixo_route="value")
    options = Options(
        duration_s=10, quality="1080p", aspect_ratio="9:16", seed=0, negative_prompt="blurry",
        prompt_expansion=False,
    )  # fmt: skip
    await value.submit(bench.order(options=options), key=key())
    assert orders(bench) == [{
        "request_type": "async",
        "provider": "value",
        "input": {
            "mode": "text-to-video", "prompt": "a wolf", "resolution": "1080p", "duration": 10,
            "aspect_ratio": "9:16", "seed": 0, "negative_prompt": "blurry",
            "enable_prompt_expansion": False,
        },
    }]  # fmt: skip
    await value.close()


async def test_what_was_left_open_is_left_to_the_service(bench: ApixoBench) -> None:
    await bench.bought()
    [sent] = orders(bench)
    assert "enable_prompt_expansion" not in sent["input"]
    assert sent["provider"] == "auto"


@pytest.mark.parametrize("bench", KINDS, indirect=True)
async def test_every_quality_goes_with_every_ratio_that_is_not_excluded(bench: ApixoBench) -> None:
    able = bench.provider.capabilities
    bench.sandbox.hold()
    for quality in able.qualities:
        for ratio in able.aspect_ratios:
            options = replace(able.defaults, quality=quality, aspect_ratio=ratio)
            if (quality, ratio) not in able.excluded_ratios:
                submission = await bench.bought(bench.order(options=options))
                await bench.sandbox.finish(bench.number(submission.id), Ending.FAILED)
            else:
                with pytest.raises(Refused):
                    await bench.bought(bench.order(options=options))


@pytest.mark.parametrize("bench", KINDS, indirect=True)
async def test_the_longest_negative_prompt_is_taken(bench: ApixoBench) -> None:
    able = bench.provider.capabilities
    longest = "🐺" * able.negative_prompt_max_chars
    assert longest
    options = replace(able.defaults, negative_prompt=longest, seed=2**31 - 1)
    await bench.bought(bench.order(options=options))


async def test_an_unknown_model_is_taken_for_the_newer_one(
    bench: ApixoBench, workshop: Workshop
) -> None:
    other = ApixoBench.new_provider(workshop, bench.sandbox.url, apixo_model="wan/3 ?x=1")
    newer = ApixoVideoBench.new_provider(workshop, bench.sandbox.url)
    assert other.capabilities == newer.capabilities
    with pytest.raises(Refused) as refused:
        await other.submit(bench.order(), key=key())
    assert refused.value.fault is Fault.NOT_FOUND
    assert bench.sandbox.calls[-1].path == "/api/v1/generateTask/wan/3 ?x=1"
    await other.close()
    await newer.close()


async def test_a_task_is_found_after_the_settings_name_another_model(
    bench: ApixoBench, workshop: Workshop
) -> None:
    submission = await bench.finished()
    later = ApixoVideoBench.new_provider(workshop, bench.sandbox.url)
    assert isinstance(await later.check(submission.id, user_id=7), Done)
    await later.close()


async def test_without_an_address_it_takes_no_pictures_and_is_not_called(
    bench: ApixoBench, private: Workshop
) -> None:
    provider = ApixoBench.new_provider(private, bench.sandbox.url)
    assert provider.capabilities.modes == {Mode.TEXT}
    assert provider.capabilities.callback is None
    assert bench.provider.capabilities.modes == {Mode.TEXT, Mode.IMAGE}
    assert bench.provider.capabilities.callback is CallbackWay.PER_JOB
    await provider.close()


async def test_a_picture_goes_as_its_address(bench: ApixoBench) -> None:
    asked = await bench.picture_order()
    await bench.bought(replace(asked, options=bench.provider.capabilities.defaults))
    [sent] = orders(bench)
    [url] = sent["input"]["image_urls"]
    assert url.startswith("http://127.0.0.1:")
    assert sent["input"]["mode"] == "image-to-video"
    assert "aspect_ratio" not in sent["input"]


@pytest.mark.parametrize(
    ("kind", "size", "taken"),
    [
        (ApixoVideoBench, (240, 240), True), (ApixoVideoBench, (239, 4000), False),
        (ApixoVideoBench, (4000, 239), False), (ApixoBench, (64, 48), True),
    ],
)  # fmt: skip
async def test_a_picture_that_is_too_small_is_refused_before_it_is_paid(
    workshop: Workshop, kind: type[ApixoBench], size: tuple[int, int], taken: bool
) -> None:
    async with made(kind, workshop) as bench:
        if not taken:
            with pytest.raises(Refused) as refused:
                await bench.provider.upload(jpeg(size=size), job_id=1)
            assert refused.value.fault is Fault.PICTURE_UNFIT
            return
        upload = await bench.provider.upload(jpeg(size=size), job_id=1)
        asked = bench.order(mode=Mode.IMAGE, uploads=(upload,), options=bench.picture_options)
        assert isinstance(await bench.status(await bench.finished(asked)), Done)


async def test_a_picture_that_has_expired_is_lost_and_buys_nothing(bench: ApixoBench) -> None:
    asked = bench.order(mode=Mode.IMAGE, uploads=("gone",), options=bench.picture_options)
    with pytest.raises(Refused) as refused:
        await bench.bought(asked)
    assert refused.value.fault is Fault.PICTURE_LOST
    assert not bench.sandbox.calls


async def test_a_store_that_fails_before_the_purchase_has_bought_nothing(
    bench: ApixoBench, workshop: Workshop
) -> None:
    asked = await bench.picture_order()
    async with workshop.store.hosted._database.transaction() as connection:
        await connection.exec_driver_sql("DROP TABLE hosted_pictures")
    with pytest.raises(Unreachable):
        await bench.bought(asked)
    assert not bench.sandbox.calls


async def test_it_calls_the_address_that_came_with_the_order(bench: ApixoBench) -> None:
    async def take(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    application, port = web.Application(), free_port()
    application.router.add_post("/callbacks/apixo/1/sign", take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        url = f"http://127.0.0.1:{port}/callbacks/apixo/1/sign"
        await bench.finished(bench.order(callback_url=url))
        await bench.sandbox.until(lambda: bool(bench.sandbox.called_back))
        [attempt] = bench.sandbox.called_back
        assert (attempt.path, attempt.taken) == ("/callbacks/apixo/1/sign", True)
        [sent] = orders(bench)
        assert (sent["request_type"], sent["callback_url"]) == ("callback", url)
    finally:
        await runner.cleanup()


async def test_no_callback_proves_anything(bench: ApixoBench) -> None:
    with pytest.raises(CallbackRefused):
        await bench.provider.read_callback(Callback(headers={}, body=b'{"code":200}'))


async def test_the_balance_is_in_dollars(bench: ApixoBench) -> None:
    balance = await bench.provider.balance()
    assert (balance.unit, balance.total) == ("USD", Decimal("74.87"))
    bench.spoil("balance", "balance_text")
    assert (await bench.provider.balance()).total == Decimal("74.87")


@pytest.mark.parametrize("kind", KINDS)
async def test_the_account_without_money_is_the_operators(
    workshop: Workshop, kind: type[ApixoBench]
) -> None:
    async with made(kind, workshop, balance=0) as bench:
        assert await refusal_of(bench) is Fault.NO_CREDITS


async def test_a_full_service_slows_every_call(bench: ApixoBench, workshop: Workshop) -> None:
    bench.spoil("generate", "code_429")  # within HTTP 200
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BUSY
    now = workshop.tools.clock.now()
    next_turn = await workshop.store.budgets.reserve("apixo", interval=timedelta(0), now=now)
    assert next_turn - now > timedelta(seconds=4)


@pytest.mark.parametrize("bench", KINDS, indirect=True)
async def test_a_picture_that_does_not_pass_moderation_ends_so(bench: ApixoBench) -> None:
    submission = await bench.finished(await bench.picture_order("magenta"))
    assert await bench.status(submission) == Moderated()

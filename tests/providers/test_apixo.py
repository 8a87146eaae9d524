"""What is special to APIXO: two models, pictures by address, callbacks, and codes in messages."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web

from bot.demo.faults import answer
from bot.demo.sandbox.apixo.oddities import done_with, failed_with
from bot.demo.sandbox.apixo.oddities import refused as refused_with
from bot.demo.sandbox.wishes import Ending
from bot.providers.base import (
    Callback,
    CallbackRefused,
    CallbackWay,
    Done,
    Failed,
    Moderated,
    Running,
)
from bot.providers.errors import Fault, Refused, Unclear, Unreachable
from storage.jobs import Mode, Options
from tests.ports import free_port
from tests.providers.apixo_bench import ApixoBench, ApixoVideoBench
from tests.providers.bench import Workshop, jpeg, key

URL = "https://r2.apixo.ai/video.mp4"
KINDS = [ApixoBench, ApixoVideoBench]


@asynccontextmanager
async def made(
    workshop: Workshop, kind: type[ApixoBench] = ApixoBench, **sandbox: Any
) -> AsyncIterator[ApixoBench]:
    async with kind.new_sandbox(**sandbox) as server:
        provider = kind.new_provider(workshop, server.url)
        yield kind(server, provider)
        await provider.close()


@pytest.fixture
async def bench(request: pytest.FixtureRequest, workshop: Workshop) -> AsyncIterator[ApixoBench]:
    """The older model's; parametrize it with another kind."""
    async with made(workshop, getattr(request, "param", ApixoBench)) as bench:
        yield bench


def orders(bench: ApixoBench) -> list[Any]:
    return [call.body for call in bench.sent("generate")]


async def refusal_of(bench: ApixoBench) -> Fault:
    with pytest.raises(Refused) as refused:
        await bench.bought()
    return refused.value.fault


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
    bench: ApixoBench, workshop: Workshop
) -> None:
    hosting = replace(workshop.tools.hosting, addresses=None)
    private = replace(workshop, tools=replace(workshop.tools, hosting=hosting))
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
    async with made(workshop, kind) as bench:
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


@pytest.mark.parametrize("data", [None, True, {}, [], "much", "NaN"])
async def test_a_balance_that_cannot_be_read_is_not_nothing(
    bench: ApixoBench, data: object
) -> None:
    bench.sandbox.faults.add("balance", answer(json={"code": 200, "data": data}))
    with pytest.raises(Unclear):
        await bench.provider.balance()


@pytest.mark.parametrize("kind", KINDS)
async def test_the_account_without_money_is_the_operators(
    workshop: Workshop, kind: type[ApixoBench]
) -> None:
    async with made(workshop, kind, balance=0) as bench:
        assert await refusal_of(bench) is Fault.NO_CREDITS


@pytest.mark.parametrize(
    ("code", "message", "error", "fault"),
    [
        (400, "Insufficient credits", None, Fault.NO_CREDITS),
        (403, "Insufficient balance", None, Fault.NO_CREDITS),
        (400, "Prompt too long", None, Fault.PROMPT_TOO_LONG),
        (400, "PROMPT_TOO_LONG", None, Fault.PROMPT_TOO_LONG),
        (422, "Invalid request", "input.prompt must have at most 800 characters",
         Fault.PROMPT_TOO_LONG),
        (400, "Invalid value for input.negative_prompt: longer than 500 characters", None,
         Fault.BAD_REQUEST),
        (400, "Invalid request", "Missing required field: input.prompt", Fault.BAD_REQUEST),
        (400, None, {"input": ["wrong"]}, Fault.BAD_REQUEST),
        (403, "Content violates policy", None, Fault.MODERATED),
        (403, "API key lacks permission", None, Fault.NOT_ALLOWED),
        (403, None, None, Fault.NOT_ALLOWED),
    ],
)  # fmt: skip
async def test_a_code_of_several_meanings_is_told_by_its_message(
    bench: ApixoBench, code: int, message: str | None, error: Any, fault: Fault
) -> None:
    told = {"code": code, "message": message, "data": {"error": error}}
    for status in (200, code):
        bench.sandbox.faults.add("generate", answer(status, json=told))
        assert await refusal_of(bench) is fault


async def test_a_prompt_that_is_longer_than_the_limit_is_told_so(bench: ApixoBench) -> None:
    with pytest.raises(Refused) as refused:
        await bench.bought(bench.order("x" * 801))
    assert refused.value.fault is Fault.PROMPT_TOO_LONG


async def test_an_endless_message_is_not_searched_to_its_end(bench: ApixoBench) -> None:
    """A search through a megabyte of the word "prompt" would hold everybody up."""
    bench.sandbox.faults.add("generate", refused_with(400, "prompt" * 1000 + " too long"))
    assert await refusal_of(bench) is Fault.BAD_REQUEST


@pytest.mark.parametrize(
    ("status", "code", "fault"),
    [(400, 1234, Fault.BAD_REQUEST), (401, 200, Fault.BAD_KEY), (500, 402, Fault.NO_CREDITS),
     (400, 500, None), (500, 200, None), (200, 0, None), (200, 418, None)],
)  # fmt: skip
async def test_what_status_and_code_do_not_both_say(
    bench: ApixoBench, status: int, code: int, fault: Fault | None
) -> None:
    bench.sandbox.faults.add("generate", refused_with(code, "no", http_status=status))
    if fault is not None:
        assert await refusal_of(bench) is fault
        return
    with pytest.raises(Unclear):
        await bench.bought()


@pytest.mark.parametrize("code", [500, 503])
@pytest.mark.parametrize("message", ["Insufficient credits", "Prompt too long", "Unsafe: nsfw"])
async def test_a_message_alone_proves_no_refusal(
    bench: ApixoBench, code: int, message: str
) -> None:
    bench.sandbox.faults.add("generate", refused_with(code, message))
    with pytest.raises(Unclear):
        await bench.bought()


@pytest.mark.parametrize("told", [{}, [1], {"code": 500, "data": {"state": "failed"}}])
@pytest.mark.parametrize("status", [200, 500])
async def test_an_error_to_a_check_is_no_status(
    bench: ApixoBench, told: object, status: int
) -> None:
    submission = await bench.finished()
    bench.sandbox.faults.add("status", answer(status, json=told))
    with pytest.raises(Unclear):
        await bench.status(submission)


async def test_a_failing_server_is_not_believed_that_all_is_well(bench: ApixoBench) -> None:
    submission = await bench.finished()
    told = {"code": 200, "data": {"state": "failed"}}
    bench.sandbox.faults.add("status", answer(500, json=told))
    with pytest.raises(Unclear):
        await bench.status(submission)


async def test_an_id_beside_an_error_is_a_purchase(bench: ApixoBench) -> None:
    told = refused_with(400, "Insufficient credits", data={"taskId": "task_7"})
    bench.sandbox.faults.add("generate", told)
    assert (await bench.bought()).id == "wan-2-5:task_7"


async def test_a_number_for_an_id_is_kept_as_text(bench: ApixoBench) -> None:
    bench.spoil("generate", "task_id_number")
    assert (await bench.bought()).id == "wan-2-5:12345678"


@pytest.mark.parametrize("task_id", ["", None, True, 1.5, ["1"], "x" * 151])
async def test_an_id_that_cannot_be_kept_leaves_the_purchase_open(
    bench: ApixoBench, task_id: object
) -> None:
    bench.sandbox.faults.add("generate", answer(json={"code": 200, "data": {"taskId": task_id}}))
    with pytest.raises(Unclear):
        await bench.bought()


async def test_a_full_service_slows_every_call(bench: ApixoBench, workshop: Workshop) -> None:
    bench.spoil("generate", "code_429")  # within HTTP 200
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BUSY
    now = workshop.tools.clock.now()
    next_turn = await workshop.store.budgets.reserve("apixo", interval=timedelta(0), now=now)
    assert next_turn - now > timedelta(seconds=4)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("CONTENT_VIOLATION", Moderated), ("SensitiveContentDetected", Moderated),
        ("InputImageSensitiveContentDetected", Moderated), ("NSFW", Moderated),
        ("ProhibitedContent", Moderated), ("content-violation", Moderated),
        ("INVALID_IMAGE_URL", Failed), ("InvalidImageUrl", Failed), ("TIMEOUT", Failed),
        ("PromptTooLong", Failed), ("", Failed),
    ],
)  # fmt: skip
async def test_every_fail_code_is_understood(
    bench: ApixoBench, code: str, status: type[object]
) -> None:
    submission = await bench.finished()
    bench.sandbox.faults.add("status", failed_with(code))
    assert isinstance(await bench.status(submission), status)


async def test_a_failure_without_a_code_is_one(bench: ApixoBench) -> None:
    submission = await bench.finished()
    bench.spoil("status", "failed_without_code")
    assert await bench.status(submission) == Failed()


@pytest.mark.parametrize("bench", KINDS, indirect=True)
async def test_a_picture_that_does_not_pass_moderation_ends_so(bench: ApixoBench) -> None:
    submission = await bench.finished(await bench.picture_order("magenta"))
    assert await bench.status(submission) == Moderated()


@pytest.mark.parametrize(
    ("times", "took_s"),
    [
        ({"costTime": 41_388}, 41.388), ({"costTime": "41388"}, 41.388),
        ({"createTime": 1767965610929, "completeTime": 1767965652317}, 41.388),
        ({"costTime": 0, "createTime": 1000, "completeTime": 3000}, 2.0),
        ({"costTime": -5}, None), ({"costTime": True}, None), ({"costTime": 1e300}, None),
        ({"createTime": 2000, "completeTime": 1000}, None), ({"createTime": 5}, None), ({}, None),
    ],
)  # fmt: skip
async def test_a_finished_video_tells_how_long_it_took(
    bench: ApixoBench, times: dict[str, Any], took_s: float | None
) -> None:
    submission = await bench.finished()
    task = {"state": "success", "resultJson": json.dumps({"resultUrls": [URL]})} | times
    bench.sandbox.faults.add("status", answer(json={"code": 200, "data": task}))
    assert await bench.status(submission) == Done(url=URL, took_s=took_s)


@pytest.mark.parametrize(
    "result",
    [5, True, [], [[]], {"resultUrls": None}, {"resultUrls": {"a": 1}}, "null", "5", "[" * 99_999,
     '{"resultUrls":["/video.mp4"]}', '{"resultUrls":["https://r2.apixo.ai/default.mp4"]}'],
)  # fmt: skip
async def test_a_result_that_is_none_is_not_finished(bench: ApixoBench, result: object) -> None:
    submission = await bench.finished()
    bench.sandbox.faults.add("status", done_with(resultJson=result))
    assert await bench.status(submission) == Running()


@pytest.mark.parametrize(
    "result",
    [{"resultUrls": [None, URL]}, {"resultUrls": URL}, {"result_urls": [{"url": URL}]}, [URL], URL],
)
async def test_a_result_in_another_shape_is_found(
    bench: ApixoBench, result: dict[str, Any] | Sequence[str]
) -> None:
    submission = await bench.finished()
    bench.sandbox.faults.add("status", done_with(resultJson=json.dumps(result)))
    assert await bench.status(submission) == Done(url=URL)

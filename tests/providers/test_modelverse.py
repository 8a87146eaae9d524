"""What is special to Modelverse: its words for errors and ends, pictures, and videos of others."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.faults import answer
from bot.demo.sandbox.modelverse.refusal import Refusal, error_body
from bot.providers.base import (
    Callback,
    CallbackRefused,
    Done,
    Failed,
    Gone,
    Moderated,
    Running,
    Source,
)
from bot.providers.errors import Fault, Refused, Unclear, Unreachable
from bot.providers.registry import Registry
from storage.jobs import Mode, Options, Request
from tests.providers.bench import Workshop, jpeg, key, made
from tests.providers.modelverse_bench import ModelverseBench, loud, orders

OTHERS = Source(provider="pixverse", submission_id="1", url="https://media.example/1.mp4")


@pytest.fixture
async def bench(workshop: Workshop) -> AsyncIterator[ModelverseBench]:
    async with made(ModelverseBench, workshop) as bench:
        yield bench


async def test_every_option_that_was_chosen_is_sent(bench: ModelverseBench) -> None:
    options = Options(duration_s=8, quality="720p", aspect_ratio="9:16", seed=0, audio=True)
    await bench.bought(bench.order(options=options))
    assert orders(bench) == [{
        "model": "pixverse-v6",
        "input": {"prompt": "a wolf"},
        "parameters": {
            "resolution": "720p", "duration": 8, "aspect_ratio": "9:16", "seed": 0,
            "generate_audio": 1,
        },
    }]  # fmt: skip


async def test_a_sound_that_was_not_chosen_is_left_to_the_service(bench: ModelverseBench) -> None:
    await bench.bought()
    await bench.bought(bench.order(options=loud(bench, audio=False)))
    first, second = [order["parameters"] for order in orders(bench)]
    assert "generate_audio" not in first
    assert second["generate_audio"] == 0


async def test_the_model_of_the_settings_is_ordered(
    bench: ModelverseBench, workshop: Workshop
) -> None:
    other = ModelverseBench.new_provider(workshop, bench.sandbox.url, modelverse_model="none-such")
    with pytest.raises(Refused) as refused:
        await other.submit(bench.order(), key=key())
    assert refused.value.fault is Fault.NOT_ALLOWED  # it tells so, as of a model without rights
    assert orders(bench)[0]["model"] == "none-such"
    await other.close()


async def test_a_finished_video_tells_how_long_it_took(bench: ModelverseBench) -> None:
    submission = await bench.finished()
    url = "https://media.example/1.mp4"
    for per_second in (1, 1000):  # documented are seconds
        times = {"submit_time": 1756959000 * per_second, "finish_time": 1756959041 * per_second}
        output = {"task_status": "Success", "urls": [url]} | times
        bench.sandbox.faults.add("status", answer(json={"output": output}))
        assert await bench.status(submission) == Done(url=url, took_s=41)


@pytest.mark.parametrize("name", ["finish_time_early", "finish_time_missing"])
async def test_times_that_cannot_be_are_not_told(bench: ModelverseBench, name: str) -> None:
    submission = await bench.finished()
    bench.spoil("status", name)
    status = await bench.status(submission)
    assert isinstance(status, Done)
    assert status.took_s is None


@pytest.mark.parametrize(
    "message",
    ["内容审核未通过", "内容违规", "包含敏感信息", "Content MODERATION failed", "It is Sensitive"],
)
async def test_a_failure_that_speaks_of_moderation_is_one(
    bench: ModelverseBench, message: str
) -> None:
    submission = await bench.finished()
    told = {"output": {"task_status": "Failure", "error_message": message}}
    bench.sandbox.faults.add("status", answer(json=told))
    assert await bench.status(submission) == Moderated()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("failed", Failed), ("cancelled", Failed), ("expired", Gone),
        ("failure_without_message", Failed), ("failure_null_message", Failed),
        ("task_006001094", Failed), ("task_006001095", Failed), ("task_006001099", Failed),
        ("pending", Running),
    ],
)  # fmt: skip
async def test_every_word_for_the_end_is_understood(
    bench: ModelverseBench, name: str, status: type[object]
) -> None:
    bench.sandbox.hold()
    submission = await bench.bought()
    bench.spoil("status", name)
    assert isinstance(await bench.status(submission), status)


async def test_the_other_english_cancels_too(bench: ModelverseBench) -> None:
    submission = await bench.finished()
    told = {"output": {"task_status": "Canceled"}}
    bench.sandbox.faults.add("status", answer(json=told))
    assert await bench.status(submission) == Failed()


async def test_a_number_for_an_id_is_kept_as_text(bench: ModelverseBench) -> None:
    bench.spoil("submit", "task_id_number")
    assert (await bench.bought()).id == "12345678"


@pytest.mark.parametrize("task_id", ["", "  ", None, True, 1.5, ["1"], "x" * 151, "a\x00b"])
async def test_an_id_that_cannot_be_kept_leaves_the_purchase_open(
    bench: ModelverseBench, task_id: object
) -> None:
    bench.sandbox.faults.add("submit", answer(json={"output": {"task_id": task_id}}))
    with pytest.raises(Unclear):
        await bench.bought()


async def test_an_id_beside_an_error_is_a_purchase(bench: ModelverseBench) -> None:
    told = error_body(Refusal("sensitive_check_error")) | {"output": {"task_id": "7"}}
    bench.sandbox.faults.add("submit", answer(json=told))
    assert (await bench.bought()).id == "7"


@pytest.mark.parametrize(
    ("status", "name", "fault"),
    [
        (500, "sensitive_check_error", Fault.MODERATED), (503, "rate_limit", Fault.BUSY),
        (200, "tokens_too_long", Fault.PROMPT_TOO_LONG), (400, "006001094", Fault.BUSY),
    ],
)  # fmt: skip
async def test_a_named_refusal_is_one_under_any_http_status(
    bench: ModelverseBench, status: int, name: str, fault: Fault
) -> None:
    bench.sandbox.faults.add("submit", answer(status, json={"error": {"code": name}}))
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is fault


@pytest.mark.parametrize("name", ["internal_error", "timeout", "model_server_error"])
async def test_an_error_that_proves_nothing_is_none_under_any_http_status(
    bench: ModelverseBench, name: str
) -> None:
    bench.sandbox.faults.add("submit", answer(400, json={"error": {"code": name}}))
    with pytest.raises(Unclear):
        await bench.bought()


@pytest.mark.parametrize("error", ["error_internal_error", "error_in_200", "error_null"])
async def test_an_error_to_a_check_is_no_status(bench: ModelverseBench, error: str) -> None:
    submission = await bench.finished()
    bench.spoil("status", error)
    with pytest.raises(Unclear):
        await bench.status(submission)


async def test_a_picture_goes_as_its_address_where_there_is_one(bench: ModelverseBench) -> None:
    asked = await bench.picture_order()
    await bench.bought(replace(asked, options=bench.provider.capabilities.defaults))
    [sent] = orders(bench)
    assert sent["input"]["img_url"].startswith("http://127.0.0.1:")
    assert "aspect_ratio" not in sent["parameters"]


async def test_two_frames_go_inline_in_their_order(private: Workshop) -> None:
    async with made(ModelverseBench, private) as bench:
        frames = jpeg("teal"), jpeg("olive")
        uploads = [await bench.provider.upload(frame, job_id=1) for frame in frames]
        await bench.bought(
            bench.order(mode=Mode.FRAMES, uploads=tuple(uploads), options=bench.picture_options)
        )
        [sent] = orders(bench)
        first, last = (base64.b64encode(frame).decode() for frame in frames)
        assert sent["input"]["first_frame_url"].endswith(first)
        assert sent["input"]["last_frame_url"].endswith(last)


async def test_a_picture_that_has_expired_is_lost_and_buys_nothing(
    bench: ModelverseBench, private: Workshop
) -> None:
    inline = ModelverseBench.new_provider(private, bench.sandbox.url)
    asked = bench.order(mode=Mode.IMAGE, uploads=("gone",), options=bench.picture_options)
    for provider in (bench.provider, inline):
        with pytest.raises(Refused) as refused:
            await provider.submit(asked, key=key())
        assert refused.value.fault is Fault.PICTURE_LOST
    assert not bench.sandbox.calls
    await inline.close()


async def test_a_store_that_fails_before_the_purchase_has_bought_nothing(
    bench: ModelverseBench, workshop: Workshop
) -> None:
    asked = await bench.picture_order()
    async with workshop.store.hosted._database.transaction() as connection:
        await connection.exec_driver_sql("DROP TABLE hosted_pictures")
    with pytest.raises(Unreachable):
        await bench.bought(asked)
    assert not bench.sandbox.calls


async def test_a_video_of_another_provider_is_extended_by_its_address(
    bench: ModelverseBench,
) -> None:
    request = Request(prompt="on it goes", extends=1)
    [candidate] = Registry([bench.provider]).candidates(request, extends="pixverse")
    bench.sandbox.faults.add("submit", answer(json={"output": {"task_id": "7"}}))
    await bench.bought(bench.order(mode=Mode.EXTEND, source=OTHERS, options=candidate.options))
    [sent] = orders(bench)
    assert sent["input"] == {"prompt": "a wolf", "video_url": OTHERS.url}
    assert "aspect_ratio" not in sent["parameters"]


@pytest.mark.parametrize("source", [None, replace(OTHERS, url="")])
async def test_without_a_video_to_extend_nothing_is_bought(
    bench: ModelverseBench, source: Source | None
) -> None:
    asked = bench.order(mode=Mode.EXTEND, source=source, options=bench.picture_options)
    with pytest.raises(Refused) as refused:
        await bench.bought(asked)
    assert refused.value.fault is Fault.NOT_FOUND
    assert not bench.sandbox.calls


async def test_an_earlier_video_that_cannot_be_fetched_is_nobodys_bug(
    bench: ModelverseBench,
) -> None:
    away = replace(OTHERS, url=f"{bench.sandbox.url}/away.mp4")
    asked = bench.order(mode=Mode.EXTEND, source=away, options=bench.picture_options)
    with pytest.raises(Refused) as refused:
        await bench.bought(asked)
    assert refused.value.fault is Fault.NOT_FOUND


async def test_it_has_no_balance_and_calls_nobody(bench: ModelverseBench) -> None:
    able = bench.provider.capabilities
    assert (able.balance, able.callback) == (False, None)
    with pytest.raises(Refused):
        await bench.provider.balance()
    with pytest.raises(CallbackRefused):
        await bench.provider.read_callback(Callback(headers={}, body=b"{}"))


async def test_the_account_without_money_is_the_operators(workshop: Workshop) -> None:
    async with made(ModelverseBench, workshop, balance=0) as bench:
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.NO_CREDITS


@pytest.mark.parametrize("status", [429, 503])
async def test_a_full_service_slows_every_call(
    bench: ModelverseBench, workshop: Workshop, status: int
) -> None:
    told = error_body(Refusal("rate_limit"))
    bench.sandbox.faults.add("submit", answer(status, json=told, headers={"Retry-After": "60"}))
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BUSY
    assert refused.value.retry_after_s == 60
    now = workshop.tools.clock.now()
    next_turn = await workshop.store.budgets.reserve("modelverse", interval=timedelta(0), now=now)
    assert next_turn - now > timedelta(seconds=50)

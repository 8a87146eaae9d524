"""How APIXO's answers are read: codes in messages, and results in every shape."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from bot.demo.faults import answer
from bot.demo.sandbox.apixo.oddities import done_with, failed_with
from bot.demo.sandbox.apixo.oddities import refused as refused_with
from bot.providers.base import Done, Failed, Moderated, Running
from bot.providers.errors import Fault, Refused, Unclear
from tests.providers.apixo_bench import ApixoBench, refusal_of
from tests.providers.bench import Workshop, made

URL = "https://r2.apixo.ai/video.mp4"


@pytest.fixture
async def bench(workshop: Workshop) -> AsyncIterator[ApixoBench]:
    async with made(ApixoBench, workshop) as bench:
        yield bench


@pytest.mark.parametrize("data", [None, True, {}, [], "much", "NaN"])
async def test_a_balance_that_cannot_be_read_is_not_nothing(
    bench: ApixoBench, data: object
) -> None:
    bench.sandbox.faults.add("balance", answer(json={"code": 200, "data": data}))
    with pytest.raises(Unclear):
        await bench.provider.balance()


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

"""Odd answers of the gateway and its relatives, on a switch."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.gateway import oddities
from tests.demo.gateway_client import Client, connected, number


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


async def test_other_names_for_the_video_id(client: Client) -> None:
    await client.spoilt("text", "video_id_text")
    assert (await client.text()).json()["video_id"].isdecimal()
    await client.spoilt("text", "generation_id")
    [(name, value)] = (await client.text()).json().items()
    assert (name, type(value)) == ("generation_id", int)


@pytest.mark.parametrize(
    ("fault", "names"),
    [
        ("video_url", {"status", "video_url"}),
        ("url_only", {"url"}),
        ("done_without_url", {"status"}),
        ("hangs", {"status"}),
        ("json_empty", set()),
    ],
)
async def test_fields_of_a_finished_video(client: Client, fault: str, names: set[str]) -> None:
    video_id = number(await client.text())
    await client.sandbox.finish(video_id)
    await client.spoilt("status", fault)
    assert set((await client.status(video_id)).json()) == names


@pytest.mark.parametrize(
    ("prompt", "small", "capital"),
    [
        ("a wolf", "success", "SUCCESS"),
        ("#moderated", "error", "MODERATION_FAILED"),
        ("#failed", "error", "GENERATION_FAILED"),
        ("#gone", "error", "DELETED"),
    ],
)
async def test_other_words_for_a_status(
    client: Client, prompt: str, small: str, capital: str
) -> None:
    video_id = number(await client.text(prompt=prompt))
    for fault, running in (("words_small", "generating"), ("words_capital", "GENERATING")):
        await client.spoilt("status", fault)
        assert (await client.status(video_id)).json() == {"status": running}
    await client.sandbox.finish(video_id)
    for fault, word in (("words_small", small), ("words_capital", capital)):
        await client.spoilt("status", fault)
        assert (await client.status(video_id)).json()["status"] == word


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("hangs", {"status": "Generating"}),
        ("status_unknown", {"status": "Waiting for a better day"}),
        ("status_null", {"status": None}),
        ("done_empty_url", {"status": "Generation successful", "url": ""}),
        ("json_null", None),
    ],
)
async def test_what_a_status_says_instead(client: Client, fault: str, said: Any) -> None:
    video_id = number(await client.text())
    await client.sandbox.finish(video_id)
    await client.spoilt("status", fault)
    assert (await client.status(video_id)).json() == said
    assert (await client.status(video_id)).json()["status"] == "Generation successful"


async def test_a_placeholder_while_it_is_generating(client: Client) -> None:
    video_id = number(await client.text())
    await client.spoilt("status", "placeholder")
    said = (await client.status(video_id)).json()
    assert said["status"] == "Generation successful"
    assert said["url"].endswith("/default.mp4")


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("pixverse_500044", 502, "Pixverse error 500044: You have reached"),
        ("pixverse_99999", 502, "Pixverse error 99999: Unknown error"),
        ("request_failed", 502, "Request failed: "),
        ("http_error", 502, "HTTP error: "),
        ("max_retries", 504, "Max retries exceeded"),
        ("status_not_found", 500, "status of generation not found"),
        ("url_not_found", 500, "url of generation not found"),
        ("video_id_not_found", 500, "video_id not found"),
        ("img_id_not_found", 500, "img_id not found"),
        ("invalid_text", 422, "The parameters"),
        ("detail_400", 400, ""),
        ("detail_403", 403, ""),
    ],
)
async def test_errors_in_a_sentence(client: Client, fault: str, status: int, words: str) -> None:
    await client.spoilt("text", fault)
    answer = await client.text()
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(words)
    assert client.sandbox.books.purchases == ()


async def test_a_wait_may_be_named(client: Client) -> None:
    await client.spoilt("text", "detail_429_retry_7")
    answer = await client.text()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("fault", "status"), [("max_retries_after", 504), ("html_502_after", 502)])
async def test_a_lost_answer_was_carried_out(client: Client, fault: str, status: int) -> None:
    await client.spoilt("text", fault)
    assert (await client.text()).status_code == status
    assert len(client.sandbox.books.purchases) == 1


async def test_errors_pass_unchanged(client: Client) -> None:
    for fault in ("hangs", "video_url", "url_only"):
        await client.spoilt("status", fault)
        assert (await client.status(5)).status_code == 404


async def test_faults_are_switched_on_from_outside(client: Client) -> None:
    url = client.sandbox.url + "/switches"
    rule = {"call": "status", "fault": "hangs", "times": None}
    assert (await client.http.post(url, json=rule)).status_code == 201
    video_id = number(await client.text())
    await client.sandbox.finish(video_id)
    for _ in range(2):
        assert (await client.status(video_id)).json() == {"status": "Generating"}


def test_every_named_fault_exists() -> None:
    for name in oddities.NAMES:
        assert "<" in name or oddities.fault(name) is not None
    for name in ("detail_200", "pixverse_", "nonsense"):
        assert oddities.fault(name) is None

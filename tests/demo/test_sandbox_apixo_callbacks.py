"""APIXO's sandbox calls back when a task has ended."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.demo.apixo_client import Client, body_of, connected, picture_body
from tests.demo.outside import Outside, outside


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.fixture
async def side() -> AsyncIterator[Outside]:
    async with outside() as made:
        yield made


def wanting(side: Outside, change: dict[str, Any] | None = None) -> dict[str, Any]:
    address = f"{side.url}/called/job-1?x=1"
    return body_of(change, request_type="callback", callback_url=address)


@pytest.mark.parametrize("prompt", ["a wolf", "#failed", "#moderated"])
async def test_the_callback_says_what_the_status_says(
    client: Client, side: Outside, prompt: str
) -> None:
    task_id = await client.bought(wanting(side, {"prompt": prompt}))
    assert side.posts == []
    await client.finish(task_id)
    post = await side.posted(1)
    assert post.path == "/called/job-1"
    assert post.headers["content-type"] == "application/json"
    assert post.body == (await client.asked(task_id)).json()
    assert post.body["data"]["state"] == ("success" if prompt == "a wolf" else "failed")
    await client.sandbox.until(lambda: len(client.sandbox.called_back) == 1)
    (attempt,) = client.sandbox.called_back
    assert (attempt.path, attempt.status, attempt.taken) == ("/called/job-1", 200, True)


async def test_a_picture_that_cannot_be_had_is_called_back_too(
    client: Client, side: Outside
) -> None:
    client.sandbox.release()
    order = picture_body(
        side.url + "/nothing", request_type="callback", callback_url=side.url + "/x"
    )
    await client.bought(order)
    assert (await side.posted(1)).body["data"]["failCode"] == "INVALID_IMAGE_URL"


async def test_a_callback_that_is_not_answered_with_200_is_tried_again(
    client: Client, side: Outside
) -> None:
    side.answers = [(500, ""), (204, ""), (302, ""), (200, "anything")]
    await client.finish(await client.bought(wanting(side)))
    await client.sandbox.until(lambda: len(client.sandbox.called_back) == 4)
    assert [attempt.status for attempt in client.sandbox.called_back] == [500, 204, 302, 200]
    assert [attempt.taken for attempt in client.sandbox.called_back] == [False, False, False, True]
    assert len({str(post.body) for post in side.posts}) == 1


async def test_a_callback_that_was_taken_is_not_repeated(side: Outside) -> None:
    async with connected(callback_retries_s=(0.0, 0.0)) as client:
        for count in (1, 2):
            await client.finish(await client.bought(wanting(side)))
            await client.sandbox.until(lambda: len(client.sandbox.called_back) >= count)  # noqa: B023
        assert len({post.body["data"]["taskId"] for post in side.posts}) == 2
        assert len(side.posts) == 2


async def test_after_three_retries_it_gives_up(client: Client, side: Outside) -> None:
    side.answers = [(500, "")]
    await client.finish(await client.bought(wanting(side)))
    await client.sandbox.until(lambda: len(client.sandbox.called_back) == 4)
    side.answers = [(200, "")]
    await client.finish(await client.bought(wanting(side)))
    await client.sandbox.until(lambda: client.sandbox.called_back[-1].taken)
    assert len(client.sandbox.called_back) == 5


async def test_a_callback_to_nowhere_has_no_status(client: Client) -> None:
    body = body_of(request_type="callback", callback_url="http://127.0.0.1:9/x")
    await client.finish(await client.bought(body))
    await client.sandbox.until(lambda: len(client.sandbox.called_back) == 4)
    assert {attempt.status for attempt in client.sandbox.called_back} == {None}


async def test_polling_orders_and_gone_tasks_are_not_called_back(
    client: Client, side: Outside
) -> None:
    unwanted = body_of(callback_url=side.url + "/unwanted")
    await client.finish(await client.bought(unwanted))
    await client.finish(await client.bought(wanting(side, {"prompt": "#gone"})))
    await client.finish(await client.bought(wanting(side)))
    assert (await side.posted(1)).body["data"]["state"] == "success"
    await client.sandbox.until(lambda: len(client.sandbox.called_back) == 1)
    assert len(side.posts) == 1


async def test_callbacks_can_stay_away(side: Outside) -> None:
    async with connected(callbacks=False) as client:
        silent = await client.bought(wanting(side))
        await client.finish(silent)
        assert (await client.data(silent))["state"] == "success"
        client.sandbox.callbacks = True
        told = await client.bought(wanting(side))
        await client.finish(told)
        assert (await side.posted(1)).body["data"]["taskId"] == told


async def test_stopping_gives_callbacks_up(side: Outside) -> None:
    side.answers = [(500, "")]
    async with connected(callback_retries_s=(3600.0,)) as client:
        await client.finish(await client.bought(wanting(side)))
        await client.sandbox.until(lambda: len(client.sandbox.called_back) == 1)
    assert len(side.posts) == 1

"""Which orders APIXO's sandbox takes, and how it refuses the others."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.apixo.orders import read_order
from bot.demo.sandbox.apixo.revisions import REVISIONS
from tests.demo.apixo_client import NEWER, OLDER, TEXT, Client, body_of, connected

ADDRESS = "http://127.0.0.1:9/a.jpg"
PICTURE = {"mode": "image-to-video", "image_urls": [ADDRESS]}


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


def missing(field: str) -> dict[str, Any]:
    data = {"error": f"Missing required field: {field}"}
    return {"code": 400, "message": "Invalid request", "data": data}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mode": None}, "mode"),
        ({"prompt": None}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n"}, "prompt"),
        ({"resolution": None}, "resolution"),
        ({"duration": None}, "duration"),
        ({"mode": "image-to-video"}, "image_urls"),
        (PICTURE | {"image_urls": []}, "image_urls"),
        (PICTURE | {"prompt": None}, "prompt"),
    ],
)
async def test_missing_fields_are_named_in_the_data(
    client: Client, change: dict[str, Any], field: str
) -> None:
    answer = await client.order(body_of(change))
    assert answer.status_code == 400
    assert answer.json() == missing(f"input.{field}")


async def test_a_callback_needs_an_address(client: Client) -> None:
    answer = await client.order(body_of(request_type="callback"))
    assert answer.json() == missing("callback_url")
    assert (await client.order({"request_type": "async"})).json() == missing("input")


WRONG: list[dict[str, Any]] = [
    {"mode": "reference-to-video"},
    {"mode": 1},
    {"prompt": 5},
    {"prompt": "x" * 801},
    {"resolution": "480p"},
    {"resolution": "4k"},
    {"duration": 8},
    {"duration": "5"},
    {"duration": 5.0},
    {"duration": True},
    {"aspect_ratio": "4:3"},
    {"aspect_ratio": 1},
    {"negative_prompt": []},
    {"seed": "42"},
    {"seed": True},
    {"seed": -1},
    {"seed": 2**31},
    {"enable_prompt_expansion": "true"},
    {"enable_prompt_expansion": 1},
    {"image_urls": [ADDRESS]},
    {"audio_urls": [ADDRESS]},
    PICTURE | {"image_urls": ADDRESS},
    PICTURE | {"image_urls": [ADDRESS, ADDRESS]},
    PICTURE | {"image_urls": ["data:image/png;base64,AAAA"]},
    PICTURE | {"image_urls": ["file:///etc/passwd"]},
    PICTURE | {"image_urls": ["http://"]},
    PICTURE | {"image_urls": ["http://["]},
    PICTURE | {"image_urls": [5]},
]


@pytest.mark.parametrize("change", WRONG, ids=str)
async def test_wrong_fields_are_named_in_the_message(
    client: Client, change: dict[str, Any]
) -> None:
    answer = await client.order(body_of(change))
    said = answer.json()
    assert (answer.status_code, said["code"], said["data"]) == (400, 400, None)
    # The field that is wrong is the last one that was changed.
    assert said["message"].startswith(f"Invalid value for input.{list(change)[-1]}: ")
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    "top",
    [
        {"request_type": "sync"},
        {"request_type": True},
        {"provider": "cheapest"},
        {"callback_url": 5},
        {"request_type": "callback", "callback_url": "example.com/x"},
        {"request_type": "callback", "callback_url": "ftp://example.com/x"},
    ],
)
async def test_wrong_fields_beside_the_input_are_refused(
    client: Client, top: dict[str, Any]
) -> None:
    answer = await client.order(body_of(**top))
    assert (answer.status_code, answer.json()["data"]) == (400, None)


@pytest.mark.parametrize("body", [[], "text", 5, None, {"input": []}, {"input": "x"}])
async def test_a_body_that_is_no_object_is_refused(client: Client, body: Any) -> None:
    assert (await client.order(body)).status_code == 400


async def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    for parts in (
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"content": b'{"input":{}}', "headers": {"Content-Type": "text/plain"}},
        {"data": {"prompt": "x"}},
    ):
        answer = await client.send("POST", "/generateTask/wan-2-5", **parts)
        assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (OLDER, {"prompt": "😀" * 800, "negative_prompt": "x" * 5000}),
        (OLDER, {"aspect_ratio": None, "resolution": "1080p", "duration": 10}),
        (OLDER, {"image_urls": [], "unheard_of": 1}),
        (OLDER, PICTURE | {"seed": 2**31 - 1}),
        (NEWER, {"prompt": "😀" * 1500, "negative_prompt": "x" * 500}),
        (NEWER, {"resolution": "480p", "aspect_ratio": "1:1"}),
        (NEWER, {"aspect_ratio": "3:4"}),
        (NEWER, {"audio_urls": [ADDRESS]}),
        (NEWER, PICTURE | {"prompt": None}),
    ],
)
async def test_right_orders_are_taken(client: Client, model: str, change: dict[str, Any]) -> None:
    await client.bought(body_of(change), model)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "x" * 1501},
        {"prompt": None},
        {"negative_prompt": "x" * 501},
        {"resolution": "480p", "aspect_ratio": "4:3"},
        {"aspect_ratio": "21:9"},
        {"audio_urls": [ADDRESS, ADDRESS]},
    ],
)
async def test_the_newer_revision_has_limits_too(client: Client, change: dict[str, Any]) -> None:
    assert (await client.order(body_of(change), NEWER)).status_code == 400


@pytest.mark.parametrize(
    ("resolution", "seconds", "price"),
    [("480p", 5, "0.25"), ("720p", 10, "1.00"), ("1080p", 10, "1.50")],
)
def test_the_price_grows_with_length_and_resolution(
    resolution: str, seconds: int, price: str
) -> None:
    wanted = TEXT | {"resolution": resolution, "duration": seconds}
    order = read_order({"input": wanted}, REVISIONS[NEWER])
    assert str(order.price) == price

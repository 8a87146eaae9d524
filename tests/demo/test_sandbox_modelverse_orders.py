"""Which orders the Modelverse sandbox takes, with which pictures and videos."""

import io
from collections.abc import AsyncIterator
from typing import Any

import av
import pytest
from PIL import Image

from bot.demo.sandbox.modelverse import Plan
from bot.demo.sandbox.modelverse.orders import read_order
from tests.demo.modelverse_client import (
    TEXT,
    Client,
    body_of,
    connected,
    error_of,
    in_base64,
    picture,
    serving,
)
from tests.demo.pictures import film

URL = "http://127.0.0.1:9/a.png"
MAGENTA = (255, 0, 255)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        None,
        {},
        {"model": "pixverse-v6"},
        {"model": "pixverse-v6", "input": []},
        {"model": "pixverse-v6", "input": {}},
        TEXT | {"model": None},
        TEXT | {"model": 6},
        TEXT | {"parameters": None},
        TEXT | {"parameters": []},
        TEXT | {"prompt": "flat"},
        TEXT | {"duration": 5},
        {"model": "pixverse-v6", "prompt": "a wolf", "duration": 5, "resolution": "540p"},
        body_of(None),
        body_of("  "),
        body_of(5),
        body_of(resolution="480p"),
        body_of(resolution="720P"),
        body_of(resolution=720),
        body_of(resolution=None),
        body_of(aspect_ratio="5:4"),
        body_of(aspect_ratio=1),
        body_of(duration=0),
        body_of(duration=16),
        body_of(duration="5"),
        body_of(duration=5.0),
        body_of(duration=True),
        body_of(generate_audio=2),
        body_of(generate_audio=True),
        body_of(generate_audio="1"),
        body_of(seed=-1),
        body_of(seed=2**31),
        body_of(seed="1"),
        body_of(negative_prompt="cats"),
        body_of(media={"negative_prompt": "cats"}),
        body_of(media={"img_url": ""}),
        body_of(media={"img_url": None}),
        body_of(media={"img_url": [URL]}),
        body_of(media={"first_frame_url": URL}),
        body_of(media={"last_frame_url": URL}),
        body_of(media={"img_url": URL, "video_url": URL}),
        body_of(media={"img_url": URL, "last_frame_url": URL}),
        body_of(media={"img_url": URL}, aspect_ratio="16:9"),
        body_of(media={"video_url": URL}, aspect_ratio="16:9"),
    ],
)
async def test_wrong_orders_are_refused(client: Client, body: Any) -> None:
    answer = await client.order(body)
    assert error_of(answer) == (400, "param_error")
    message = answer.json()["error"]["message"]
    assert message.startswith("Invalid param: ")
    # Before anything is fetched: the address would be refused, too.
    assert "cannot be fetched" not in message
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        ({}, ("540p", "16:9", 1, False, None)),
        ({"resolution": "1080p", "duration": 15}, ("1080p", "16:9", 15, False, None)),
        ({"aspect_ratio": "21:9", "seed": 0}, ("540p", "21:9", 1, False, 0)),
        ({"aspect_ratio": "2:3", "seed": 2**31 - 1}, ("540p", "2:3", 1, False, 2**31 - 1)),
        ({"generate_audio": 1}, ("540p", "16:9", 1, True, None)),
        ({"generate_audio": 0}, ("540p", "16:9", 1, False, None)),
    ],
)
def test_right_orders_are_read(changed: dict[str, Any], seen: tuple[Any, ...]) -> None:
    order = read_order(body_of(**changed), prompt_max_chars=99, sound="int")
    assert (order.resolution, order.ratio, order.seconds, order.audio, order.seed) == seen


def test_parameters_may_be_left_out() -> None:
    body = {"model": "pixverse-v6", "input": {"prompt": "a wolf"}}
    for bare in (body, body | {"parameters": {}}):
        order = read_order(bare, prompt_max_chars=99, sound="int")
        assert (order.resolution, order.ratio, order.seconds) == ("540p", "16:9", 5)


@pytest.mark.parametrize(
    ("sound", "value", "status"),
    [
        ("int", 1, 200),
        ("int", True, 400),
        ("bool", 1, 400),
        ("bool", True, 200),
        ("both", 1, 200),
        ("both", True, 200),
        ("both", 2, 400),
        ("both", "1", 400),
    ],
)
async def test_sound_is_asked_for_as_the_setting_says(sound: str, value: Any, status: int) -> None:
    async with connected(sound=sound) as client:
        answer = await client.order(body_of(generate_audio=value))
        assert answer.status_code == status
        if status == 200:
            task_id = answer.json()["output"]["task_id"]
            await client.finish(task_id)
            (url,) = (await client.output(task_id))["urls"]
            with av.open(io.BytesIO((await client.http.get(url)).content), "r") as clip:
                assert len(clip.streams.audio) == 1


async def test_another_model_is_not_permitted(client: Client) -> None:
    assert error_of(await client.order(TEXT | {"model": "pixverse-v5"})) == (400, "model_error")


async def test_a_prompt_may_be_too_long() -> None:
    async with connected(plan=Plan(prompt_max_chars=20)) as client:
        assert error_of(await client.order(body_of("x" * 21))) == (400, "tokens_too_long")
        await client.bought(body_of("x" * 20))


async def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    json_type = {"Content-Type": "application/json"}
    for parts in ({"content": b"{", "headers": json_type}, {"data": {"model": "pixverse-v6"}}):
        answer = await client.send("POST", "/submit", **parts)
        assert error_of(answer) == (400, "param_error")


async def size_of(client: Client, output: dict[str, Any]) -> tuple[int, int]:
    raw = (await client.http.get(output["urls"][0])).content
    with av.open(io.BytesIO(raw), "r") as clip:
        return clip.streams.video[0].width, clip.streams.video[0].height


async def test_a_picture_is_fetched_and_keeps_its_shape(client: Client) -> None:
    async with serving(tall=picture((60, 120))) as there:
        output = await client.finished(body_of(media={"img_url": f"{there}/tall"}))
    assert await size_of(client, output) == (54, 108)
    assert client.sandbox.books.purchases[0].what == "image"


async def test_frames_may_be_a_url_and_base64(client: Client) -> None:
    async with serving(first=picture(colour="red")) as there:
        last = in_base64(picture(colour="blue", kind="JPEG"), "jpeg")
        media = {"first_frame_url": f"{there}/first", "last_frame_url": last}
        output = await client.finished(body_of(media=media))
    raw = (await client.http.get(output["urls"][0])).content
    with av.open(io.BytesIO(raw), "r") as clip:
        shown: list[Any] = [frame.to_image() for frame in clip.decode(video=0)]  # type: ignore[no-untyped-call]
    (first, last_pixel) = (frame.getpixel((5, 5)) for frame in (shown[0], shown[-1]))
    assert first[0] > 150 > first[2]
    assert last_pixel[2] > 150 > last_pixel[0]
    assert client.sandbox.books.purchases[0].what == "frames"


@pytest.mark.parametrize(
    ("form", "prefixed", "bare"), [("both", 200, 200), ("prefix", 200, 400), ("bare", 400, 200)]
)
async def test_base64_is_taken_as_the_setting_says(form: str, prefixed: int, bare: int) -> None:
    async with connected(base64=form) as client:
        for kind, status in (("png", prefixed), (None, bare)):
            media = {"img_url": in_base64(picture(), kind)}
            answer = await client.order(body_of(media=media))
            assert answer.status_code == status
            if status == 400:
                assert error_of(answer) == (400, "param_error")
                assert "prefix" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "value",
    [
        "ftp://example.com/a.png",
        "/etc/passwd",
        "http://127.0.0.1:9/a.png",
        "http://",
        "data:image/gif;base64," + in_base64(picture(kind="GIF")),
        "data:text/plain;base64,QUJD",
        "data:image/png;base64,",
        in_base64(picture(), "png")[:-40],
        in_base64(b"no picture"),
        in_base64(picture(kind="GIF")),
        in_base64(picture((4001, 2))),
        in_base64(picture()) + "*",
    ],
)
async def test_pictures_that_are_none_are_refused(client: Client, value: str) -> None:
    assert error_of(await client.order(body_of(media={"img_url": value}))) == (400, "param_error")


async def test_addresses_of_no_picture_are_refused(client: Client) -> None:
    async with serving(page=b"<html>") as there:
        for name in ("page", "nothing"):
            answer = await client.order(body_of(media={"img_url": f"{there}/{name}"}))
            assert error_of(answer) == (400, "param_error")


async def test_moderated_pictures_are_refused_and_cost_nothing(client: Client) -> None:
    marked = in_base64(picture(colour=MAGENTA), "png")
    media = {"first_frame_url": in_base64(picture()), "last_frame_url": marked}
    answer = await client.order(body_of(media=media))
    assert error_of(answer) == (400, "sensitive_check_error")
    assert client.sandbox.books.purchases == ()


async def test_a_video_of_the_sandbox_is_extended_from_its_last_frame(client: Client) -> None:
    (url,) = (await client.finished(body_of(aspect_ratio="9:16")))["urls"]
    output = await client.finished(body_of(media={"video_url": url}))
    assert await size_of(client, output) == (54, 96)
    assert client.sandbox.books.purchases[1].what == "video"
    assert "media" not in [call.name for call in client.sandbox.calls[:-1]]


async def test_any_mp4_that_can_be_fetched_is_extended(client: Client) -> None:
    async with serving(dance=film(width=96, height=192)) as there:
        output = await client.finished(body_of(media={"video_url": f"{there}/dance"}))
    assert await size_of(client, output) == (54, 108)


async def test_videos_that_are_none_are_refused(client: Client) -> None:
    clip = film()
    still = io.BytesIO()
    Image.new("RGB", (32, 32)).save(still, "PNG")
    async with serving(still=still.getvalue(), half=clip[:100], empty=b"") as there:
        values = [f"{there}/{name}" for name in ("still", "half", "empty", "nothing")]
        values += [in_base64(clip), f"{client.sandbox.url}/media/deleted.mp4"]
        for value in values:
            answer = await client.order(body_of(media={"video_url": value}))
            assert error_of(answer) == (400, "param_error")
    assert client.sandbox.books.purchases == ()

"""Which orders the PixVerse sandbox takes, and with which codes it refuses the others."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.pixverse import Plan
from bot.demo.sandbox.pixverse.orders import read_order
from bot.demo.sandbox.pixverse.refusal import Refusal
from tests.demo.sandbox_client import FRAMES, TEXT, Client, connected, envelope, picture


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prompt": None}, 400011),
        ({"prompt": "  "}, 400011),
        ({"prompt": 5}, 400013),
        ({"prompt": "x" * 2049}, 400018),
        ({"negative_prompt": "x" * 2049}, 400019),
        ({"negative_prompt": []}, 400013),
        ({"model": None}, 400011),
        ({"model": "v7"}, 400017),
        ({"model": 6}, 400013),
        ({"duration": None}, 400011),
        ({"duration": "5"}, 400013),
        ({"duration": 5.0}, 400013),
        ({"duration": True}, 400013),
        ({"duration": 16}, 400017),
        ({"duration": 0}, 400017),
        ({"model": "v5", "duration": 10}, 400017),
        ({"model": "v5.6", "duration": 6}, 400017),
        ({"model": "v4", "duration": 8, "quality": "1080p"}, 400017),
        ({"model": "v5.5", "duration": 10, "quality": "1080p"}, 400017),
        ({"quality": None}, 400011),
        ({"quality": "480p"}, 400017),
        ({"quality": 540}, 400013),
        ({"aspect_ratio": None}, 400011),
        ({"aspect_ratio": "5:4"}, 400017),
        ({"model": "v5", "duration": 5, "aspect_ratio": "21:9"}, 400017),
        ({"seed": "1"}, 400013),
        ({"seed": -1}, 400017),
        ({"seed": 2**31}, 400017),
        ({"motion_mode": "quick"}, 400017),
        ({"motion_mode": "fast"}, 400017),
        ({"model": "v4", "duration": 8, "motion_mode": "fast"}, 400017),
        ({"model": "v4", "duration": 5, "quality": "1080p", "motion_mode": "fast"}, 400017),
        ({"style": "anime"}, 400017),
        ({"style": "oil", "model": "v3.5", "duration": 5}, 400017),
        ({"generate_audio_switch": 1}, 400013),
        ({"generate_audio_switch": True, "model": "v5", "duration": 5}, 400017),
        ({"generate_multi_clip_switch": True, "model": "v5.6", "duration": 5}, 400017),
        ({"lip_sync_switch": True}, 400017),
        ({"lip_sync_tts_content": "x" * 141}, 400017),
        ({"thinking_type": "deep"}, 400017),
        ({"template_id": 1}, 500070),
        ({"template_id": 1, "camera_movement": "zoom_in"}, 400017),
        ({"webhook_id": 1}, 400017),
        ({"img_id": 1}, 400017),
    ],
)
async def test_wrong_orders_are_refused(client: Client, change: dict[str, Any], code: int) -> None:
    answer = await client.send("POST", "/video/text/generate", json=TEXT | change)
    assert answer.status_code == 200
    assert (envelope(answer)["ErrCode"], envelope(answer)["Resp"]) == (code, None)
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "x" * 2048, "negative_prompt": "x" * 2048},
        {"duration": 15, "quality": "1080p", "aspect_ratio": "21:9"},
        {"model": "c1", "aspect_ratio": "2:3"},
        {"model": "v5", "duration": 8, "quality": "1080p"},
        {"model": "v5.6", "duration": 10, "generate_audio_switch": True, "motion_mode": "normal"},
        {"model": "v3.5", "duration": 5, "style": "clay", "motion_mode": "fast"},
        {"model": "v5", "duration": 5, "lip_sync_switch": True, "sound_effect_switch": True},
        {"model": "v5.5", "duration": 5, "generate_multi_clip_switch": True},
        {"seed": 2**31 - 1, "thinking_type": "auto", "unheard_of": 1},
    ],
)
def test_right_orders_are_taken(change: dict[str, Any]) -> None:
    assert read_order("text", TEXT | change, prompt_max_chars=2048, lenient=False).price > 0


@pytest.mark.parametrize("body", [[], "text", 5, None])
async def test_a_body_that_is_no_object_is_refused(client: Client, body: Any) -> None:
    assert (await client.order(body))["ErrCode"] == 400017


async def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    for parts in (
        {"content": b"{", "headers": {"Content-Type": "application/json"}},
        {"data": TEXT},
    ):
        answer = await client.send("POST", "/video/text/generate", **parts)
        assert envelope(answer)["ErrCode"] == 400017


async def test_longer_prompts_are_a_setting() -> None:
    async with connected(plan=Plan(prompt_max_chars=5000)) as client:
        assert (await client.order(TEXT | {"prompt": "x" * 5000}))["ErrCode"] == 0
        assert (await client.order(TEXT | {"prompt": "x" * 5001}))["ErrCode"] == 400018


async def test_a_picture_order_keeps_the_shape_of_the_picture(client: Client) -> None:
    img_id = await client.uploaded(picture((60, 120)))
    done = await client.finished(FRAMES | {"img_id": img_id}, "img")
    assert (done["outputWidth"], done["outputHeight"]) == (54, 108)
    assert done["customer_paths"]["create_mode"] == "i2v"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, 400011),
        ({"img_id": 12}, 400032),
        ({"img_id": "12"}, 400013),
        ({"img_id": "https://example.com/a.png"}, 400017),
        ({"img_id": 12, "aspect_ratio": "16:9"}, 400017),
        ({"img_id": 12, "img_ids": [12]}, 400017),
    ],
)
async def test_wrong_picture_orders_are_refused(
    client: Client, change: dict[str, Any], code: int
) -> None:
    assert (await client.order(FRAMES | change, "img"))["ErrCode"] == code


async def test_a_transition_needs_two_uploaded_pictures(client: Client) -> None:
    first, last = [await client.uploaded(picture(colour=name)) for name in ("red", "blue")]
    done = await client.finished(
        FRAMES | {"first_frame_img": first, "last_frame_img": last}, "transition"
    )
    assert done["status"] == 1
    missing = await client.order(FRAMES | {"first_frame_img": first}, "transition")
    assert missing["ErrCode"] == 400011
    unknown = await client.order(
        FRAMES | {"first_frame_img": first, "last_frame_img": 5}, "transition"
    )
    assert unknown["ErrCode"] == 400032


async def test_only_a_finished_video_can_be_extended(client: Client) -> None:
    source = await client.bought()
    order = FRAMES | {"source_video_id": source}
    assert (await client.order(order, "extend"))["ErrCode"] == 500047
    await client.sandbox.finish(source)
    done = await client.finished(order, "extend")
    assert (done["status"], done["outputWidth"], done["outputHeight"]) == (1, 96, 54)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, 400011),
        ({"source_video_id": "1"}, 400013),
        ({"source_video_id": 1}, 500047),
        ({"video_media_id": 1}, 500047),
        ({"source_video_id": 1, "video_media_id": 1}, 400017),
        ({"source_video_id": 1, "model": "c1"}, 400017),
    ],
)
async def test_wrong_extensions_are_refused(
    client: Client, change: dict[str, Any], code: int
) -> None:
    assert (await client.order(FRAMES | change, "extend"))["ErrCode"] == code


def test_an_order_refused_by_reading_says_its_code() -> None:
    with pytest.raises(Refusal) as raised:
        read_order("text", {}, prompt_max_chars=2048, lenient=True)
    assert raised.value.code == 400011

"""Every picture that cannot be used: a specific sentence, nothing submitted, nothing crashed."""

from functools import cache

import pytest
from PIL import Image

from tests.whole.conftest import Stage, refused
from tests.whole.pictures import encoded, picture


@cache
def bad() -> dict[str, tuple[bytes, str]]:
    """Files that somebody sends as a picture, and what is said of each."""
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    return {
        "animated": (
            encoded(noise, "WEBP", save_all=True, append_images=[noise.rotate(90)]),
            "That picture is animated",
        ),
        "truncated": (encoded(noise, "PNG")[:9000], "damaged or incomplete"),
        "zero bytes": (b"", "That file is empty"),
        "bomb": (encoded(Image.new("1", (30_000, 30_000)), "PNG"), "has 30,000 × 30,000 pixels"),
        "not an image": (b"MZ\x90\0 this is a program", "not a picture I can read"),
        "pdf": (b"%PDF-1.7\n%\xe2\xe3", "I cannot read PDF files"),
        "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "I cannot read SVG files"),
    }


@pytest.mark.parametrize("caption", ["it snows", None])
async def test_it_is_explained_and_nothing_is_submitted(stage: Stage, caption: str | None) -> None:
    async with stage.bot():
        for number, (name, (data, words)) in enumerate(bad().items()):
            person = stage.person(2000 + number, name)
            chat = stage.chat(person)
            world = stage.api.world
            world.send_document(chat, person, data, "a.png", "image/png", caption=caption)
            answer = await stage.said(chat, words)
            assert answer.reply_to is not None
            assert answer.reply_to.document is not None
            await stage.settled(chat)
    assert stage.asked == []


@pytest.mark.parametrize("caption", ["it snows", None])
async def test_more_than_telegram_hands_out_is_told_before_anything_is_fetched(
    stage: Stage, caption: str | None
) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        data = picture() + b"\0" * (20 * 1024 * 1024)
        world = stage.api.world
        world.send_document(chat, stage.ann, data, "a.jpg", "image/jpeg", caption=caption)
        await stage.said(chat, "larger than 20 MB")
    assert stage.api.calls_of("getFile") == []
    assert stage.asked == []


async def test_a_picture_that_cannot_be_fetched_any_more_is_asked_for_again(stage: Stage) -> None:
    stage.api.faults.add("getFile", refused(400, "Bad Request: wrong file_id or the file is gone"))
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.said(chat, "Please send it once more")
    assert stage.asked == []


async def test_a_download_that_breaks_is_tried_again(stage: Stage) -> None:
    stage.api.faults.add("file", refused(502, "Bad Gateway"))
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.video(chat)


async def test_what_is_neither_words_nor_picture_is_answered(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        voice = {"file_id": "x", "file_unique_id": "y", "duration": 3}
        stage.api.world.send_other(chat, stage.ann, voice=voice)
        await stage.said(chat, "I work with words, pictures and videos")
    assert stage.asked == []


async def test_a_prompt_that_nobody_can_see_is_explained(stage: Stage) -> None:
    async with stage.bot():
        stage.write("\u3164\u3164")  # Hangul fillers, which Telegram lets through
        await stage.said(stage.chat(stage.ann), "nothing in that prompt to show")
    assert stage.asked == []


async def test_a_prompt_over_the_limit_is_explained_with_the_numbers(stage: Stage) -> None:
    async with stage.bot():
        stage.write("x" * 2050)
        await stage.said(
            stage.chat(stage.ann),
            "That prompt has 2,050 characters, but the limit is 2,048. Please shorten it by 2.",
        )
    assert stage.asked == []

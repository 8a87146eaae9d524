import io

import pytest
from aiohttp import web
from PIL import Image

from bot.demo.faults import Handler
from bot.demo.sandbox.pixverse.oddities import errcode
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from tests.postgres import emptied
from tests.whole.conftest import Stage
from tests.whole.pictures import encoded, located, picture


def orders(videos: PixVerseSandbox, name: str) -> list[dict[str, object]]:
    return [call.body for call in videos.calls if call.name == name]


async def test_a_prompt_becomes_a_video_in_the_chat(stage: Stage) -> None:
    async with stage.bot():
        prompt = stage.write("a wolf in the snow")
        chat = stage.chat(stage.ann)
        card = await stage.video(chat)
        await stage.said(chat, "Your video is ready")
    assert card.reply_to is prompt
    assert card.caption == "a wolf in the snow"
    ping = chat.from_bot[-1]
    assert ping.reply_to is card
    assert chat.from_bot == [card, ping]
    assert [purchase.what for purchase in stage.videos.books.purchases] == ["text"]


async def test_a_postgresql_serves_as_store(stage: Stage, postgres: str) -> None:
    address = await emptied(postgres)
    async with stage.bot(database_url=address):
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        await stage.said(stage.chat(stage.ann), "Your video is ready")
    async with stage.bot(database_url=address):
        await stage.command(stage.chat(stage.ann), "/history", "ready · ")


async def test_the_card_tells_how_far_the_job_is(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.write("a wolf")
        chat = stage.chat(stage.ann)
        card = await stage.said(chat, "Generating")
        assert [content.text.split(".")[0] for content in card.history] == ["⏳ Accepted"]
        stage.videos.release()
        assert await stage.video(chat) is card


async def test_a_job_waits_in_line_while_every_place_is_taken(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot(pixverse_max_running=1):
        chat = stage.chat(stage.ann)
        stage.write("first")
        await stage.said(chat, "Generating")
        stage.write("second")
        await stage.said(chat, "In line")
        assert len(stage.videos.books.purchases) == 1
        stage.videos.release()
        await stage.video(chat, count=2)
    assert [one["prompt"] for one in orders(stage.videos, "text")] == ["first", "second"]


async def test_the_video_streams_and_has_its_size_and_length(stage: Stage) -> None:
    async with stage.bot():
        stage.write("a wolf")
        card = await stage.video(stage.chat(stage.ann))
    assert card.video is not None
    assert card.video.duration == 5
    [edit] = [call for call in stage.api.calls_of("editMessageMedia") if call.is_ok]
    media = edit.params["media"]
    assert media["supports_streaming"] is True
    assert (media["width"], media["height"]) == (card.video.width, card.video.height)
    assert media["width"] > media["height"]


NASTY = "\"quotes\" 'n' <b>tags</b> & &amp; {x} { $y } 🐺👨‍👩‍👧 שלום عالم *_`~\u2067\nsecond line"


async def test_text_reaches_the_provider_and_the_caption_verbatim(stage: Stage) -> None:
    async with stage.bot():
        stage.write(NASTY)
        card = await stage.video(stage.chat(stage.ann))
    assert orders(stage.videos, "text")[0]["prompt"] == NASTY
    assert card.caption == NASTY
    assert card.entities == ()


@pytest.mark.parametrize("letter", ["x", "🐺"])
async def test_a_long_prompt_is_sent_whole_and_shortened_in_the_caption(
    stage: Stage, letter: str
) -> None:
    prompt = letter * 2048 if letter == "x" else letter * 2000
    async with stage.bot():
        stage.write(prompt)
        card = await stage.video(stage.chat(stage.ann))
    assert orders(stage.videos, "text")[0]["prompt"] == prompt
    assert card.caption is not None
    assert card.caption.endswith("…")
    assert 1020 < len(card.caption.encode("utf-16-le")) // 2 <= 1024


async def test_a_photo_with_a_caption_becomes_a_video(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        sent = stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        card = await stage.video(chat)
    assert card.reply_to is sent
    assert [one["prompt"] for one in orders(stage.videos, "img")] == ["it snows"]


@pytest.mark.parametrize(
    ("kind", "name", "mime_type"),
    [
        ("PNG", "a.png", "image/png"),
        ("WEBP", "a.webp", "image/webp"),
        ("JPEG", "a.jpg", "image/jpeg"),
        ("PNG", "letter.pdf", "application/pdf"),
        ("WEBP", "a", "application/octet-stream"),
    ],
)
async def test_a_picture_sent_as_a_file_is_judged_by_its_content(
    stage: Stage, kind: str, name: str, mime_type: str
) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        data = picture(kind)
        stage.api.world.send_document(chat, stage.ann, data, name, mime_type, caption="it snows")
        await stage.video(chat)
    assert len(orders(stage.videos, "img")) == 1


async def test_what_is_uploaded_is_a_fitted_jpeg_without_metadata(stage: Stage) -> None:
    uploaded: list[bytes] = []

    async def kept(request: web.Request, handler: Handler) -> web.StreamResponse:
        field = (await request.post())["image"]
        assert isinstance(field, web.FileField)
        uploaded.append(field.file.read())
        return await handler(request)

    stage.videos.faults.add("upload", kept, times=2)
    async with stage.bot():
        chat = stage.chat(stage.ann)
        world = stage.api.world
        world.send_document(chat, stage.ann, located(), "a.jpg", "image/jpeg", caption="snow")
        await stage.video(chat)
        huge = encoded(Image.new("RGBA", (5000, 50), (0, 0, 0, 0)), "PNG")
        world.send_document(chat, stage.ann, huge, "b.png", "image/png", caption="snow")
        await stage.video(chat, count=2)
    first, second = (Image.open(io.BytesIO(one)) for one in uploaded)
    assert b"at home" not in uploaded[0]
    assert not dict(first.getexif())
    assert (second.format, second.mode, second.size) == ("JPEG", "RGB", (4000, 40))


async def test_a_picture_alone_is_asked_about_and_the_next_text_is_its_prompt(
    stage: Stage,
) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "What should happen in it?")
        prompt = stage.write("it snows")
        card = await stage.video(chat)
        assert card.reply_to is prompt
        stage.write("a wolf")
        await stage.video(chat, count=2)
    assert len(orders(stage.videos, "img")) == 1
    assert len(orders(stage.videos, "text")) == 1


async def test_a_restart_forgets_no_waiting_picture(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "What should happen in it?")
    async with stage.bot():
        stage.write("it snows")
        await stage.video(chat)
    assert len(orders(stage.videos, "img")) == 1


async def test_cancel_drops_a_waiting_picture(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "What should happen in it?")
        await stage.command(chat, "/cancel", "Dropped: I will not use what you sent")
        await stage.command(chat, "/cancel", "nothing to cancel")
        stage.write("it snows")
        await stage.video(chat)
    assert orders(stage.videos, "img") == []


async def test_a_failed_upload_is_tried_once_more(stage: Stage) -> None:
    stage.videos.faults.add("upload", errcode(500041))
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.video(chat)


async def test_a_picture_that_the_provider_lost_is_uploaded_again(stage: Stage) -> None:
    stage.videos.faults.add("img", errcode(400032))
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.video(chat)
    assert [call.name for call in stage.videos.calls].count("upload") == 2
    assert len(stage.videos.books.purchases) == 1


async def test_two_people_are_served_side_by_side(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    async with stage.bot():
        stage.write("a wolf")
        stage.write("a fox", bea)
        ann_card = await stage.video(stage.chat(stage.ann))
        bea_card = await stage.video(stage.chat(bea))
    assert (ann_card.caption, bea_card.caption) == ("a wolf", "a fox")

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    FSInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaUnion,
    InputMediaVideo,
    URLInputFile,
)
from aiogram.types import Message as Sent
from aiohttp import web
from PIL import Image

from bot.demo.botapi import BotApi, Chat
from bot.demo.botapi.files import MEGABYTE
from bot.demo.botapi.media import Document, Photo, Video
from tests.demo.pictures import film, picture
from tests.demo.refusing import asked, refused

NOT_MODIFIED = "Bad Request: message is not modified"


@pytest.fixture
def ann(botapi: BotApi) -> Chat:
    user = botapi.world.add_user(5, "Ann")
    chat = botapi.world.private_chat(user)
    botapi.world.send_text(chat, user, "hello")
    return chat


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """A web site with files to fetch."""

    def give(body: bytes, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(_request: web.Request) -> web.Response:
            return web.Response(body=body, content_type=kind)

        return handler

    app = web.Application()
    app.router.add_get("/v.mp4", give(film(), "video/mp4"))
    app.router.add_get("/v.html", give(b"<html>", "text/html"))
    app.router.add_get("/p.jpg", give(picture(kind="JPEG"), "image/jpeg"))
    app.router.add_get("/big.jpg", give(b"x" * (5 * MEGABYTE + 1), "image/jpeg"))
    app.router.add_get("/big.mp4", give(b"x" * (20 * MEGABYTE + 1), "video/mp4"))
    app.router.add_get("/d.pdf", give(b"%PDF", "application/pdf"))
    app.router.add_get("/d.bin", give(b"bin", "application/octet-stream"))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def upload(content: bytes, name: str) -> BufferedInputFile:
    return BufferedInputFile(content, name)


@pytest.mark.parametrize(
    ("width", "height", "longest"),
    [
        (60, 40, [60]),
        (90, 30, [90]),
        (500, 300, [90, 320, 500]),
        (1280, 720, [90, 320, 800, 1280]),
        (720, 2000, [90, 320, 800, 1280]),
    ],
)
async def test_a_photo_comes_in_sizes_none_larger_than_it_was(
    bot: Bot, ann: Chat, width: int, height: int, longest: list[int]
) -> None:
    sent = await bot.send_photo(ann.id, upload(picture(width, height), "p.png"))
    assert sent.photo is not None
    assert [max(size.width, size.height) for size in sent.photo] == longest
    for size, shown in zip(sent.photo, ann.from_bot[0].photo.sizes, strict=True):  # type: ignore[union-attr]
        with Image.open(io.BytesIO(shown.content)) as image:
            assert (image.format, image.size) == ("JPEG", (size.width, size.height))
        assert size.file_size == len(shown.content)


async def test_a_persons_photo_arrives_upright_and_without_the_cameras_notes(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    assert ann.user is not None
    content = picture(400, 200, "JPEG", exif=exif)
    botapi.world.send_photo(ann, ann.user, content, caption=" a cat ", media_group_id="g")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.photo is not None
    assert (message.caption, message.media_group_id) == ("a cat", "g")
    assert (message.photo[-1].width, message.photo[-1].height) == (200, 400)
    downloaded = await bot.download(message.photo[-1])
    assert downloaded is not None
    with Image.open(downloaded) as image:
        assert image.size == (200, 400)
        assert not image.getexif()


async def test_transparent_places_become_white(bot: Bot, ann: Chat) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    await bot.send_photo(ann.id, upload(out.getvalue(), "p.png"))
    photo = ann.from_bot[0].photo
    assert photo is not None
    with Image.open(io.BytesIO(photo.content)) as image:
        assert image.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture()[:500], "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture(2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (picture(8000, 2001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"", "Bad Request: file must be non-empty"),
        (
            b"x" * (10 * MEGABYTE + 1),
            (
                "Bad Request: file of size 10485761 bytes is too big for a photo;"
                " the maximum size is 10485760 bytes"
            ),
        ),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot: Bot, ann: Chat, content: bytes, refusal: str
) -> None:
    assert await refused(bot.send_photo(ann.id, upload(content, "p.png"))) == refusal


async def test_a_video_is_looked_at(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(ann.id, upload(film(), "clip.mp4"), caption="<b>c</b>")
    video = sent.video
    assert video is not None
    assert (video.width, video.height, video.duration) == (320, 180, 2)
    assert (video.mime_type, video.file_name, video.file_size) == (
        "video/mp4",
        "clip.mp4",
        len(film()),
    )
    assert video.thumbnail is not None
    assert (video.thumbnail.width, video.thumbnail.height) == (320, 180)
    shown = ann.from_bot[0].video
    assert shown is not None
    assert hashlib.sha256(shown.content).digest() == hashlib.sha256(film()).digest()


async def test_what_is_said_of_a_video_wins(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(
        ann.id,
        upload(film(), "clip.mp4"),
        width=1280,
        height=720,
        duration=8,
        supports_streaming=True,
        has_spoiler=True,
        show_caption_above_media=True,
        thumbnail=upload(picture(200, 100, "JPEG"), "t.jpg"),
        cover=upload(picture(640, 360, "JPEG"), "c.jpg"),
    )
    assert sent.video is not None
    assert (sent.video.width, sent.video.height, sent.video.duration) == (1280, 720, 8)
    assert sent.video.thumbnail is not None
    assert sent.video.thumbnail.width == 200
    assert [size.width for size in sent.video.cover or []] == [90, 320, 640]
    assert sent.has_media_spoiler
    assert sent.show_caption_above_media


async def test_what_is_no_mp4_becomes_a_document(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_video(ann.id, upload(b"no film at all", "clip.mp4"))
    assert sent.video is None
    assert sent.document is not None
    broken = await bot.send_video(ann.id, upload(film()[:60], "clip.mp4"))
    assert broken.document is not None


async def test_a_document_stays_as_it_is(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    await bot.send_document(ann.id, upload(b"\x00\x01", "a b.bin"), caption="c")
    document = ann.from_bot[0].document
    assert document is not None
    assert (document.content, document.name) == (b"\x00\x01", "a b.bin")
    assert ann.user is not None
    botapi.world.send_document(ann, ann.user, picture(), "cat.png", "image/png", caption="cat")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("cat.png", "image/png")
    downloaded = await bot.download(message.document)
    assert downloaded is not None
    assert downloaded.read() == picture()


async def test_the_same_bytes_have_the_same_unique_id_and_any_file_id_leads_to_them(
    bot: Bot, ann: Chat
) -> None:
    first = (await bot.send_video(ann.id, upload(film(), "a.mp4"))).video
    second = (await bot.send_video(ann.id, upload(film(), "b.mp4"))).video
    assert first is not None
    assert second is not None
    assert first.file_unique_id == second.file_unique_id
    assert first.file_id != second.file_id
    again = (await bot.send_video(ann.id, first.file_id, caption="again")).video
    assert again is not None
    assert again.file_id not in (first.file_id, second.file_id)
    assert (again.file_unique_id, again.duration) == (first.file_unique_id, 2)
    file = await bot.get_file(again.file_id)
    assert file.file_path is not None
    assert file.file_path.startswith("videos/file_")
    downloaded = await bot.download(again)
    assert downloaded is not None
    assert downloaded.read() == film()


async def test_a_file_id_serves_its_own_type_only(bot: Bot, ann: Chat) -> None:
    photo = (await bot.send_photo(ann.id, upload(picture(), "p.png"))).photo
    assert photo is not None
    assert (await bot.send_photo(ann.id, photo[0].file_id)).photo is not None
    as_video = bot.send_video(ann.id, photo[-1].file_id)
    assert await refused(as_video) == "Bad Request: can't use file of type Photo as Video"


async def test_unknown_file_ids_are_refused(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    unknown = "AgACAgIAAxkBAAIB"
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await refused(bot.send_photo(ann.id, unknown)) == wrong
    assert await refused(bot.send_photo(ann.id, "no id")) == (
        "Bad Request: wrong remote file identifier specified: Wrong character in the string"
    )
    assert await refused(bot.get_file(unknown)) == "Bad Request: invalid file_id"
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{botapi.url}/file/bot{botapi.token}/photos/file_77.jpg") as answer,
    ):
        assert answer.status == 404
        assert (await answer.json())["description"] == "Not Found"


async def test_a_file_of_more_than_20_mb_cannot_be_downloaded(bot: Bot, ann: Chat) -> None:
    content = b"x" * (20 * MEGABYTE)
    small = (await bot.send_document(ann.id, upload(content, "s.bin"))).document
    large = (await bot.send_document(ann.id, upload(content + b"x", "l.bin"))).document
    assert small is not None
    assert large is not None
    assert (await bot.get_file(small.file_id)).file_size == len(content)
    assert await refused(bot.get_file(large.file_id)) == "Bad Request: file is too big"


async def test_an_upload_of_more_than_50_mb_is_refused(
    bot: Bot, ann: Chat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("large") / "large.bin"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE + 1)
    sending = bot.send_document(ann.id, FSInputFile(path))
    assert await refused(sending) == "Request Entity Too Large"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)
    assert (await bot.send_document(ann.id, FSInputFile(path))).document is not None
    assert len(ann.from_bot) == 1


async def test_a_request_that_says_it_is_too_large_is_refused_at_once(
    botapi: BotApi, ann: Chat
) -> None:
    address = botapi.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(address[0], int(address[1]))
    writer.write(
        f"POST /bot{botapi.token}/sendDocument HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {60 * MEGABYTE}\r\n\r\n".encode()
    )
    async with asyncio.timeout(60):
        assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()


async def test_telegram_fetches_by_url(bot: Bot, ann: Chat, site: str) -> None:
    video = (await bot.send_video(ann.id, f"{site}/v.mp4")).video
    assert video is not None
    assert (video.duration, video.file_name, video.width) == (2, "v.mp4", 320)
    assert (await bot.send_photo(ann.id, f"{site}/p.jpg")).photo is not None
    assert (await bot.send_document(ann.id, f"{site}/d.pdf")).document is not None


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/v.html", "wrong type of the web page content"),
        ("/p.jpg", "wrong type of the web page content"),
        ("/missing.mp4", "failed to get HTTP URL content"),
        ("/big.mp4", "failed to get HTTP URL content"),
    ],
)
async def test_an_unfit_url_is_refused(
    bot: Bot, ann: Chat, site: str, path: str, refusal: str
) -> None:
    assert await refused(bot.send_video(ann.id, site + path)) == f"Bad Request: {refusal}"
    card = await bot.send_message(ann.id, "card")
    assert await refused(edit(bot, card, InputMediaVideo(media=site + path))) == (
        f"Bad Request: {refusal}"
    )
    assert ann.from_bot[0].text == "card"


async def test_more_unfit_urls_are_refused(bot: Bot, ann: Chat, site: str) -> None:
    failed = "Bad Request: failed to get HTTP URL content"
    assert await refused(bot.send_photo(ann.id, f"{site}/big.jpg")) == failed
    assert await refused(bot.send_video(ann.id, "http://127.0.0.1:1/v.mp4")) == failed
    assert await refused(bot.send_document(ann.id, f"{site}/d.bin")) == (
        "Bad Request: wrong type of the web page content"
    )
    assert await refused(bot.send_video(ann.id, "ftp://x.org/v.mp4")) == (
        "Bad Request: invalid file HTTP URL specified: Unsupported URL protocol"
    )


def edit(bot: Bot, sent: Sent, media: InputMediaUnion, **more: object) -> Awaitable[Sent | bool]:
    place = {"chat_id": sent.chat.id, "message_id": sent.message_id}
    return bot.edit_message_media(media, **place, **more)  # type: ignore[arg-type]


async def test_a_text_becomes_a_video_by_upload(bot: Bot, ann: Chat) -> None:
    card = await bot.send_message(ann.id, "working")
    media = InputMediaVideo(
        media=upload(film(), "v.mp4"), caption="<b>done</b>", parse_mode="HTML", duration=9
    )
    changed = await edit(bot, card, media)
    assert isinstance(changed, Sent)
    assert changed.video is not None
    assert (changed.video.duration, changed.caption) == (9, "done")
    (shown,) = ann.from_bot
    assert (shown.id, shown.text, shown.caption) == (card.message_id, None, "done")
    assert shown.video is not None
    assert shown.video.content == film()
    assert [content.text for content in shown.history] == ["working"]


async def test_media_become_other_media_by_url_and_file_id(bot: Bot, ann: Chat, site: str) -> None:
    card = await bot.send_photo(ann.id, upload(picture(), "p.png"), caption="old")
    assert card.photo is not None
    shown = ann.from_bot[0]
    kinds = [type(shown.content.media)]
    await edit(bot, card, InputMediaVideo(media=f"{site}/v.mp4"))
    kinds.append(type(shown.content.media))
    await edit(bot, card, InputMediaPhoto(media=card.photo[-1].file_id, caption="back"))
    kinds.append(type(shown.content.media))
    await edit(bot, card, InputMediaDocument(media=upload(b"x", "x.txt")))
    kinds.append(type(shown.content.media))
    assert kinds == [Photo, Video, Photo, Document]
    words = bot.edit_message_text("x", chat_id=ann.id, message_id=card.message_id)
    assert await refused(words) == "Bad Request: there is no text in the message to edit"
    await bot.edit_message_caption(chat_id=ann.id, message_id=card.message_id, caption="words")
    assert (shown.caption, type(shown.content.media)) == ("words", Document)
    assert [content.text for content in shown.history] == ["old", "", "back", ""]


async def test_the_same_media_again_is_not_modified(bot: Bot, ann: Chat, site: str) -> None:
    card = await bot.send_message(ann.id, "working")
    await edit(bot, card, InputMediaVideo(media=f"{site}/v.mp4", caption="c"))
    video = ann.from_bot[0].video
    assert video is not None
    for media in (f"{site}/v.mp4", video.file_id, upload(film(), "other-name.mp4")):
        again = edit(bot, card, InputMediaVideo(media=media, caption="c"))
        assert (await refused(again)).startswith(NOT_MODIFIED)
    assert await edit(bot, card, InputMediaVideo(media=video.file_id, caption="d"))
    assert await edit(
        bot, card, InputMediaVideo(media=upload(film(shade=200), "v.mp4"), caption="d")
    )


async def test_a_caption_is_measured_and_parsed(bot: Bot, ann: Chat) -> None:
    long = "Bad Request: message caption is too long"
    photo = upload(picture(), "p.png")
    assert await refused(bot.send_photo(ann.id, photo, caption="x" * 1025)) == long
    card = await bot.send_photo(ann.id, photo, caption="x" * 1024)
    place = {"chat_id": ann.id, "message_id": card.message_id}
    assert await refused(bot.edit_message_caption(caption="🎉" * 513, **place)) == long  # type: ignore[arg-type]
    media = InputMediaPhoto(media=photo, caption="x" * 1025)
    assert await refused(edit(bot, card, media)) == long
    media = InputMediaPhoto(media=photo, caption="<b>", parse_mode="HTML")
    assert (await refused(edit(bot, card, media))).startswith("Bad Request: can't parse entities:")


@pytest.mark.parametrize(
    ("media", "refusal"),
    [
        ("{", "can't parse input media JSON object"),
        ("[]", "can't parse InputMedia: expected an Object"),
        ('{"type":"sticker","media":"x"}', 'can\'t parse InputMedia: type "sticker" is unallowed'),
        ('{"type":"video"}', "can't parse InputMedia: media not found"),
        ('{"type":"video","media":"attach://x"}', "can't parse InputMedia: media not found"),
    ],
)
async def test_malformed_media_are_refused(
    botapi: BotApi, bot: Bot, ann: Chat, media: str, refusal: str
) -> None:
    card = await bot.send_message(ann.id, "card")
    answer = await asked(
        botapi,
        "editMessageMedia",
        chat_id=str(ann.id),
        message_id=str(card.message_id),
        media=media,
    )
    assert answer["description"] == f"Bad Request: {refusal}"


async def test_a_stream_is_taken_as_it_comes(bot: Bot, ann: Chat, site: str) -> None:
    sent = await bot.send_video(ann.id, URLInputFile(f"{site}/v.mp4", filename="v.mp4"))
    assert sent.video is not None
    assert ann.from_bot[0].video is not None


async def test_a_person_may_send_what_the_bot_does_not_take(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    assert ann.user is not None
    botapi.world.send_video(ann, ann.user, film(), caption="look")
    voice = {"file_id": "x", "file_unique_id": "y", "duration": 3}
    botapi.world.send_other(ann, ann.user, voice=voice)
    video, other = [update.message for update in (await bot.get_updates())[-2:]]
    assert video is not None
    assert video.video is not None
    assert other is not None
    assert other.voice is not None
    assert other.voice.duration == 3


@pytest.mark.parametrize(("name", "moves"), [("a.webp", False), ("a.tgs", True), ("a.webm", True)])
async def test_a_sticker_says_whether_it_moves(
    botapi: BotApi, bot: Bot, ann: Chat, name: str, moves: bool
) -> None:
    assert ann.user is not None
    botapi.world.send_sticker(ann, ann.user, b"RIFF", name)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.sticker is not None
    assert (message.sticker.is_animated or message.sticker.is_video) is moves
    assert (await bot.get_file(message.sticker.file_id)).file_path == f"stickers/file_0{name[1:]}"


async def test_what_is_passed_on_tells_who_said_it_first(
    botapi: BotApi, bot: Bot, ann: Chat
) -> None:
    world, bob = botapi.world, botapi.world.add_user(6, "Bob")
    assert ann.user is not None
    photo = world.send_photo(world.private_chat(bob), bob, picture(), caption="look")
    again = world.forward(ann, ann.user, world.forward(ann, ann.user, photo))
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.forward_origin is not None
    assert message.forward_origin.sender_user.id == bob.id  # type: ignore[union-attr]
    assert (message.message_id, message.caption) == (again.id, "look")
    assert message.photo is not None
    assert message.photo[-1].file_unique_id == photo.content.media.file_unique_id  # type: ignore[union-attr]
    await bot.get_file(message.photo[-1].file_id)

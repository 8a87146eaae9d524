"""Files: their ids, their sizes, and how they come to Telegram."""

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import FSInputFile, InputMediaVideo, URLInputFile

from bot.demo.botapi import BotApi, Chat
from bot.demo.botapi.files import MEGABYTE
from bot.demo.patience import PATIENCE_S
from tests.demo.calls import edit_media, upload
from tests.demo.pictures import film, picture
from tests.demo.refusing import refused


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
    async with asyncio.timeout(PATIENCE_S):
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
    assert await refused(edit_media(bot, card, InputMediaVideo(media=site + path))) == (
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


async def test_a_stream_is_taken_as_it_comes(bot: Bot, ann: Chat, site: str) -> None:
    sent = await bot.send_video(ann.id, URLInputFile(f"{site}/v.mp4", filename="v.mp4"))
    assert sent.video is not None
    assert ann.from_bot[0].video is not None

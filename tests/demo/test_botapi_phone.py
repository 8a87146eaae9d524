"""What the page talks to: its routes, without a browser."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.demo.botapi import BotApi
from bot.demo.botapi.files import MEGABYTE
from bot.demo.botapi.phone import PAGE_FILES
from bot.demo.patience import PATIENCE_S
from tests.demo.pictures import film, picture

YOU = 700_000_001


@pytest.fixture
async def http(botapi: BotApi) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(botapi.page_url) as http:
        yield http


async def posted(http: aiohttp.ClientSession, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    async with http.post(path, **body) as answer:
        return answer.status, await answer.json()


def form(content: bytes, name: str = "p.png", **fields: str) -> aiohttp.FormData:
    data = aiohttp.FormData()
    for field, value in fields.items():
        data.add_field(field, value)
    data.add_field("file", io.BytesIO(content), filename=name)
    return data


async def events(answer: aiohttp.ClientResponse, count: int) -> list[tuple[str, str, Any]]:
    """The next events of a stream: id, kind, content."""
    async with asyncio.timeout(PATIENCE_S):
        return [await event(answer) for _ in range(count)]


async def event(answer: aiohttp.ClientResponse) -> tuple[str, str, Any]:
    fields: dict[str, str] = {}
    while line := (await answer.content.readline()).decode().rstrip("\n"):
        name, _, value = line.partition(": ")
        fields[name] = value
    return fields["id"], fields["event"], json.loads(fields["data"])


async def test_the_page_may_load_nothing_from_elsewhere(
    botapi: BotApi, http: aiohttp.ClientSession
) -> None:
    async with http.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.content_type == "text/html"
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for name in PAGE_FILES:
        async with http.get(f"/page/{name}") as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_stream_begins_with_everything_and_goes_on_where_it_broke(
    botapi: BotApi, http: aiohttp.ClientSession
) -> None:
    you = botapi.world.users[YOU]
    chat = botapi.world.private_chat(you)
    botapi.world.send_text(chat, you, "one")
    async with http.get("/page/events") as answer:
        ((_, kind, everything),) = await events(answer, 1)
        assert kind == "snapshot"
        assert [view["title"] for view in everything["chats"]] == ["You", "Admin", "Friends"]
        assert everything["chats"][0]["messages"][0]["text"] == "one"
        botapi.world.send_text(chat, you, "two")
        ((last, kind, news),) = await events(answer, 1)
        assert (kind, news["message"]["text"]) == ("message", "two")
    botapi.world.send_text(chat, you, "three")
    botapi.world.delete_message(chat, 1)
    async with http.get("/page/events", headers={"Last-Event-ID": last}) as answer:
        missed = await events(answer, 2)
        assert [kind for _, kind, _ in missed] == ["message", "deleted"]
        assert missed[0][2]["message"]["text"] == "three"
    for unknown in ("another-1", "nonsense", "x" + last):
        async with http.get("/page/events", headers={"Last-Event-ID": unknown}) as answer:
            assert [kind for _, kind, _ in await events(answer, 1)] == ["snapshot"]


async def test_a_video_can_be_had_in_parts(botapi: BotApi, http: aiohttp.ClientSession) -> None:
    you = botapi.world.users[YOU]
    sent = botapi.world.send_video(botapi.world.private_chat(you), you, film())
    assert sent.video is not None
    path = f"/page/media/{sent.video.file.sha256}"
    async with http.get(path, headers={"Range": "bytes=4-7"}) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes 4-7/{len(film())}"
        assert await answer.read() == b"ftyp"
        assert answer.content_type == "video/mp4"


async def test_what_could_be_a_page_is_only_handed_out_as_a_file(
    botapi: BotApi, http: aiohttp.ClientSession
) -> None:
    you = botapi.world.users[YOU]
    chat = botapi.world.private_chat(you)
    evil = b"<script>alert(1)</script>"
    sent = botapi.world.send_document(chat, you, evil, "x.html", "text/html")
    assert sent.document is not None
    async with http.get(f"/page/media/{sent.document.file.sha256}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    async with http.get("/page/media/0000") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/page/chats/1/text", {"json": {"text": "x"}}, "There is no such chat."),
        ("/page/chats/x/text", {"json": {"text": "x"}}, "There is no such chat."),
        (f"/page/chats/{YOU}/text", {"data": '{"text":"x"}'}, "JSON is expected."),
        (
            f"/page/chats/{YOU}/text",
            {"data": "{", "headers": {"Content-Type": "application/json"}},
            "JSON is expected.",
        ),
        (f"/page/chats/{YOU}/text", {"json": []}, "A JSON object is expected."),
        (
            f"/page/chats/{YOU}/text",
            {"json": {"text": " "}},
            "That cannot be sent: a message cannot be empty.",
        ),
        (
            f"/page/chats/{YOU}/text",
            {"json": {"text": "x" * 4097}},
            "That cannot be sent: at most 4096 characters.",
        ),
        (
            f"/page/chats/{YOU}/text",
            {"json": {"text": "x", "reply_to": "y"}},
            "There is no such message.",
        ),
        (
            f"/page/chats/{YOU}/press",
            {"json": {"message": 1, "data": "x"}},
            "That button is gone.",
        ),
        (f"/page/chats/{YOU}/choose", {"json": {}}, "That is not offered any more."),
        (f"/page/chats/{YOU}/file", {"json": {}}, "There is no file."),
        ("/page/chats/-700000001/block", {"json": {}}, "Only a private chat can be blocked."),
    ],
)
async def test_nonsense_is_answered_with_a_sentence(
    botapi: BotApi, http: aiohttp.ClientSession, path: str, body: dict[str, Any], sentence: str
) -> None:
    assert await posted(http, path, **body) == (400, {"error": sentence})
    assert botapi.world.chats[YOU].messages == []


async def test_files_that_are_too_large_are_refused(
    botapi: BotApi, http: aiohttp.ClientSession
) -> None:
    path = f"/page/chats/{YOU}/file"
    large = picture() + b"\0" * (10 * MEGABYTE)
    status, said = await posted(http, path, data=form(large, **{"as": "photo"}))
    assert (status, said["error"]) == (400, "A photo may have 10 MB. Send it as a file.")
    assert await posted(http, path, data=form(large, **{"as": "file"})) == (200, {})
    huge = b"\0" * (50 * MEGABYTE + 1)
    status, said = await posted(http, path, data=form(huge))
    assert (status, said["error"]) == (400, "A file may have 50 MB.")
    status, said = await posted(http, path, data=form(b""))
    assert (status, said["error"]) == (400, "The file is empty.")
    status, said = await posted(http, path, data=form(b"x", caption="x" * 1025))
    assert said["error"] == "That cannot be sent: at most 1024 characters in a caption."
    assert len(botapi.world.chats[YOU].messages) == 1

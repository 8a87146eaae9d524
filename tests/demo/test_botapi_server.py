import io
import time
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BufferedInputFile, Message
from pydantic import TypeAdapter

from bot.demo.botapi import BotApi, Limits
from bot.demo.botapi.refusals import bad_gateway, internal_error, too_many_requests
from bot.demo.faults import ANY_CALL, answer, cut, cut_midway
from tests.demo import contract
from tests.demo.conftest import client
from tests.demo.refusing import asked, refused


def meet(api: BotApi, user_id: int = 5) -> int:
    user = api.world.add_user(user_id, "Ann")
    api.world.send_text(api.world.private_chat(user), user, "hello")
    return user_id


async def fetched(url: str, method: str = "GET", **options: Any) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, url, **options) as answer,
    ):
        return answer.status, await answer.json(content_type=None)


async def test_parameters_may_come_in_every_way(botapi: BotApi) -> None:
    meet(botapi)
    call = f"{botapi.url}/bot{botapi.token}/sendMessage"
    form = aiohttp.FormData()
    form.add_field("chat_id", "5")
    form.add_field("text", "multipart", content_type="text/plain; charset=utf-8")
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    ways: list[dict[str, Any]] = [
        {"method": "GET", "params": {"chat_id": "5", "text": "query"}},
        {"method": "POST", "data": {"chat_id": "5", "text": "form"}},
        {"method": "POST", "data": form},
        {"method": "POST", "json": {"chat_id": 5, "text": "json", "reply_markup": markup}},
        {"method": "POST", "params": {"chat_id": "5"}, "json": {"text": "both"}},
    ]
    for way in ways:
        status, answer = await fetched(call, **way)
        assert (status, answer["ok"]) == (200, True)
    shown = [message.text for message in botapi.world.chats[5].from_bot]
    assert shown == ["query", "form", "multipart", "json", "both"]
    assert botapi.calls[3].params["reply_markup"] == markup


async def test_letter_case_of_a_method_does_not_matter(botapi: BotApi) -> None:
    assert (await asked(botapi, "GETME"))["result"]["id"] == 42
    assert botapi.calls[-1].method == "getMe"


async def test_an_unknown_method_is_not_found(botapi: BotApi) -> None:
    assert await asked(botapi, "makeCoffee") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(
    botapi: BotApi,
) -> None:
    async with client(botapi, "42:another-token") as stranger:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()
    for path in ("/botnonsense/getMe", "/getMe", f"/bot{botapi.token}", "/botx:y/getMe"):
        status, answer = await fetched(botapi.url + path)
        assert (status, answer["description"]) == (404, "Not Found")
    status, _ = await fetched(f"{botapi.url}/file/bot42:x/photos/file_0.jpg")
    assert status == 404


async def test_a_body_that_cannot_be_read_is_refused(botapi: BotApi) -> None:
    call = f"{botapi.url}/bot{botapi.token}/sendMessage"
    json_type = {"Content-Type": "application/json"}
    status, answer = await fetched(call, "POST", data=b"{", headers=json_type)
    assert (status, answer["description"]) == (400, "Bad Request: can't parse JSON object")
    status, answer = await fetched(call, "POST", json=[])
    assert (status, answer["description"]) == (400, "Bad Request: object expected")
    form_type = {"Content-Type": "multipart/form-data"}
    status, said = await fetched(call, "POST", data=b"x", headers=form_type)
    assert (status, said["description"]) == (400, "Bad Request: can't parse multipart form")
    form = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--x--\r\n'
    form_type = {"Content-Type": "multipart/form-data; boundary=x"}
    status, answer = await fetched(call, "POST", data=form, headers=form_type)
    assert (status, answer["description"]) == (
        400,
        "Bad Request: strings must be encoded in UTF-8",
    )
    large = {"Content-Type": "application/json"}
    status, answer = await fetched(call, "POST", data=io.BytesIO(b"x" * 5_000_000), headers=large)
    assert (status, answer["description"]) == (413, "Request Entity Too Large")
    large = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _ = await fetched(call, "POST", data=io.BytesIO(b"x" * 5_000_000), headers=large)
    assert status == 413


async def test_calls_are_recorded(botapi: BotApi, bot: Bot) -> None:
    meet(botapi)
    began = time.monotonic()
    await bot.send_message(5, "42")
    await refused(bot.send_message(6, "x"))
    photo = await bot.send_document(5, BufferedInputFile(b"x", "x.txt"))
    assert photo.document is not None
    await bot.download(photo.document)
    first, second, third, _, download = botapi.calls
    assert (first.method, first.params, first.is_ok) == (
        "sendMessage",
        {"chat_id": 5, "text": "42"},
        True,
    )
    assert began < first.at < second.at
    assert (second.status, second.description) == (400, "Bad Request: chat not found")
    assert len(third.files) == 1
    assert (download.method, download.status) == ("file", 200)
    assert botapi.calls_of("sendMessage") == [first, second]
    with pytest.raises(AssertionError, match="getMe 1x in"):
        await botapi.until_called("getMe", timeout_s=0.01)


async def test_other_sites_in_the_browser_are_kept_out(botapi: BotApi) -> None:
    call = f"{botapi.url}/bot{botapi.token}/getMe"
    for path in (call, botapi.page_url):
        async with aiohttp.ClientSession() as http:
            async with http.get(path, headers={"Host": "evil.example"}) as answer:
                assert answer.status == 403
            async with http.get(path, headers={"Origin": "https://evil.example"}) as answer:
                assert answer.status == 403
            async with http.get(path, headers={"Host": "localhost:1"}) as answer:
                assert answer.status == 200
            async with http.get(path, headers={"Sec-Fetch-Site": "cross-site"}) as answer:
                assert answer.status == (403 if path == call else 200)


async def test_a_taken_port_is_said_and_another_can_be_had(botapi: BotApi) -> None:
    other = BotApi()
    with pytest.raises(OSError, match="in use"):
        await other.start(int(botapi.url.rsplit(":", 1)[1]))
    async with other, client(other) as bot:
        assert (await bot.get_me()).id == 42


async def test_faults_spoil_a_method(botapi: BotApi, bot: Bot) -> None:
    meet(botapi)
    botapi.faults.add("sendMessage", too_many_requests(7))
    with pytest.raises(TelegramRetryAfter) as later:
        await bot.send_message(5, "x")
    assert later.value.retry_after == 7
    botapi.faults.add("sendMessage", internal_error())
    with pytest.raises(TelegramServerError):
        await bot.send_message(5, "x")
    botapi.faults.add("sendMessage", bad_gateway())
    with pytest.raises(Exception, match="502 Bad Gateway"):
        await bot.send_message(5, "x")
    assert botapi.world.chats[5].from_bot == []
    assert [call.answer for call in botapi.calls] == [None] * 3
    assert (await bot.send_message(5, "x")).text == "x"


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_connection_is_cut_before_or_after(
    botapi: BotApi, bot: Bot, carried_out: bool
) -> None:
    meet(botapi)
    botapi.faults.add("sendMessage", cut(carried_out=carried_out))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(5, "x")
    assert len(botapi.world.chats[5].from_bot) == carried_out


async def test_faults_spoil_downloads(botapi: BotApi, bot: Bot) -> None:
    meet(botapi)
    sent = await bot.send_document(5, BufferedInputFile(b"x" * 1000, "x.bin"))
    assert sent.document is not None
    botapi.faults.add("file", cut(), times=2)  # aiohttp tries a GET once more by itself
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bot.download(sent.document)
    botapi.faults.add("file", cut_midway(after_bytes=400))
    with pytest.raises(aiohttp.ClientPayloadError):
        await bot.download(sent.document)
    downloaded = await bot.download(sent.document)
    assert downloaded is not None
    assert len(downloaded.read()) == 1000


async def test_a_fault_for_any_call_leaves_the_page_alone(botapi: BotApi) -> None:
    botapi.faults.add(ANY_CALL, answer(500), times=None)
    async with aiohttp.ClientSession() as http:
        async with http.get(botapi.page_url) as page:
            assert page.status == 200
        async with http.get(f"{botapi.url}/bot{botapi.token}/getMe") as call:
            assert call.status == 500


async def sent_until_refused(bot: Bot, chat_id: int) -> tuple[int, int]:
    """How many messages went through, and the seconds to wait."""
    for count in range(100):
        try:
            await bot.send_message(chat_id, f"{count}")
        except TelegramRetryAfter as later:
            return count, later.retry_after
    raise AssertionError("never refused")


@pytest.mark.parametrize(
    ("limits", "chat_id", "expected"),
    [
        (Limits(private_per_second=0.01, burst=3), 5, (3, 100)),
        (Limits(group_per_minute=20), -7, (20, 3)),
        (Limits(per_second=0.01), 5, (1, 100)),
    ],
)
async def test_too_much_is_refused_with_the_time_to_wait(
    limits: Limits, chat_id: int, expected: tuple[int, int]
) -> None:
    async with BotApi(limits=limits) as api, client(api) as bot:
        meet(api)
        api.world.group(-7, "G")
        count, retry_after = await sent_until_refused(bot, chat_id)
        assert (min(count, expected[0]), retry_after) == expected  # more fit in, sent slowly
        answer = dict(api.calls[-1].answer or {})
        assert answer == {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {expected[1]}",
            "parameters": {"retry_after": expected[1]},
        }
    contract.check(api)


async def test_a_flood_in_one_chat_leaves_another_alone() -> None:
    async with BotApi(limits=Limits(private_per_second=0.01)) as api, client(api) as bot:
        meet(api, 5)
        meet(api, 6)
        sent = await bot.send_message(5, "x")
        with pytest.raises(TelegramRetryAfter):
            await bot.edit_message_text("y", chat_id=5, message_id=sent.message_id)
        assert (await bot.send_message(6, "x")).text == "x"


def test_the_contract_is_strict() -> None:
    message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    adapter = TypeAdapter(Message)
    contract.read(adapter, message)
    nested = {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1, "z": 1}]}
    for broken in ({"thumb": 1}, {"chat": {"id": 1, "type": "private", "x": 1}}, nested):
        with pytest.raises(contract.BrokenContractError):
            contract.read(adapter, message | broken)
    with pytest.raises(contract.BrokenContractError):
        contract.check_answer("getMe", {"ok": False, "error_code": 1, "description": None})

"""The PixVerse sandbox's calls, keys and endings, in both dialects."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.demo.sandbox.wishes import Ending
from tests.demo.sandbox_client import KEY, TEXT, Client, connected, envelope


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.fixture
async def contract() -> AsyncIterator[Client]:
    async with connected(dialect="contract") as made:
        yield made


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


async def test_the_balance_is_the_documented_one(client: Client) -> None:
    answer = await client.send("GET", "/account/balance")
    assert envelope(answer) == {
        "ErrCode": 0,
        "ErrMsg": "success",
        "Resp": {"account_id": 12345678, "credit_monthly": 100, "credit_package": 10_000},
    }


async def test_a_text_order_becomes_a_video_with_every_documented_field(client: Client) -> None:
    video_id = await client.bought(TEXT | {"seed": 5, "negative_prompt": "cats"})
    running = await client.resp(video_id)
    assert (running["status"], running["url"], running["size"]) == (5, "", 0)
    await client.sandbox.finish(video_id)
    done = await client.resp(video_id)
    video = await client.http.get(done["url"])
    assert video.status_code == 200
    assert done.pop("create_time").endswith("Z")
    assert done.pop("modify_time").endswith("Z")
    assert done == {
        "id": video_id,
        "status": 1,
        "url": str(video.url),
        "prompt": "a wolf in the snow",
        "negative_prompt": "cats",
        "seed": 5,
        "size": len(video.content),
        "style": "",
        "resolution_ratio": 178,
        "outputWidth": 96,
        "outputHeight": 54,
        "has_audio": False,
        "credits": 7,
        "customer_paths": {"create_mode": "t2v"},
    }


async def test_a_video_ends_by_itself_when_its_time_has_come(client: Client) -> None:
    video_id = await client.bought()
    client.sandbox.release()
    await client.sandbox.finish(video_id)
    second = await client.bought()
    await client.sandbox.until(lambda: client.sandbox.running == 0)
    assert (await client.resp(second))["status"] == 1


@pytest.mark.parametrize(
    ("prompt", "status"), [("#moderated", 7), ("a #FAILED wolf", 8), ("#gone", 6), ("#slow", 1)]
)
async def test_the_prompt_says_how_it_ends(client: Client, prompt: str, status: int) -> None:
    done = await client.finished(TEXT | {"prompt": prompt})
    assert done["status"] == status
    assert bool(done["url"]) == (status == 1)


async def test_refused_prompts_are_refused_and_cost_nothing(client: Client) -> None:
    answered = await client.order(TEXT | {"prompt": "a #refused wolf"})
    assert (answered["ErrCode"], answered["Resp"]) == (500063, None)
    assert client.sandbox.books.purchases == ()


async def test_never_outlasts_its_time(client: Client) -> None:
    client.sandbox.release()
    never = await client.bought(TEXT | {"prompt": "#never"})
    other = await client.bought()
    await client.sandbox.until(lambda: client.sandbox.running == 1)
    assert (await client.resp(other))["status"] == 1
    assert (await client.resp(never))["status"] == 5


async def test_slow_takes_ten_times_as_long() -> None:
    async with connected(generation_s=(0.05, 0.05)) as client:
        client.sandbox.release()
        slow = await client.bought(TEXT | {"prompt": "#slow"})
        await client.sandbox.until(lambda: client.sandbox.running == 0)
        resp = await client.resp(slow)
        times = [datetime.fromisoformat(resp[f"{name}_time"]) for name in ("create", "modify")]
        assert times[1] - times[0] >= timedelta(milliseconds=490)


async def test_the_test_may_choose_the_ending(client: Client) -> None:
    video_id = await client.bought()
    await client.sandbox.finish(video_id, Ending.FAILED)
    assert (await client.resp(video_id))["status"] == 8


async def test_an_unknown_video_does_not_exist(client: Client) -> None:
    assert (await client.result(404))["ErrCode"] == 500008


async def test_the_key_is_checked(client: Client) -> None:
    for key, code in (("", 10003), ("wrong", 10001)):
        answer = await client.send("GET", "/account/balance", headers={"API-KEY": key})
        assert (answer.status_code, envelope(answer)["ErrCode"]) == (200, code)


async def test_the_contract_refuses_a_key_with_http_401(contract: Client) -> None:
    answer = await contract.send("GET", "/account/balance", headers={"API-KEY": "wrong"})
    assert answer.status_code == 401
    assert answer.json() == {"ErrCode": 401, "ErrMsg": "Invalid API Key"}


async def test_a_trace_id_must_be_a_uuid_in_a_header_of_any_case(client: Client) -> None:
    url = client.sandbox.url + "/openapi/v2/account/balance"
    trace = "0b5F1A2C-1111-2222-3333-444455556666"
    for headers, code in (
        ({}, 400033),
        ({"ai-trace-id": "{{$string.uuid}}"}, 400033),
        ({"AI-Trace-ID": trace}, 0),
    ):
        answer = await client.http.get(url, headers={"api-key": KEY} | headers)
        assert envelope(answer)["ErrCode"] == code


async def test_the_contract_needs_no_model_and_says_its_status_in_words(contract: Client) -> None:
    video_id = await contract.bought(without(TEXT, "model", "aspect_ratio") | {"duration": 5})

    async def status() -> Any:
        path = f"/video/status?video_id={video_id}"
        return envelope(await contract.send("GET", path))["Resp"]

    assert await status() == {"status": "generating"}
    await contract.sandbox.finish(video_id)
    done = await status()
    assert done["status"] == "done"
    assert (await contract.http.get(done["video_url"])).status_code == 200


@pytest.mark.parametrize(
    ("prompt", "word"), [("#moderated", "moderated"), ("#failed", "failed"), ("#gone", "deleted")]
)
async def test_the_contract_has_a_word_for_every_end(
    contract: Client, prompt: str, word: str
) -> None:
    video_id = await contract.bought(TEXT | {"prompt": prompt})
    await contract.sandbox.finish(video_id)
    answer = await contract.send("GET", f"/video/status?video_id={video_id}")
    assert envelope(answer)["Resp"] == {"status": word}


async def test_each_dialect_lacks_the_status_route_of_the_other(
    client: Client, contract: Client
) -> None:
    for asked, path in (
        (client, "/video/status?video_id=1"),
        (contract, "/video/result/1"),
        (client, "/no/such/route"),
    ):
        answer = await asked.send("GET", path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "ErrCode" not in answer.text


async def test_a_known_path_with_another_method_is_not_there(client: Client) -> None:
    assert (await client.send("POST", "/account/balance")).status_code == 404


async def test_the_contract_has_its_own_word_for_an_empty_account() -> None:
    async with connected(dialect="contract", credits=(0, 0)) as contract:
        answer = await contract.send("POST", "/video/text/generate", json=TEXT)
        assert answer.json() == {"ErrCode": 403, "ErrMsg": "No credits available"}


async def test_the_contract_asks_for_the_video_id(contract: Client) -> None:
    for query, code in (("", 400011), ("?video_id=x", 400013), ("?video_id=1", 500008)):
        answer = await contract.send("GET", f"/video/status{query}")
        assert envelope(answer)["ErrCode"] == code

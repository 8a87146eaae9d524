"""Who knocks at the bot's HTTP side."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.whole.conftest import Stage

UPDATE = {"update_id": 1, "message": {"message_id": 1, "text": "a wolf"}}


@pytest.mark.parametrize("given", [None, "", "wrong", "ü"])
async def test_a_forged_update_is_refused(
    stage: Stage, door: tuple[httpx.AsyncClient, str, str], given: str | None
) -> None:
    client, path, _ = door
    secret = [] if given is None else [(b"X-Telegram-Bot-Api-Secret-Token", given.encode())]
    answer = await client.post(path, json=UPDATE, headers=secret)
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"message": {}}', b"\xff\xfe"])
async def test_what_is_no_update_is_refused_and_harmless(
    stage: Stage, door: tuple[httpx.AsyncClient, str, str], body: bytes
) -> None:
    client, path, secret = door
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    answer = await client.post(path, content=body, headers=headers)
    assert answer.status_code == 400
    await stage.settled(stage.chat(stage.ann))


async def test_an_update_that_nobody_understands_is_taken_and_harmless(
    stage: Stage, door: tuple[httpx.AsyncClient, str, str]
) -> None:
    client, path, secret = door
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    for body in (UPDATE, {"update_id": 2, "newly_invented": {"from": {"id": 5}}}):
        assert (await client.post(path, json=body, headers=headers)).status_code == 200
    await stage.settled(stage.chat(stage.ann))


async def test_an_oversized_body_is_refused(
    stage: Stage, door: tuple[httpx.AsyncClient, str, str]
) -> None:
    client, path, secret = door
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    for body in (b"x" * 2_000_000, undeclared(2_000_000)):
        answer = await client.post(path, content=body, headers=headers)
        assert answer.status_code == 413


async def undeclared(size: int) -> AsyncIterator[bytes]:
    """A body whose length nobody is told before."""
    for _ in range(20):
        yield b"x" * (size // 20)


async def test_nothing_else_is_there(door: tuple[httpx.AsyncClient, str, str]) -> None:
    client, path, _ = door
    assert (await client.get(path)).status_code == 405
    assert (await client.post("/telegram/guess")).status_code == 404
    assert (await client.get("/")).status_code == 404


async def test_health_answers(door: tuple[httpx.AsyncClient, str, str]) -> None:
    client, _, _ = door
    answer = await client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok")

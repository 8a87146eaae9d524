"""Updates that nothing can be done with: they are dropped, and what comes after them goes on."""

import asyncio
import json
import sqlite3
import zlib
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx

from bot.clock import SystemClock
from bot.demo.faults import answer
from bot.intake.updates import stored_update
from storage.store import Store
from tests.whole.conftest import Stage, refused
from tests.whole.finished import finished

Door = tuple[httpx.AsyncClient, str, str]
HUGE = 10**30


def message(user_id: object, **changed: Any) -> dict[str, Any]:
    """A message as Telegram tells it."""
    private = {"id": user_id, "type": "private", "first_name": "Eve"}
    sender = {"id": user_id, "is_bot": False, "first_name": "Eve", "language_code": "en"}
    return {"message_id": 1, "date": 1, "chat": private, "from": sender, "text": "a fox"} | changed


SENDER = message(5)["from"]
PHOTO = {"file_id": "x" * 500, "file_unique_id": "x", "width": 1, "height": 1}
POISON: dict[str, dict[str, Any]] = {
    "a person's id beyond 64 bits": message(HUGE),
    "an id of the other sign": message(-HUGE),
    "a message's id beyond 64 bits": message(5, message_id=HUGE),
    "ids of another type": message("5' OR 1=1"),
    "a number that is none": message(5, date=float("inf")),
    "half a surrogate pair": message(5, text="a \ud800 fox"),
    "no text, no sender": {"message_id": 1},
    "a list for a person": message(5) | {"from": [1], "chat": [2]},
    "NUL": message(5, text="a \0 fox"),
    "a strange language": message(5) | {"from": {**SENDER, "language_code": "e\0" * 5000}},
    "an endless album": message(5, media_group_id="7" * 5000, photo=[PHOTO | {"file_id": "\0"}]),
}


async def test_poison_that_is_polled_holds_nobody_up(stage: Stage) -> None:
    batch: list[Any] = [None, "update", {}, {"update_id": HUGE}, {"update_id": None}]
    for number, content in enumerate(POISON.values()):
        press = content | {"id": "7", "chat_instance": "7", "data": "retry:1"}
        batch.append({"update_id": 2 * number, "message": content})
        batch.append({"update_id": 2 * number + 1, "callback_query": press})
    stage.api.faults.add("getUpdates", answer(json={"ok": True, "result": batch}))
    stage.write("a wolf")
    async with stage.bot():
        await stage.video(stage.chat(stage.ann))
        polled = stage.api.calls_of("getUpdates")
    assert polled[1].params["offset"] == 2 * len(POISON)


async def test_poison_by_webhook_is_confirmed_and_dropped(stage: Stage, door: Door) -> None:
    client, path, secret = door
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    for number, content in enumerate(POISON.values()):
        body = json.dumps({"update_id": number, "message": content})
        reply = await client.post(path, content=body, headers=headers)
        assert reply.status_code == 200
    stage.write("a wolf")
    await stage.video(stage.chat(stage.ann))


def bodies() -> dict[str, tuple[bytes, str]]:
    """What is sent instead of an update, and how it is said to be packed."""
    return {
        "an id beyond 64 bits": (b'{"update_id": %d}' % HUGE, ""),
        "a negative id": (b'{"update_id": -1}', ""),
        "an id that is no number": (b'{"update_id": true}', ""),
        "nesting": (b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ""),
        "a number of many digits": (b'{"update_id": ' + b"9" * 10_000 + b"}", ""),
        "what unpacks to 100 MB": (zlib.compress(b" " * 100_000_000), "deflate"),
        "no deflate": (b"\x00\x01", "deflate"),
        "an encoding that nobody knows": (b"\x00\x01", "rot13"),
    }


async def test_a_body_that_is_no_update_is_refused(stage: Stage, door: Door) -> None:
    client, path, secret = door
    for body, encoding in bodies().values():
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} | (
            {"Content-Encoding": encoding} if encoding else {}
        )
        reply = await client.post(path, content=body, headers=headers)
        assert reply.status_code == 400, body[:40]
    await stage.settled(stage.chat(stage.ann))


async def test_the_last_of_two_equal_keys_counts(stage: Stage, door: Door) -> None:
    client, path, secret = door
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    body = b'{"update_id": "x", "update_id": 7, "message": 1, "message": {"message_id": 1}}'
    assert (await client.post(path, content=body, headers=headers)).status_code == 200


async def test_what_can_never_be_answered_is_given_up(stage: Stage) -> None:
    """After half a minute of tries; here they are in the past."""
    ann = stage.chat(stage.ann)
    [wolf] = await finished(stage, ["a wolf"])
    store = await Store.open(str(stage.settings().database_url))
    now = SystemClock().now()
    for number, text in ((1, "/help"), (2, f"/show {wolf}")):
        lost = {"update_id": number, "message": message(stage.ann.id, text=text)}
        await store.inbox.put([stored_update(lost)], now=now)
        for _ in range(5):
            await store.inbox.defer(number, until=now - timedelta(hours=1))
    await store.close()
    stage.api.faults.add("sendMessage", refused(400, "Bad Request: TOPIC_HAUNTED"))
    stage.api.faults.add("sendVideo", refused(400, "Bad Request: MESSAGE_ID_INVALID"))
    async with stage.bot():
        await stage.settled(ann)
    assert len(ann.from_bot) == 1


async def test_an_answer_is_not_said_again_because_the_store_forgets_it(stage: Stage) -> None:
    chat, bob = stage.chat(stage.ann), stage.person(1002, "Bob")
    forgetful = "BEFORE UPDATE ON inbox BEGIN SELECT RAISE(ABORT, 'forgotten'); END"
    async with stage.bot():
        await stage.settled(stage.chat(stage.admin))
        await asyncio.to_thread(meddle, stage, f"CREATE TRIGGER forget {forgetful}")
        await stage.command(chat, "/help", "How to get a video")
        await stage.settled(stage.chat(bob))
        await asyncio.to_thread(meddle, stage, "DROP TRIGGER forget")
        await stage.settled(chat)
    assert len([m for m in chat.from_bot if "How to get a video" in m.content.text]) == 1


def meddle(stage: Stage, statement: str) -> None:
    """Somebody else does something to the bot's database."""
    with closing(sqlite3.connect(stage.folder / "bot.db")) as connection, connection:
        connection.execute(statement)

import asyncio
import time

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import Update

from bot.demo.botapi import BotApi, Message
from bot.demo.faults import Hold
from tests.demo.conftest import client
from tests.demo.pictures import picture
from tests.demo.refusing import refused
from tests.quick import is_quick


def write(api: BotApi, count: int = 1) -> list[Message]:
    ann = api.world.users.get(5) or api.world.add_user(5, "Ann")
    return [
        api.world.send_text(api.world.private_chat(ann), ann, f"text {number}")
        for number in range(count)
    ]


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def waiting_poll(api: BotApi, bot: Bot, timeout_s: int = 30) -> asyncio.Task[list[Update]]:
    """A poll that stands and waits at the server."""
    poll = asyncio.create_task(bot.get_updates(timeout=timeout_s))
    await api.updates.until_polled()
    return poll


async def test_updates_come_in_order_with_ids_in_a_row(botapi: BotApi, bot: Bot) -> None:
    write(botapi, 3)
    updates = await bot.get_updates()
    assert texts(updates) == ["text 0", "text 1", "text 2"]
    first = updates[0].update_id
    assert [update.update_id for update in updates] == [first, first + 1, first + 2]


async def test_an_update_tells_what_a_person_wrote(botapi: BotApi, bot: Bot) -> None:
    ann = botapi.world.add_user(2**40, "Ann", username="ann", language_code="pl")
    botapi.world.send_text(botapi.world.private_chat(ann), ann, " /start@DemoVideoBot 🎉 /x ")
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.chat.id, message.chat.type) == (2**40, "private")
    assert (message.from_user.username, message.from_user.language_code) == ("ann", "pl")
    assert message.text == "/start@DemoVideoBot 🎉 /x"
    entities = [(entity.type, entity.offset, entity.length) for entity in message.entities or []]
    assert entities == [("bot_command", 0, 19), ("bot_command", 23, 2)]


async def test_unconfirmed_updates_are_given_again_and_confirmed_ones_never(
    botapi: BotApi, bot: Bot
) -> None:
    write(botapi, 3)
    first = await bot.get_updates(limit=2)
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert texts(rest) == ["text 2"]
    assert texts(await bot.get_updates(offset=first[0].update_id)) == ["text 2"]


async def test_a_negative_offset_keeps_only_the_last(botapi: BotApi, bot: Bot) -> None:
    write(botapi, 5)
    assert texts(await bot.get_updates(offset=-2)) == ["text 3", "text 4"]
    assert texts(await bot.get_updates()) == ["text 3", "text 4"]


async def test_an_offset_far_in_the_future_confirms_nothing(botapi: BotApi, bot: Bot) -> None:
    write(botapi, 2)
    last = (await bot.get_updates())[-1].update_id
    assert len(await bot.get_updates(offset=last + 1000)) == 2
    assert await bot.get_updates(offset=last + 5) == []


async def test_the_limit_is_moved_into_its_bounds(botapi: BotApi, bot: Bot) -> None:
    write(botapi, 120)
    assert len(await bot.get_updates(limit=0)) == 1
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_poll_waits_for_the_next_update(botapi: BotApi, bot: Bot) -> None:
    poll = await waiting_poll(botapi, bot)
    write(botapi)
    assert texts(await poll) == ["text 0"]


async def test_a_poll_ends_empty_when_its_time_is_over(botapi: BotApi, bot: Bot) -> None:
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == []
    assert time.monotonic() - began > 0.9


async def test_a_second_poll_ends_the_first(botapi: BotApi, bot: Bot) -> None:
    first = await waiting_poll(botapi, bot)
    async with client(botapi) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        assert await refused(first) == (
            "Conflict: terminated by other getUpdates request;"
            " make sure that only one bot instance is running"
        )
        write(botapi)
        assert texts(await second) == ["text 0"]


async def test_allowed_updates_are_remembered(botapi: BotApi, bot: Bot) -> None:
    ann = botapi.world.add_user(5, "Ann")
    await bot.get_updates(allowed_updates=["my_chat_member", "no_such_kind"])
    await bot.get_updates()
    write(botapi)
    botapi.world.block(ann)
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    info = await bot.get_webhook_info()
    assert info.allowed_updates == ["my_chat_member"]
    async with aiohttp.ClientSession() as http:  # aiogram leaves an empty list out
        call = f"{botapi.url}/bot{botapi.token}/getUpdates"
        async with http.post(call, json={"allowed_updates": []}) as answer:
            assert answer.status == 200
    write(botapi)  # which takes the bot back first
    kinds = [update.kind for update in botapi.updates.pending]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_some_kinds_come_only_to_who_asks_for_them(botapi: BotApi, bot: Bot) -> None:
    ann = botapi.world.add_user(5, "Ann")
    content = {
        "chat": {"id": 5, "type": "private"},
        "message_id": 1,
        "user": {"id": ann.id, "is_bot": False, "first_name": "Ann"},
        "date": 0,
        "old_reaction": [],
        "new_reaction": [],
    }
    assert botapi.updates.put("message_reaction", content, chat_id=5) is None
    await bot.get_updates(allowed_updates=["message_reaction"])
    assert botapi.updates.put("message_reaction", content, chat_id=5) is not None


async def test_polling_is_refused_while_there_is_a_webhook(botapi: BotApi, bot: Bot) -> None:
    poll = await waiting_poll(botapi, bot)
    await bot.set_webhook("http://127.0.0.1:1/")
    assert await refused(poll) == "Conflict: terminated by setWebhook request"
    assert await refused(bot.get_updates()) == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )


async def test_an_update_can_be_given_twice(botapi: BotApi, bot: Bot) -> None:
    (message,) = write(botapi)
    assert message.update_id is not None
    (update,) = await bot.get_updates()
    assert update.update_id == message.update_id
    botapi.world.redeliver(update.update_id)
    assert await bot.get_updates(offset=update.update_id + 1) == [update]
    assert await bot.get_updates(offset=update.update_id + 1) == []
    botapi.updates.repeat(update.update_id)
    (repeated,) = await bot.get_updates(offset=update.update_id + 1)
    assert repeated.update_id == update.update_id + 1
    assert repeated.message == update.message


async def test_an_edit_by_a_person_is_an_update(botapi: BotApi, bot: Bot) -> None:
    (message,) = write(botapi)
    botapi.world.edit_text(message, "better")
    update = (await bot.get_updates())[-1]
    assert update.edited_message is not None
    assert update.edited_message.text == "better"
    assert update.edited_message.edit_date is not None


async def test_an_edited_caption_keeps_its_picture(botapi: BotApi, bot: Bot) -> None:
    ann = botapi.world.add_user(5, "Ann")
    photo = botapi.world.send_photo(botapi.world.private_chat(ann), ann, picture(), caption="a")
    botapi.world.edit_text(photo, "b")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.caption, edited.message_id, bool(edited.photo)) == ("b", photo.id, True)
    with pytest.raises(ValueError, match="1024"):
        botapi.world.edit_text(photo, "b" * 1025)


async def test_stopping_is_quick_with_a_poll_open_and_keeps_what_was_not_confirmed() -> None:
    api = BotApi()
    await api.start()
    port = int(api.url.rsplit(":", 1)[1])
    async with client(api) as bot:

        async def polled_and_stopped() -> None:
            poll = await waiting_poll(api, bot)
            await api.stop()
            assert await poll == []
            await api.start(port)

        assert await is_quick(polled_and_stopped, within_s=1)
        await api.stop()
        write(api)
        await api.start(port)
        assert texts(await bot.get_updates()) == ["text 0"]
    await api.stop()
    await api.stop()


async def test_a_held_call_does_not_hold_the_stop() -> None:
    async def held_and_stopped() -> None:
        async with BotApi() as api, client(api) as bot:
            hold = Hold()
            api.faults.add("getMe", hold)
            call = asyncio.create_task(bot.get_me())
            await hold.reached.wait()
            await api.stop()
            with pytest.raises(Exception, match="Server disconnected"):
                await call

    assert await is_quick(held_and_stopped, within_s=1)

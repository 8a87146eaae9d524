"""Inline mode: queries, what is offered, and what is chosen."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.types import InlineQuery, InlineQueryResultCachedVideo, InlineQueryResultsButton

from bot.demo.botapi import BotApi, Chat, Offer, User
from bot.demo.botapi.files import Upload
from tests.demo.pictures import film
from tests.demo.refusing import asked, refused

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTON = InlineQueryResultsButton(text="Make one", start_parameter="make")


@pytest.fixture
def ann(botapi: BotApi) -> User:
    return botapi.world.add_user(5, "Ann")


@pytest.fixture
def friends(botapi: BotApi, ann: User) -> Chat:
    return botapi.world.group(-1001, "Friends", [ann], supergroup=True)


def video(botapi: BotApi, result_id: str = "1", **facts: str) -> InlineQueryResultCachedVideo:
    gallery = botapi.world.gallery
    file_id = gallery.make_video(Upload(gallery.files.add(film()), "v.mp4", "video/mp4")).file_id
    known = {"id": result_id, "video_file_id": file_id, "title": "a wolf"} | facts
    return InlineQueryResultCachedVideo(**known)  # type: ignore[arg-type]


async def heard(bot: Bot) -> InlineQuery:
    """The next query, confirmed."""
    (update,) = await bot.get_updates(timeout=60)
    await bot.get_updates(offset=update.update_id + 1)
    assert update.inline_query is not None
    return update.inline_query


def typed(botapi: BotApi, chat: Chat, user: User, *query: str) -> "asyncio.Task[Offer]":
    return asyncio.create_task(botapi.world.ask_inline(chat, user, *query))


async def test_what_the_bot_offers_is_sent_by_the_person(
    botapi: BotApi, bot: Bot, ann: User, friends: Chat
) -> None:
    asking = typed(botapi, friends, ann, "a wolf")
    query = await heard(bot)
    assert (query.query, query.offset, query.chat_type) == ("a wolf", "", "supergroup")
    assert query.from_user.id == 5
    results = [video(botapi, description="1 minute ago", caption="Look!")]
    assert await bot.answer_inline_query(query.id, list(results), next_offset="9", button=BUTTON)
    offer = await asking
    assert (offer.titles, offer.next_offset) == (["a wolf"], "9")
    assert (offer.button, offer.start_parameter) == ("Make one", "make")
    sent = botapi.world.choose(friends, ann, offer, "1")
    assert (sent.sender, sent.via_bot, sent.caption) == (ann, botapi.world.me, "Look!")
    (update,) = await bot.get_updates(timeout=60)
    assert update.message is not None
    assert update.message.video is not None
    assert update.message.via_bot is not None
    assert update.message.via_bot.id == bot.id
    assert update.message.video.file_id != results[0].video_file_id
    assert (await bot.send_video(-1001, update.message.video.file_id)).video is not None
    with pytest.raises(LookupError):
        botapi.world.choose(friends, ann, offer, "2")


async def test_the_bot_hears_of_a_choice_only_when_it_wants_to(
    botapi: BotApi, bot: Bot, ann: User
) -> None:
    chat = botapi.world.private_chat(ann)
    asking = typed(botapi, chat, ann, "x")
    query = await heard(bot)
    assert query.chat_type == "sender"
    await bot.answer_inline_query(query.id, [video(botapi)])
    offer = await asking
    for wants, kinds in ((False, ["message"]), (True, ["message", "chosen_inline_result"])):
        botapi.world.is_feedback_on = wants
        botapi.updates.drop_pending()
        botapi.world.choose(chat, ann, offer, "1")
        assert [update.kind for update in botapi.updates.pending] == kinds


async def test_an_answer_is_asked_for_once_while_it_is_kept(botapi: BotApi, bot: Bot) -> None:
    now = [1000.0]
    botapi.world.inline.now = lambda: now[0]
    ann, bea = botapi.world.add_user(5, "Ann"), botapi.world.add_user(6, "Bea")
    chat = botapi.world.private_chat(ann)
    asking = typed(botapi, chat, ann, "x")
    query = await heard(bot)
    await bot.answer_inline_query(query.id, [], is_personal=True, cache_time=9)
    assert await asking is await botapi.world.ask_inline(chat, ann, "x")
    for person, later in ((bea, 0), (ann, 9)):
        now[0] += later
        again = typed(botapi, chat, person, "x")
        assert (await heard(bot)).from_user.id == person.id
        again.cancel()


async def test_what_telegram_does_not_take(botapi: BotApi, bot: Bot, ann: User) -> None:
    asking = typed(botapi, botapi.world.private_chat(ann), ann, "x")
    query_id = (await heard(bot)).id
    good = video(botapi)

    async def says(*results: InlineQueryResultCachedVideo, **rest: str) -> str:
        return await refused(bot.answer_inline_query(query_id, list(results), **rest))  # type: ignore[arg-type]

    many = [good.model_copy(update={"id": str(number)}) for number in range(51)]
    assert await says(*many) == "Bad Request: RESULTS_TOO_MUCH"
    assert await says(good, good) == "Bad Request: RESULT_ID_DUPLICATE"
    assert await says(video(botapi, "x" * 65)) == "Bad Request: RESULT_ID_INVALID"
    assert await says(next_offset="x" * 65) == "Bad Request: NEXT_OFFSET_INVALID"
    lost = good.model_copy(update={"video_file_id": "BAACAgIlost"})
    assert "wrong file identifier" in await says(lost)
    spaced = BUTTON.model_copy(update={"start_parameter": "a b"})
    assert await refused(bot.answer_inline_query(query_id, [], button=spaced)) == (
        "Bad Request: START_PARAM_INVALID"
    )
    for results in ("{", "{}", "[1]", '[{"type":"article"}]', '[{"type":"video"}]'):
        answer = await asked(botapi, "answerInlineQuery", results=results)
        assert answer["error_code"] == 400
    botapi.world.inline.expire()
    assert await says(good) == TOO_OLD
    asking.cancel()


async def test_a_bot_without_inline_mode_is_asked_nothing(
    botapi: BotApi, bot: Bot, ann: User
) -> None:
    assert (await bot.get_me()).supports_inline_queries
    botapi.world.is_inline_on = False
    assert not (await bot.get_me()).supports_inline_queries
    with pytest.raises(LookupError):
        await botapi.world.ask_inline(botapi.world.private_chat(ann), ann, "x")

"""Messages in words: what is sent, what stands in the chat, and what is taken back."""

import time

import pytest
from aiogram import Bot
from aiogram.types import LinkPreviewOptions, MessageEntity, ReactionTypeEmoji, ReplyParameters

from bot.demo.botapi import BotApi, Chat
from tests.demo.calls import keyboard, refused_edit
from tests.demo.conftest import client
from tests.demo.refusing import asked, refused


async def test_a_sent_message_stands_in_the_chat(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    before = int(time.time())
    sent = await bot.send_message(ann.id, " <b>Hi</b> 🎉<i>you</i>\n", parse_mode="HTML")
    assert sent.text == "Hi 🎉you"
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [
        ("bold", 0, 2),
        ("italic", 5, 3),
    ]
    assert sent.from_user is not None
    assert (sent.from_user.id, sent.from_user.username) == (42, "DemoVideoBot")
    (shown,) = ann.from_bot
    assert (shown.id, shown.text) == (sent.message_id, "Hi 🎉you")
    assert shown.marked("italic") == ["you"]
    assert before <= shown.date <= time.time()


async def test_entities_may_be_given_instead_of_markup(bot: Bot, ann: Chat) -> None:
    entities = [
        MessageEntity(type="bold", offset=0, length=2),
        MessageEntity(type="text_link", offset=3, length=3, url="https://x.org/"),
        MessageEntity(type="url", offset=0, length=2),
    ]
    await bot.send_message(ann.id, "ab cde", entities=entities)
    assert [e.type for e in ann.from_bot[0].entities] == ["bold", "text_link"]


async def test_a_mention_of_a_known_person_has_the_person(bot: Bot, ann: Chat) -> None:
    marked = '<a href="tg://user?id=5">Ann</a> <a href="tg://user?id=6">Bob</a>'
    sent = await bot.send_message(ann.id, marked, parse_mode="HTML")
    (entity,) = sent.entities or []
    assert entity.user is not None
    assert entity.user.id == 5


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * 4097, "Bad Request: message is too long"),
        ("🎉" * 2049, "Bad Request: message is too long"),
        (" \n\u200b ", "Bad Request: text must be non-empty"),
        ("<b></b>", "Bad Request: text must be non-empty"),
        ("<c>", 'Bad Request: can\'t parse entities: Unsupported start tag "c" at byte offset 0'),
        ("x" * 40_000, "Bad Request: text is too long"),
    ],
)
async def test_an_unfit_text_is_refused(bot: Bot, ann: Chat, text: str, refusal: str) -> None:
    assert await refused(bot.send_message(ann.id, text, parse_mode="HTML")) == refusal
    sent = await bot.send_message(ann.id, "fit")
    edit = bot.edit_message_text(
        text, chat_id=ann.id, message_id=sent.message_id, parse_mode="HTML"
    )
    assert await refused(edit) == refusal
    assert len(ann.from_bot) == 1


async def test_length_is_measured_after_the_markup_is_gone(bot: Bot, ann: Chat) -> None:
    await bot.send_message(ann.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(ann.id, "🎉" * 2048)
    assert len(ann.from_bot) == 2


async def test_who_never_wrote_cannot_be_written_to(botapi: BotApi, bot: Bot) -> None:
    botapi.world.add_user(6, "Bob")
    for chat_id in (6, 7, "@nobody", "abc"):
        assert await refused(bot.send_message(chat_id, "x")) == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("sendMessage", {"chat_id": "5"}, "message text is empty"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "5", "text": "x", "parse_mode": "b"}, "unsupported parse_mode"),
        ("sendVideo", {"chat_id": "5"}, "there is no video in the request"),
        ("sendPhoto", {"photo": "attach://x"}, "there is no photo in the request"),
        ("sendDocument", {"document": ""}, "there is no document in the request"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "inline_message_id": "A"}, "MESSAGE_ID_INVALID"),
        ("editMessageMedia", {"chat_id": "5"}, 'parameter "media" is required'),
        ("deleteMessage", {"message_id": "1"}, "chat identifier is not specified"),
        ("deleteMessage", {"chat_id": "5"}, "message identifier is not specified"),
        ("deleteMessages", {"message_ids": "[]"}, "message identifiers are not specified"),
        ("sendChatAction", {"action": "dance"}, "wrong parameter action in request"),
        ("getFile", {}, "file_id not specified"),
    ],
)
async def test_a_missing_parameter_is_named(
    botapi: BotApi, method: str, params: dict[str, str], refusal: str
) -> None:
    answer = await asked(botapi, method, **params)
    assert answer["description"] == f"Bad Request: {refusal}"


async def test_who_blocked_the_bot_gets_nothing_new(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    card = await bot.send_message(ann.id, "card")
    assert ann.user is not None
    botapi.world.block(ann.user)
    blocked = "Forbidden: bot was blocked by the user"
    assert await refused(bot.send_message(ann.id, "x")) == blocked
    assert await refused(bot.send_chat_action(ann.id, "typing")) == blocked
    await bot.edit_message_text("edited", chat_id=ann.id, message_id=card.message_id)
    assert ann.from_bot[0].text == "edited"
    botapi.world.edits_reach_blockers = False
    assert await refused_edit(bot, ann, card, "again") == blocked
    botapi.world.unblock(ann.user)
    await bot.send_message(ann.id, "x")
    assert len(ann.from_bot) == 2


async def test_a_deleted_account_is_out_of_reach(botapi: BotApi, bot: Bot, ann: Chat) -> None:
    card = await bot.send_message(ann.id, "card")
    assert ann.user is not None
    botapi.world.deactivate(ann.user)
    assert await refused(bot.send_message(ann.id, "x")) == "Forbidden: user is deactivated"
    edit = bot.edit_message_text("x", chat_id=ann.id, message_id=card.message_id)
    assert await refused(edit) == "Forbidden: user is deactivated"


async def test_a_reply_carries_what_it_replies_to_once(bot: Bot, ann: Chat) -> None:
    first = await bot.send_message(
        ann.id, "first", reply_parameters=ReplyParameters(message_id=ann.messages[0].id)
    )
    second = await bot.send_message(ann.id, "second", reply_to_message_id=first.message_id)
    assert second.reply_to_message is not None
    assert second.reply_to_message.message_id == first.message_id
    assert second.reply_to_message.reply_to_message is None
    assert ann.messages[-1].reply_to is ann.messages[-2]


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot, ann: Chat) -> None:
    nowhere = ReplyParameters(message_id=999)
    call = bot.send_message(ann.id, "x", reply_parameters=nowhere)
    assert await refused(call) == "Bad Request: message to be replied not found"
    optional = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    sent = await bot.send_message(ann.id, "x", reply_parameters=optional)
    assert sent.reply_to_message is None
    await bot.send_message(ann.id, "x", reply_to_message_id=999, allow_sending_without_reply=True)
    assert len(ann.from_bot) == 2


async def test_what_goes_with_a_message_is_kept(bot: Bot, ann: Chat) -> None:
    sent = await bot.send_message(
        ann.id,
        "see https://x.org",
        protect_content=True,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.has_protected_content
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    assert ann.from_bot[0].is_silent


async def test_a_bot_deletes_its_own_messages_and_those_of_a_private_chat(
    bot: Bot, ann: Chat
) -> None:
    sent = await bot.send_message(ann.id, "x")
    assert await bot.delete_message(ann.id, sent.message_id)
    assert await bot.delete_message(ann.id, ann.messages[0].id)
    assert ann.messages == []
    again = bot.delete_message(ann.id, sent.message_id)
    assert await refused(again) == "Bad Request: message to delete not found"


async def test_many_are_deleted_at_once_and_missing_ones_skipped(bot: Bot, ann: Chat) -> None:
    ids = [(await bot.send_message(ann.id, "x")).message_id for _ in range(3)]
    assert await bot.delete_messages(ann.id, [*ids, 999])
    assert len(ann.messages) == 1
    too_many = bot.delete_messages(ann.id, list(range(1, 102)))
    assert await refused(too_many) == "Bad Request: too many message identifiers specified"


async def test_after_two_days_nothing_is_deleted() -> None:
    moment = 1_800_000_000.0
    async with BotApi(now=lambda: moment) as api, client(api) as bot:
        user = api.world.add_user(5, "Ann")
        chat = api.world.private_chat(user)
        api.world.send_text(chat, user, "hello")
        sent = await bot.send_message(5, "x")
        moment += 48 * 3600 + 1
        late = "Bad Request: message can't be deleted for everyone"
        assert await refused(bot.delete_message(5, sent.message_id)) == late
        assert await refused(bot.delete_messages(5, [sent.message_id])) == late


async def test_a_chat_action_shows_until_the_message_comes(bot: Bot, ann: Chat) -> None:
    shown = [ann.action]
    await bot.send_chat_action(ann.id, "upload_video")
    shown.append(ann.action)
    await bot.send_message(ann.id, "x")
    shown.append(ann.action)
    assert shown == [None, "upload_video", None]


async def test_a_reaction_is_put_on_a_message(bot: Bot, ann: Chat) -> None:
    message = ann.messages[0]
    await bot.set_message_reaction(ann.id, message.id, [ReactionTypeEmoji(emoji="❤️")])
    assert message.reactions == ("❤",)
    odd = bot.set_message_reaction(ann.id, message.id, [ReactionTypeEmoji(emoji="🪤")])
    assert await refused(odd) == "Bad Request: REACTION_INVALID"
    nothing = bot.set_message_reaction(ann.id, 999, [ReactionTypeEmoji(emoji="👍")])
    assert await refused(nothing) == "Bad Request: message to react not found"


async def test_waiting_in_vain_shows_the_chat(bot: Bot, ann: Chat) -> None:
    await bot.send_message(ann.id, "only this", reply_markup=keyboard(callback_data="x"))
    with pytest.raises(AssertionError) as waited:
        await ann.until(lambda chat: chat.messages[7], timeout_s=0.01)
    assert str(waited.value) == (
        "not within 0.01 s: chat 5:\n"
        "  #1 Ann: 'hello'\n"
        "  #2 Demo Video Bot: 'only this' buttons=['Press']"
    )

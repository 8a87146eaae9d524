import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat

from bot.demo.botapi import BotApi, Chat, User
from tests.demo.refusing import refused

SUPERGROUP = -1_001_234_567_890


@pytest.fixture
def ann(botapi: BotApi) -> User:
    return botapi.world.add_user(5, "Ann")


@pytest.fixture
def group(botapi: BotApi, ann: User) -> Chat:
    return botapi.world.group(-77, "Friends", [ann])


async def heard(bot: Bot) -> list[str]:
    """The words of the messages that the bot was told of."""
    messages = [update.message for update in await bot.get_updates()]
    return [message.text or message.caption or "" for message in messages if message]


async def test_privacy_keeps_the_bot_out_of_what_is_not_for_it(
    botapi: BotApi, bot: Bot, group: Chat, ann: User
) -> None:
    world = botapi.world
    sent = await bot.send_message(group.id, "from the bot")
    said = world.send_text(group, ann, "just talking")
    assert said.update_id is None
    world.send_text(group, ann, "/video a cat")
    world.send_text(group, ann, "/video@demovideobot a dog")
    world.send_text(group, ann, "/video@OtherBot a cow")
    world.send_text(group, ann, "not a /command at the start")
    world.send_text(group, ann, "a reply to the bot", reply_to=group.find(sent.message_id))
    world.send_text(group, ann, "a reply to a person", reply_to=said)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
    )
    world.send_document(group, ann, pixel, "p.png", "image/png", caption="/video this")
    world.send_document(group, ann, pixel, "p.png", "image/png", caption="look")
    assert await heard(bot) == [
        "/video a cat",
        "/video@demovideobot a dog",
        "a reply to the bot",
        "/video this",
    ]


async def test_without_privacy_or_as_an_admin_the_bot_hears_all(
    botapi: BotApi, bot: Bot, group: Chat, ann: User
) -> None:
    assert not (await bot.get_me()).can_read_all_group_messages
    botapi.world.is_privacy_on = False
    assert (await bot.get_me()).can_read_all_group_messages
    botapi.world.send_text(group, ann, "one")
    botapi.world.is_privacy_on = True
    group.members[botapi.world.me] = "administrator"
    botapi.world.send_text(group, ann, "two")
    assert await heard(bot) == ["one", "two"]


@pytest.mark.parametrize(("group_id", "kind"), [(-77, "group"), (SUPERGROUP, "supergroup")])
async def test_a_bot_that_was_kicked_cannot_write(
    botapi: BotApi, bot: Bot, ann: User, group_id: int, kind: str
) -> None:
    chat = botapi.world.group(group_id, "G", [ann], supergroup=kind == "supergroup")
    sent = await bot.send_message(group_id, "x")
    assert sent.chat.type == kind
    botapi.world.kick_bot(chat, ann)
    kicked = f"Forbidden: bot was kicked from the {kind} chat"
    assert await refused(bot.send_message(group_id, "x")) == kicked
    edit = bot.edit_message_text("y", chat_id=group_id, message_id=sent.message_id)
    assert await refused(edit) == kicked
    botapi.world.send_text(chat, ann, "/anyone")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    botapi.world.add_bot(chat, ann)
    added = (await bot.get_updates())[-1].message
    assert added is not None
    assert added.new_chat_members is not None
    assert added.new_chat_members[0].id == bot.id
    assert (await bot.send_message(group_id, "x")).chat.id == group_id


async def test_a_bot_that_left_is_no_member(botapi: BotApi, bot: Bot, group: Chat) -> None:
    group.members[botapi.world.me] = "left"
    refusal = await refused(bot.send_message(group.id, "x"))
    assert refusal == "Forbidden: bot is not a member of the group chat"


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    botapi: BotApi, bot: Bot, group: Chat, ann: User
) -> None:
    supergroup = botapi.world.migrate(group, ann)
    with pytest.raises(TelegramMigrateToChat) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.migrate_to_chat_id == supergroup.id == -1_000_000_000_077
    refusal = "group chat was upgraded to a supergroup chat"
    assert botapi.calls[-1].description == f"Bad Request: {refusal}"
    assert (await bot.send_message(supergroup.id, "x")).chat.id == supergroup.id
    old, new = [update.message for update in await bot.get_updates()]
    assert old is not None
    assert new is not None
    assert (old.migrate_to_chat_id, new.migrate_from_chat_id) == (supergroup.id, group.id)


async def test_supergroups_count_their_messages_for_themselves(
    botapi: BotApi, bot: Bot, group: Chat, ann: User
) -> None:
    supergroup = botapi.world.group(SUPERGROUP, "S", [ann], supergroup=True)
    ids = [(await bot.send_message(group.id, "x")).message_id for _ in range(2)]
    ids.append((await bot.send_message(supergroup.id, "x")).message_id)
    chat = botapi.world.private_chat(ann)
    ids.append(botapi.world.send_text(chat, ann, "x").id)
    assert ids == [1, 2, 1, 3]


async def test_a_forum_has_topics(botapi: BotApi, bot: Bot, ann: User) -> None:
    forum = botapi.world.group(SUPERGROUP, "F", [ann], forum=True)
    thread = botapi.world.topic(forum, ann, "Cats")
    botapi.world.send_text(forum, ann, "/video", thread=thread)
    created, asked = [update.message for update in await bot.get_updates()]
    assert created is not None
    assert created.forum_topic_created is not None
    assert asked is not None
    assert (asked.message_thread_id, asked.is_topic_message) == (thread, True)
    assert asked.chat.is_forum
    sent = await bot.send_message(forum.id, "x", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    nowhere = bot.send_message(forum.id, "x", message_thread_id=999)
    assert await refused(nowhere) == "Bad Request: message thread not found"


async def test_in_a_group_only_an_admin_deletes_what_others_wrote(
    botapi: BotApi, bot: Bot, group: Chat, ann: User
) -> None:
    theirs = botapi.world.send_text(group, ann, "x")
    own = await bot.send_message(group.id, "x")
    assert await bot.delete_message(group.id, own.message_id)
    refusal = await refused(bot.delete_message(group.id, theirs.id))
    assert refusal == "Bad Request: message can't be deleted for everyone"
    group.members[botapi.world.me] = "administrator"
    assert await bot.delete_message(group.id, theirs.id)


async def test_who_is_in_a_chat(botapi: BotApi, bot: Bot, group: Chat, ann: User) -> None:
    bob = botapi.world.add_user(6, "Bob")
    admin = botapi.world.add_user(7, "Eve")
    group.members[admin] = "administrator"
    statuses = [
        (await bot.get_chat_member(group.id, user.id)).status
        for user in (ann, bob, admin, botapi.world.me)
    ]
    assert statuses == ["member", "left", "administrator", "member"]
    group.members[ann] = "creator"
    assert (await bot.get_chat_member(group.id, ann.id)).status == "creator"
    assert await refused(bot.get_chat_member(group.id, 999)) == "Bad Request: user not found"
    chat = await bot.get_chat(group.id)
    assert (chat.title, chat.type) == ("Friends", "group")
    botapi.world.send_text(botapi.world.private_chat(bob), bob, "hi")
    assert (await bot.get_chat(bob.id)).first_name == "Bob"
    assert (await bot.get_chat_member(bob.id, bob.id)).status == "member"
    assert await refused(bot.get_chat_member(bob.id, ann.id)) == "Bad Request: user not found"

"""Words that people change after they sent them."""

from dataclasses import replace

from bot.demo.botapi.chats import Chat, Message
from tests.whole.conftest import Stage
from tests.whole.orders import orders
from tests.whole.pictures import picture

OFFER = "uses your earlier words"


def offers(chat: Chat) -> list[Message]:
    return [one for one in chat.from_bot if OFFER in one.content.text]


async def test_a_caption_that_is_corrected_at_once_is_made_as_it_is_now(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot():
        sent = world.send_photo(chat, stage.ann, picture(), caption="it snws")
        await stage.said(chat, "Accepted")
        world.edit_text(sent, "it snows --seed 42")
        assert (await stage.video(chat)).caption == "it snows"
        world.tell_again(sent)
        await stage.settled(chat)
    assert orders(stage) == [("img", "it snows")]
    assert [call.body["seed"] for call in stage.videos.calls if call.name == "img"] == [42]
    assert offers(chat) == []


async def test_words_that_nobody_stands_by_any_more_are_not_made(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot():
        sent = world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.said(chat, "Accepted")
        world.edit_text(sent, "it snows --ar 5:4")
        await stage.said(chat, "--ar cannot be “5:4”")
        await stage.said(chat, "Cancelled. Nothing was charged")
        world.edit_text(sent, "it snows --ar 4:3")
        first = await stage.said(chat, "Your earlier words did not lead to a video.")
        words = replace(sent.content, text="it snows --ar 3:4")
        chat.edit(sent, words, edit_date=(sent.edit_date or 0) + 1)
        world.tell_again(sent)
        await chat.until(lambda c: c.transcript().count("did not lead to a video") == 2)
        [data] = first.buttons.values()
        answer = await world.press(chat, stage.ann, first.id, data)
        assert "edited that message again" in (answer.text or "")
        bare = world.send_photo(chat, stage.ann, picture(), caption="it rains")
        card = await stage.said(chat, "Accepted")
        world.edit_text(bare, "")
        await chat.until(lambda _: "Cancelled. Nothing was charged" in card.content.text)
    assert orders(stage) == []


async def test_a_later_edit_offers_another_video_and_makes_one(stage: Stage) -> None:
    world = stage.api.world
    forum = world.group(-1002, "Forum", [stage.ann, stage.admin], supergroup=True, forum=True)
    forum.topics.add(77)
    async with stage.bot():
        sent = world.send_text(forum, stage.ann, "/video a wolf", thread=77)
        await stage.video(forum)
        for words in ("/video a fox", "/video a fox", "/video@DemoVideoBot  a fox"):
            world.edit_text(sent, words)
        offer = await stage.said(forum, OFFER)
        assert (offer.thread_id, offer.reply_to) == (77, sent)
        [data] = offer.buttons.values()
        pressed = [
            (await world.press(forum, user, offer.id, data)).text
            for user in (stage.admin, stage.ann, stage.ann, stage.admin)
        ]
        again = await stage.video(forum, count=2)
        await stage.settled(stage.chat(stage.ann))
    assert pressed == [
        "This is somebody else’s video.",
        "It is on its way with the new words.",
        "It is on its way already.",
        "This button no longer works. Please send the prompt again.",
    ]
    assert (again.caption, again.thread_id, again.reply_to) == ("a fox", 77, sent)
    assert orders(stage) == [("text", "a wolf"), ("text", "a fox")]
    assert len(offers(forum)) == 1


async def test_a_refused_message_may_be_mended_while_it_is_fresh(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    async with stage.bot():
        sent, old = stage.write("a wolf --speed 9"), stage.write("an owl --speed 9")
        old.date -= 7200
        command = stage.write("/hlep")
        await stage.said(chat, "I do not know --speed")
        for message, words in ((old, "an owl"), (command, "/help"), (sent, "a wolf")):
            world.edit_text(message, words)
        await stage.video(chat)
        await stage.settled(chat)
    assert orders(stage) == [("text", "a wolf")]
    assert not [one for one in chat.from_bot if "How to get a video" in one.content.text]

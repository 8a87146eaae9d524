from collections import Counter
from collections.abc import Sequence

import pytest

from bot.demo.botapi.chats import Chat
from tests.fast_clock import FastClock
from tests.jumping_clock import JumpingClock
from tests.whole.conftest import Stage, refused
from tests.whole.finished import finished
from tests.whole.pictures import picture, sticker
from tests.whole.presses import press_data


@pytest.fixture
def group(stage: Stage) -> Chat:
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin], supergroup=True)
    stage.api.world.is_privacy_on = False
    return group


async def test_the_bot_is_silent_unless_it_is_addressed(stage: Stage, group: Chat) -> None:
    world = stage.api.world
    async with stage.bot():
        for text in ("a wolf", "/imagine a wolf", "/help", "/video@OtherBot a wolf"):
            world.send_text(group, stage.ann, text)
        world.send_photo(group, stage.ann, picture(), caption="a nice picture")
        world.send_photo(group, stage.ann, picture(), caption="/help")
        world.send_photo(group, stage.ann, picture())
        await stage.settled(stage.chat(stage.ann))
    assert group.from_bot == []
    assert stage.asked == []


@pytest.mark.parametrize("command", ["/video", "/video@DemoVideoBot"])
async def test_a_prompt_after_the_command(stage: Stage, group: Chat, command: str) -> None:
    async with stage.bot():
        sent = stage.api.world.send_text(group, stage.ann, f"{command} a wolf & a fox")
        card = await stage.video(group)
    assert card.caption == "a wolf & a fox"
    assert card.reply_to is sent


async def test_the_command_as_a_caption(stage: Stage, group: Chat) -> None:
    async with stage.bot():
        stage.api.world.send_photo(group, stage.ann, picture(), caption="/video it snows")
        await stage.video(group)
    assert [call.name for call in stage.videos.calls if call.name == "img"] == ["img"]


async def test_the_command_in_answer_to_a_picture(stage: Stage, group: Chat) -> None:
    async with stage.bot():
        photo = stage.api.world.send_photo(group, stage.admin, picture())
        stage.api.world.send_text(group, stage.ann, "/video it snows", reply_to=photo)
        await stage.video(group)
    assert [call.body["prompt"] for call in stage.videos.calls if call.name == "img"] == [
        "it snows"
    ]


async def test_the_command_alone_in_answer_to_words(stage: Stage, group: Chat) -> None:
    async with stage.bot():
        words = stage.api.world.send_text(group, stage.admin, "a wolf in the snow")
        stage.api.world.send_text(group, stage.ann, "/video", reply_to=words)
        assert (await stage.video(group)).caption == "a wolf in the snow"


async def test_the_command_alone_is_explained(stage: Stage, group: Chat) -> None:
    async with stage.bot():
        stage.api.world.send_text(group, stage.ann, "/video")
        await stage.said(group, "Write the prompt after the command")


async def test_an_answer_to_the_bot_is_a_prompt(stage: Stage, group: Chat) -> None:
    world = stage.api.world
    async with stage.bot():
        world.send_photo(group, stage.ann, picture(), caption="/video")
        question = await stage.said(group, "What should happen in it?")
        world.send_text(group, stage.admin, "this is somebody else's talk")
        world.send_text(group, stage.ann, "it snows", reply_to=question)
        assert (await stage.video(group)).caption == "it snows"
    assert [call.name for call in stage.videos.calls if call.name == "img"] == ["img"]


async def test_a_question_in_a_topic_asks_its_person_for_an_answer(stage: Stage) -> None:
    world = stage.api.world
    forum = world.group(-1002, "Forum", [stage.ann, stage.admin], supergroup=True, forum=True)
    forum.topics.add(77)
    async with stage.bot():
        photo = world.send_photo(forum, stage.ann, picture(), caption="/video", thread=77)
        question = await stage.said(forum, "Write it in reply to this message")
        assert (question.thread_id, question.reply_to) == (77, photo)
        assert question.reply_markup == {"force_reply": True, "selective": True}
        album = [
            world.send_photo(
                forum, stage.ann, picture(), caption=caption, thread=77, media_group_id="album"
            )
            for caption in ("/video it dawns", "/video it rains", "/video it snows")
        ]
        choice = await stage.said(forum, "What should I make from these pictures?")
        assert (choice.thread_id, choice.reply_to in album) == (77, True)
        await world.press(forum, stage.ann, choice.id, choice.buttons["Only the first"])
        card = await stage.video(forum)
    assert (card.thread_id, card.reply_to) == (77, album[0])


REFUSED = [
    "/video a fox", "/video", "/stats@DemoVideoBot", "/show@DemoVideoBot 99",
    "/forget@DemoVideoBot",
]  # fmt: skip


async def test_a_refusal_and_small_talk_do_not_fill_a_group(stage: Stage, group: Chat) -> None:
    """What a person's limit says is said once to that person, however often they try."""
    world, clock = stage.api.world, JumpingClock()
    async with stage.bot(clock, user_limit_per_day=1):
        for user in (stage.ann, stage.person(1002, "Bob")):
            world.send_text(group, user, "/video a wolf")
        await stage.video(group, count=2)
        said = len(group.from_bot)

        def answered() -> Sequence[str | None]:
            new = group.from_bot[said:]
            return [one.reply_to.text for one in new if one.reply_to and not one.reply_to.video]

        for _ in range(3):
            for text in REFUSED:
                world.send_text(group, stage.ann, text)
            await stage.settled(stage.chat(stage.ann))
            clock.jump(minutes=1)
        world.send_sticker(group, stage.ann, sticker(), reply_to=group.from_bot[-1])
        await stage.settled(stage.chat(stage.ann))
        await group.until(lambda _: len(answered()) == len(REFUSED))
    assert Counter(answered()) == Counter(REFUSED)


async def test_a_picture_in_answer_to_the_bot_is_taken(stage: Stage, group: Chat) -> None:
    world = stage.api.world
    async with stage.bot():
        world.send_text(group, stage.ann, "/video")
        hint = await stage.said(group, "Write the prompt after the command")
        world.send_photo(group, stage.ann, picture(), caption="it snows", reply_to=hint)
        assert (await stage.video(group)).caption == "it snows"


async def test_a_persons_limits_hold_in_groups_too(stage: Stage, group: Chat) -> None:
    async with stage.bot(user_limit_per_day=1):
        stage.write("a wolf")
        stage.api.world.send_text(group, stage.ann, "/video a fox")
        await stage.said(group, "One video a day is the limit")


async def test_commands_that_name_the_bot_are_answered(stage: Stage, group: Chat) -> None:
    async with stage.bot():
        stage.api.world.send_text(group, stage.ann, "/help@DemoVideoBot")
        await stage.said(group, "How to get a video")
        stage.api.world.send_text(group, stage.admin, "/balance@DemoVideoBot")
        await stage.said(group, "for the admins of this bot")
    assert stage.asked == []


async def test_in_a_forum_the_answer_goes_to_the_topic(stage: Stage) -> None:
    world = stage.api.world
    forum = world.group(-1002, "Forum", [stage.ann], supergroup=True, forum=True)
    forum.topics.add(77)
    old = {"chat": {"id": forum.id, "type": "supergroup"}, "message_id": 5, "date": 0}
    async with stage.bot(FastClock(30)):
        world.send_text(forum, stage.ann, "/video a wolf", thread=77)
        card = await stage.video(forum)
        await stage.said(forum, "Your video is ready")
        for data in card.buttons.values():
            await press_data(
                stage, stage.ann, card, data, message=old
            )  # Telegram tells no topic of it
        for text, answer in (
            ("/history@DemoVideoBot", "Your last videos"), ("/show@DemoVideoBot", "Which one?"),
            ("/show@DemoVideoBot 1", "#1 · "), ("/settings@DemoVideoBot", "Your settings"),
        ):  # fmt: skip
            world.send_text(forum, stage.ann, text, thread=77)
            await stage.said(forum, answer)
        await stage.video(forum, count=4)
        await forum.until(lambda c: c.transcript().count("Your video is ready") == 3)
    assert len(forum.from_bot) > 12
    assert {one.thread_id for one in forum.from_bot} == {77}


@pytest.fixture
def small(stage: Stage) -> Chat:
    """A group that is no supergroup yet."""
    return stage.api.world.group(-500, "Friends", [stage.ann])


async def bears(stage: Stage, chat: Chat, words: str) -> None:
    """One purchase; its video and one ping are in this chat and no other."""
    await stage.video(chat)
    await stage.said(chat, words)
    chats = stage.api.world.chats.values()
    assert [c for c in chats for m in c.from_bot if m.video] == [chat]
    assert [c for c in chats for m in c.from_bot if words in m.content.text] == [chat]
    assert len(stage.videos.books.purchases) == 1


@pytest.mark.tried("a group turned supergroup, a topic closed or deleted under a job")
async def test_a_video_follows_its_group_into_the_supergroup(stage: Stage, small: Chat) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.api.world.send_text(small, stage.ann, "/video a wolf")
        await stage.said(small, "Generating")
        supergroup = stage.api.world.migrate(small, stage.ann)
        card = await stage.said(supergroup, "Generating")
        stage.videos.release()
        await bears(stage, supergroup, "Your video is ready")
    assert card.video is not None


@pytest.mark.tried("a group turned supergroup, a topic closed or deleted under a job")
@pytest.mark.parametrize("text", ["/video a wolf", "/help@DemoVideoBot"])
async def test_what_was_asked_in_a_group_that_is_one_no_more_is_answered_in_the_supergroup(
    stage: Stage, small: Chat, text: str
) -> None:
    """Nothing but a refusal tells the bot."""
    stage.api.world.send_text(small, stage.ann, text)
    supergroup = stage.api.world.group(-1_000_000_000_500, "Group", [stage.ann], supergroup=True)
    small.migrated_to = supergroup.id
    async with stage.bot():
        if "help" in text:
            await stage.said(supergroup, "How to get a video")
        else:
            await bears(stage, supergroup, "Your video is ready")


@pytest.mark.tried("a group turned supergroup, a topic closed or deleted under a job")
@pytest.mark.parametrize("is_deleted", [True, False])
async def test_a_video_whose_topic_is_gone_comes_outside_of_it(
    stage: Stage, is_deleted: bool
) -> None:
    world = stage.api.world
    forum = world.group(-1002, "Forum", [stage.ann], supergroup=True, forum=True)
    forum.topics.add(77)
    stage.videos.hold()
    async with stage.bot():
        world.send_text(forum, stage.ann, "/video a wolf", thread=77)
        card = await stage.said(forum, "Generating")
        if is_deleted:
            forum.topics.discard(77)
            world.delete_message(forum, card.id)
        else:
            closed = refused(400, "Bad Request: TOPIC_CLOSED")
            stage.api.faults.add("editMessageMedia", closed)
            stage.api.faults.add("sendMessage", closed)
        stage.videos.release()
        await bears(stage, forum, "Your video is ready")
        assert (await stage.video(forum)).thread_id is None


async def test_a_video_that_is_shown_again_is_shown_where_it_can_be(
    stage: Stage, small: Chat
) -> None:
    """A topic that was closed below its page, and a group of which nobody said that it moved."""
    world = stage.api.world
    forum = world.group(-1003, "Forum", [stage.ann], supergroup=True, forum=True)
    forum.topics.add(77)
    [wolf] = await finished(stage, ["a wolf"], chat=forum)
    async with stage.bot():
        world.send_text(forum, stage.ann, "/history@DemoVideoBot", thread=77)
        page = await stage.said(forum, "Your last videos")
        stage.api.faults.add("sendVideo", refused(400, "Bad Request: TOPIC_CLOSED"))
        await world.press(forum, stage.ann, page.id, page.buttons[str(wolf)])
        assert (await stage.video(forum)).thread_id is None
        world.send_text(small, stage.ann, f"/show@DemoVideoBot {wolf}")
        moved = world.group(-1_000_000_000_500, "Friends", [stage.ann], supergroup=True)
        small.migrated_to = moved.id
        await stage.video(moved)


async def test_a_video_for_a_group_that_threw_the_bot_out_ends_its_job_quietly(
    stage: Stage, group: Chat
) -> None:
    stage.videos.hold()
    async with stage.bot():
        stage.api.world.send_text(group, stage.ann, "/video a wolf")
        await stage.said(group, "Generating")
        stage.api.world.kick_bot(group, stage.ann)
        stage.videos.release()
        await stage.api.until_called("editMessageMedia")
        await stage.settled(stage.chat(stage.ann))
    assert len(stage.api.calls_of("editMessageMedia")) == 1

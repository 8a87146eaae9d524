"""What was made can be looked through and seen again."""

import re
from collections.abc import Sequence

from bot.demo.botapi.chats import Chat, Message
from bot.demo.botapi.entities import cut_out
from tests.fast_clock import FastClock
from tests.whole.conftest import Stage
from tests.whole.finished import LOST, finished
from tests.whole.presses import press, press_data

ODD = "</code> { $state } &amp; @ann\n\u2069\u2067<b>fox"

RESULTS = [["🔁 Again", "✏️ Edit prompt"], ["⏩ Longer", "🎞 Use last frame"], ["⚙️ Options"]]
"""What can be done with a video, wherever it is shown."""


def prompts(page: Message) -> list[str]:
    """The prompts on a page."""
    return re.findall("\u2068(.*)\u2069", page.content.text)


def labels(message: Message) -> Sequence[Sequence[str]]:
    return [[button["text"] for button in row] for row in message.inline_keyboard]


async def test_the_pages_turn_in_one_message_and_bring_what_is_asked_for(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    bea = stage.person(1002, "Bea")
    await finished(stage, ["a secret"], user=bea)
    ids = await finished(stage, [f"wolf {number}" for number in range(12)])
    await finished(stage, [ODD], file_ref=None)
    [fox] = await finished(stage, ["a fox " + "x" * 2000])
    async with stage.bot(FastClock(20)):
        page = await stage.command(chat, "/history", "Your last videos")
        assert prompts(page)[1:] == ["</code> { $state } &amp; @ann <b>fox"] + [
            f"wolf {number}" for number in (11, 10, 9, 8)
        ]
        _, first, _, second, _ = page.content.text.split("\n", 4)
        assert first.startswith(f"#{fox} · ready · ")
        assert first.endswith(" ago")
        assert second.startswith(f"#{fox - 1} · failed · ")
        code = [one for one in page.content.entities if one.type == "code"][1]
        assert cut_out(page.content.text, code) == prompts(page)[1]
        numbers = [str(job_id) for job_id in (fox, *ids[:-5:-1])]
        assert labels(page) == [numbers, ["▶"], ["🎞 One by one"]]

        assert await press(stage, page, "▶") == ""
        assert prompts(page) == [f"wolf {number}" for number in (7, 6, 5, 4, 3, 2)]
        assert labels(page)[1] == ["◀", "▶"]
        await press(stage, page, "▶")
        assert prompts(page) == ["wolf 1", "wolf 0"]
        assert labels(page)[1] == ["◀"]
        await press(stage, page, "◀")
        assert prompts(page) == [f"wolf {number}" for number in (7, 6, 5, 4, 3, 2)]
        await press(stage, page, "◀")
        assert labels(page) == [numbers, ["▶"], ["🎞 One by one"]]

        assert await press(stage, page, str(fox)) == ""
        shown = await stage.video(chat)
        assert shown.caption is not None
        title, _, prompt = shown.caption.partition("\n\n")
        assert title.startswith(f"#{fox} · ")
        assert prompt.startswith("a fox xxx")
        assert len(shown.caption) == 1024
        assert (labels(shown), shown.reply_to) == (RESULTS, page)
        assert "somebody else’s video" in await press(stage, page, str(fox), bea)
        assert "list is somebody else’s" in await press(stage, page, "▶", bea)
        assert labels(page) == [numbers, ["▶"], ["🎞 One by one"]]
    assert "secret" not in chat.transcript()
    assert stage.asked == []


async def test_old_buttons_say_plainly_what_is_not_there_any_more(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    ids = await finished(stage, [f"wolf {number}" for number in range(7)])
    async with stage.bot(FastClock(20)):
        page = await stage.command(chat, "/history", "Your last videos")
        for data in ("history:", f"history:{stage.ann.id}:older:x", "reel:1001:2"):
            assert "/history again" in await press_data(stage, stage.ann, page, data)
        old = dict(page.buttons)
        question = await stage.command(chat, "/forget", "Shall I forget you?")
        await press(stage, question, "🗑 Forget me")
        gone = "what it belonged to was deleted, on request or because it was old. Please send"
        assert gone in await press(stage, page, str(ids[-1]))
        too_old = "This button no longer works. Please send the prompt again."
        assert await press_data(stage, stage.ann, page, "show:x") == too_old
        assert await press(stage, page, "🎞 One by one") == "There are no more videos."
        assert await press(stage, page, "▶") == ""
        assert page.content.text == "Nothing is left on this page."
        assert labels(page) == [["◀"]]
        await press(stage, page, "◀")
        assert page.buttons == {}
        stage.api.world.delete_message(chat, page.id)
        assert "/history again" in await press_data(stage, stage.ann, page, old["▶"])
        await stage.command(chat, "/history", "Nothing yet")


async def test_a_group_has_its_own_and_in_private_there_is_everything(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    group: Chat = stage.api.world.group(-1001, "Friends", [stage.ann, bea], supergroup=True)
    await finished(stage, ["in private"])
    await finished(stage, [f"wolf {number}" for number in range(7)], chat=group)
    await finished(stage, ["hers"], user=bea, chat=group)
    async with stage.bot(FastClock(20)):
        sent = stage.api.world.send_text(group, stage.ann, "/history@DemoVideoBot")
        page = await stage.said(group, "Your last videos")
        assert page.reply_to is sent
        assert prompts(page) == [f"wolf {number}" for number in (6, 5, 4, 3, 2, 1)]
        before = page.content
        for button in ("▶", "🎞 One by one"):
            assert await press(stage, page, button, bea) == "This list is somebody else’s."
        assert page.content == before
        await press(stage, page, "▶")
        assert prompts(page) == ["wolf 0"]
        await press(stage, page, "🎞 One by one")
        reel = await stage.video(group)
        assert labels(reel)[0] == ["◀", "7/7"]
        assert reel.reply_to is page
        all_of_them = await stage.command(stage.chat(stage.ann), "/history", "Your last videos")
        await press(stage, all_of_them, "▶")
        assert prompts(all_of_them) == ["wolf 0", "in private"]
    assert len(group.from_bot) == 2


async def test_videos_are_shown_one_after_the_other_in_one_message(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    stage.write("/start")  # a bot must not write first
    oldest, old = await finished(stage, ["the oldest", "old"])
    lost = await finished(stage, ["lost", "lost too"], file_ref=LOST)
    await finished(stage, ["never made"], file_ref=None)
    [new] = await finished(stage, ["new"])
    async with stage.bot(FastClock(20)):
        page = await stage.command(chat, "/history", "Your last videos")
        await press(stage, page, "🎞 One by one")
        reel = await stage.video(chat)

        def shows(job_id: int, prompt: str, *row: str) -> bool:
            title, _, caption = (reel.caption or "").partition("\n\n")
            first, *results = labels(reel)
            assert results == RESULTS
            return (title.split(" ")[0], caption, first) == (f"#{job_id}", prompt, [*row])

        assert shows(new, "new", "1/5", "▶")
        passed = await press(stage, reel, "▶")
        assert passed == f"Telegram no longer has #{lost[1]}, #{lost[0]}."
        assert shows(old, "old", "◀", "4/5", "▶")
        assert await press(stage, reel, "▶") == ""
        assert shows(oldest, "the oldest", "◀", "5/5")
        await press(stage, reel, "◀")
        assert shows(old, "old", "◀", "4/5", "▶")
        assert "no longer has" in await press(stage, reel, "◀")
        assert shows(new, "new", "1/5", "▶")
        await press(stage, reel, "1/5")
        assert shows(new, "new", "1/5", "▶")
        said = f"Telegram no longer has #{lost[1]}."
        assert await press(stage, page, str(lost[1])) == said
        question = await stage.command(chat, "/forget", "Shall I forget you?")
        await press(stage, question, "🗑 Forget me")
        assert await press(stage, reel, "▶") == "There are no more videos."
        assert reel.caption is not None  # Telegram has it; what is in the chats is the person's own
    assert len([message for message in chat.from_bot if message.video]) == 1
    assert stage.asked == []

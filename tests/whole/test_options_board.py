"""The same video with other options, chosen under the first one."""

import asyncio

from bot.demo.botapi.chats import Chat, Content, Message
from tests.whole.boards import settings, shown, tap
from tests.whole.conftest import Stage
from tests.whole.pictures import picture

TOO_OLD = "This button no longer works. Please send the prompt again."
DELETED = (
    "This button no longer works: what it belonged to was deleted, on request or because it was"
    " old. Please send the prompt again."
)


def offered(stage: Stage, chat: Chat, data: str) -> Message:
    """A message of the bot with such a button."""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return stage.api.world.post(chat, stage.api.world.me, Content(text="a video", markup=markup))


async def opened(stage: Stage, chat: Chat, job_id: int) -> Message:
    """The board that comes when Options is pressed under a job's result."""
    card = offered(stage, chat, f"options:{job_id}")
    answer = await stage.api.world.press(chat, stage.ann, card.id, f"options:{job_id}")
    assert answer.text is None
    board = chat.from_bot[-1]
    assert board.reply_to is card
    return board


async def test_a_video_is_made_once_more_with_what_is_chosen_under_it(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_minute=9):
        stage.write("a wolf --quality 720p --seed 42")
        await stage.video(chat)
        board = await opened(stage, chat, 1)
        assert "About 45 credits" in board.content.text
        assert list(board.buttons) == [
            "Aspect ratio: 16:9", "Length: 5 s", "Quality: 720p", "Sound: default", "🎬 Make it",
        ]  # fmt: skip
        await tap(stage, board, "Length", "8 s")
        assert "✓ 8 s" in shown(board).buttons
    async with stage.bot(user_limit_per_minute=9):
        await tap(stage, board, "‹", "Sound", "on", "‹")
        assert "About 96 credits" in shown(board).content.text
        presses = [tap(stage, board, "🎬") for _ in range(2)]
        answers = await asyncio.gather(*presses)
        assert answers == ["It is on its way.", "It is on its way already."]
        assert shown(board).buttons == {}
        assert shown(board).content.text == "🎬 On its way: 16:9 · 8 s · 720p · Sound: on"
        await stage.video(chat, count=2)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.video(chat, count=3)
        liked = await settings(stage, chat, stage.ann)  # this changes nothing that was made before
        await tap(stage, liked, "Quality", "1080p")
        board = await opened(stage, chat, 3)
        assert list(board.buttons) == [
            "Length: 5 s", "Quality: 540p", "Sound: default", "🎬 Make it",
        ]  # fmt: skip
        await tap(stage, board, "Quality", "360p", "‹", "↩️", "Length", "1 s", "‹", "🎬")
        await stage.video(chat, count=4)
    names = ("prompt", "quality", "duration", "seed", "generate_audio_switch")
    orders = [call.body for call in stage.videos.calls if call.name in {"text", "img"}]
    assert [tuple(order.get(name) for name in names) for order in orders] == [
        ("a wolf", "720p", 5, 42, None),
        ("a wolf", "720p", 8, 42, True),
        ("it snows", "540p", 5, None, None),
        ("it snows", "540p", 1, None, None),
    ]
    assert "You asked for" not in chat.transcript()


async def test_what_is_not_theirs_or_not_possible_is_refused_and_buys_nothing(
    stage: Stage,
) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    bea = stage.person(1002, "Bea", language_code="ru")
    group = world.group(-1001, "Friends", [stage.ann, bea], supergroup=True)
    changed = "That choice is no longer possible. Please look again, or open the menu again."
    async with stage.bot(user_limit_per_day=1):
        stage.write("a wolf")
        await stage.video(chat)
        for data, answer in {
            "options:2": DELETED,
            "opt1:2:m-:.....": DELETED,
            "opt9:1:m-:.....": TOO_OLD,
            "opt1:1:m-:junk": changed,
            "opt1:1:m-:16.....": changed,
            "opt1:1:m-:.....apixo": changed,
            "opt1:1:m-:5.540.16:9..0.": "One video a day is the limit. Come back in ",
        }.items():
            card = offered(stage, chat, data)
            told = await world.press(chat, stage.ann, card.id, data)
            assert (told.text or "").startswith(answer), data
        for data in ("options:1", "opt1:1:m-:....."):
            card = offered(stage, group, data)
            told = await world.press(group, bea, card.id, data)
            assert told.text == "Это чужое видео."
        stage.write("/forget")
        asked = await stage.said(chat, "Shall I forget you?")
        [data] = asked.buttons.values()
        await world.press(chat, stage.ann, asked.id, data)
        card = offered(stage, chat, "options:1")
        assert (await world.press(chat, stage.ann, card.id, "options:1")).text == DELETED
    assert len(stage.videos.books.purchases) == 1

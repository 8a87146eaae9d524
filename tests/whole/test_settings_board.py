"""People choose what their videos are like, and the bot keeps to it where it can."""

from bot.demo.botapi.chats import Content
from tests.whole.boards import settings, shown, tap
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.serving import served_by

ROWS = ["Aspect ratio: 16:9", "Length: 5 s", "Quality: 540p", "Sound: default"]


def orders(stage: Stage, route: str = "text") -> list[tuple[object, ...]]:
    """Quality, seconds, shape and sound of all that was ordered so."""
    names = ("quality", "duration", "aspect_ratio", "generate_audio_switch")
    bodies = [call.body for call in stage.videos.calls if call.name == route]
    return [tuple(body.get(name) for name in names) for body in bodies]


async def test_what_is_chosen_holds_for_every_prompt_that_says_nothing_else(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_minute=9):
        board = await settings(stage, chat, stage.ann)
        assert list(board.buttons) == ROWS
        assert "About 35 credits" in board.content.text
        assert await tap(stage, board, "Quality", "720p") is None
        assert list(shown(board).buttons) == ["360p", "540p", "✓ 720p", "1080p", "‹ Back"]
        assert "About 45 credits" in shown(board).content.text
        await tap(stage, board, "‹", "Length", "8 s", "‹", "Sound", "on", "‹", "Aspect", "9:16")
        assert "About 96 credits" in shown(board).content.text
        await tap(stage, board, "9:16")  # once more
    async with stage.bot(user_limit_per_minute=9):
        stage.write("a wolf")
        await stage.video(chat)
        stage.write("a fox --duration 2 --audio off")
        await stage.video(chat, count=2)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows")
        await stage.video(chat, count=3)
        assert orders(stage) == [("720p", 8, "9:16", True), ("720p", 2, "9:16", False)]
        assert orders(stage, "img") == [("720p", 8, None, True)]
        assert "You asked for" not in chat.transcript()
        again = await settings(stage, chat, stage.ann)
        changed = ["Aspect ratio: 9:16", "Length: 8 s", "Quality: 720p", "Sound: on", "↩️ Reset"]
        assert list(again.buttons) == changed
        await tap(stage, board, "‹")
        assert list(shown(board).buttons) == changed
        await tap(stage, again, "↩️")
        assert list(shown(again).buttons) == ROWS
        stage.write("a bear")
        await stage.video(chat, count=4)
    assert orders(stage)[-1] == ("540p", 5, "16:9", None)


async def test_an_older_board_changes_only_what_is_pressed_on_it(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot():
        old, new = [await settings(stage, chat, stage.ann) for _ in range(2)]
        await tap(stage, new, "Quality", "1080p")
        await tap(stage, old, "Length", "3 s")
        assert "About 54 credits" in shown(old).content.text


async def test_everybody_reads_and_turns_their_own_board(stage: Stage) -> None:
    world, bea = stage.api.world, stage.person(1002, "Bea", language_code="pl")
    group = world.group(-1001, "Friends", [stage.ann, bea], supergroup=True)
    async with stage.bot():
        board = await settings(stage, group, stage.ann)
        answer = await tap(stage, board, "Quality", by=bea)
        assert answer == "To cudze ustawienia. Twoje: /settings"
        assert list(shown(board).buttons) == ROWS
        theirs = await settings(stage, group, bea, "Twoje ustawienia")
        await tap(stage, theirs, "Jakość: 540p", "1080p", by=bea)
        assert "Około 90 kredytów" in shown(theirs).content.text
        stage.write("/forget", bea)
        asked = await stage.said(stage.chat(bea), "zapomnieć")
        [data] = asked.buttons.values()
        await world.press(asked.chat, bea, asked.id, data)
        again = await settings(stage, group, bea, "Twoje ustawienia")
        assert "Jakość: 540p" in again.buttons


async def test_forged_and_outdated_buttons_change_nothing(stage: Stage) -> None:
    world, chat = stage.api.world, stage.chat(stage.ann)
    told = "That choice is no longer possible. Please look again, or open the menu again."
    too_old = "This button no longer works. Please send the prompt again."
    forged = {
        f"set1:{stage.ann.id}:cq:.2160....": told,
        f"set1:{stage.ann.id}:cv:.....nobody": told,
        f"set1:{stage.ann.id}:cq:.720": told,
        "set1:1002:cq:.720....": "These are somebody else’s settings. Yours: /settings",
        f"set9:{stage.ann.id}:cq:.720....": too_old,
    }
    async with stage.bot():
        await stage.settled(chat)
        for data, answer in forged.items():
            markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
            card = world.post(chat, world.me, Content(text="x", markup=markup))
            assert (await world.press(chat, stage.ann, card.id, data)).text == answer
        board = await settings(stage, chat, stage.ann)
        assert list(board.buttons) == ROWS


async def test_who_is_preferred_is_asked_first_and_not_alone(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with served_by(stage, "pixverse,gateway") as (pixverse, gateway):
        board = await settings(stage, chat, stage.ann)
        await tap(stage, board, "Video service: best available", "gateway")
        assert list(shown(board).buttons) == [
            "best available",
            "pixverse",
            "✓ gateway",
            "‹ Back",
        ]
        assert "The cost of a video is not known" in shown(board).content.text
        stage.write("a wolf")
        await stage.video(chat)
        stage.write("a fox --quality 720p")
        await stage.video(chat, count=2)
        assert [len(one.books.purchases) for one in (pixverse, gateway)] == [1, 1]
    assert "You asked for" not in chat.transcript()

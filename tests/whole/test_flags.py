"""Options that people write into their prompts."""

import pytest

from tests.whole.conftest import Stage
from tests.whole.pictures import picture


async def test_flags_reach_the_provider_and_not_the_prompt(stage: Stage) -> None:
    async with stage.bot():
        stage.write("a wolf --ar 9:16 --duration 8 --quality 720p --seed 42 --audio")
        shown = await stage.video(stage.chat(stage.ann))
    assert shown.content.text == "a wolf"
    [order] = [call.body for call in stage.videos.calls if call.name == "text"]
    asked = {
        name: order[name] for name in ("prompt", "aspect_ratio", "duration", "quality", "seed")
    }
    assert asked == {
        "prompt": "a wolf", "aspect_ratio": "9:16", "duration": 8, "quality": "720p", "seed": 42,
    }  # fmt: skip


async def test_flags_work_in_a_caption(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it snows —quality 720")
        await stage.video(chat)
    [order] = [call.body for call in stage.videos.calls if call.name == "img"]
    assert (order["prompt"], order["quality"]) == ("it snows", "720p")


@pytest.mark.parametrize(
    ("flags", "answer"),
    [
        ("--ar 5:4", "--ar cannot be “5:4”. Possible: 16:9, 4:3, 1:1, 3:4, 9:16"),
        ("--duration 20", "--duration cannot be “20”. Possible: 1, 2, 3"),
        ("--provider apixo", "--provider cannot be “apixo”. Possible: pixverse"),
        ("--speed fast", "I do not know --speed. Possible options: --ar --duration --quality"),
        ("--no blurry", "--no is not possible here"),
    ],
)
async def test_what_is_not_possible_is_explained_and_nothing_is_submitted(
    stage: Stage, flags: str, answer: str
) -> None:
    async with stage.bot():
        stage.write(f"a wolf {flags}")
        await stage.said(stage.chat(stage.ann), answer)
        await stage.settled(stage.chat(stage.ann))
    assert stage.videos.books.purchases == ()


async def test_a_retry_asks_for_the_same(stage: Stage) -> None:
    async with stage.bot():
        chat = stage.chat(stage.ann)
        stage.write("a wolf #failed --seed 42")
        card = await stage.said(chat, "could not make this one")
        [data] = card.buttons.values()
        await stage.api.world.press(chat, stage.ann, card.id, data)
        await chat.until(
            lambda c: len([m for m in c.from_bot if "could not make" in m.content.text]) == 2
        )
    orders = [call.body for call in stage.videos.calls if call.name == "text"]
    assert [(order["prompt"], order["seed"]) for order in orders] == [("a wolf #failed", 42)] * 2

"""What happens when one video service cannot: the next one does, and never both."""

from typing import Any

import pytest

from bot.clock import SystemClock
from bot.demo.faults import answer, cut
from bot.demo.sandbox.apixo import ApixoSandbox
from bot.demo.sandbox.pixverse import PixVerseSandbox
from bot.demo.sandbox.pixverse.oddities import errcode
from storage.jobs import Draft, Options, Request
from storage.store import Store
from tests.ports import free_port
from tests.whole.conftest import SMALL, Stage
from tests.whole.serving import served_by

BOTH = "pixverse,gateway"


def bought(sandbox: Any) -> int:
    """How many videos were bought there."""
    return len(sandbox.books.purchases)


@pytest.mark.parametrize("code", [10001, 500090, 500020, 400017, 500100])
async def test_what_one_refuses_the_next_one_makes(stage: Stage, code: int) -> None:
    stage.write("/start", stage.admin)
    async with served_by(stage, BOTH) as (pixverse, gateway):
        pixverse.faults.add("text", errcode(code), times=None)
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        assert (bought(pixverse), bought(gateway)) == (0, 1)
        assert "⚠" not in stage.chat(stage.ann).transcript()
        if code != 500100:
            await stage.said(stage.chat(stage.admin), "pixverse")


async def test_who_is_down_is_passed_over_and_asked_again_when_it_is_back(stage: Stage) -> None:
    port = free_port()
    down = {
        "providers": ["pixverse", "gateway"],
        "pixverse_api_key": "sandbox-key",
        "pixverse_base_url": f"http://127.0.0.1:{port}",
    }
    async with served_by(stage, "gateway", user_limit_per_minute=99, **down) as (gateway,):
        chat = stage.chat(stage.ann)
        stage.write("one")
        await stage.video(chat)
        assert bought(gateway) == 1
        stage.write("/balance", stage.admin)
        told = await stage.said(stage.chat(stage.admin), "has been failing for")
        assert "pixverse" in told.content.text
        assert "unreachable" in told.content.text
        pixverse = PixVerseSandbox(generation_s=(0, 0.1), craft=SMALL)
        await pixverse.start(port)
        for number in range(2, 30):  # after five seconds it is asked again
            stage.write("another")
            await stage.video(chat, count=number)
            if bought(pixverse):
                break
        assert bought(pixverse) == 1
        await pixverse.stop()


async def test_who_was_only_out_of_reach_gets_another_chance_when_nobody_else_is_left(
    stage: Stage,
) -> None:
    port = free_port()
    down = {
        "providers": ["pixverse", "apixo"],
        "pixverse_api_key": "sandbox-key",
        "pixverse_base_url": f"http://127.0.0.1:{port}",
    }
    stage.write("/start", stage.admin)
    async with served_by(stage, "apixo", **down) as (apixo,):
        assert isinstance(apixo, ApixoSandbox)
        apixo.books.fill("usd", 0)
        stage.write("a wolf")
        await stage.said(stage.chat(stage.admin), "apixo: the credits are used up")
        pixverse = PixVerseSandbox(generation_s=(0, 0.1), craft=SMALL)
        await pixverse.start(port)
        await stage.video(stage.chat(stage.ann))
        assert bought(pixverse) == 1
        await pixverse.stop()


async def test_a_purchase_of_unknown_fate_goes_nowhere_else(stage: Stage) -> None:
    async with served_by(stage, BOTH) as (pixverse, gateway):
        pixverse.faults.add("text", cut(carried_out=True))
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        assert (bought(pixverse), bought(gateway)) == (1, 0)


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize(
    ("name", "call"), [("gateway", "text"), ("modelverse", "submit"), ("apixo", "generate")]
)
async def test_who_cannot_repeat_is_asked_once_and_the_user_hears_the_truth(
    stage: Stage, name: str, call: str, carried_out: bool
) -> None:
    async with served_by(stage, f"{name},pixverse") as (first, pixverse):
        first.faults.add(call, cut(carried_out=carried_out))
        chat = stage.chat(stage.ann)
        stage.write("a wolf")
        card = await stage.said(chat, "cannot tell whether this video was made")
        assert (bought(first), bought(pixverse)) == (int(carried_out), 0)
        [data] = card.buttons.values()
        await stage.api.world.press(chat, stage.ann, card.id, data)
        await stage.video(chat)


async def test_moderation_is_not_asked_twice(stage: Stage) -> None:
    async with served_by(stage, BOTH) as (pixverse, gateway):
        stage.write("a wolf #refused")
        await stage.said(stage.chat(stage.ann), "content check said no")
        assert (bought(pixverse), bought(gateway)) == (0, 0)


async def accepted(stage: Stage, request: Request) -> None:
    """A request that was accepted before the bot starts. Its words are to it no prompt."""
    sent = stage.write(request.prompt)
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    draft = Draft(
        origin="test", chat_id=stage.ann.id, message_id=sent.id, user_id=stage.ann.id,
        request=request,
    )  # fmt: skip
    await store.admission.accept(draft, limits=None, update_id=None, now=SystemClock().now())
    await store.close()


async def test_the_card_says_what_was_asked_and_what_is_made(stage: Stage) -> None:
    wide = Request(prompt="/tall", options=Options(aspect_ratio="9:16", quality="1080p"))
    await accepted(stage, wide)
    async with served_by(stage, "gateway") as (gateway,):
        gateway.hold()
        card = await stage.said(stage.chat(stage.ann), "Generating")
        assert "You asked for 9:16, but this video service makes 16:9." in card.content.text
        assert "You asked for 1080p, but this video service makes 540p." in card.content.text
        gateway.release()
        await stage.said(stage.chat(stage.ann), "Your video is ready")


async def test_who_can_make_all_of_it_is_asked_first(stage: Stage) -> None:
    await accepted(stage, Request(prompt="/tall", options=Options(aspect_ratio="9:16")))
    async with served_by(stage, "gateway,pixverse") as (gateway, pixverse):
        await stage.video(stage.chat(stage.ann))
        assert (bought(gateway), bought(pixverse)) == (0, 1)


async def test_an_html_page_in_the_place_of_an_answer_is_no_refusal(stage: Stage) -> None:
    async with served_by(stage, BOTH) as (pixverse, gateway):
        pixverse.faults.add("text", answer(502, body="<html>"))
        stage.write("a wolf")
        await stage.video(stage.chat(stage.ann))
        assert (bought(pixverse), bought(gateway)) == (1, 0)

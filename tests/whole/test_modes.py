"""Two frames, and a video that goes on: accepted jobs, made by those who can."""

import pytest

from bot.clock import SystemClock
from storage.admission import Accepted
from storage.jobs import Draft, Request
from storage.store import Store
from tests.whole.conftest import Stage
from tests.whole.orders import bought
from tests.whole.pictures import picture
from tests.whole.serving import served_by, serving


async def accept(stage: Stage, request: Request) -> int:
    """A request that is accepted while the bot is not running; the job's id."""
    message = stage.write("/start")
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    draft = Draft(
        origin=f"test:{request.prompt}",
        chat_id=stage.ann.id,
        message_id=message.id,
        user_id=stage.ann.id,
        request=request,
    )
    accepted = await store.admission.accept(
        draft, limits=None, update_id=None, now=SystemClock().now()
    )
    await store.close()
    assert isinstance(accepted, Accepted)
    return accepted.job.id


def sent_picture(stage: Stage, size: tuple[int, int]) -> str:
    """A picture that the chat gives again by this reference."""
    chat = stage.chat(stage.ann)
    message = stage.api.world.send_photo(chat, stage.ann, picture(size=size))
    assert message.content.media is not None
    return message.content.media.file_id


@pytest.mark.parametrize(("name", "what"), [("pixverse", "transition"), ("modelverse", "frames")])
async def test_two_pictures_are_the_first_and_the_last_frame(
    stage: Stage, name: str, what: str
) -> None:
    frames = tuple(sent_picture(stage, size) for size in ((320, 240), (240, 320)))
    await accept(stage, Request(prompt="it dawns", pictures=frames))
    async with served_by(stage, name) as (sandbox,):
        await stage.video(stage.chat(stage.ann))
        assert bought(sandbox) == [what]


@pytest.mark.parametrize(
    ("names", "maker", "extender"),
    [
        ("pixverse", 0, 0),
        ("modelverse", 0, 0),
        ("gateway,pixverse,modelverse", 0, 2),  # another's video goes on by its address
    ],
)
async def test_a_video_goes_on(stage: Stage, names: str, maker: int, extender: int) -> None:
    async with serving(names) as (settings, sandboxes):
        first = await accept(stage, Request(prompt="a wolf"))
        async with stage.bot(**settings):
            await stage.video(stage.chat(stage.ann))
        assert bought(sandboxes[maker]) == ["text"]
        await accept(stage, Request(prompt="it runs", extends=first))
        async with stage.bot(**settings):
            await stage.video(stage.chat(stage.ann), count=2)
        assert bought(sandboxes[extender])[-1] in {"extend", "video"}


async def test_what_nobody_can_any_more_hears_what_is_possible(stage: Stage) -> None:
    frames = tuple(sent_picture(stage, size) for size in ((320, 240), (240, 320)))
    await accept(stage, Request(prompt="it dawns", pictures=frames))
    async with served_by(stage, "gateway") as (gateway,):
        told = await stage.said(stage.chat(stage.ann), "videos from a first and a last picture.")
        assert "Send a prompt, or one picture" in told.content.text
        assert bought(gateway) == []


async def test_a_video_that_is_not_there_any_more_cannot_go_on(stage: Stage) -> None:
    await accept(stage, Request(prompt="it runs", extends=404))
    async with served_by(stage, "pixverse,modelverse") as sandboxes:
        await stage.said(stage.chat(stage.ann), "Nobody can make this video")
        assert [bought(sandbox) for sandbox in sandboxes] == [[], []]

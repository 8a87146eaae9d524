"""Two frames, and a video that goes on: accepted jobs, made by those who can."""

import pytest

from bot.clock import SystemClock
from storage.jobs import Draft, Request
from storage.store import Store
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.test_every_provider import served_by

ABLE = ("pixverse", "modelverse")


async def accept(stage: Stage, request: Request, *, message_id: int) -> int:
    """A request that is accepted while the bot is not running; the job's id."""
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    draft = Draft(
        origin=f"test:{message_id}",
        chat_id=stage.ann.id,
        message_id=message_id,
        user_id=stage.ann.id,
        request=request,
    )
    accepted = await store.admission.accept(
        draft, limits=None, update_id=None, now=SystemClock().now()
    )
    await store.close()
    return accepted.job.id  # type: ignore[union-attr]


def sent_picture(stage: Stage, colour: str) -> str:
    """A picture that the chat gives again by this reference."""
    message = stage.api.world.send_photo(stage.chat(stage.ann), stage.ann, picture(colour=colour))
    return message.photo_id


@pytest.mark.parametrize("name", ABLE)
async def test_two_pictures_are_the_first_and_the_last_frame(stage: Stage, name: str) -> None:
    frames = tuple(sent_picture(stage, colour) for colour in ("teal", "olive"))
    await accept(stage, Request(prompt="it dawns", pictures=frames), message_id=1)
    async with served_by(stage, name) as (sandbox,):
        await stage.video(stage.chat(stage.ann))
        [purchase] = sandbox.books.purchases  # type: ignore[attr-defined]
        assert purchase.what in {"transition", "frames"}


@pytest.mark.parametrize("name", ABLE)
async def test_a_video_goes_on(stage: Stage, name: str) -> None:
    first = await accept(stage, Request(prompt="a wolf"), message_id=1)
    await accept(stage, Request(prompt="it runs", extends=first), message_id=2)
    async with served_by(stage, name, user_limit_active=9) as (sandbox,):
        await stage.video(stage.chat(stage.ann), count=2)
        kinds = [purchase.what for purchase in sandbox.books.purchases]  # type: ignore[attr-defined]
        assert kinds[1] in {"extend", "video"}


async def test_another_services_video_goes_on_where_its_address_is_enough(stage: Stage) -> None:
    first = await accept(stage, Request(prompt="a wolf"), message_id=1)
    async with served_by(stage, "pixverse,modelverse") as sandboxes:
        await stage.video(stage.chat(stage.ann))
        assert len(sandboxes[0].books.purchases) == 1  # type: ignore[attr-defined]
    assert first

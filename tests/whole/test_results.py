"""What one can do with a finished video, and with one that a person brings."""

import io

from aiohttp import web
from PIL import Image

from bot.demo.faults import Handler, cut
from storage.store import Store
from tests.demo.pictures import film
from tests.whole.conftest import Stage


def orders(stage: Stage) -> list[str]:
    """What was bought, in its order."""
    return [purchase.what for purchase in stage.videos.books.purchases]


def uploaded(stage: Stage) -> list[Image.Image]:
    """The pictures that go up from now on."""
    pictures: list[Image.Image] = []

    async def kept(request: web.Request, handler: Handler) -> web.StreamResponse:
        field = (await request.post())["image"]
        assert isinstance(field, web.FileField)
        pictures.append(Image.open(io.BytesIO(field.file.read())))
        return await handler(request)

    stage.videos.faults.add("upload", kept, times=9)
    return pictures


async def test_a_video_that_is_sent_goes_on_from_its_last_frame(stage: Stage) -> None:
    pictures = uploaded(stage)
    chat, world = stage.chat(stage.ann), stage.api.world
    async with stage.bot(user_limit_per_minute=9):
        world.send_video(chat, stage.ann, film(), caption="it snows")
        assert (await stage.video(chat)).caption == "it snows"
        world.send_video(chat, stage.ann, film())
        await stage.said(chat, "What should happen next?")
        stage.write("it rains")
        assert (await stage.video(chat, count=2)).caption == "it rains"
        world.send_document(chat, stage.ann, b"MZ", "a.mp4", "video/mp4", caption="it thaws")
        await stage.said(chat, "I found no last frame")
        huge = film() + b"\0" * (20 * 1024 * 1024)
        world.send_video(chat, stage.ann, huge, caption="it thaws")
        await stage.said(chat, "larger than 20 MB")
    assert orders(stage) == ["img"] * 2
    assert [picture.size for picture in pictures] == [(320, 180)] * 2
    assert [round(value, -1) for value in pictures[0].getpixel((9, 9))] == [90, 0, 120]  # type: ignore[union-attr]


async def test_a_video_is_kept_by_its_reference_also_when_it_was_there_already(
    stage: Stage,
) -> None:
    stage.api.faults.add("editMessageMedia", cut(carried_out=True))
    async with stage.bot():
        stage.write("a wolf")
        await stage.said(stage.chat(stage.ann), "Your video is ready")
        [card] = [m for m in stage.chat(stage.ann).from_bot if m.video]
    store = await Store.open(f"sqlite:///{stage.folder}/bot.db")
    job = await store.records.get(1)
    await store.close()
    assert job is not None
    assert card.video is not None
    assert (job.file_ref, job.file_key) == (card.video.file_id, card.video.file_unique_id)
    assert "…" not in card.buttons

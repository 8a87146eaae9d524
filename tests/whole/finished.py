"""Jobs that were done before the bot started."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import update

from bot.clock import SystemClock
from bot.demo.botapi.chats import Chat
from bot.demo.botapi.files import Upload
from bot.demo.botapi.people import User
from storage.admission import Accepted
from storage.jobs import Draft, Ending, Outcome, Request, Video
from storage.rows import outcome_column
from storage.states import State
from storage.store import Store
from storage.tables import jobs
from tests.demo.pictures import film
from tests.whole.conftest import Stage

LOST = "BAACAgIlost"
"""A reference that Telegram does not know."""


async def finished(
    stage: Stage,
    prompts: Sequence[str],
    *,
    user: User | None = None,
    chat: Chat | None = None,
    file_ref: str | None = "",
) -> list[int]:
    """A job of somebody (Ann) for each prompt, the last the newest; gives their ids.

    All have the same video, or this one; None: nothing came of them.
    """
    person = user or stage.ann
    store = await Store.open(stage.settings().database_url)
    try:
        return [
            await _finished(
                store,
                Draft(
                    origin=f"done:{person.id}:{number}:{prompt}",
                    chat_id=(chat or stage.chat(person)).id,
                    message_id=number + 1,
                    user_id=person.id,
                    request=Request(prompt=prompt),
                ),
                _shown(stage) if file_ref == "" else file_ref,
            )
            for number, prompt in enumerate(prompts)
        ]
    finally:
        await store.close()


async def _finished(store: Store, draft: Draft, file_ref: str | None) -> int:
    now = SystemClock().now()
    taken = await store.admission.accept(draft, limits=None, update_id=None, now=now)
    assert isinstance(taken, Accepted)
    video = Outcome(ending=Ending.VIDEO, video=Video(url="https://videos.test/1.mp4"))
    outcome = video if file_ref else Outcome(ending=Ending.FAILED)
    done = {
        "state": State.CLOSED, "due_at": None, "card_due_at": None, "file_ref": file_ref,
        "outcome": outcome_column(outcome), "outcome_at": now,
    }  # fmt: skip
    async with store.database.transaction() as connection:
        await connection.execute(update(jobs).where(jobs.c.id == taken.job.id).values(done))
    return taken.job.id


def _shown(stage: Stage) -> str:
    """A reference to a video that Telegram has."""
    gallery = stage.api.world.gallery
    return gallery.make_video(Upload(gallery.files.add(_film()), "v.mp4", "video/mp4")).file_id


_film = cache(film)

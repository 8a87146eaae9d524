"""One message that shows a person's videos one after the other, each with its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.chat import Button, CardGone, Rank, VideoRefused
from bot.i18n.words import Notice
from bot.intake.presses import REEL, Turn, Turned
from bot.telegram.history import NEWER, OLDER, turned_by, whose
from bot.telegram.press import Press, place_of
from bot.telegram.showing import Showing, can_be_shown, lost
from storage.history import Finished, History
from storage.jobs import Job
from storage.records import Records

MOST = 500
"""Videos that it goes through."""
TRIES = 5
"""Videos for one press, where Telegram no longer has the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reel:
    """Its buttons. It belongs to who asked for it."""

    history: History
    records: Records
    showing: Showing

    def router(self) -> Router:
        """Their handler."""
        router = Router(name="reel")
        router.callback_query.register(self.press, F.data.startswith(REEL))
        return router

    async def press(self, _query: CallbackQuery, press: Press) -> None:
        """Another video in place of this one; from the pages, a new message with the first."""
        turn = turned_by(press, REEL)
        await press.answer(await self._turn(press, turn) if isinstance(turn, Turned) else turn)

    async def _turn(self, press: Press, turn: Turned) -> Notice | None:
        """What there is to say of it. Videos that cannot be shown are passed over."""
        message = press.query.message
        if message is None:
            return Notice("history-gone")
        owner = whose(message.chat.id, press.user_id)
        videos = await self.history.videos(owner, limit=MOST)
        gone: list[int] = []
        for one in _ahead(videos, turn)[:TRIES]:
            job = await self.records.get(one.job_id)
            if job is None or not can_be_shown(job):  # forgotten since
                continue
            try:
                await self._show(press, message.message_id, job, turn, videos)
            except VideoRefused:
                gone.append(one.job_id)
            except CardGone:
                return Notice("history-gone")
            else:
                return lost(gone) if gone else None
        return lost(gone) if gone else Notice("reel-end")

    async def _show(
        self,
        press: Press,
        message_id: int,
        job: Job,
        turn: Turned,
        videos: Sequence[Finished],
    ) -> None:
        chat, place = press.chat, place_of(press.query, job)
        video, results = self.showing.shown(replace(job, language=press.language))
        buttons = [_turns(videos, job.id, press.user_id), *results]
        if turn.turn is Turn.HERE:
            await chat.show_video(place, video, reply_to=message_id, buttons=buttons)
            return
        await chat.edit_to_video(place, message_id, video, buttons=buttons, rank=Rank.ANSWER)


def _ahead(videos: Sequence[Finished], turn: Turned) -> Sequence[Finished]:
    """What is to be shown, the first that can be. `videos` are the newest first."""
    at = turn.job_id
    if at is None:
        return videos
    if turn.turn is Turn.NEWER:
        return [one for one in reversed(videos) if one.job_id > at]
    here = turn.turn is Turn.HERE
    return [one for one in videos if one.job_id < at or (here and one.job_id == at)]


def _turns(videos: Sequence[Finished], job_id: int, user_id: int) -> Sequence[Button]:
    """Back and on; what stands between them leads to the newest."""
    newer = sum(one.job_id > job_id for one in videos)
    row = [Button(text=f"{newer + 1}/{len(videos)}", data=Turned(user_id=user_id).press(REEL))]
    if newer:
        back = Turned(user_id=user_id, turn=Turn.NEWER, job_id=job_id)
        row.insert(0, Button(text=NEWER, data=back.press(REEL)))
    if newer + 1 < len(videos):
        on = Turned(user_id=user_id, turn=Turn.OLDER, job_id=job_id)
        row.append(Button(text=OLDER, data=on.press(REEL)))
    return row

"""Turns a job's card into its outcome. An edit, so that doing it again changes nothing.

A lost answer, a crash and a second worker all end in the same message: one card, one video.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from bot.chat import (
    Action,
    CardGone,
    Chat,
    ChatError,
    ChatGone,
    Keyboard,
    Place,
    Rank,
    Shown,
    SlowDown,
    VideoMessage,
    VideoRefused,
    VideoSourceError,
    say,
)
from bot.i18n.words import Notice, Words
from bot.intake.outcomes import (
    caption_of,
    hidden_buttons,
    hidden_notice,
    link_buttons,
    outcome_buttons,
    result_buttons,
)
from bot.providers.registry import Registry
from bot.worker.download import Downloads, VideoTooLargeError
from bot.worker.faces import progress_notice
from bot.worker.receipt import Receipts
from bot.worker.unreadable import UnreadableVideos
from storage.joblist import Changes
from storage.jobs import CardFace, Ending, Job, Outcome, Video
from storage.states import State
from storage.store import Store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """Brings stored outcomes to their chats."""

    store: Store
    registry: Registry
    chat: Chat
    downloads: Downloads
    unreadable: UnreadableVideos
    receipts: Receipts
    words: Words

    async def deliver(self, job: Job) -> Job | None:
        """Show the outcome and close the job; gives it when somebody has to hear of it.

        Of a hidden one nobody has to: its card only tells that the video is there. One that is
        closed is shown after all, and stays closed. Raises ChatError and LeaseLostError.
        """
        try:
            with_card, shown = await self._show(job)
        except ChatGone:
            log.info("undeliverable")
            await self._close(job, {"card_due_at": None})
            return None
        except VideoSourceError as error:
            await self.unreadable.look_again(job, _outcome(job), error)
            return None
        changes: Changes = {"card_due_at": None}
        if shown is not None:
            changes |= {"file_ref": shown.file_ref, "file_key": shown.file_key}
        if _is_held_back(job):
            changes["card_face"] = CardFace.HIDDEN
        elif job.card_face is CardFace.HIDDEN:
            changes["card_face"] = None
        closed = await self._close(with_card, changes)
        return None if job.hidden or job.state is State.CLOSED else closed

    async def _close(self, job: Job, changes: Changes) -> Job:
        if job.state is State.CLOSED:
            return await self.store.jobs.release(job, **changes)
        return await self.store.jobs.move(job, State.CLOSED, **changes)

    async def _show(self, job: Job) -> tuple[Job, Shown | None]:
        """The outcome on the job's card, or on a new card when the old one is gone."""
        with_card = job if job.card_id is not None else await self._new_card(job)
        try:
            return with_card, await self._edit(with_card)
        except CardGone:
            fresh = await self._new_card(with_card)
            return fresh, await self._edit(fresh)

    async def _new_card(self, job: Job) -> Job:
        """A text that becomes the outcome: a video that was sent outright could come twice."""
        text = self.words.say(job.language, progress_notice(CardFace.GENERATING))
        card_id = await self.chat.send(
            place_of(job), text, reply_to=job.message_id or None, rank=Rank.OUTCOME
        )
        return await self.store.jobs.note(job, card_id=card_id)

    async def _edit(self, job: Job) -> Shown | None:
        outcome = _outcome(job)
        if outcome.video is not None and not job.hidden:
            return await self._edit_to_video(job, outcome.video)
        await self._say(job, outcome)
        return None

    async def say_again(self, job: Job, outcome: Outcome) -> None:
        """Have the card say an outcome, whatever it says. Raises ChatError.

        On a video it has nothing to say; nor where that is still to be shown.
        """
        is_link = job.state is State.CLOSED and job.file_ref is None
        if job.card_id is not None and (outcome.video is None or job.hidden or is_link):
            await self._say(job, outcome)

    async def _say(self, job: Job, outcome: Outcome) -> None:
        """An outcome in words: without a video, with one held back, or with a link to it."""
        if outcome.video is None:
            buttons = outcome_buttons(job, outcome, self.words)
            text = self.receipts.without_video(job, outcome)
            await self._edit_html(job, text, buttons=buttons)
        elif job.hidden:
            buttons = hidden_buttons(job, self.words)
            await self._edit_text(job, hidden_notice("hidden-ready", job), buttons=buttons)
        else:
            notice = Notice("video-as-link", {"url": outcome.video.url})
            await self._edit_text(job, notice, buttons=link_buttons(job, self.words))

    async def _edit_text(self, job: Job, notice: Notice, *, buttons: Keyboard = ()) -> None:
        await self._edit_html(job, self.words.say(job.language, notice), buttons=buttons)

    async def _edit_html(self, job: Job, html: str, *, buttons: Keyboard) -> None:
        await self.chat.edit(place_of(job), _card_id(job), html, buttons=buttons, rank=Rank.OUTCOME)

    async def _edit_to_video(self, job: Job, video: Video) -> Shown | None:
        """By its URL, which the chat fetches itself; else streamed through; else as a link.

        The URL has one try: where it led to something else than a video, it would again, and
        then nothing would be modified, which looks like success. Raises VideoSourceError.
        """
        place, card_id = place_of(job), _card_id(job)
        if job.chat_id > 0:  # a group has other things to see
            await self.chat.act(place, Action.SENDING_VIDEO)
        by_url = VideoMessage(
            source=video.url,
            caption=caption_of(job),
            width=video.width,
            height=video.height,
            duration_s=video.duration_s,
        )
        buttons = result_buttons(job, self.registry, self.words)
        if job.attempts == 0:
            with suppress(VideoRefused):
                return await self.chat.edit_to_video(place, card_id, by_url, buttons=buttons)
        streamed = replace(by_url, source=self.downloads.chunks(video.url))
        try:
            return await self.chat.edit_to_video(place, card_id, streamed, buttons=buttons)
        except (VideoRefused, VideoTooLargeError) as error:  # it would not take it later either
            log.warning("video-as-link", error=str(error))
        await self._say(job, _outcome(job))
        return None

    async def ring(self, job: Job) -> None:
        """An edit makes no sound, so the phone rings for this: once, for it is stored before that
        nothing is due any more. Raises SlowDown when it certainly did not ring.
        """
        outcome = _outcome(job)
        if outcome.ending is Ending.CANCELLED:
            return
        text = self.words.say(job.language, Notice("ping-no-video"))
        if outcome.ending is Ending.VIDEO:
            text = await self.receipts.of_video(job, outcome)
        try:
            await say(self.chat, place_of(job), text, reply_to=job.card_id, rank=Rank.OUTCOME)
        except SlowDown:
            raise
        except ChatError as error:
            log.info("ping-not-sent", error=type(error).__name__)


def place_of(job: Job) -> Place:
    """Where a job's messages go."""
    return Place(chat_id=job.chat_id, thread_id=job.thread_id)


def _outcome(job: Job) -> Outcome:
    if job.outcome is None:
        raise ValueError("a job is delivered without an outcome")
    return job.outcome


def _is_held_back(job: Job) -> bool:
    return job.hidden and _outcome(job).video is not None


def _card_id(job: Job) -> int:
    if job.card_id is None:
        raise ValueError("a job is shown without a card")
    return job.card_id

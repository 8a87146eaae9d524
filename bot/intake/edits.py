"""Messages that are edited after they were sent.

While their job is not bought it takes the new words; later the person may have another one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.again import reworded
from bot.intake.answers import Answer, Decision
from bot.intake.drafts import Declined, Drafts
from bot.intake.presses import Edited, edited_press
from bot.intake.prompt import PromptRefused
from bot.intake.sent import Sent
from bot.intake.service import Intake
from storage.jobs import Draft, Job, Request
from storage.proposals import Proposal
from storage.store import Store

MENDED_WITHIN = timedelta(hours=1)
"""So long a message that has made no job may be mended, and then makes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Takes edited messages; the same edit may come again."""

    store: Store
    intake: Intake
    drafts: Drafts
    clock: Clock
    wake: Callable[[], None]

    async def take(
        self,
        sent: Sent,
        *,
        sent_at: datetime,
        edited_at: datetime,
        base: Request | None = None,
        take_new: Callable[[Sent], Awaitable[Answer]] | None = None,
    ) -> Answer:
        """Do what an edit asks for; gives what to answer. May raise ChatError.

        `base`: the request of which the words are only to change something. `take_new`: does what
        they ask for when they have made nothing yet; None: they are a prompt.
        """
        jobs = await self._made_by(sent)
        if not sent.words:  # a caption that was taken away
            await self._end_unbought(sent)
            return None
        if jobs:
            return await self._change_of(jobs, sent, base, edited_at)
        album = await self.store.albums.waiting(chat_id=sent.chat_id, message_id=sent.message_id)
        if album is not None:
            return await self._reworded_choice(sent, album.asked)
        if edited_at - sent_at > MENDED_WITHIN:
            return None
        answer = await (take_new or self.intake.take)(sent)
        # Another process may have taken the message as it was in the meantime.
        jobs = await self._made_by(sent)
        return await self._change_of(jobs, sent, base, edited_at) if jobs else answer

    async def _made_by(self, sent: Sent) -> Sequence[Job]:
        """The jobs that the message has made, the latest first."""
        return await self.store.records.of_message(
            chat_id=sent.chat_id, user_id=sent.user_id, message_id=sent.message_id
        )

    async def _change_of(
        self, jobs: Sequence[Job], sent: Sent, base: Request | None, edited_at: datetime
    ) -> Answer:
        """What comes of an edit for the jobs that the message has made, the latest first."""
        latest = jobs[0].request
        try:
            draft = self.drafts.of(sent, latest.pictures)
            words = draft.request if base is None else reworded(base, draft.request)
            draft = replace(draft, request=_in_words_of(words, latest))
            if draft.request == latest:  # Telegram tells of other changes, too
                return None
            checked = await self.drafts.checked(draft)
        except PromptRefused as refused:
            await self._end_unbought(sent)
            return refused.notice
        if await self._reworded(jobs, checked.request):
            return None
        outcome = jobs[0].outcome
        came = outcome is None or outcome.video is not None
        offer = Notice("edit-offer", {"made": "yes" if came else "no"})
        return await self._offered(offer, checked, sent, edited_at)

    async def _reworded_choice(self, sent: Sent, asked: Proposal) -> Notice | None:
        """Whatever is chosen to be made of an album, is made of the new words."""
        try:
            draft = self.drafts.of(sent, ("first",))
            checked = await self.drafts.checked(draft)
        except PromptRefused as refused:
            return refused.notice
        request = _in_words_of(checked.request, asked.request)
        await self.store.proposals.put(replace(asked, request=request))
        return None

    async def _end_unbought(self, sent: Sent) -> None:
        """Nobody stands by the old words any more, so they are not worth any money."""
        await self.store.cancelling.cancel_all(
            chat_id=sent.chat_id,
            user_id=sent.user_id,
            message_id=sent.message_id,
            now=self.clock.now(),
        )
        self.wake()

    async def _reworded(self, jobs: Sequence[Job], words: Request) -> bool:
        """Whether a job was not bought yet, and has the new words now."""
        done = [
            await self.store.jobs.change_request(
                job, lambda asked: _in_words_of(words, asked), now=self.clock.now(), passed_over=()
            )
            for job in jobs
        ]
        self.wake()
        return any(done)

    async def _offered(
        self, offer: Notice, draft: Draft, sent: Sent, edited_at: datetime
    ) -> Decision | None:
        """Ask once whether the new words shall be made, too."""
        edited = Edited(message_id=draft.message_id, at=edited_at)
        # Those of an album wait for a choice, and this one for its button.
        proposal = Proposal.of(replace(draft, album_id=None), at=edited_at)
        before = await self.store.proposals.get(chat_id=sent.chat_id, message_id=sent.message_id)
        if before is not None and before.request == draft.request and before.made_at != edited_at:
            return None
        await self.store.proposals.put(proposal)
        may = await self.store.nonces.may_speak(
            edited.origin(sent.chat_id), update_id=sent.update_id, now=self.clock.now()
        )
        if not may:
            return None
        return Decision(offer, [(Notice("button-edited"), edited_press(edited))])

    async def make(
        self, edited: Edited, *, chat_id: int, user_id: int, language: str | None, update_id: int
    ) -> Notice:
        """Make a job of an edit that was offered, once; gives what to say to whoever pressed."""
        message_id = edited.message_id
        proposal = await self.store.proposals.get(chat_id=chat_id, message_id=message_id)
        if proposal is None or proposal.made_at != edited.at:
            made = await self.store.records.made_from(edited.origin(chat_id))
            if made is not None and made.user_id == user_id:
                return Notice("retry-accepted-before")
            newer = proposal is not None and proposal.user_id == user_id
            return Notice("edit-newer" if newer else "too-old")
        if proposal.user_id != user_id:
            return Notice("not-yours")
        draft = proposal.draft(origin=edited.origin(chat_id), language=language)
        taken = await self.drafts.accept(draft, update_id=update_id)
        if isinstance(taken, Declined):
            return taken.notice
        await self.store.proposals.take(chat_id=chat_id, message_id=message_id)
        return Notice("retry-accepted-before" if taken.again else "edit-accepted")


def _in_words_of(words: Request, asked: Request) -> Request:
    """What was asked for, in other words: prompt, options and provider."""
    return replace(asked, prompt=words.prompt, options=words.options, provider=words.provider)

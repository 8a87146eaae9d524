"""Drafts: what a person's words ask for, and how that becomes a stored job or a reason why not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice
from bot.intake.flags import Flagged, Offer, read_flags
from bot.intake.possible import impossible
from bot.intake.prompt import PromptRefused, check_prompt
from bot.intake.sent import Sent, message_origin
from bot.providers.registry import Registry
from storage.admission import Accepted, Banned, Limits, OverLimit
from storage.jobs import Choices, Draft, Request
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Declined:
    """Nothing was stored; `notice` is what the person reads."""

    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Writes drafts, checks them against what the providers in use can, and accepts them."""

    store: Store
    registry: Registry
    limits: Limits
    admins: frozenset[int]
    clock: Clock
    wake: Callable[[], None]

    def of(self, sent: Sent, pictures: tuple[str, ...]) -> Draft:
        """What a person asks for with their words and these pictures. Raises PromptRefused."""
        flagged = self.flagged(sent)
        request = Request(
            prompt=flagged.prompt,
            pictures=pictures,
            options=flagged.options,
            provider=flagged.provider,
        )
        return draft_of(request, sent, origin=message_origin(sent.chat_id, sent.message_id))

    def flagged(self, sent: Sent) -> Flagged:
        """A person's words, and the options among them. Raises PromptRefused."""
        return read_flags(sent.words, Offer.of(self.registry))

    async def checked(self, draft: Draft) -> Draft:
        """The draft as it is stored, when somebody can do it. Raises PromptRefused."""
        max_chars = self.registry.prompt_max_chars(draft.request.mode)
        prompt = check_prompt(draft.request.prompt, max_chars=max_chars)
        # Made once more, a request stays as it was, whatever its person prefers by then.
        prefers = draft.request.prefers or await self.store.people.choices(draft.user_id)
        request = replace(draft.request, prompt=prompt, prefers=prefers or Choices())
        maker = await self._maker(draft)
        if not self.registry.candidates(request, extends=maker):
            raise PromptRefused(impossible(request, self.registry))
        return replace(draft, request=request)

    async def _maker(self, draft: Draft) -> str | None:
        """Who made the video that a draft extends; it has to be there, and the person's own."""
        if draft.request.extends is None:
            return None
        made = await self.store.records.own(draft.request.extends, user_id=draft.user_id)
        if made is None or made.outcome is None or made.outcome.video is None:
            raise PromptRefused(Notice("extend-gone"))
        return made.provider

    async def accept(
        self,
        draft: Draft,
        *,
        update_id: int | None,
        uses_waiting: bool = False,
        wait: timedelta = timedelta(0),
        unseen: timedelta = timedelta(0),
    ) -> Accepted | Declined:
        """Store the draft as a job and set the work going; its update leaves the inbox with it.

        `uses_waiting`: the draft's picture is the one that waited for these words. `wait`: so long
        it is not bought; `unseen`: so long it gets no card. `update_id` None: it goes later.
        """
        try:
            checked = await self.checked(draft)
        except PromptRefused as refused:
            return Declined(refused.notice)
        accepted = await self.store.admission.accept(
            checked,
            limits=None if draft.user_id in self.admins else self.limits,
            update_id=update_id,
            uses_waiting=uses_waiting,
            wait=wait,
            unseen=unseen,
            now=self.clock.now(),
        )
        if isinstance(accepted, Banned):
            return Declined(Notice("banned"))
        if isinstance(accepted, OverLimit):
            return Declined(self._limit_notice(accepted))
        self.wake()
        return accepted

    def _limit_notice(self, over: OverLimit) -> Notice:
        back = span(over.until - self.clock.now()) if over.until is not None else {}
        return Notice(f"limit-{over.limit}", {"allowed": over.allowed, **back})


def draft_of(request: Request, by: Sent, *, origin: str) -> Draft:
    """A request that a person makes with what they sent; its card answers that."""
    return Draft(
        origin=origin,
        chat_id=by.chat_id,
        thread_id=by.thread_id,
        message_id=by.message_id,
        user_id=by.user_id,
        language=by.language,
        album_id=by.album_id,
        request=request,
    )

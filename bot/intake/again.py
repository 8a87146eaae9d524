"""What comes after a finished video: the same once more or in other words, or more of it.

Each press and each answer becomes a request of its own; the job that it began with stays as it is.
"""

from dataclasses import dataclass, fields, replace
from uuid import UUID

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.drafts import Declined, Drafts, draft_of
from bot.intake.flags import MAX_SEED
from bot.intake.presses import Act
from bot.intake.prompt import PromptRefused
from bot.intake.sent import Sent, message_origin
from bot.providers.registry import Registry
from storage.jobs import Job, Options, Request
from storage.records import Records
from storage.states import State


def longer(job: Job) -> Request:
    """The request by which a job's video goes on; whoever can may make it."""
    return replace(job.request, pictures=(), extends=job.id, provider=None)


def can_go_on(job: Job, registry: Registry) -> bool:
    """Whether somebody in use can let a job's video go on."""
    return bool(registry.candidates(longer(job), extends=job.provider))


def reworded(request: Request, words: Request) -> Request:
    """A request in other words, and with what their flags ask for besides.

    Where there are flags alone, the prompt stays.
    """
    return replace(
        request,
        prompt=words.prompt or request.prompt,
        options=_over(request.options, words.options),
        provider=words.provider or request.provider,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Turns presses and answers into jobs. The jobs that it is given are the person's own.

    What it gives is what to say; None: nothing, the new job's card speaks for itself.
    """

    records: Records
    drafts: Drafts
    clock: Clock

    async def retry(self, job: Job, press: Sent) -> Notice:
        """Make a job once more whose first run gave nothing; one button makes one job."""
        if job.outcome is None or job.outcome.video is not None:  # no such button was ever shown
            return Notice("too-old")
        return await self._once(Act.RETRY, f"retry:{job.id}", job.request, press)

    async def again(self, job: Job, press: Sent) -> Notice:
        """Make another video of the same request, with another seed where it has one."""
        options = job.request.options
        if options.seed is not None:
            options = replace(options, seed=UUID(self.clock.new_key()).int % (MAX_SEED + 1))
        request = replace(job.request, options=options)
        return await self._one_by_one(Act.AGAIN, job, request, press)

    async def longer(self, job: Job, press: Sent) -> Notice:
        """Let the video go on by its own prompt."""
        return await self._one_by_one(Act.LONGER, job, longer(job), press)

    async def reword(self, job: Job, sent: Sent) -> Notice | None:
        """Make a job's request with another prompt, and with what its flags ask for besides."""
        return await self._reworded(job.request, sent)

    async def extend(self, job: Job, sent: Sent) -> Notice | None:
        """Let the video go on by another prompt."""
        return await self._reworded(longer(job), sent)

    async def _reworded(self, request: Request, sent: Sent) -> Notice | None:
        try:
            words = self.drafts.of(sent, ()).request
        except PromptRefused as refused:
            return refused.notice
        origin = message_origin(sent.chat_id, sent.message_id)
        draft = draft_of(reworded(request, words), sent, origin=origin)
        taken = await self.drafts.accept(draft, update_id=sent.update_id)
        return taken.notice if isinstance(taken, Declined) else None

    async def _one_by_one(self, act: Act, job: Job, request: Request, press: Sent) -> Notice:
        """One job at a time: a press while it is on its way is the same press once more."""
        before = await self.records.newest_of(job.user_id, origin=f"{act}:{job.id}:")
        if before is not None and before.state is not State.CLOSED:
            return Notice("retry-accepted-before")
        origin = f"{act}:{job.id}:{before.id if before else 0}"
        return await self._once(act, origin, request, press)

    async def _once(self, act: Act, origin: str, request: Request, press: Sent) -> Notice:
        draft = draft_of(request, press, origin=origin)
        taken = await self.drafts.accept(draft, update_id=press.update_id)
        if isinstance(taken, Declined):
            return taken.notice
        return Notice("retry-accepted-before" if taken.again else f"{act}-accepted")


def _over(options: Options, wishes: Options) -> Options:
    """The options with what is wished for in the place of what was."""
    given = ((field.name, getattr(wishes, field.name)) for field in fields(Options))
    return replace(options, **{name: wish for name, wish in given if wish is not None})

"""Every feature of the chat, and which of them looks at an update first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiogram import Router

from bot.clock import Clock
from bot.i18n.words import Words
from bot.intake.again import Again
from bot.intake.album_choices import AlbumChoices
from bot.intake.drafts import Drafts
from bot.intake.edits import Edits
from bot.intake.estimates import Estimates
from bot.intake.service import Intake
from bot.providers.breaker import Breaker
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.telegram.admins.desks import desks
from bot.telegram.admins.gate import Gate
from bot.telegram.album_buttons import AlbumButtons
from bot.telegram.cancelling import Cancelling
from bot.telegram.edits import EditedMessages
from bot.telegram.farewell import Farewell
from bot.telegram.guidance import Guidance
from bot.telegram.handlers import prompts
from bot.telegram.languages import Languages
from bot.telegram.options import JobOptions
from bot.telegram.pages import Pages
from bot.telegram.reel import Reel
from bot.telegram.refusals import Refusals
from bot.telegram.replies import Replies
from bot.telegram.results import Results
from bot.telegram.settings import PersonalSettings
from bot.telegram.sharing import Sharing
from bot.telegram.showing import Showing
from bot.telegram.swap import Swap
from storage.store import Store


class Feature(Protocol):
    """Something that people can do, in a module of its own."""

    def router(self) -> Router:
        """Its handlers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Builds all of them from what they share.

    `wake` tells the worker of a new job, `wake_herald` the herald of a new broadcast.
    """

    settings: Settings
    store: Store
    registry: Registry
    breaker: Breaker
    words: Words
    clock: Clock
    drafts: Drafts
    intake: Intake
    languages: Languages
    refusals: Refusals
    wake: Callable[[], None]
    wake_herald: Callable[[], None]

    def routers(self) -> Sequence[Router]:
        """Their handlers: an update is the first one's that wants it.

        So what is shared is nobody's prompt, answers come before prompts, and prompts take whatever
        is left.
        """
        again = Again(records=self.store.records, drafts=self.drafts, clock=self.clock)
        replies = Replies(
            records=self.store.records,
            registry=self.registry,
            again=again,
            intake=self.intake,
            refusals=self.refusals,
        )
        features = (
            Sharing(history=self.store.history, words=self.words, clock=self.clock),
            *self._talking(),
            *self._looking_back(),
            *self._choosing(),
            *self._correcting(replies),
            Results(records=self.store.records, again=again),
            replies,
        )
        return (*(one.router() for one in features), self._admins(), prompts())

    def _talking(self) -> Sequence[Feature]:
        """What the bot says about itself and about the person."""
        guidance = Guidance(
            registry=self.registry,
            limits=self.settings.limits(),
            admins=self.settings.admin_ids,
            words=self.words,
        )
        farewell = Farewell(store=self.store, words=self.words, clock=self.clock)
        return guidance, self.languages, farewell

    def _looking_back(self) -> Sequence[Feature]:
        """What was made before."""
        records, history = self.store.records, self.store.history
        pages = Pages(history=history, words=self.words, clock=self.clock)
        showing = Showing(
            records=records, registry=self.registry, words=self.words, clock=self.clock
        )
        return (
            pages,
            showing,
            Reel(history=history, records=records, showing=showing),
        )

    def _choosing(self) -> Sequence[Feature]:
        """How videos shall be."""
        estimates = Estimates(records=self.store.records)
        personal = PersonalSettings(
            people=self.store.people,
            registry=self.registry,
            estimates=estimates,
            words=self.words,
            clock=self.clock,
        )
        options = JobOptions(
            store=self.store,
            drafts=self.drafts,
            registry=self.registry,
            estimates=estimates,
            words=self.words,
        )
        return personal, options

    def _correcting(self, replies: Replies) -> Sequence[Feature]:
        """What was asked for, and is to be otherwise."""
        store, clock, wake = self.store, self.clock, self.wake
        edits = Edits(store=store, intake=self.intake, drafts=self.drafts, clock=clock, wake=wake)
        albums = AlbumChoices(store=store, drafts=self.drafts)
        return (
            Cancelling(store=store, clock=clock, wake=wake),
            EditedMessages(store=store, drafts=self.drafts, edits=edits, replies=replies),
            AlbumButtons(choices=albums),
            Swap(store=store, clock=clock, wake=wake),
        )

    def _admins(self) -> Router:
        admins = desks(
            self.settings,
            store=self.store,
            registry=self.registry,
            breaker=self.breaker,
            words=self.words,
            clock=self.clock,
            wake=self.wake,
            wake_herald=self.wake_herald,
        )
        return Gate(admins=self.settings.admin_ids).router(admins)

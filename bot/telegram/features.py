"""Every feature of the chat, and which of them looks at an update first."""

from collections.abc import Sequence
from typing import Protocol

from aiogram import Dispatcher, Router

from bot.intake.again import Again
from bot.intake.album_choices import AlbumChoices
from bot.intake.drafts import Drafts
from bot.intake.edits import Edits
from bot.intake.estimates import Estimates
from bot.intake.service import Intake
from bot.telegram.admins.desks import desks
from bot.telegram.admins.gate import Gate
from bot.telegram.album_buttons import AlbumButtons
from bot.telegram.cancelling import Cancelling
from bot.telegram.edits import EditedMessages
from bot.telegram.farewell import Farewell
from bot.telegram.guidance import Guidance
from bot.telegram.history import HistoryPages
from bot.telegram.languages import Languages
from bot.telegram.options import JobOptions
from bot.telegram.preferences import Preferences
from bot.telegram.prompts import Prompts
from bot.telegram.reception import Reception
from bot.telegram.reel import Reel
from bot.telegram.refusals import Refusals
from bot.telegram.replies import Replies
from bot.telegram.results import Results
from bot.telegram.sharing import Sharing
from bot.telegram.showing import Showing
from bot.telegram.supergroups import Supergroups
from bot.telegram.swap import Swap
from bot.telegram.tools import Tools


class Feature(Protocol):
    """Something that people can do, in a module of its own."""

    def router(self) -> Router:
        """Its handlers."""


class Features:
    """Builds all of them, and what stands before them."""

    def __init__(self, tools: Tools) -> None:
        settings, store, registry = tools.settings, tools.store, tools.registry
        self._tools = tools
        self._drafts = Drafts(
            store=store,
            registry=registry,
            limits=settings.limits(),
            admins=settings.admin_ids,
            clock=tools.clock,
            wake=tools.wake,
        )
        self._intake = Intake(
            store=store,
            registry=registry,
            chat=tools.chat,
            drafts=self._drafts,
            clock=tools.clock,
            wake=tools.wake,
        )
        self._refusals = Refusals(clock=tools.clock)
        self.languages = Languages(people=store.people, words=tools.words, clock=tools.clock)

    def dispatcher(self) -> Dispatcher:
        """What gives an update to its handler."""
        dispatcher = Dispatcher(disable_fsm=True)
        tools, reception = self._tools, self._reception()
        dispatcher.message.outer_middleware(
            Supergroups(
                store=tools.store,
                intake=self._intake,
                chat=tools.chat,
                words=tools.words,
                wake=tools.wake,
                clock=tools.clock,
            )
        )
        for observer in (
            dispatcher.message,
            dispatcher.edited_message,
            dispatcher.callback_query,
            dispatcher.inline_query,
        ):
            observer.outer_middleware(reception)
        dispatcher.include_routers(*self._routers())
        return dispatcher

    def _reception(self) -> Reception:
        tools = self._tools
        return Reception(
            store=tools.store,
            chat=tools.chat,
            languages=self.languages,
            words=tools.words,
            refusals=self._refusals,
            allowed=tools.settings.allowed_user_ids,
            admins=tools.settings.admin_ids,
            clock=tools.clock,
        )

    def _routers(self) -> Sequence[Router]:
        """Their handlers: an update is the first one's that wants it.

        So what is shared is nobody's prompt, answers come before prompts, and prompts take whatever
        is left.
        """
        tools, records = self._tools, self._tools.store.records
        again = Again(records=records, drafts=self._drafts, clock=tools.clock)
        replies = Replies(
            records=records,
            registry=tools.registry,
            again=again,
            intake=self._intake,
            refusals=self._refusals,
        )
        features = (
            *self._talking(),
            *self._looking_back(),
            *self._choosing(),
            *self._correcting(replies),
            Results(again=again),
            replies,
        )
        gate = Gate(admins=tools.settings.admin_ids, refusals=self._refusals)
        prompts = Prompts(intake=self._intake, refusals=self._refusals)
        return (*(one.router() for one in features), gate.router(desks(tools)), prompts.router())

    def _talking(self) -> Sequence[Feature]:
        """What the bot says about itself and about the person, here and in other chats."""
        tools, store = self._tools, self._tools.store
        sharing = Sharing(
            history=store.history, chat=tools.chat, words=tools.words, clock=tools.clock
        )
        guidance = Guidance(
            registry=tools.registry,
            standings=store.standings,
            limits=tools.settings.limits(),
            admins=tools.settings.admin_ids,
            words=tools.words,
            clock=tools.clock,
        )
        farewell = Farewell(
            store=store, words=tools.words, refusals=self._refusals, clock=tools.clock
        )
        return sharing, guidance, self.languages, farewell

    def _looking_back(self) -> Sequence[Feature]:
        """What was made before."""
        tools, words, clock = self._tools, self._tools.words, self._tools.clock
        records, history = tools.store.records, tools.store.history
        pages = HistoryPages(history=history, words=words, clock=clock)
        showing = Showing(
            records=records,
            registry=tools.registry,
            words=words,
            refusals=self._refusals,
            admins=tools.settings.admin_ids,
            clock=clock,
        )
        return pages, showing, Reel(history=history, records=records, showing=showing)

    def _choosing(self) -> Sequence[Feature]:
        """How videos shall be."""
        tools, store = self._tools, self._tools.store
        estimates = Estimates(records=store.records)
        preferences = Preferences(
            people=store.people,
            registry=tools.registry,
            estimates=estimates,
            words=tools.words,
            clock=tools.clock,
        )
        options = JobOptions(
            store=store,
            drafts=self._drafts,
            registry=tools.registry,
            estimates=estimates,
            words=tools.words,
        )
        return preferences, options

    def _correcting(self, replies: Replies) -> Sequence[Feature]:
        """What was asked for, and is to be otherwise."""
        store, clock, wake = self._tools.store, self._tools.clock, self._tools.wake
        drafts = self._drafts
        edits = Edits(store=store, intake=self._intake, drafts=drafts, clock=clock, wake=wake)
        return (
            Cancelling(store=store, clock=clock, wake=wake),
            EditedMessages(edits=edits, replies=replies, refusals=self._refusals),
            AlbumButtons(choices=AlbumChoices(store=store, drafts=drafts)),
            Swap(store=store, clock=clock, wake=wake),
        )

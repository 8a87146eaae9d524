"""Puts the lanes of the worker together."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

from bot.addresses import Addresses
from bot.chat import Chat
from bot.clock import Clock
from bot.i18n.words import Words
from bot.providers.breaker import Breaker
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.worker.alarm import Alarm
from bot.worker.buy import Purchase
from bot.worker.cards import Cards
from bot.worker.check import Check
from bot.worker.choice import Choice
from bot.worker.deliver import Deliver
from bot.worker.download import Downloads
from bot.worker.pacing import Pacing
from bot.worker.pictures import Pictures
from bot.worker.progress import Progress
from bot.worker.receipt import Receipts
from bot.worker.scheduler import Lane
from bot.worker.setback import Setback
from bot.worker.submit import Submit
from bot.worker.unreadable import UnreadableVideos
from storage.store import Store

UPLOAD_MAX_BYTES = 50_000_000
"""What Telegram takes from a bot."""
OWN_SERVER_UPLOAD_MAX_BYTES = 2_000_000_000
"""What a Bot API server of one's own takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the lanes work with."""

    store: Store
    registry: Registry
    breaker: Breaker
    addresses: Addresses | None
    chat: Chat
    words: Words
    alarm: Alarm
    stopping: asyncio.Event
    """Set when the bot is about to end."""
    clock: Clock


def lanes(settings: Settings, tools: Tools, *, stack: AsyncExitStack) -> Sequence[Lane]:
    """Every lane. What they open is closed by `stack`."""
    downloads = Downloads(
        max_bytes=_upload_max_bytes(settings),
        clock=tools.clock,
        named_hosts=settings.provider_hosts(),
    )
    stack.push_async_callback(downloads.close)
    check, submit = _at_providers(settings, tools)
    return check, _in_chats(settings, tools, downloads), submit


def _at_providers(settings: Settings, tools: Tools) -> tuple[Check, Submit]:
    """The lanes that buy videos, and look for what was bought."""
    store, registry, alarm, clock = tools.store, tools.registry, tools.alarm, tools.clock
    deadline = timedelta(minutes=settings.job_deadline_minutes)
    pacing = Pacing(records=store.records, shortest=timedelta(seconds=settings.status_poll_seconds))
    choice = Choice(
        registry=registry, breaker=tools.breaker, records=store.records, switches=store.switches
    )
    setback = Setback(store=store, choice=choice, alarm=alarm, clock=clock, deadline=deadline)
    purchase = Purchase(
        store=store,
        choice=choice,
        addresses=tools.addresses,
        setback=setback,
        alarm=alarm,
        pacing=pacing,
        clock=clock,
    )
    submit = Submit(
        store=store,
        choice=choice,
        pictures=Pictures(store=store, chat=tools.chat),
        purchase=purchase,
        setback=setback,
        stopping=tools.stopping,
        clock=clock,
    )
    check = Check(
        store=store,
        registry=registry,
        purchase=purchase,
        pacing=pacing,
        alarm=alarm,
        clock=clock,
        deadline=deadline,
    )
    return check, submit


def _in_chats(settings: Settings, tools: Tools, downloads: Downloads) -> Cards:
    """The lane of cards, until each has become its video."""
    store, registry, chat, clock = tools.store, tools.registry, tools.chat, tools.clock
    words = tools.words
    deliver = Deliver(
        store=store,
        registry=registry,
        chat=chat,
        downloads=downloads,
        unreadable=UnreadableVideos(store=store, registry=registry, clock=clock),
        receipts=Receipts(
            records=store.records,
            words=words,
            per_day=settings.user_limit_per_day,
            admins=settings.admin_ids,
            clock=clock,
        ),
        words=words,
    )
    progress = Progress(records=store.records, registry=registry, words=words, clock=clock)
    return Cards(store=store, chat=chat, progress=progress, deliver=deliver, clock=clock)


def _upload_max_bytes(settings: Settings) -> int:
    is_telegrams = settings.telegram_api_url.host == "api.telegram.org"
    return UPLOAD_MAX_BYTES if is_telegrams else OWN_SERVER_UPLOAD_MAX_BYTES

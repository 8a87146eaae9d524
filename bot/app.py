"""The composition root: builds every object, owns the tasks and the order of stopping."""

import asyncio
import gc
import importlib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bot.chat import Chat
from bot.clock import Clock, in_step, not_before
from bot.forgetting import forget_old
from bot.i18n.words import Words
from bot.providers import build as providers
from bot.providers.breaker import Breaker
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.tasks import Tasks
from bot.telegram.api import Api
from bot.telegram.chat import TelegramChat
from bot.telegram.outflow import Memory, Outflow
from bot.telegram.patience import PATIENCE, Patience
from bot.telegram.tools import Tools as TelegramTools
from bot.web.callbacks import Callbacks
from bot.web.pictures import HostedPictures
from bot.web.server import Web
from bot.web.webhook import TelegramHook
from bot.worker.alarm import Alarm
from bot.worker.balances import Balances
from bot.worker.herald import Herald
from bot.worker.lanes import Tools, lanes
from bot.worker.scheduler import Scheduler
from storage.database import StoreError
from storage.store import Store

if TYPE_CHECKING:
    from bot.telegram.build import Telegram

log = structlog.get_logger(__name__)

STEPS_END_WITHIN_S = 3.0
"""How long what is under way may take to its end when the bot stops."""
FORGET_EVERY = timedelta(hours=1)


async def run(
    settings: Settings, *, clock: Clock, stop: asyncio.Event, patience: Patience = PATIENCE
) -> None:
    """Be the bot until `stop` is set. Raises SettingsError and StoreError, with the cure."""
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database_url)
        stack.push_async_callback(store.close)
        clock = in_step(clock, await store.database.now())
        clock = not_before(clock, await store.records.latest_time())
        addresses = settings.addresses()
        registry = providers.build(settings, store=store, addresses=addresses, clock=clock)
        stack.push_async_callback(registry.close)
        await App(settings, clock, store, registry, stack, patience).run(stop)
    log.info("stopped")


class App:
    """One life of the bot on an open store. What it opens is closed by `stack`."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        store: Store,
        registry: Registry,
        stack: AsyncExitStack,
        patience: Patience = PATIENCE,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._store = store
        self._registry = registry
        self._stack = stack
        self._patience = patience
        self._words = Words(settings.default_language)
        self._breaker = Breaker(clock)
        self._wake_handling: Callable[[], None] = lambda: None
        self._inquire: Callable[[Mapping[str, Any]], None] = lambda _: None
        self._wake_herald: Callable[[], None] = lambda: None
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stopping = asyncio.Event()
        self._loops = Tasks(on_crash=self._crashed)
        self._steps = Tasks()
        self._scheduler = Scheduler(
            claims=store.claims, jobs=store.jobs, clock=clock, tasks=self._steps
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Open jobs go on, and are delivered, while aiogram is still being imported."""
        chat = self._new_chat()
        self._stack.push_async_callback(chat.close)
        alarm, herald = self._alarm(chat), self._herald(chat)
        self._wake_herald = herald.wake
        self._add_lanes(chat, alarm)
        await self._open_http()
        self._loops.start(self._scheduler.run(), name="scheduler")
        self._loops.start(self._talk(chat), name="telegram")
        self._loops.start(alarm.run(), name="alarm")
        self._loops.start(herald.run(), name="herald")
        self._loops.start(self._balances(alarm).watch(), name="balances")
        self._loops.start(self._forget(), name="forget")
        self._loops.start(self._store.database.damaged(), name="store")
        self._loops.start(self._until(stop), name="stop")
        try:
            await self._ended
        finally:
            self._stopping.set()
            await self._loops.settle(within_s=0)  # nothing new is begun
            await self._steps.settle(within_s=STEPS_END_WITHIN_S)

    async def _until(self, stop: asyncio.Event) -> None:
        await stop.wait()
        log.info("stopping")
        if not self._ended.done():
            self._ended.set_result(None)

    def _crashed(self, error: BaseException) -> None:
        """A loop that ended cannot be done without: the process ends, and may be started anew."""
        if not self._ended.done():
            self._ended.set_exception(error)

    def _new_chat(self) -> TelegramChat:
        api = Api(str(self._settings.telegram_api_url), self._settings.bot_token)
        slots = Memory() if self._store.database.single_process else self._store.budgets
        return TelegramChat(api, Outflow(slots, self._clock), self._clock, self._patience)

    def _alarm(self, chat: Chat) -> Alarm:
        return Alarm(
            alerts=self._store.alerts,
            people=self._store.people,
            chat=chat,
            admins=self._settings.admin_ids,
            words=self._words,
            clock=self._clock,
        )

    def _herald(self, chat: Chat) -> Herald:
        return Herald(
            broadcasts=self._store.broadcasts,
            chat=chat,
            words=self._words,
            clock=self._clock,
            tasks=self._steps,
        )

    def _balances(self, alarm: Alarm) -> Balances:
        low = {one.name: self._settings.low_balance(one.name) for one in self._registry}
        return Balances(registry=self._registry, low=low, alarm=alarm, clock=self._clock)

    def _add_lanes(self, chat: Chat, alarm: Alarm) -> None:
        tools = Tools(
            store=self._store,
            registry=self._registry,
            breaker=self._breaker,
            addresses=self._settings.addresses(),
            chat=chat,
            words=self._words,
            alarm=alarm,
            stopping=self._stopping,
            clock=self._clock,
        )
        for lane in lanes(self._settings, tools, stack=self._stack):
            self._scheduler.add(lane)

    async def _open_http(self) -> None:
        """Listen, where others can reach it."""
        addresses = self._settings.addresses()
        if addresses is None:
            return
        pictures = HostedPictures(addresses=addresses, hosted=self._store.hosted, clock=self._clock)
        callbacks = Callbacks(
            addresses=addresses,
            registry=self._registry,
            store=self._store,
            clock=self._clock,
            wake=self._scheduler.wake,
        )
        routes = [*pictures.routes(), *callbacks.routes()]
        if self._settings.updates == "webhook":
            routes += self._hook().routes()
        web = Web(
            host=self._settings.http_host,
            port=self._settings.http_port,
            routes=routes,
            alive=lambda: self._store.try_out(now=self._clock.now()),
        )
        await self._stack.enter_async_context(web)

    def _hook(self) -> TelegramHook:
        return TelegramHook(
            path=f"/telegram/{self._settings.derived_secret('webhook-path')}",
            secret=self._settings.derived_secret("webhook-secret"),
            inbox=self._store.inbox,
            clock=self._clock,
            wake=self._update_came,
            inquire=self._question_came,
        )

    def _update_came(self) -> None:
        """What was stored before the Telegram side was there is found when it begins."""
        self._wake_handling()

    def _question_came(self, update: Mapping[str, Any]) -> None:
        """Before the Telegram side is there, nobody waits for its answer."""
        self._inquire(update)

    async def _talk(self, chat: TelegramChat) -> None:
        """Connect to Telegram, then bring its updates for ever."""
        telegram = await self._build_telegram(chat)
        name = await telegram.connect()
        self._loops.start(telegram.handling.run(), name="handling")
        self._steps.start(telegram.introduce(), name="menu")
        log.info("ready", bot=name, updates=self._settings.updates)
        await self._bring_updates(telegram)

    async def _build_telegram(self, chat: TelegramChat) -> "Telegram":
        """Import and build what brings updates and handles them, beside the work that goes on.

        While so much is loaded the garbage collector only costs time; what is loaded then stays,
        so it need never be looked at again.
        """
        gc.disable()
        try:
            module = await asyncio.to_thread(importlib.import_module, "bot.telegram.build")
            telegram: Telegram = module.build(
                self._telegram_tools(chat), tasks=self._steps, patience=self._patience
            )
            gc.freeze()
        finally:
            gc.enable()
        self._stack.callback(gc.unfreeze)
        self._stack.push_async_callback(telegram.close)
        return telegram

    def _telegram_tools(self, chat: TelegramChat) -> TelegramTools:
        return TelegramTools(
            settings=self._settings,
            store=self._store,
            registry=self._registry,
            breaker=self._breaker,
            chat=chat,
            words=self._words,
            clock=self._clock,
            wake=self._scheduler.wake,
            wake_herald=self._wake_herald,
        )

    async def _bring_updates(self, telegram: "Telegram") -> None:
        self._wake_handling = telegram.handling.wake
        self._inquire = telegram.inquiries.take
        addresses = self._settings.addresses()
        if self._settings.updates == "polling" or addresses is None:
            await telegram.poll()
            return
        hook = self._hook()
        await telegram.keep_webhook(addresses.base + hook.path, hook.secret)

    async def _forget(self) -> None:
        """Now and then, drop what nobody needs any more."""
        while True:
            try:
                await forget_old(self._store, clock=self._clock, kept=self._settings.retention())
            except StoreError as error:
                log.error("not-forgotten", error=str(error))
            await self._clock.sleep_until(self._clock.now() + FORGET_EVERY)

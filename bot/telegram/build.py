"""Puts the Telegram side together. Importing this module imports aiogram, which takes seconds."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.clock import Clock
from bot.i18n.words import Words
from bot.intake.updates import KINDS
from bot.settings import Settings, SettingsError
from bot.tasks import Tasks
from bot.telegram.features import Features
from bot.telegram.handling import Handling
from bot.telegram.inquiries import Inquiries
from bot.telegram.menu import set_menu
from bot.telegram.patience import PATIENCE, Patience
from bot.telegram.polling import Polling
from bot.telegram.profile import set_profile
from bot.telegram.session import Session, wait_after
from bot.telegram.tools import Tools

log = structlog.get_logger(__name__)


def build_bot(settings: Settings, patience: Patience = PATIENCE) -> Bot:
    """An aiogram Bot for these settings; it connects when it is first used."""
    server = TelegramAPIServer.from_base(str(settings.telegram_api_url).rstrip("/"))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=Session(api=server, timeout=patience.answer_s),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """The Telegram side of the bot."""

    settings: Settings
    bot: Bot
    words: Words
    clock: Clock
    polling: Polling
    handling: Handling
    inquiries: Inquiries
    patience: Patience

    async def connect(self) -> str:
        """Wait until Telegram knows the bot, and give its name.

        Raises SettingsError when it never will: the token is wrong.
        """
        failures = 0
        while True:
            try:
                me = await self.bot.me()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise wrong_token() from None
            except AiogramError as error:
                log.warning("telegram-unreachable", error=type(error).__name__)
                await self.clock.sleep_until(self.clock.now() + wait_after(error, failures))
                failures += 1
            else:
                return me.username or me.first_name

    async def poll(self) -> None:
        """Bring updates by polling, for ever. Raises SettingsError when the token is revoked."""
        try:
            await self.polling.run()
        except TelegramUnauthorizedError:
            raise wrong_token() from None

    async def keep_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`, for ever, also when somebody takes the webhook away.

        Raises SettingsError when the token is revoked: nothing else would say so, for nobody polls.
        """
        failures, was_set = 0, False
        while True:
            try:
                if not was_set or (await self.bot.get_webhook_info()).url != url:
                    await self.bot.set_webhook(
                        url, secret_token=secret, allowed_updates=list(KINDS)
                    )
                    log.info("webhook-set")
                failures, was_set, wait = 0, True, timedelta(seconds=self.patience.watch_s)
            except TelegramUnauthorizedError:
                raise wrong_token() from None
            except AiogramError as error:
                log.warning("webhook-unsure", error=type(error).__name__)
                wait = wait_after(error, failures)
                failures += 1
            await self.clock.sleep_until(self.clock.now() + wait)

    async def introduce(self) -> None:
        """Tell Telegram the command menu and what the bot is for, in every language."""
        await set_menu(self.bot, self.words, self.settings.admin_ids, self.clock)
        await set_profile(self.bot, self.words, self.clock)

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.session.close()


def wrong_token() -> SettingsError:
    """The one line for a token that Telegram does not know."""
    return SettingsError("BOT_TOKEN is not valid any more or mistyped: get it from @BotFather")


def build(tools: Tools, *, tasks: Tasks, patience: Patience = PATIENCE) -> Telegram:
    """Everything of the Telegram side, not yet connected. `tasks` own the handlers under way."""
    bot, inbox, clock = build_bot(tools.settings, patience), tools.store.inbox, tools.clock
    features = Features(tools)
    dispatcher = features.dispatcher()
    handling = Handling(
        bot=bot,
        dispatcher=dispatcher,
        inbox=inbox,
        chat=tools.chat,
        words=tools.words,
        languages=features.languages,
        clock=clock,
        tasks=tasks,
    )
    inquiries = Inquiries(bot=bot, dispatcher=dispatcher, tasks=tasks)
    polling = Polling(
        bot=bot,
        inbox=inbox,
        clock=clock,
        wake=handling.wake,
        inquire=inquiries.take,
        patience=patience,
    )
    return Telegram(
        settings=tools.settings,
        bot=bot,
        words=tools.words,
        clock=clock,
        polling=polling,
        handling=handling,
        inquiries=inquiries,
        patience=patience,
    )

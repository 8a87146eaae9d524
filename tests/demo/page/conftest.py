"""The chat page in a real browser, with a small bot that answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
from aiogram import Bot, Dispatcher, F
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.botapi import BotApi
from tests.demo import contract
from tests.demo.chromium import chromium, opened
from tests.demo.conftest import client

YOU, ADMIN = 700_000_001, 700_000_002
AGAIN = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Again", callback_data="again"),
            InlineKeyboardButton(text="Alert", callback_data="alert"),
        ],
        [InlineKeyboardButton(text="Source", url="https://example.org")],
    ]
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(hint="Write what you want to see.\nOr drop a picture here.") as api:
        yield api
    contract.check(api)


@asynccontextmanager
async def uncomplaining(browser: Browser, api: BotApi, **options: object) -> AsyncIterator[Page]:
    """The page, which must not complain of anything."""
    complaints: list[str] = []
    async with opened(browser, "about:blank", **options) as page:
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        await page.goto(api.page_url)
        await expect(page.get_by_role("status")).to_have_text("bot")
        yield page
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, api: BotApi) -> AsyncIterator[Page]:
    async with uncomplaining(browser, api) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="module")
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """A bot that echoes."""
    async with client(api) as bot:
        dispatcher = Dispatcher()
        dispatcher.message(F.text)(echo)
        dispatcher.callback_query()(answer)
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        await api.updates.until_polled()
        yield bot
        await dispatcher.stop_polling()
        await polling


async def echo(message: Message) -> None:
    await message.answer(f"<b>You said:</b> {message.html_text}", parse_mode="HTML")


async def answer(query: CallbackQuery) -> None:
    await query.answer(f"You pressed {query.data}", show_alert=query.data == "alert")


def bubbles(page: Page) -> Locator:
    return page.get_by_role("log").get_by_role("article")


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def drop(page: Page, content: bytes, name: str, kind: str) -> None:
    data = await page.evaluate_handle(
        """([bytes, name, type]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return data;
        }""",
        [list(content), name, kind],
    )
    for event in ("dragenter", "dragover", "drop"):
        await page.dispatch_event(".phone", event, {"dataTransfer": data})


async def begin(api: BotApi) -> None:
    """You have written to the bot."""
    you = api.world.users[YOU]
    api.world.send_text(api.world.private_chat(you), you, "/start")

"""A real browser for the chat page."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from bot.demo.patience import PATIENCE_S

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 1000 * PATIENCE_S
expect.set_options(timeout=PATIENCE_MS)  # Playwright's own is 5 s


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser that runs for as long as the block lasts."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_on_the_path(), args=ARGUMENTS, timeout=PATIENCE_MS
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(browser: Browser, address: str, **options: Any) -> AsyncIterator[Page]:
    """A page of its own, which waits for everything as long as it may take."""
    page = await browser.new_page(**options)
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(address)
    yield page
    await page.close()


def _on_the_path() -> str | None:
    """None: the one that Playwright installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)

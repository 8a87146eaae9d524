"""`make demo` as a person meets it: the command, the page, the videos."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.demo.chromium import chromium, opened
from tests.whole.pictures import picture
from tests.whole.process import ROOT, call, environment


@asynccontextmanager
async def demo(providers: str) -> AsyncIterator[str]:
    """The demo with these services, running; gives the address that it prints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo",
        cwd=ROOT, env=environment(PROVIDERS=providers),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    address = ""
    while not address:
        line = (await process.stdout.readline()).decode()
        assert line, (await process.communicate())[1].decode()
        address = "".join(re.findall(r"Chat with the bot: +(\S+)", line))
    try:
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        _, log = await process.communicate()
    assert process.returncode == 0
    assert "Traceback" not in log.decode()


def bubbles(page: Page) -> Locator:
    return page.get_by_role("log").get_by_role("article")


async def plays(video: Locator) -> None:
    """The video can be played, and lasts as long as it was ordered."""
    await video.evaluate("video => { video.muted = true; return video.play(); }")
    assert 4.5 < await video.evaluate("video => video.duration") < 5.5
    assert await video.evaluate("video => video.videoWidth") > 0


@pytest.mark.long
async def test_a_prompt_and_a_picture_become_videos_that_play(tmp_path: Path) -> None:
    async with demo("") as address, chromium() as browser, opened(browser, address) as page:
        await page.get_by_role("textbox", name="Message").fill("a paper boat on a rainy street")
        await page.keyboard.press("Enter")
        card = bubbles(page).nth(1)
        await expect(card.locator("video")).to_be_visible()
        await expect(card).to_contain_text("a paper boat on a rainy street")
        await plays(card.locator("video"))
        await expect(bubbles(page).nth(2)).to_contain_text("Your video is ready")

        file = tmp_path / "boat.jpg"
        file.write_bytes(picture(size=(640, 480)))
        await page.locator("input[type=file]").set_input_files(file)
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox").fill("it begins to snow")
        await dialog.get_by_role("button", name="Send").click()
        second = bubbles(page).nth(4)
        await expect(second.locator("video")).to_be_visible()
        await plays(second.locator("video"))


async def test_a_service_that_is_none_is_named_with_those_there_are(tmp_path: Path) -> None:
    code, _, err = await call(tmp_path, "demo", settings={"PROVIDERS": "apixo,sora"})
    assert code == 1
    assert err.strip().endswith(
        "PROVIDERS: sora is none of pixverse, gateway, modelverse, apixo, pixverse_web"
    )

"""What the page shows."""

import re
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaVideo
from playwright.async_api import Browser, Page, expect

from bot.demo.botapi import BotApi
from tests.demo.chromium import opened
from tests.demo.conftest import client
from tests.demo.page.conftest import AGAIN, YOU, begin, bubbles, uncomplaining, write
from tests.demo.pictures import film

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_first_view_says_what_the_bot_does_and_starts(page: Page, bot: Bot) -> None:
    await bot.set_my_description("I make videos.")
    await page.reload()
    await expect(page.get_by_text("What can this bot do?")).to_be_visible()
    await expect(page.get_by_text("I make videos.")).to_be_visible()
    await expect(page.get_by_text("Write what you want to see.")).to_be_visible()
    await expect(page.get_by_text("Or drop a picture here.")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(bubbles(page)).to_have_count(2)
    await expect(bubbles(page).first).to_contain_text("/start")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_have_count(0)


async def test_formatting_is_shown(api: BotApi, page: Page) -> None:
    await begin(api)
    marked = (
        "<b>b</b><i>i</i><u>u</u><s>s</s><code>c</code>"
        '<pre><code class="language-python">p = 1</code></pre>'
        "<blockquote>q</blockquote>"
        '🎉<a href="https://x.org/?a=1&amp;b=2">link</a> <tg-spoiler>secret</tg-spoiler> /help'
    )
    async with client(api) as bot:
        await bot.send_message(YOU, marked, parse_mode="HTML")
        bubble = bubbles(page).nth(1)
        for tag, text in (("b", "b"), ("i", "i"), ("u", "u"), ("s", "s"), ("blockquote", "q")):
            await expect(bubble.locator(tag)).to_have_text(text)
        await expect(bubble.locator("pre")).to_have_attribute("data-language", "python")
        link = bubble.get_by_role("link", name="link")
        await expect(link).to_have_attribute("href", "https://x.org/?a=1&b=2")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")
        await bubble.get_by_role("button", name="Spoiler").click()
        await expect(bubble.get_by_role("button", name="Spoiler")).to_have_count(0)
        await bubble.get_by_role("button", name="/help").click()
    await expect(bubbles(page).nth(2)).to_contain_text("/help")


async def test_the_bots_message_changes_in_its_place_and_becomes_a_video(
    api: BotApi, page: Page
) -> None:
    await begin(api)
    async with client(api) as bot:
        card = await bot.send_message(YOU, "In line")
        await expect(bubbles(page).nth(1)).to_contain_text("In line")
        await bot.edit_message_text("Making it", chat_id=YOU, message_id=card.message_id)
        await expect(bubbles(page).nth(1)).to_contain_text("Making it")
        await expect(bubbles(page).nth(1)).to_contain_text("edited")
        media = InputMediaVideo(media=BufferedInputFile(film(), "v.mp4"), caption="Ready")
        await bot.edit_message_media(
            media, chat_id=YOU, message_id=card.message_id, reply_markup=AGAIN
        )
        video = bubbles(page).nth(1).locator("video")
        await expect(video).to_have_attribute("aria-label", "Video, 2 s")
        await video.evaluate("video => { video.muted = true; return video.play(); }")
        await expect(video).to_have_js_property("ended", True)
        assert await video.evaluate("video => [video.videoWidth, video.readyState >= 2]") == [
            320,
            True,
        ]
        assert 1.9 < await video.evaluate("video => video.duration") < 2.2
        await video.evaluate("video => { video.marked = true; }")
        await bot.edit_message_caption(caption="Enjoy", chat_id=YOU, message_id=card.message_id)
        await expect(bubbles(page).nth(1)).to_contain_text("Enjoy")
        assert await video.evaluate("video => video.marked")
        await expect(bubbles(page)).to_have_count(2)
        await bot.delete_message(YOU, card.message_id)
        await expect(bubbles(page)).to_have_count(1)


async def test_what_the_bot_does_is_shown_until_its_message_comes(api: BotApi, page: Page) -> None:
    """And for 5 s at most; but here the time of the page stands still."""
    await begin(api)
    await page.clock.install(time=0)
    await page.clock.pause_at(1000)
    async with client(api) as bot:
        await bot.send_chat_action(YOU, "upload_video")
        await expect(page.get_by_role("status")).to_have_text("sending a video…")
        await bot.send_message(YOU, "Here it is")
        await expect(page.get_by_role("status")).to_have_text("bot")


async def test_chats_are_apart_and_tell_of_what_is_new(api: BotApi, page: Page, bot: Bot) -> None:
    chats = page.get_by_role("navigation", name="Chats")
    await chats.get_by_role("button", name="Friends").click()
    await write(page, "just talking")
    await write(page, "/video@DemoVideoBot a cat")
    await expect(bubbles(page)).to_have_count(3)
    await expect(bubbles(page).nth(2)).to_contain_text("You said: /video@DemoVideoBot a cat")
    await chats.get_by_role("button", name="Admin").click()
    await expect(bubbles(page)).to_have_count(0)
    group = next(chat for chat in api.world.chats.values() if chat.type == "group")
    await bot.send_message(group.id, "psst")
    await expect(chats.get_by_label("1 new")).to_be_visible()
    await chats.get_by_role("button", name="Friends").click()
    await expect(bubbles(page)).to_have_count(4)


async def test_the_page_comes_back_after_an_outage(browser: Browser, api: BotApi) -> None:
    await begin(api)
    async with opened(browser, api.page_url) as page:
        await expect(bubbles(page)).to_have_count(1)
        port = int(api.url.rsplit(":", 1)[1])
        await api.stop()
        await expect(page.get_by_role("status")).to_have_text("connecting…")
        await begin(api)
        await api.start(port)
        await expect(page.get_by_role("status")).to_have_text("bot")
        await expect(bubbles(page)).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
async def test_it_fits_every_screen(
    browser: Browser, api: BotApi, size: tuple[int, int], scheme: str
) -> None:
    await begin(api)
    viewport = {"width": size[0], "height": size[1]}
    async with uncomplaining(browser, api, viewport=viewport, color_scheme=scheme) as page:
        async with client(api) as bot:
            await bot.send_message(YOU, "word" * 200, reply_markup=AGAIN)
        await expect(bubbles(page)).to_have_count(2)
        widths = "() => [document.documentElement.scrollWidth, innerWidth]"
        assert await page.evaluate(widths) == [size[0], size[0]]
        overflowing = await page.evaluate(
            """() => [...document.querySelectorAll("#messages *")]
                .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
                .map((node) => node.className)"""
        )
        assert overflowing == []
        await expect(page.get_by_role("textbox", name="Message")).to_be_in_viewport()


async def test_nothing_in_the_page_reads_words_as_html() -> None:
    folder = Path(__file__).parents[3] / "bot" / "demo" / "botapi" / "page"
    for script in folder.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", script.read_text())
    assert "http" not in re.sub(r"http://www\.w3\.org", "", (folder / "index.html").read_text())

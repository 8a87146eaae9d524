"""The chat page in a real browser, with a small bot that answers."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher, F
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultCachedVideo,
    InlineQueryResultsButton,
    InputMediaVideo,
    Message,
)
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from bot.demo.botapi import BotApi
from bot.demo.botapi.files import Upload
from tests.demo import contract
from tests.demo.chromium import ARGUMENTS, chromium
from tests.demo.conftest import client
from tests.demo.pictures import film, picture

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
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(hint="Write what you want to see.\nOr drop a picture here.") as api:
        yield api
    contract.check(api)


@asynccontextmanager
async def opened(browser: Browser, api: BotApi, **options: object) -> AsyncIterator[Page]:
    """The page, which must not complain of anything."""
    context: BrowserContext = await browser.new_context(**options)  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(api.page_url)
    await expect(page.get_by_role("status")).to_have_text("bot")
    yield page
    await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, api: BotApi) -> AsyncIterator[Page]:
    async with opened(browser, api) as page:
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


async def test_the_first_view_says_what_to_try_and_starts(page: Page, bot: Bot) -> None:
    await expect(page.get_by_text("Write what you want to see.")).to_be_visible()
    await expect(page.get_by_text("Or drop a picture here.")).to_be_visible()
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(bubbles(page)).to_have_count(2)
    await expect(bubbles(page).first).to_contain_text("/start")
    await expect(page.get_by_role("button", name="Start", exact=True)).to_have_count(0)


async def test_what_is_typed_reaches_the_bot_and_its_answer_the_page(
    api: BotApi, page: Page, bot: Bot
) -> None:
    await write(page, "a cat\n<img src=x onerror=alert(1)> & more")
    await expect(bubbles(page)).to_have_count(2)
    await expect(bubbles(page).nth(1)).to_contain_text("You said: a cat")
    await expect(bubbles(page).nth(1)).to_contain_text("<img src=x onerror=alert(1)> & more")
    await expect(bubbles(page).nth(1).locator("b")).to_have_text("You said:")
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("")
    chat = api.world.chats[YOU]
    assert chat.messages[0].text == "a cat\n<img src=x onerror=alert(1)> & more"


async def test_shift_enter_begins_a_line(api: BotApi, page: Page) -> None:
    await page.get_by_role("textbox", name="Message").click()
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.get_by_role("button", name="Send", exact=True).click()
    message = await api.world.chats[YOU].until(lambda chat: chat.messages[0])
    assert message.text == "one\ntwo"


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


async def test_a_dropped_picture_arrives_as_a_photo_with_its_caption(
    api: BotApi, page: Page
) -> None:
    await drop(page, picture(600, 400), "cat.png", "image/png")
    dialog = page.get_by_role("dialog", name="Send a picture")
    await expect(dialog.get_by_text("cat.png")).to_be_visible()
    await dialog.get_by_role("textbox", name="Caption").fill("make it jump")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_be_hidden()
    async with client(api) as bot:
        (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.photo is not None
    assert (update.message.photo[-1].width, update.message.caption) == (600, "make it jump")
    shown = bubbles(page).first.get_by_role("img", name="Photo")
    await expect(shown).to_have_js_property("naturalWidth", 600)
    await expect(bubbles(page).first).to_contain_text("make it jump")


async def test_a_picture_may_go_as_a_file(api: BotApi, page: Page) -> None:
    content = picture(90, 60)
    await page.get_by_label("Picture or file").set_input_files(
        {"name": "cat.png", "mimeType": "image/png", "buffer": content}
    )
    dialog = page.get_by_role("dialog", name="Send a picture")
    await dialog.get_by_role("radio", name="File").check()
    await dialog.get_by_role("button", name="Send").click()
    await expect(bubbles(page).first.get_by_role("link")).to_contain_text("cat.png")
    document = api.world.chats[YOU].messages[0].document
    assert document is not None
    assert document.content == content


async def test_a_pasted_picture_is_offered(page: Page) -> None:
    await page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "", { type: "image/png" }));
            const paste = new ClipboardEvent("paste", { clipboardData: data, cancelable: true });
            document.getElementById("text").dispatchEvent(paste);
        }""",
        list(picture(90, 60)),
    )
    dialog = page.get_by_role("dialog", name="Send a picture")
    await expect(dialog).to_be_visible()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_be_hidden()


async def test_what_cannot_be_sent_is_said(browser: Browser, api: BotApi) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(api.page_url)
    await drop(page, b"no picture", "cat.png", "image/png")
    dialog = page.get_by_role("dialog", name="Send a picture")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "This is no picture that can be sent. Send it as a file."
    )
    await context.close()
    assert api.world.chats[YOU].messages == []


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
    await begin(api)
    async with client(api) as bot:
        await bot.send_chat_action(YOU, "upload_video")
        await expect(page.get_by_role("status")).to_have_text("sending a video…")
        await bot.send_message(YOU, "Here it is")
        await expect(page.get_by_role("status")).to_have_text("bot", timeout=2000)


async def test_a_pressed_button_reaches_the_bot_and_its_answer_is_shown(
    api: BotApi, page: Page, bot: Bot
) -> None:
    await begin(api)
    await bot.send_message(YOU, "card", reply_markup=AGAIN)
    await page.get_by_role("button", name="Again").click()
    await expect(page.locator("#toast")).to_have_text("You pressed again")
    await page.get_by_role("button", name="Alert").click()
    alert = page.get_by_role("dialog", name="You pressed alert")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_be_hidden()
    source = page.get_by_role("link", name="Source")
    await expect(source).to_have_attribute("href", "https://example.org/")


async def test_commands_are_offered_to_whom_they_are_for(api: BotApi, page: Page) -> None:
    admin = api.world.users[ADMIN]
    api.world.send_text(api.world.private_chat(admin), admin, "hi")
    async with client(api) as bot:
        everyone = [
            BotCommand(command="video", description="Make a video"),
            BotCommand(command="help", description="How it works"),
        ]
        await bot.set_my_commands(everyone)
        for_admin = [*everyone, BotCommand(command="stats", description="Numbers")]
        await bot.set_my_commands(for_admin, BotCommandScopeChat(chat_id=ADMIN))
    options = page.get_by_role("listbox", name="Commands").get_by_role("option")
    await page.get_by_role("textbox", name="Message").press_sequentially("/")
    await expect(options).to_have_count(2)
    await page.get_by_role("textbox", name="Message").press_sequentially("he")
    await expect(options).to_have_text(["/helpHow it works"])
    await page.keyboard.press("Enter")
    await expect(bubbles(page).first).to_contain_text("/help")
    await page.get_by_role("navigation").get_by_role("button", name="Admin").click()
    await page.get_by_role("textbox", name="Message").press_sequentially("/")
    await expect(options).to_have_count(3)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("/stats ")


async def test_what_the_bot_offers_in_a_chat_is_sent_by_a_tap(api: BotApi, page: Page) -> None:
    gallery = api.world.gallery
    shown = gallery.make_video(Upload(gallery.files.add(film()), "v.mp4", "video/mp4"))

    async def offer(query: InlineQuery) -> None:
        known = [
            InlineQueryResultCachedVideo(
                id=str(number), video_file_id=shown.file_id, title=title, description="a day ago"
            )
            for number, title in enumerate(("a wolf", "a white wolf", "a fox"))
            if all(word in title for word in query.query.split())
        ]
        button = InlineQueryResultsButton(text="Make one", start_parameter="make")
        start = int(query.offset or 0)
        await query.answer(
            list(known[start : start + 2]),
            next_offset=str(start + 2) if known[start + 2 :] else "",
            button=None if known else button,
        )

    async with client(api) as bot:
        dispatcher = Dispatcher()
        dispatcher.inline_query()(offer)
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        await page.get_by_role("navigation").get_by_role("button", name="Friends").click()
        words = page.get_by_role("textbox", name="Message")
        offers = page.get_by_role("list", name="Offers").get_by_role("button")
        await words.fill("@demovideobot ")
        await expect(offers).to_have_text(["a wolfa day ago", "a white wolfa day ago", "More"])
        await expect(offers.first.locator("img")).to_have_js_property("complete", True)
        await offers.last.click()
        await expect(offers).to_have_count(3)
        await words.fill("@DemoVideoBot white")
        await expect(offers).to_have_text(["a white wolfa day ago"])
        await words.press("Enter")
        await expect(bubbles(page)).to_have_count(1)
        await expect(bubbles(page)).to_contain_text("via @DemoVideoBot")
        await expect(bubbles(page).locator("video")).to_have_count(1)
        await expect(offers).to_have_count(0)
        await expect(words).to_have_value("")
        await words.fill("@DemoVideoBot bear")
        await offers.get_by_text("Make one").click()
        await expect(bubbles(page)).to_contain_text("/start make")
        assert [m.text for m in api.world.chats[YOU].messages] == ["/start make"]
        await dispatcher.stop_polling()
        await polling


async def test_a_reply_carries_what_it_replies_to(api: BotApi, page: Page) -> None:
    await begin(api)
    async with client(api) as bot:
        await bot.send_message(YOU, "Which one?")
    await bubbles(page).nth(1).hover()
    await bubbles(page).nth(1).get_by_role("button", name="Reply", exact=True).click()
    await write(page, "This one")
    quote = bubbles(page).nth(2).get_by_role("button", name="Reply to Demo Video Bot: Which one?")
    await expect(quote).to_be_visible()
    assert api.world.chats[YOU].messages[2].reply_to is api.world.chats[YOU].messages[1]


async def test_a_question_sets_the_page_to_answer_it(api: BotApi, page: Page, bot: Bot) -> None:
    await begin(api)
    question = await bot.send_message(YOU, "Which?", reply_markup=ForceReply(force_reply=True))
    await expect(page.locator("#replying")).to_contain_text("Which?")
    await write(page, "this one")
    chat = api.world.chats[YOU]
    answer = await chat.until(lambda c: [m for m in c.messages if m.text == "this one"])
    assert answer[0].reply_to is chat.find(question.message_id)
    to_another = ForceReply(force_reply=True, selective=True)
    await bot.send_message(YOU, "And you?", reply_markup=to_another)
    await expect(bubbles(page).filter(has_text="And you?")).to_be_visible()
    await expect(page.locator("#replying")).to_be_hidden()


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


async def test_blocking_stops_the_bot(api: BotApi, page: Page) -> None:
    await begin(api)
    await page.get_by_role("button", name="Block").click()
    await expect(page.get_by_role("button", name="Unblock")).to_be_visible()
    assert api.world.chats[YOU].is_blocked
    await page.get_by_role("button", name="Unblock").click()
    await expect(page.get_by_role("button", name="Block", exact=True)).to_be_visible()


async def test_the_page_comes_back_after_an_outage(browser: Browser, api: BotApi) -> None:
    await begin(api)
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(api.page_url)
    await expect(bubbles(page)).to_have_count(1)
    port = int(api.url.rsplit(":", 1)[1])
    await api.stop()
    await expect(page.get_by_role("status")).to_have_text("connecting…")
    await begin(api)
    await api.start(port)
    await expect(page.get_by_role("status")).to_have_text("bot", timeout=15_000)
    await expect(bubbles(page)).to_have_count(2)
    await context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
async def test_it_fits_every_screen(
    browser: Browser, api: BotApi, size: tuple[int, int], scheme: str
) -> None:
    await begin(api)
    viewport = {"width": size[0], "height": size[1]}
    async with opened(browser, api, viewport=viewport, color_scheme=scheme) as page:
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
    folder = Path(__file__).parents[2] / "bot" / "demo" / "botapi" / "page"
    for script in folder.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(", script.read_text())
    assert "http" not in re.sub(r"http://www\.w3\.org", "", (folder / "index.html").read_text())

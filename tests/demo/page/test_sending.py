"""What a person does on the page reaches the bot."""

import asyncio

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineQuery,
    InlineQueryResultCachedVideo,
    InlineQueryResultsButton,
)
from playwright.async_api import Browser, Page, expect

from bot.demo.botapi import BotApi
from bot.demo.botapi.files import Upload
from tests.demo.chromium import opened
from tests.demo.conftest import client
from tests.demo.page.conftest import ADMIN, AGAIN, YOU, begin, bubbles, drop, write
from tests.demo.pictures import film, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
        (update,) = await bot.get_updates(timeout=60)
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
    async with opened(browser, api.page_url) as page:
        await drop(page, b"no picture", "cat.png", "image/png")
        dialog = page.get_by_role("dialog", name="Send a picture")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog.get_by_role("alert")).to_have_text(
            "This is no picture that can be sent. Send it as a file."
        )
    assert api.world.chats[YOU].messages == []


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


async def test_blocking_stops_the_bot(api: BotApi, page: Page) -> None:
    await begin(api)
    await page.get_by_role("button", name="Block").click()
    await expect(page.get_by_role("button", name="Unblock")).to_be_visible()
    assert api.world.chats[YOU].is_blocked
    await page.get_by_role("button", name="Unblock").click()
    await expect(page.get_by_role("button", name="Block", exact=True)).to_be_visible()

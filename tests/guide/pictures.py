"""Pictures of the demo's chat page, on which the bot is tried without an account."""

from collections.abc import Mapping

from playwright.async_api import Page

from bot.demo.sandbox.studio import Craft
from bot.i18n.words import LANGUAGES
from tests.demo.chromium import chromium, opened
from tests.guide import scenes
from tests.guide.page import DOCS
from tests.guide.playing import playing
from tests.guide.scenes import Scene
from tests.guide.transcript import Phone

YOU = 700_000_001
"""The person whose chat the page opens."""
WELL_MADE = Craft(scale=0.7)
PHONE = {"width": 390, "height": 844}
PHOTOGRAPHED: Mapping[str, Scene] = {
    "prompt": scenes.prompt,
    "pictures": scenes.two_pictures,
    "options": scenes.options_board,
    "settings": scenes.settings_board,
    "history": scenes.history,
    "refused": scenes.refused,
}


async def photograph() -> None:
    """Play these scenes on the chat page and save how it looks in the end."""
    async with chromium() as browser:
        for name, scene in PHOTOGRAPHED.items():
            async with playing(WELL_MADE, times=10) as stage:
                await stage.api.until_called("setMyDescription", times=len(LANGUAGES))
                async with opened(browser, stage.api.page_url, viewport=PHONE) as page:
                    user = stage.api.world.users[YOU]
                    await scene(Phone(world=stage.api.world, chat=stage.chat(user), user=user))
                    await _settled(page)
                    await page.screenshot(path=DOCS / f"guide-{name}.png")


async def _settled(page: Page) -> None:
    """Until every picture and the first frame of every video is there."""
    await page.wait_for_function(
        "[...document.querySelectorAll('video')].every(one => one.readyState > 1)"
        " && [...document.images].every(one => one.complete)"
    )

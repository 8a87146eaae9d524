"""Each video service alone, from the prompt to the video in the chat."""

import pytest

from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.process import call_born, settings_of
from tests.whole.serving import served_by

NAMES = ("pixverse", "gateway", "modelverse", "apixo", "pixverse_web")


@pytest.mark.parametrize("name", NAMES)
async def test_a_prompt_and_a_picture_become_videos(stage: Stage, name: str) -> None:
    async with served_by(stage, name):
        chat = stage.chat(stage.ann)
        stage.write("a wolf in the snow")
        await stage.video(chat)
        stage.api.world.send_photo(chat, stage.ann, picture(), caption="it begins to snow")
        shown = await stage.video(chat, count=2)
        assert shown.content.text == "it begins to snow"


async def test_the_balance_is_shown_of_all_who_tell_it(stage: Stage) -> None:
    async with served_by(stage, ",".join(NAMES)):
        stage.write("/balance", stage.admin)
        shown = await stage.said(stage.chat(stage.admin), "Balance")
    assert shown.content.text.splitlines() == [
        "Balance",
        "pixverse: 10100 credits (monthly 100, package 10000)",
        "apixo: 74.87 USD (on the account 74.87)",
        "pixverse_web: 10160 credits (daily 60, monthly 100, package 10000)",
    ]


async def test_the_doctor_leaves_a_running_bots_login_alone(stage: Stage) -> None:
    async with served_by(stage, "pixverse_web") as (web,):
        stage.write("one")
        await stage.video(stage.chat(stage.ann))
        settings = settings_of(stage) | {
            "PIXVERSE_API_KEY": "", "PROVIDERS": "pixverse_web",
            "PIXVERSE_WEB_USERNAME": "demo", "PIXVERSE_WEB_PASSWORD": "sandbox-key",
            "PIXVERSE_WEB_BASE_URL": web.url,
        }  # fmt: skip
        code, out, _ = await call_born(stage.folder, "doctor", settings=settings)
        assert code == 0
        assert "pixverse_web: not tried" in out
        assert len([call for call in web.calls if call.name == "login"]) == 1
    code, out, _ = await call_born(stage.folder, "doctor", settings=settings)
    assert "cannot be reached" in out  # the service is gone by now, but it was tried


@pytest.mark.parametrize("name", NAMES)
async def test_moderation_and_failure_are_said_in_words(stage: Stage, name: str) -> None:
    async with served_by(stage, name):
        chat = stage.chat(stage.ann)
        stage.write("a wolf #moderated")
        await stage.said(chat, "content check said no")
        stage.write("a wolf #failed")
        await stage.said(chat, "could not make this one")

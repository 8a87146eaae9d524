"""What admins see and decide, and what the others hear of it."""

from tests.fast_clock import FastClock
from tests.whole.conftest import Stage


async def test_what_admins_can_do_is_theirs_alone_and_private(stage: Stage) -> None:
    commands = ["stats", "balance"]
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin])
    async with stage.bot(FastClock(10)):
        for name in commands:
            await stage.command(stage.chat(stage.ann), f"/{name} 7", f"/{name} is for the admins")
        stage.api.world.send_text(group, stage.admin, "/stats")
        stage.api.world.send_text(group, stage.admin, "/stats@DemoVideoBot")
        said = await stage.said(group, "/stats is for the admins of this bot, in private.")
        helped = await stage.command(stage.chat(stage.admin), "/help", "For admins")
    assert group.from_bot == [said]
    assert all(f"/{name}" in helped.content.text for name in commands)


async def test_the_numbers_of_a_day_fit_a_screen(stage: Stage) -> None:
    chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
    async with stage.bot(moderated_limit_per_day=1):
        stage.write("a wolf")
        await stage.video(chat)
        stage.write("a fox #moderated")
        await stage.said(chat, "content check said no")
        stats = await stage.command(admin, "/stats", "Today (UTC)")
    today, endings, waited, made, week, *_, now = stats.content.text.split("\n")
    assert today == "Today (UTC) – prompts: 2, people: 1"
    assert sorted(endings.split(" · ")) == ["ready 1", "stopped by the content check 1"]
    assert waited.startswith("From prompt to video: median ")
    assert made.startswith("• pixverse – videos: 1, median ")
    assert "credits: " in made
    assert week == "The last 7 days – prompts: 2, people: 1"
    assert now == "Open: 0. Paused until tomorrow: 1."

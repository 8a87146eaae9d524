"""What admins see and decide, and what the others hear of it."""

from bot.demo.botapi.chats import Chat, Content
from tests.fast_clock import FastClock
from tests.whole.conftest import Stage
from tests.whole.presses import press


async def unanswered(stage: Stage, chat: Chat, *texts: str) -> None:
    """Nothing is said to what a person writes, nor when they press a button then."""
    markup = {"inline_keyboard": [[{"text": "Again", "callback_data": "retry:1"}]]}
    old = stage.api.world.post(chat, stage.api.world.me, Content(text="Old", markup=markup))
    before = len(chat.from_bot)
    for text in texts:
        stage.write(text)
    answer = await stage.api.world.press(chat, stage.ann, old.id, "retry:1")
    assert not answer.text
    assert len(chat.from_bot) == before


async def test_what_admins_can_do_is_theirs_alone_and_private(stage: Stage) -> None:
    asking, deciding = ["stats", "jobs", "balance", "user"], ["limit", "ban", "unban"]
    commands = [*asking, *deciding, "provider", "broadcast"]
    group = stage.api.world.group(-1001, "Friends", [stage.ann, stage.admin])
    async with stage.bot(FastClock(10)):
        for name in commands:
            await stage.command(stage.chat(stage.ann), f"/{name} 7", f"/{name} is for the admins")
        stage.api.world.send_text(group, stage.admin, "/stats")
        stage.api.world.send_text(group, stage.admin, "/stats@DemoVideoBot")
        said = await stage.said(group, "/stats is for the admins of this bot, in private.")
        helped = await stage.command(stage.chat(stage.admin), "/help", "How to get a video")
        await press(stage, helped, "For admins", stage.admin)
        wrong = ("/user", "/limit 7", "/limit 7 per-day x", "/limit 7 per-day 0", "/ban Ann")
        for command in (*wrong, "/unban"):
            await stage.command(stage.chat(stage.admin), command, "Write it like this: /")
        own = f"/user {stage.admin.id}"
        await stage.command(stage.chat(stage.admin), own, "An admin: no limits.")
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
        person = await stage.command(admin, f"/user {stage.ann.id}", str(stage.ann.id))
    today, endings, waited, made, week, *_, now = stats.content.text.split("\n")
    assert today == "Today (UTC) – prompts: 2, people: 1"
    assert sorted(endings.split(" · ")) == ["ready 1", "stopped by the content check 1"]
    assert waited.startswith("From prompt to video: median ")
    assert made.startswith("• pixverse – videos: 1, median ")
    assert "credits: " in made
    assert week == "The last 7 days – prompts: 2, people: 1"
    assert now == "Open: 0. Paused until tomorrow: 1. Banned: 0."
    lines = person.content.text.split("\n")
    assert lines[1] == "Videos: 2/5 in the last minute, 2/30 in 24 hours, 0/3 at once."
    assert lines[2] == "Stopped by the content check today: 1. Paused until midnight UTC."
    assert lines[4].startswith("• #2 stopped by the content check, pixverse, ")
    assert "wolf" not in person.content.text


async def test_who_is_banned_hears_it_once_a_day_and_gets_nothing(stage: Stage) -> None:
    chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
    stage.videos.hold()
    async with stage.bot(FastClock(5), pixverse_max_running=1):
        stage.write("first")
        await stage.said(chat, "Generating")
        stage.write("second")
        card = await stage.said(chat, "In line")
        await stage.command(admin, f"/ban {stage.admin.id}", "That is an admin")
        await stage.command(admin, f"/ban {stage.ann.id}", "One video that had not been bought yet")
        await stage.command(admin, f"/ban {stage.ann.id}", "was already banned")
        await chat.until(lambda _: card.content.text.startswith("Cancelled. Nothing was charged"))
        group = stage.api.world.group(-1001, "Friends", [stage.ann])
        stage.api.world.send_text(group, stage.ann, "/video a wolf")
        stage.write("third")
        await stage.said(chat, "its admins have banned you")
        assert group.from_bot == []
        await unanswered(stage, chat, "fourth", "/history", "/start")
        stage.videos.release()
        await stage.said(chat, "Your video is ready")  # it was paid for
        await stage.command(admin, f"/user {stage.ann.id}", "Banned for ")
        question = await stage.command(chat, "/forget", "Shall I forget you?")
        await stage.api.world.press(chat, stage.ann, question.id, *question.buttons.values())
        await stage.said(chat, "You are forgotten")
        await unanswered(stage, chat, "fifth")
    async with stage.bot(FastClock(5)):
        await unanswered(stage, chat, "sixth")
        await stage.command(admin, f"/unban {stage.ann.id}", "may ask for videos again")
        await stage.command(admin, f"/limit {stage.ann.id} per-day 3", "a daily limit of 3.")
        await stage.command(chat, "/help", "5 a minute, 3 a day, 3 at once")
        for prompt in ("seventh", "eighth", "ninth"):
            stage.write(prompt)
        await stage.said(chat, "3 videos a day are the limit")
        await stage.command(
            admin, f"/limit {stage.ann.id} per-day default", "applies to 1001 again"
        )
        stage.write("tenth")
        await stage.video(chat, count=4)
    assert len(stage.videos.books.purchases) == 4


async def test_a_provider_that_is_off_gets_no_orders_and_brings_what_it_has(stage: Stage) -> None:
    chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
    stage.videos.hold()
    async with stage.bot():
        await stage.command(admin, "/provider sora off", "/provider pixverse off")
        stage.write("first")
        await stage.said(chat, "Generating")
        listed = await stage.command(admin, "/provider pixverse off", "pixverse: off")
        assert "All are off" in listed.content.text
        stage.write("second")
        await stage.said(chat, "Nobody can make this video right now")
        stage.videos.release()
        await stage.video(chat)
    async with stage.bot():
        await stage.command(admin, "/provider", "pixverse: off")
        await stage.command(admin, "/provider pixverse on", "pixverse: on")
        stage.write("third")
        await stage.video(chat, count=2)
    assert len(stage.videos.books.purchases) == 2


async def test_open_jobs_are_helped_on_or_given_up(stage: Stage) -> None:
    chat, admin = stage.chat(stage.ann), stage.chat(stage.admin)
    stage.videos.hold()
    async with stage.bot(FastClock(10), pixverse_max_running=1, status_poll_seconds=300):
        await stage.command(admin, "/jobs", "Nothing is open.")
        stage.write("first")
        await stage.said(chat, "Generating")
        stage.write("second")
        await stage.said(chat, "In line")
        listed = await stage.command(admin, "/jobs", "Open videos – being made 1 · in line 1")
        assert listed.content.text.split("\n")[1].startswith("#1 being made, pixverse, ")
        ended = await press(stage, listed, "Close #2", stage.admin)
        assert ended == "#2 has ended: nobody could make it."
        await stage.said(chat, "Nobody can make this video right now")
        await admin.until(lambda _: "in line" not in listed.content.text)
        stage.videos.release()
        while not any(message.video for message in chat.from_bot):  # by itself: in 5 minutes
            assert "#1" in await press(stage, listed, "🔁 Retry #1", stage.admin)
        stage.videos.hold()
        stage.write("third")
        await chat.until(lambda c: [m for m in c.from_bot if "Generating" in m.content.text])
        listed = await stage.command(admin, "/jobs", "being made 1")
        while (said := await press(stage, listed, "Close #3", stage.admin)).startswith("#3 cannot"):
            pass  # its card is being written just now
        assert said == "#3 has ended: took too long."
        await stage.said(chat, "No video came within the time limit")
        again = await stage.command(admin, "/jobs", "Nothing is open.")
        assert not again.buttons
    assert len(stage.videos.books.purchases) == 2

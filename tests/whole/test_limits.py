from typing import Any

from bot.telegram.refusals import SAID_AGAIN_AFTER
from tests.fast_clock import FastClock
from tests.jumping_clock import JumpingClock
from tests.whole.conftest import Stage

SLOWLY = 0.02
"""What has to fit into a minute, or into ten seconds, does so also on a busy machine."""


async def test_too_many_in_a_minute_hear_when_to_come_back(stage: Stage) -> None:
    async with stage.bot(FastClock(SLOWLY), user_limit_per_minute=2):
        chat = stage.chat(stage.ann)
        for prompt in ("one", "two", "three"):
            stage.write(prompt)
        refusal = await stage.said(chat, "2 videos a minute are the limit. Come back in ")
        assert "second" in refusal.content.text
        assert refusal.reply_to is not None
        assert refusal.reply_to.text == "three"
        await stage.videos.until(lambda: len(stage.videos.books.purchases) == 2)
        await stage.settled(chat)
    assert len(stage.videos.books.purchases) == 2


async def test_too_many_in_a_day_hear_when_to_come_back(stage: Stage) -> None:
    async with stage.bot(user_limit_per_day=1):
        stage.write("one")
        stage.write("two")
        await stage.said(
            stage.chat(stage.ann), "One video a day is the limit. Come back in 24 hours."
        )


async def test_too_many_at_once_hear_what_to_wait_for(stage: Stage) -> None:
    stage.videos.hold()
    async with stage.bot(user_limit_active=1):
        chat = stage.chat(stage.ann)
        stage.write("one")
        stage.write("two")
        await stage.said(chat, "Your last video is still on its way.")
        stage.videos.release()
        await stage.said(chat, "Your video is ready")
        stage.write("three")
        await stage.video(chat, count=2)
    assert len(stage.videos.books.purchases) == 2


async def test_a_restart_resets_no_limit(stage: Stage) -> None:
    chat = stage.chat(stage.ann)
    async with stage.bot(user_limit_per_day=1):
        stage.write("one")
        await stage.video(chat)
    async with stage.bot(user_limit_per_day=1):
        stage.write("two")
        await stage.said(chat, "One video a day is the limit")


async def test_what_gave_nothing_does_not_count_and_what_was_moderated_does(
    stage: Stage,
) -> None:
    async with stage.bot(user_limit_per_day=1):
        chat = stage.chat(stage.ann)
        stage.write("one #failed")
        await stage.said(chat, "could not make this one")
        stage.write("two #moderated")
        await stage.said(chat, "content check said no")
        stage.write("three")
        await stage.said(chat, "One video a day is the limit")


async def test_a_flood_of_prompts_is_refused_once_and_later_once_more(stage: Stage) -> None:
    refusal = "One video a day is the limit"
    chat = stage.chat(stage.ann)
    clock = JumpingClock(SLOWLY)
    async with stage.bot(clock, user_limit_per_day=1):
        stage.write("a wolf")
        for number in range(30):
            stage.write(f"wolf {number}")
        await stage.settled(chat)
        assert chat.transcript().count(refusal) == 1
        clock.jump(seconds=SAID_AGAIN_AFTER.total_seconds())
        stage.write("a last wolf")
        await stage.settled(chat)
        assert chat.transcript().count(refusal) == 2


async def test_one_persons_refusal_is_not_anothers(stage: Stage) -> None:
    refusal = "One video a day is the limit"
    group = stage.api.world.group(-1001, "Group", [stage.ann, bea := stage.person(1002, "Bea")])
    async with stage.bot(user_limit_per_day=1):
        for text in ("/video a wolf", "/video a fox"):
            for person in (stage.ann, bea):
                stage.api.world.send_text(group, person, text)
        await group.until(lambda c: c.transcript().count(refusal) == 2)


async def test_admins_are_exempt(stage: Stage) -> None:
    async with stage.bot(user_limit_per_minute=1, user_limit_per_day=1, user_limit_active=1):
        for prompt in ("one", "two", "three"):
            stage.write(prompt, stage.admin)
        await stage.video(stage.chat(stage.admin), count=3)


async def test_one_persons_limit_is_not_anothers(stage: Stage) -> None:
    bea = stage.person(1002, "Bea")
    async with stage.bot(user_limit_per_day=1):
        stage.write("one")
        stage.write("two", bea)
        await stage.video(stage.chat(stage.ann))
        await stage.video(stage.chat(bea))


async def test_one_users_ten_prompts_do_not_hold_up_anothers_first(stage: Stage) -> None:
    bob = stage.person(1002, "Bob")
    stage.videos.hold()
    many: dict[str, Any] = {"user_limit_active": 99, "user_limit_per_minute": 99}
    async with stage.bot(FastClock(10), **many, pixverse_max_running=1):
        for number in range(10):
            stage.write(f"ann {number}")
        await stage.said(stage.chat(stage.ann), "Generating")
        stage.write("bob's first", bob)
        await stage.said(stage.chat(bob), "In line")
        stage.videos.release()
        await stage.video(stage.chat(bob))
        order = [call.body["prompt"] for call in stage.videos.calls if call.name == "text"]
    assert order.index("bob's first") == 1


async def test_whom_moderation_stops_often_is_paused_and_admins_never(stage: Stage) -> None:
    async with stage.bot(moderated_limit_per_day=2):
        stage.write("a wolf #failed")
        failed = await stage.said(stage.chat(stage.ann), "could not make this one")
        for person in (stage.ann, stage.admin):
            for number in (1, 2):
                stage.write(f"a wolf {number} #moderated", person)
            await stage.chat(person).until(
                lambda c: (
                    len([m for m in c.from_bot if "content check said" in m.content.text]) == 2
                )
            )
            stage.write("a nice wolf", person)
        await stage.video(stage.chat(stage.admin))
        await stage.said(
            stage.chat(stage.ann),
            "The content check stopped 2 of your prompts today, and that is the limit. Come back",
        )
        [button] = failed.buttons.values()
        again = await stage.api.world.press(failed.chat, stage.ann, failed.id, button)
        assert (again.text or "").startswith("The content check stopped 2 of your prompts")
    prompts = [call.body["prompt"] for call in stage.videos.calls if call.name == "text"]
    assert prompts.count("a nice wolf") == 1

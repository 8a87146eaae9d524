import json
import signal
import time
from pathlib import Path

import pytest

from bot.demo.faults import Hold
from tests.quick import is_quick
from tests.whole.conftest import Stage, refused
from tests.whole.process import Life, call, call_born, living, settings_of


async def seconds_to_end(life: Life) -> float:
    """How long a bot takes that is asked to end."""
    since = time.monotonic()
    life.signal(signal.SIGTERM)
    assert await life.end() == 0
    assert "Traceback" not in life.log
    return time.monotonic() - since


async def test_sigterm_ends_the_bot_quickly_and_its_jobs_go_on_after_the_next_start(
    stage: Stage,
) -> None:
    stage.videos.hold()
    chat = stage.chat(stage.ann)
    stage.write("a wolf")

    async def ended() -> float:
        async with living(stage) as life:
            await stage.settled(chat)
            await stage.said(chat, "Generating")
            return await seconds_to_end(life)

    assert await is_quick(ended, within_s=5)
    card = await stage.said(chat, "Generating")
    stage.videos.release()
    async with living(stage):
        assert await stage.video(chat) is card
        await stage.said(chat, "Your video is ready")
    assert len(stage.videos.books.purchases) == 1


async def test_ctrl_c_ends_the_bot_too(stage: Stage) -> None:
    async with living(stage) as life:
        await stage.settled(stage.chat(stage.ann))
        life.signal(signal.SIGINT)
        assert await life.end() == 0
        assert "Traceback" not in life.log


async def test_a_purchase_under_way_does_not_hold_up_the_end(stage: Stage) -> None:
    stage.write("a wolf")

    async def ended() -> float:
        hold = Hold(carried_out=True)
        stage.videos.faults.add("text", hold)
        async with living(stage) as life:
            await hold.reached.wait()
            return await seconds_to_end(life)

    assert await is_quick(ended, within_s=5)
    async with living(stage):
        await stage.video(stage.chat(stage.ann))
    assert len(stage.videos.books.purchases) == 1


async def test_logs_tell_each_move_and_no_secret(stage: Stage) -> None:
    async with living(stage) as life:
        stage.write("a very secret wolf")
        await stage.said(stage.chat(stage.ann), "Your video is ready")
        life.signal(signal.SIGTERM)
        await life.end()
    records = [json.loads(line) for line in life.log.splitlines()]
    moves = [record for record in records if record["event"] == "moved"]
    assert [record["state"] for record in moves] == [
        "queued", "submitting", "generating", "delivering", "closed",
    ]  # fmt: skip
    assert {record["job"] for record in moves} == {1}
    for secret in ("secret wolf", stage.api.token, "sandbox-key", "/media/"):
        assert secret not in life.log


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("BOT_TOKEN", "BOT_TOKEN is missing: the bot's token, from @BotFather\n"),
        ("PIXVERSE_API_KEY", "PIXVERSE_API_KEY is missing: create a key on platform.pixverse.ai"),
    ],
)
async def test_what_is_missing_is_said_in_one_line(stage: Stage, missing: str, line: str) -> None:
    settings = {name: value for name, value in settings_of(stage).items() if name != missing}
    code, out, err = await call(stage.folder, settings=settings)
    assert (code, out) == (1, "")
    assert err.startswith(line)
    assert err.count("\n") == 1


async def test_a_bot_that_dies_is_waited_for_no_longer(stage: Stage) -> None:
    stage.api.faults.add("getMe", refused(401, "Unauthorized"))
    with pytest.raises(AssertionError, match=r"the bot died: [\s\S]*BOT_TOKEN is not valid"):
        async with living(stage):
            await stage.settled(stage.chat(stage.ann))


async def test_a_wrong_token_ends_the_bot_with_one_clear_line(stage: Stage) -> None:
    stage.api.faults.add("getMe", refused(401, "Unauthorized"))
    code, _, err = await call(stage.folder, settings=settings_of(stage))
    assert code == 1
    assert err.splitlines()[-1].startswith("BOT_TOKEN is not valid")
    assert "Traceback" not in err


async def test_a_second_bot_on_the_same_store_is_sent_away(stage: Stage) -> None:
    async with living(stage):
        await stage.settled(stage.chat(stage.ann))
        code, _, err = await call_born(stage.folder, settings=settings_of(stage))
    assert code == 1
    assert "another bot is running" in err


async def test_the_doctor_finds_everything_well_and_spends_nothing(stage: Stage) -> None:
    code, out, _ = await call_born(stage.folder, "doctor", settings=settings_of(stage))
    assert code == 0
    assert out.splitlines()[:4] == [
        "ok    telegram: the token belongs to @DemoVideoBot",
        "ok    store: opens, and its schema is up to date",
        "ok    pixverse: the key works, 10100 credits left (monthly 100, package 10000)",
        "ok    capabilities:",
    ]
    matrix = {line.partition("  ")[0]: line.split()[-1] for line in out.splitlines()[5:]}
    assert (matrix["seconds"], matrix["repeatable submit"], matrix["sound"]) == (
        "1-15", "yes", "yes",
    )  # fmt: skip
    assert stage.videos.books.purchases == ()


async def test_the_doctor_works_beside_the_running_bot(stage: Stage) -> None:
    stage.api.world.is_inline_on = False
    async with living(stage):
        await stage.settled(stage.chat(stage.ann))
        code, out, _ = await call_born(stage.folder, "doctor", settings=settings_of(stage))
    assert code == 0
    assert "ok    store: in use by the running bot" in out
    assert "@DemoVideoBot; its inline mode is off: /setinline at @BotFather" in out


async def test_the_doctor_names_every_trouble_and_its_cure(stage: Stage, tmp_path: Path) -> None:
    stage.api.faults.add("getMe", refused(401, "Unauthorized"))
    (tmp_path / "file").touch()
    settings = settings_of(stage) | {
        "PIXVERSE_API_KEY": "wrong",
        "DATABASE_URL": f"sqlite:///{tmp_path}/file/bot.db",
    }
    code, out, _ = await call_born(stage.folder, "doctor", settings=settings)
    assert code == 1
    telegram, store, pixverse, *_ = out.splitlines()
    assert telegram == "FAIL  telegram: BOT_TOKEN is refused; get it from @BotFather"
    assert store.startswith("FAIL  store: ")
    assert pixverse == (
        "FAIL  pixverse: the key is refused; check PIXVERSE_API_KEY (ErrCode 10001)"
    )

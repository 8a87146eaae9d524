"""A bot that has outgrown one machine moves to PostgreSQL, in the middle of its work."""

import json
from pathlib import Path

from tests.postgres import emptied
from tests.whole.conftest import Stage
from tests.whole.pictures import picture
from tests.whole.process import Life, call_born, living, settings_of


def job_ids(life: Life) -> list[int]:
    """The jobs in the order in which they were accepted, in all lives."""
    records = (json.loads(line) for line in life.log.splitlines() if line.startswith("{"))
    return [
        one["job"] for one in records if (one["event"], one.get("state")) == ("moved", "queued")
    ]


async def test_a_bot_that_is_moved_goes_on_where_it_was(stage: Stage, postgres: str) -> None:
    settings = {"PIXVERSE_MAX_RUNNING": "1"}
    chat = stage.chat(stage.ann)
    stage.videos.hold()
    async with living(stage, settings):
        stage.write("a wolf")
        await stage.said(chat, "Generating")
        stage.write("a fox")
        await stage.said(chat, "line")
        stage.api.world.send_photo(chat, stage.ann, picture())
        await stage.said(chat, "should happen")
    new = await emptied(postgres)
    code, out, err = await call_born(
        stage.folder, "migrate-store", settings_of(stage)["DATABASE_URL"], new, settings={}
    )
    assert (code, err) == (0, "")
    assert [line.split() for line in out.splitlines() if "jobs" in line] == [["2", "jobs"]]
    assert "set DATABASE_URL" in out
    stage.videos.release()
    async with living(stage, settings | {"DATABASE_URL": new}) as life:
        stage.write("it comes alive")
        await stage.video(chat, count=3)
        history = await stage.command(chat, "/history", "a wolf")
        assert "a fox" in history.content.text
        assert "it comes alive" in history.content.text
        assert job_ids(life) == [1, 2, 3]
    assert [one.what for one in stage.videos.books.purchases] == ["text", "text", "img"]
    assert len([one for one in chat.from_bot if one.video]) == 3


async def test_what_cannot_be_moved_is_said_in_one_line(stage: Stage, tmp_path: Path) -> None:
    source = settings_of(stage)["DATABASE_URL"]
    target = "postgresql://me:secret@127.0.0.1:1/bot"
    async with living(stage):
        await stage.settled(stage.chat(stage.ann))
        code, out, err = await call_born(stage.folder, "migrate-store", source, target, settings={})
    assert (code, out) == (1, "")
    assert err.startswith("the first store: another bot is running on ")
    assert err.count("\n") == 1
    code, _, err = await call_born(stage.folder, "migrate-store", source, target, settings={})
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("the second store: the database cannot be opened")
    assert "secret" not in err

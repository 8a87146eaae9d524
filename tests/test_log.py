import io
import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
import structlog

from bot.log import configure

TOKEN = "123456:AAHfiqksKZ8WmR2zMnBVGWcVlmeFO7hYQxc"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers, root.level
    written = io.StringIO()
    with redirect_stderr(written):
        configure(level="INFO", form="json", secrets=["hush-hush"])
        yield written
    root.handlers, root.level = before
    structlog.reset_defaults()


def records(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_record_is_a_constant_message_with_fields(logged: io.StringIO) -> None:
    structlog.get_logger("bot.x").info("bought", job=7)
    [record] = records(logged)
    assert (record["event"], record["job"], record["level"]) == ("bought", 7, "info")
    assert record["logger"] == "bot.x"


@pytest.mark.parametrize(
    "leak", [TOKEN, "key hush-hush!", f"https://api.telegram.org/file/bot{TOKEN}/a.jpg"]
)
def test_secrets_are_taken_out_of_every_field(logged: io.StringIO, leak: str) -> None:
    structlog.get_logger("x").warning("slip", detail=leak, nested={"url": leak})
    logging.getLogger("library").warning("it said %s", leak)
    assert "hush-hush" not in logged.getvalue()
    assert TOKEN not in logged.getvalue()
    assert len(records(logged)) == 2


def test_signatures_of_urls_are_taken_out(logged: io.StringIO) -> None:
    structlog.get_logger("x").warning("slip", url="https://media.x/1.mp4?sig=abc&e=1")
    assert "sig=abc" not in logged.getvalue()
    assert "https://media.x/1.mp4?***" in logged.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_tracebacks_are_cleaned_and_show_no_values(logged: io.StringIO, form: str) -> None:
    with redirect_stderr(logged):
        configure(level="INFO", form=form)
    prompt = "a secret wolf"
    try:
        int(f"https://x/bot{TOKEN}/getMe")
    except ValueError:
        structlog.get_logger("x").exception("crashed")
        logging.getLogger("library").exception("crashed")
    assert TOKEN not in logged.getvalue()
    assert prompt not in logged.getvalue()
    assert "ValueError" in logged.getvalue()


@pytest.mark.parametrize("library", ["httpx", "aiogram.event", "aiohttp.access"])
def test_libraries_that_log_whole_urls_are_kept_quiet(logged: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("GET https://x/y")
    assert logged.getvalue() == ""


def test_a_record_that_cannot_be_written_is_dropped_without_a_word() -> None:
    """Python's own complaint would show the record as it was before its secrets were taken out."""
    complaints = io.StringIO()
    root = logging.getLogger()
    before = root.handlers, root.level
    try:
        with Path("/dev/full").open("w") as full, redirect_stderr(full):
            configure(level="INFO", form="json", secrets=["hush-hush"])
        with redirect_stderr(complaints):
            structlog.get_logger("bot.x").info("bought", key="hush-hush")
            logging.getLogger("library").warning("it is hush-hush %s", "really")
    finally:
        root.handlers, root.level = before
        structlog.reset_defaults()
    assert complaints.getvalue() == ""

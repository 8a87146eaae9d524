"""The page that tells what the bot has survived says what the tests do."""

import asyncio
import sys

from tests.reliability import HEAD, PAGE


async def test_the_page_shows_what_the_tests_try() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.reliability",
        stdout=asyncio.subprocess.PIPE,
        cwd=PAGE.parents[1],
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    table = out.decode()
    assert table.startswith(HEAD)
    assert table in PAGE.read_text(), f"docs/reliability.md needs this table:\n{table}"

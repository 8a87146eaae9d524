"""`python -m tests.guide` plays the scenes and brings docs/guide.md and its pictures up to date."""

import asyncio

from tests.guide.page import GUIDE, filled
from tests.guide.pictures import photograph
from tests.guide.playing import transcripts


async def main() -> None:
    """Play everything and write it down."""
    GUIDE.write_text(filled(GUIDE.read_text(), await transcripts()))
    await photograph()


asyncio.run(main())

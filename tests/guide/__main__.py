"""`python -m tests.guide` plays the scenes and brings docs/guide.md and its pictures up to date."""

import asyncio

from tests.guide.page import GUIDE, filled, shown
from tests.guide.pictures import photograph
from tests.guide.playing import transcripts
from tests.guide.transcript import alike


async def main() -> None:
    """Play everything, and write down what has changed."""
    page = GUIDE.read_text()
    told, played = shown(page), await transcripts()
    changed = {name: new for name, new in played.items() if alike(told.get(name, "")) != alike(new)}
    GUIDE.write_text(filled(page, {**told, **changed}))
    await photograph()


asyncio.run(main())

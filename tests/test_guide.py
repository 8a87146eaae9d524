"""docs/guide.md shows what the chat shows."""

from contextlib import suppress

import pytest

from tests.guide.page import DOCS, GUIDE, filled, shown
from tests.guide.pictures import PHOTOGRAPHED
from tests.guide.playing import playing, transcript, transcripts
from tests.guide.scenes import SCENES
from tests.guide.transcript import alike


@pytest.mark.long
async def test_the_guide_shows_what_the_chat_shows() -> None:
    """When this fails, `python -m tests.guide` writes it anew."""
    told, played = shown(GUIDE.read_text()), {}
    assert set(told) == set(SCENES)
    async with playing() as stage:
        for name in SCENES:
            with suppress(AssertionError, LookupError):
                played[name] = await transcript(stage, name)
    # Where the machine is too busy for their pace, scenes may go otherwise; not at this one.
    changed = [name for name in SCENES if alike(told[name]) != alike(played.get(name, ""))]
    for name, slowly in (await transcripts(changed, times=2)).items():
        assert alike(told[name]) == alike(slowly), name
        played[name] = slowly
    assert shown(filled(GUIDE.read_text(), played)) == played


def test_every_picture_is_there() -> None:
    pictures = {f"guide-{name}.png" for name in PHOTOGRAPHED}
    assert {path.name for path in DOCS.glob("guide-*.png")} == pictures
    assert all(f"({picture})" in GUIDE.read_text() for picture in pictures)

"""docs/guide.md shows what the chat shows."""

from tests.guide.page import DOCS, GUIDE, filled, shown
from tests.guide.pictures import PHOTOGRAPHED
from tests.guide.playing import transcripts
from tests.guide.scenes import SCENES
from tests.guide.transcript import alike


async def test_the_guide_shows_what_the_chat_shows() -> None:
    """When this fails, `python -m tests.guide` writes it anew."""
    played, told = await transcripts(), shown(GUIDE.read_text())
    assert set(told) == set(SCENES)
    # Where the machine is too busy for their pace, scenes may go otherwise; not at this one.
    changed = [name for name in played if alike(told[name]) != alike(played[name])]
    for name, transcript in (await transcripts(changed, times=2)).items():
        assert alike(told[name]) == alike(transcript), name
    assert shown(filled(GUIDE.read_text(), played)) == played


def test_every_picture_is_there() -> None:
    pictures = {f"guide-{name}.png" for name in PHOTOGRAPHED}
    assert {path.name for path in DOCS.glob("guide-*.png")} == pictures
    assert all(f"({picture})" in GUIDE.read_text() for picture in pictures)

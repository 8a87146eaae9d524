"""kill -9 just before and just after every commit that writes."""

from itertools import product

import pytest

from tests.fire import commits
from tests.fire.chain import live_through, send, served_once
from tests.fire.commits import When, visited
from tests.whole.conftest import Stage
from tests.whole.process import Life

BOTH = {
    "_run",  # the schema
    "Inbox.put",
    "Admission.accept (queued)",
    "Claims.void_leases",
    "Claims.claim_cards (queued)",
    "cards Jobs.release (queued)",
    "Claims.claim_queued (queued)",
    "submit Budgets.reserve (queued)",
    "submit Jobs.begin_purchase (submitting)",
    "Claims.claim_checks (submitting)",
    "check Budgets.reserve (submitting)",
    "check Jobs.move (generating)",
    "Claims.claim_cards (generating)",
    "cards Jobs.release (generating)",
    "Claims.claim_checks (generating)",
    "check Budgets.reserve (generating)",
    "check Jobs.release (generating)",
    "check Jobs.finish (delivering)",
    "Claims.claim_cards (delivering)",
    "cards Jobs.move (closed)",
}
# After the commit that begins a purchase the next life asks again, in the other lane.
OF_TIME = {"before": {"submit Jobs.move (generating)"}, "after": set[str]()}
OF_KIND = {
    "text": set[str](),
    "picture": {"submit Jobs.note (queued)"},
    "album": {"submit Jobs.note (queued)", "Albums.join", "Albums.join (queued)"},
}
MADE_SLOWLY = {"check Jobs.release (generating)", "cards Jobs.release (generating)"}
"""What is written only while a video is being made."""


def points(kind: str, when: str) -> set[str]:
    return BOTH | OF_TIME[when] | OF_KIND[kind]


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        pytest.param(
            kind,
            when,
            marks=pytest.mark.tried(
                "kill -9 before or after a commit", times=len(points(kind, when))
            ),
        )
        for kind, when in product(OF_KIND, OF_TIME)
    ],
)
async def test_a_kill_at_any_commit_loses_and_doubles_nothing(
    stage: Stage, kind: str, when: When
) -> None:
    journal = stage.folder / "journal"

    def born() -> Life:
        if set(visited(journal)) >= MADE_SLOWLY:
            stage.videos.release()
        return Life(stage, main=commits.main, main_args=(journal, when))

    stage.videos.hold()
    send(stage, kind)
    kills = await live_through(stage, born)
    assert set(visited(journal)) == points(kind, when)
    assert kills == len(points(kind, when))
    served_once(stage, kind)


FIRST = "Admission.accept (queued)"
SECOND = "Albums.join (queued)"


@pytest.mark.tried("kill -9 between two pictures of an album")
@pytest.mark.parametrize(("when", "place"), [("after", FIRST), ("before", SECOND)])
async def test_a_kill_between_two_pictures_of_an_album_leaves_none_of_them_out(
    stage: Stage, when: When, place: str
) -> None:
    """By the next life the job of the first is due, and the second waits in the inbox."""
    args = (stage.folder / "journal", when, [place])
    send(stage, "album")
    kills = await live_through(stage, lambda: Life(stage, main=commits.main, main_args=args))
    assert kills == 1
    served_once(stage, "album")

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.i18n.words import Notice, Words
from bot.worker.receipt import Receipts, took_notice
from storage.jobs import Ending, Outcome
from tests.worker.conftest import Shop

COUNTED, NOT_COUNTED = (
    "It counts against your limit.",
    "It does not count against your daily limit.",
)


def test_what_a_video_took_is_told_to_the_second() -> None:
    words = Words()
    for seconds, said in (
        (1, "1 second"),
        (99, "1 min 39 s"),
        (48, "48 seconds"),
        (125, "2 min 5 s"),
    ):
        told = words.say("en", took_notice(timedelta(seconds=seconds)))
        assert told == f"✅ Your video is ready. It took {said}."


async def test_every_outcome_without_a_video_tells_its_charge_and_the_limit(shop: Shop) -> None:
    """That the store counts in the same way is shown in tests/storage/test_admission.py."""
    words = Words()
    receipts = Receipts(
        records=shop.store.records, words=words, per_day=30, admins=frozenset({1}),
        clock=shop.clock,
    )  # fmt: skip
    job = await shop.submitting()
    bought = replace(job, submission_id="17")
    for ending in set(Ending) - {Ending.VIDEO, Ending.CANCELLED}:
        limit = COUNTED if ending is Ending.MODERATED else NOT_COUNTED
        unclear = "The video service does not say whether it charged for this."
        charge = unclear if ending is Ending.UNKNOWN else "Nothing was charged."
        reason = "refused-picture" if ending is Ending.REFUSED else f"outcome-{ending}"
        why = words.say("en", Notice(reason))
        outcome = Outcome(ending=ending, reason=reason)
        for asked, told_by, cost in (
            (bought, outcome, f"{unclear}\n{limit}"),
            (job, outcome, f"{charge}\n{limit}"),
            (bought, replace(outcome, credits=Decimal(35)), f"Charged: 35 credits.\n{limit}"),
            (replace(job, user_id=1), outcome, charge),
        ):
            assert receipts.without_video(asked, told_by) == f"{why}\n\n{cost}"
    cancelled = words.say("en", Notice("outcome-cancelled"))
    assert receipts.without_video(job, Outcome(ending=Ending.CANCELLED)) == cancelled

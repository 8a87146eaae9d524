from dataclasses import replace
from decimal import Decimal

from bot.i18n.words import Words
from bot.worker.receipt import Receipts
from storage.jobs import Ending, Outcome
from tests.worker.conftest import Shop

COUNTED, NOT_COUNTED = "It counts against your limit.", "It does not count against your limit."


async def test_every_outcome_without_a_video_tells_its_charge_and_the_limit(shop: Shop) -> None:
    """That the store counts in the same way is shown in tests/storage/test_admission.py."""
    receipts = Receipts(
        records=shop.store.records, words=Words(), per_day=30, admins=frozenset({1}),
        clock=shop.clock,
    )  # fmt: skip
    job = await shop.submitting()
    bought = replace(job, submission_id="17")
    for ending in set(Ending) - {Ending.VIDEO, Ending.CANCELLED}:
        limit = COUNTED if ending is Ending.MODERATED else NOT_COUNTED
        unclear = "The video service does not say whether it charged for this."
        charge = unclear if ending is Ending.UNKNOWN else "Nothing was charged."
        known = Outcome(ending=ending, credits=Decimal(35))
        assert receipts.without_video(bought, Outcome(ending=ending)) == f"{unclear}\n{limit}"
        assert receipts.without_video(job, Outcome(ending=ending)) == f"{charge}\n{limit}"
        assert receipts.without_video(bought, known) == f"It took 35 credits.\n{limit}"
        admins = replace(job, user_id=1)
        assert receipts.without_video(admins, Outcome(ending=ending)) == charge
    assert receipts.without_video(job, Outcome(ending=Ending.CANCELLED)) == ""

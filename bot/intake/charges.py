"""What a job that ended without a video cost: under its outcome, and whenever that is asked for."""

from collections.abc import Sequence
from decimal import Decimal

from bot.i18n.words import Notice, Words
from bot.intake.outcomes import outcome_notice
from storage.jobs import COUNTED_ENDINGS, Ending, Job, Outcome


def told_without_video(job: Job, outcome: Outcome, words: Words, *, is_admin: bool) -> str:
    """How a job ended without a video and what that cost, in its language; admins have no limit."""
    said = words.say(job.language, outcome_notice(outcome))
    costs = _costs(job, outcome, words, is_admin=is_admin)
    cost = words.say_all(job.language, costs, between="\n")
    return f"{said}\n\n{cost}" if cost else said


def _costs(job: Job, outcome: Outcome, words: Words, *, is_admin: bool) -> Sequence[Notice]:
    """What was charged, and whether it counts; nothing where the outcome's own words tell."""
    if outcome.ending is Ending.CANCELLED:
        return ()
    charge = _charge(job, outcome, words)
    if is_admin:
        return [charge]
    counts = outcome.ending in COUNTED_ENDINGS
    return [charge, Notice("limit-used" if counts else "limit-kept")]


def _charge(job: Job, outcome: Outcome, words: Words) -> Notice:
    """Nothing, where nothing was bought; else what the provider tells, which is little."""
    if outcome.credits is not None:
        spent = credits_said(job, outcome.credits, words)
        return Notice("charge-known", {"credits": spent})
    bought = job.submission_id is not None or outcome.ending is Ending.UNKNOWN
    return Notice("charge-unknown" if bought else "charge-none")


def credits_said(job: Job, spent: Decimal, words: Words) -> str:
    """So many credits, in the job's language."""
    number = int(spent) if spent == int(spent) else f"{spent.normalize():f}"
    return words.say(job.language, Notice("receipt-credits", {"number": number}))

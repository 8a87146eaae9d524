"""Lengths of time, as the catalogues say them."""

from datetime import timedelta

from bot.i18n.words import Notice


def span(time: timedelta) -> dict[str, str | int]:
    """A number, rounded up, and its unit: the facts that the message `span` needs."""
    seconds = max(1, -(-time // timedelta(seconds=1)))
    if seconds < 100:
        return {"number": seconds, "unit": "seconds"}
    minutes = -(-seconds // 60)
    if minutes < 100:
        return {"number": minutes, "unit": "minutes"}
    hours = -(-minutes // 60)
    if hours < 48:
        return {"number": hours, "unit": "hours"}
    return {"number": -(-hours // 24), "unit": "days"}


def lasted(time: timedelta) -> Notice:
    """So long by now, to the second and in short; it has no plural."""
    minutes, seconds = divmod(time // timedelta(seconds=1), 60)
    if not minutes:
        return Notice("lasted-seconds", {"seconds": seconds})
    return Notice("lasted-minutes", {"minutes": minutes, "seconds": seconds})

"""Lengths of time, as the catalogues say them."""

from datetime import timedelta


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

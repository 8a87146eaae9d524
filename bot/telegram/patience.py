"""How long Telegram may take to answer. Whoever waits for an answer holds a place of others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """In seconds, each from the request's beginning to the answer's end."""

    answer_s: int = 20
    """For whatever is not below. A lost answer costs a second try, a place costs everybody."""
    action_s: int = 3
    """For a mere sign of life: the video comes after it."""
    video_s: int = 90
    """Telegram fetches up to 20 MB itself before it answers."""
    upload_s: int = 300
    """For 50 MB over a slow line."""
    download_s: int = 60
    """For a picture of up to 20 MB."""
    poll_s: int = 25
    """How long Telegram holds a poll open when nothing has come."""
    poll_answer_s: int = 10
    """How much longer than a poll its answer may take."""
    watch_s: int = 120
    """From one look whether the webhook is still there to the next."""


PATIENCE = Patience()

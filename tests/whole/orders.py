"""What was ordered from a video service."""

from typing import Any

from tests.whole.conftest import Stage


def orders(stage: Stage) -> list[tuple[str, str]]:
    """What was bought, and with which words."""
    calls = [call for call in stage.videos.calls if call.name in {"text", "img", "transition"}]
    return [(call.name, call.body["prompt"]) for call in calls]


def bought(sandbox: Any) -> list[str]:
    """What was bought of this service."""
    return [purchase.what for purchase in sandbox.books.purchases]

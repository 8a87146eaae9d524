"""What the gateway says no with: FastAPI's errors, and the platform's passed on.

The platform's codes are those of `bot.demo.sandbox.pixverse.refusal`. How the documentation's HTTP
statuses fall to them is partly invented: it has none for moderation (here 400) and none for an
empty account (here 500).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.demo.sandbox.pixverse.refusal import Refusal

_RETRIED = frozenset({429, 500, 502, 503, 504})
_DOCUMENTED: Mapping[int, int] = {
    400011: 400,
    400018: 400,
    500008: 404,
    500030: 413,
    500031: 400,
    500032: 400,
    500033: 400,
    500044: 429,
    500052: 400,
    500063: 400,
    500090: 500,
}


class HttpRefusal(Exception):  # noqa: N818 (an answer, and named like one)
    """A call that is not carried out: `detail` is FastAPI's, a sentence or a list of errors."""

    def __init__(
        self, status: int, detail: str | Sequence[Mapping[str, Any]], *, retry_after_s: int = 0
    ) -> None:
        super().__init__(str(detail))
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s


def field_error(where: Sequence[str], kind: str, message: str) -> Mapping[str, Any]:
    """One error of FastAPI's validation."""
    return {"loc": list(where), "msg": message, "type": kind}


def missing(*where: str) -> Mapping[str, Any]:
    """The error for a field that must be there."""
    return field_error(where, "missing", "Field required")


def passed_on(refusal: Refusal) -> HttpRefusal:
    """The platform's error as the gateway's code passes it on.

    It repeats what the platform answers with HTTP 429 or 5xx, and gives up without saying why; a
    moderated picture is such an answer.
    """
    if refusal.http_status in _RETRIED:
        return HttpRefusal(504, "Max retries exceeded")
    return HttpRefusal(502, f"Pixverse error {refusal.code}: {refusal}")


def documented(refusal: Refusal) -> HttpRefusal:
    """The platform's error as the gateway's documentation would have it."""
    return HttpRefusal(_DOCUMENTED.get(refusal.code, 500), str(refusal))

"""What APIXO says no with, before there is a task.

The documentation shows two shapes: a message without data, and the message "Invalid request" with
what is wrong in `data.error`. Which one meets what is not documented; here a missing field is
answered with the second, as in the documentation's only example of it.
"""

from collections.abc import Mapping

MESSAGES: Mapping[int, str] = {
    400: "Invalid request",
    401: "Invalid or missing API Key",
    402: "Insufficient balance",
    403: "Content violates policy",
    404: "Resource not found",
    429: "Rate limit exceeded",
    500: "Internal server error",
    503: "Service temporarily unavailable",
}
POOR_MESSAGE = "Insufficient credits"
KEY_RIGHTS_MESSAGE = "API key lacks permission"


class Refusal(Exception):  # noqa: N818 (an answer, and named like one)
    """A call that is not carried out. `code` is in the body and the HTTP status, too."""

    def __init__(self, code: int, message: str = "", *, error: str | None = None) -> None:
        super().__init__(message or MESSAGES[code])
        self.code = code
        self.error = error


def missing(field: str) -> Refusal:
    """A field that must be there is not."""
    return Refusal(400, error=f"Missing required field: {field}")


def invalid(field: str, why: str = "") -> Refusal:
    """A field is not as it must be. The wording is invented."""
    return Refusal(400, f"Invalid value for {field}{': ' if why else ''}{why}")

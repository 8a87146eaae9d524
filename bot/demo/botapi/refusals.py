"""How the Bot API says no.

The words are Telegram's own, for a bot may have to tell refusals apart by them. Where Telegram's
server is open (https://github.com/tdlib/telegram-bot-api, https://github.com/tdlib/td) they follow
its source.
"""

from typing import Any

from bot.demo.faults import Effect, answer


class Refused(Exception):  # noqa: N818 (an answer, not a crash)
    """A refused call; `description` is what the bot reads."""

    def __init__(self, description: str, *, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def json(self) -> dict[str, Any]:
        """The body of the answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad_request(reason: str) -> Refused:
    """A 400 in Telegram's form: sentences begin small, names of errors stay as they are."""
    is_name = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    return Refused(f"Bad Request: {reason if is_name else reason[:1].lower() + reason[1:]}")


def forbidden(reason: str) -> Refused:
    """A 403."""
    return Refused(f"Forbidden: {reason}", code=403)


def conflict(reason: str) -> Refused:
    """A 409."""
    return Refused(f"Conflict: {reason}", code=409)


def flood(retry_after_s: int) -> Refused:
    """A 429 with the seconds to wait."""
    return Refused(
        f"Too Many Requests: retry after {retry_after_s}", code=429, retry_after=retry_after_s
    )


def entity_too_large() -> Refused:
    """A 413: the request is larger than an upload may be."""
    return Refused("Request Entity Too Large", code=413)


def too_many_requests(retry_after_s: int) -> Effect:
    """A fault: Telegram asks to come back later."""
    return answer(429, json=flood(retry_after_s).json)


def internal_error() -> Effect:
    """A fault: Telegram's own trouble, as JSON."""
    return answer(500, json=Refused("Internal Server Error", code=500).json)


def bad_gateway() -> Effect:
    """A fault: the proxy in front of Telegram answers, in HTML."""
    page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n"
    return answer(502, body=page)

"""What Modelverse says no with: an object whose `code` names the error and whose `type` its kind.

Names, kinds, HTTP statuses and wordings are documented (Error codes, API keys), but for the HTTP
statuses of the two `forbidden` errors, which are assumed to be 403, and for `not_found`, which no
page has. What stands after a colon in a message is invented.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

NamedIn = Literal["code", "type"]


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One documented error."""

    http_status: int
    type: str
    code: str
    message: str


_INVALID = "invalid_request_error"
ERRORS: Mapping[str, ErrorKind] = {
    "param_error": ErrorKind(400, _INVALID, "param_error", "Invalid param"),
    "invalid_messages": ErrorKind(400, _INVALID, "invalid_messages", "Sensitive chat messages"),
    "sensitive_check_error": ErrorKind(
        400, _INVALID, "sensitive_check_error", "Sensitive check error"
    ),
    "websearch_error": ErrorKind(400, _INVALID, "websearch_error", "Web search error"),
    "model_error": ErrorKind(400, _INVALID, "model_error", "No permission to use the model"),
    "tokens_too_long": ErrorKind(400, _INVALID, "tokens_too_long", "Prompt tokens too long"),
    "auth_error": ErrorKind(401, _INVALID, "auth_error", "Validate Certification failed"),
    "permission_error": ErrorKind(
        403, "permission_error", "forbidden", "Access forbidden: api key quota exceeded"
    ),
    "ip_forbidden": ErrorKind(
        403, "permission_error", "forbidden", "Access forbidden: api key ip not in whitelist"
    ),
    "not_found": ErrorKind(404, _INVALID, "not_found", "Not found"),
    "timeout": ErrorKind(408, "timeout", "timeout", "Request timeout, please try again later"),
    "rate_limit": ErrorKind(
        429, "rate_limit_error", "rate_limit", "Rate limit exceeded, please try again later"
    ),
    "internal_error": ErrorKind(500, "internal_error", "internal_error", "Internal Server Error"),
    "model_server_error": ErrorKind(
        500, "internal_error", "model_server_error", "Request llm server Error"
    ),
    "gateway_timeout_error": ErrorKind(
        504, "timeout", "gateway_timeout_error", "Gateway timeout, please try again later"
    ),
}
"""By the error's code, or by a name of ours where that would not tell two of them apart."""


class Refusal(Exception):  # noqa: N818 (an answer, and named like one)
    """A call that is not carried out. `name` is one of ERRORS."""

    def __init__(self, name: str, about: str = "") -> None:
        self.kind = ERRORS[name]
        super().__init__(f"{self.kind.message}: {about}" if about else self.kind.message)


def error_body(refusal: Refusal, *, named_in: NamedIn = "code") -> dict[str, Any]:
    """The body of an error; `param` is the request's id, whatever its name promises.

    `named_in` "type" is a reading of the documentation that is easily made: the name is the type,
    and there is no code.
    """
    kind = refusal.kind
    in_code = named_in == "code"
    named = kind.type if in_code or kind.code == "forbidden" else kind.code
    error = {"message": str(refusal), "type": named, "param": request_id()}
    return {"error": error | {"code": kind.code if in_code else None}}


def request_id() -> str:
    """A new one, in the form of the documentation's examples."""
    return str(uuid.uuid4())


def invalid(field: str, why: str) -> Refusal:
    """A field is not as it must be."""
    return Refusal("param_error", f"{field} {why}")

"""Structured logs: a constant message with fields beside it, as console lines or JSON.

No prompt, picture, token or signed URL belongs in a log. The redaction here is the last net for
what a library may let slip, not a licence to log it.
"""

import logging
import re
import sys
from collections.abc import Collection, Sequence
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# A bot token ("123456:35 letters") wherever it stands, and the query of any URL (signatures).
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")
_QUERY = re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]+")


class Redactor:
    """Takes secrets out of every field of a record, tracebacks included."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: Any, _method: str, event: EventDict) -> EventDict:
        """A structlog processor."""
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, int | float | None):
            return value
        value = str(value)
        for secret in self._secrets:
            value = value.replace(secret, "***")
        return _QUERY.sub(r"\1?***", _TOKEN.sub("***", value))


def configure(*, level: str, form: str, secrets: Collection[str] = ()) -> None:
    """Send every record, the libraries' too, to stderr. `form` is "console" or "json".

    A record that cannot be written, as on a full disk or a closed pipe, is dropped: nothing that
    the bot does depends on its log.
    """
    # Python's own complaint would go to the same place, with the record as it was before its
    # secrets were taken out.
    logging.raiseExceptions = False
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redactor(secrets),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_handler(form, shared)]
    root.setLevel(level)
    # These write whole URLs at INFO: a Telegram URL holds the token, a provider's may be signed.
    for chatty in ("httpx", "httpcore", "aiohttp.access", "aiogram", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def _handler(form: str, shared: Sequence[Processor]) -> logging.Handler:
    """Writes every record in its last form. `shared`: what has to be done to each before."""
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr is not None and sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    return handler

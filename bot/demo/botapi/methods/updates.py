"""How the bot hears of what happens."""

import re
from typing import Any

import yarl

from bot.demo.botapi.query import Query
from bot.demo.botapi.refusals import bad_request, conflict
from bot.demo.botapi.telegram import Telegram
from bot.demo.botapi.views import Json, given
from bot.demo.botapi.webhook import Hook

MAX_TIMEOUT_S = 50
MAX_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


async def get_updates(telegram: Telegram, query: Query) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates."""
    if telegram.webhook.hook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    _read_allowed(telegram, query)
    updates = await telegram.updates.poll(
        offset=query.integer("offset"),
        limit=query.integer("limit", 100, low=1, high=100),
        timeout_s=query.integer("timeout", low=0, high=MAX_TIMEOUT_S),
    )
    return [update.json for update in updates]


async def set_webhook(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#setwebhook; loopback may be plain http and any port."""
    if not query.has("url"):
        return await delete_webhook(telegram, query)
    hook = Hook(
        url=_checked_url(query.text("url")),
        secret_token=query.text("secret_token"),
        max_connections=query.integer("max_connections", 40, low=1, high=MAX_CONNECTIONS),
    )
    if not _SECRET.fullmatch(hook.secret_token):
        raise bad_request("secret token contains unallowed characters")
    _read_allowed(telegram, query)
    if query.flag("drop_pending_updates"):
        telegram.updates.drop_pending()
    await telegram.webhook.set(hook)
    return True


async def delete_webhook(telegram: Telegram, query: Query) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook."""
    await telegram.webhook.set(None)
    if query.flag("drop_pending_updates"):
        telegram.updates.drop_pending()
    return True


async def get_webhook_info(telegram: Telegram, _query: Query) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo."""
    hook = telegram.webhook.hook
    date, message = telegram.webhook.last_error or (None, None)
    info: Json = {
        "url": "" if hook is None else hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.updates.pending),
    }
    return info | given(
        max_connections=None if hook is None else hook.max_connections,
        ip_address=None if hook is None else "127.0.0.1",
        last_error_date=date,
        last_error_message=message,
        allowed_updates=list(telegram.updates.allowed) or None,
    )


def _checked_url(text: str) -> str:
    try:
        url = yarl.URL(text)
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if not url.host:
        raise bad_request("invalid webhook URL specified")
    if url.host in _LOOPBACK and url.scheme in ("http", "https"):
        return text
    if url.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if url.port not in (443, 80, 88, 8443):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return text


def _read_allowed(telegram: Telegram, query: Query) -> None:
    """Remember the kinds asked for; a call that names none leaves them as they are."""
    if not query.has("allowed_updates"):
        return
    kinds: Any = query.decoded("allowed_updates", complaint="can't parse allowed updates")
    if isinstance(kinds, list):
        telegram.updates.allow([str(kind).lower() for kind in kinds])

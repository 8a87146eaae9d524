"""Signed calls, by a clock that the test moves."""

import json
from datetime import timedelta

import pytest

from bot.demo.sandbox.pixverse.webhooks import Webhook as Sender
from bot.providers.base import Callback, CallbackRefused
from bot.providers.pixverse_webhook import LATEST, Webhook
from storage.store import Store
from tests.still_clock import StillClock

BODY = {"id": "123", "status": 1, "url": "https://x/1.mp4", "has_audio": True, "credits": 4.5}


def sent(clock: StillClock, *, at: timedelta = timedelta(0), secret: str = "whisper") -> Callback:
    """A call as the platform makes it, at so much later than now."""
    sender = Sender(webhook_id=7, secret=secret, now=(clock.now() + at).timestamp)
    headers = {name.lower(): value for name, value in sender.headers(BODY).items()}
    return Callback(headers=headers, body=json.dumps(BODY).encode())


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def webhook(store: Store, clock: StillClock) -> Webhook:
    return Webhook(id=7, secret="whisper", nonces=store.nonces, clock=clock)


async def test_a_genuine_call_names_its_video(webhook: Webhook, clock: StillClock) -> None:
    assert await webhook.read(sent(clock)) == "123"


@pytest.mark.parametrize("sign", [-1, 1])
async def test_a_timestamp_that_is_far_off_is_refused(
    webhook: Webhook, clock: StillClock, sign: int
) -> None:
    second = timedelta(seconds=1)
    assert await webhook.read(sent(clock, at=sign * (LATEST - second)))
    with pytest.raises(CallbackRefused, match="too old"):
        await webhook.read(sent(clock, at=sign * (LATEST + second)))


async def test_a_number_is_used_once(webhook: Webhook, clock: StillClock) -> None:
    call = sent(clock)
    await webhook.read(call)
    with pytest.raises(CallbackRefused, match="replayed"):
        await webhook.read(call)


async def test_a_forged_call_uses_up_no_number(
    webhook: Webhook, clock: StillClock, store: Store
) -> None:
    forged = sent(clock, secret="guessed")
    with pytest.raises(CallbackRefused, match="forged"):
        await webhook.read(forged)
    assert await store.nonces.use(f"pixverse/{forged.headers['webhook-nonce']}", now=clock.now())


async def test_the_secret_does_not_show(webhook: Webhook) -> None:
    assert "whisper" not in repr(webhook)

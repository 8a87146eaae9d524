"""A sandbox of the PixVerse open platform, API version 2 (docs.platform.pixverse.ai)."""

from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox, Plan
from bot.demo.sandbox.pixverse.webhooks import Webhook

__all__ = ["PixVerseSandbox", "Plan", "Webhook"]

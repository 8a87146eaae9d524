"""A sandbox of the self-hosted "Pixverse gateway": three routes in front of the PixVerse platform.

Its documentation is the text that its users were given; its code is public
(github.com/warmsiemens/pixverse-integration).
"""

from bot.demo.sandbox.gateway.sandbox import GatewaySandbox, Plan

__all__ = ["GatewaySandbox", "Plan"]

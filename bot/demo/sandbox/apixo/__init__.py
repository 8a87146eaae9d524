"""A sandbox of APIXO's models wan-2-5 and wan-2-5-video (apixo.ai/docs)."""

from bot.demo.sandbox.apixo.sandbox import ApixoSandbox, Plan

__all__ = ["ApixoSandbox", "Plan"]

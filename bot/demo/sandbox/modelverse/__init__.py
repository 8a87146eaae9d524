"""A sandbox of UCloud's Modelverse with the model pixverse-v6 (docs.ucloud.cn/modelverse)."""

from bot.demo.sandbox.modelverse.sandbox import ModelverseSandbox, Plan

__all__ = ["ModelverseSandbox", "Plan"]

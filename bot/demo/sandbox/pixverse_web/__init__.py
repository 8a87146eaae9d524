"""A sandbox of a PixVerse web account: the undocumented endpoints of the platform's own web page.

What is known of them is in client code (github.com/usvvdev/pixverse.back and Sakenfor/pixsim7).
"""

from bot.demo.sandbox.pixverse_web.sandbox import PixVerseWebSandbox, Plan

__all__ = ["PixVerseWebSandbox", "Plan"]

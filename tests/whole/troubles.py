"""What Telegram may do to a call, and every method of it that the bot calls."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.demo.botapi.refusals import bad_gateway, internal_error, too_many_requests
from bot.demo.botapi.server import BotApi
from bot.demo.faults import Effect, Handler, Hold, answer, cut
from bot.telegram.patience import Patience

TRIED = "a fault of Telegram, alone and in a row"
CLOCK = 20
QUICK = Patience(
    answer_s=1, action_s=1, video_s=1, upload_s=2, download_s=1, poll_s=1, poll_answer_s=1,
    watch_s=20,
)  # fmt: skip
FAULTS: Mapping[str, Callable[[], Effect]] = {
    "429": lambda: too_many_requests(3),
    "500": internal_error,
    "502": bad_gateway,
    "no words": lambda: answer(500, json={"ok": False}),
    "no text": lambda: answer(502, body=b"\xff\xfe\x00", content_type="application/json"),
    "cut": cut,
    "cut after": lambda: cut(carried_out=True),
    "hang": Hold,
    "hang after": lambda: Hold(carried_out=True),
}
OF_JOBS = {
    "getUpdates": 0, "sendMessage": 0, "editMessageText": 0, "editMessageMedia": 0,
    "editMessageReplyMarkup": 0, "sendChatAction": 0, "getFile": 0, "file": 0, "ping": 1,
}  # fmt: skip
"""With how many calls of each job go well before the fault. (The ping is a message.)"""
AT_START = (
    ("getMe",),
    ("deleteWebhook", "getMyDescription", "setMyDescription"),
    ("setMyCommands", "getMyShortDescription", "setMyShortDescription"),
    ("setWebhook", "getWebhookInfo"),
)
"""Those of one bot each, in their order."""
OF_PEOPLE = (
    "answerCallbackQuery", "editMessageText", "editMessageMedia", "sendVideo", "answerInlineQuery",
)  # fmt: skip
"""By which the bot answers a press, a command, or what is typed after its name."""
METHODS = {*OF_JOBS, *OF_PEOPLE, *(method for group in AT_START for method in group)} - {"ping"}


def check(api: BotApi) -> None:
    """Raise AssertionError for a method that the bot has called and that is tried with no fault."""
    called = {call.method for call in api.calls}
    assert called <= METHODS, called - METHODS


class Met:
    """An effect that tells when it was met so often."""

    def __init__(self, effect: Effect, times: int = 1) -> None:
        self._effect, self._left = effect, times
        self.all = asyncio.Event()

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._left -= 1
        if self._left == 0:
            self.all.set()
        return await self._effect(request, handler)

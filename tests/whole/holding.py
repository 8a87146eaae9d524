"""Calls that are held for one person alone."""

from aiohttp import web

from bot.demo.botapi.chats import Chat
from bot.demo.faults import Handler, Hold
from tests.whole.conftest import chat_id_of


class HoldAt(Hold):
    """Holds what is said to one person."""

    def __init__(self, chat: Chat, *, carried_out: bool = True) -> None:
        super().__init__(carried_out=carried_out)
        self._chat = chat

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if await chat_id_of(request) != self._chat.id:
            return await handler(request)
        return await super().__call__(request, handler)

"""Inline mode: what people ask the bot in any chat, and what it offers them there.

https://core.telegram.org/bots/inline
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.demo.botapi.chats import Content
from bot.demo.botapi.people import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One thing to send; `content` is what the message shows then."""

    id: str
    title: str
    description: str
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The bot's answer to an inline query. `start_parameter` is where its button leads."""

    query_id: str = ""
    query: str = ""
    results: tuple[Offered, ...] = ()
    next_offset: str = ""
    button: str | None = None
    start_parameter: str | None = None

    @property
    def titles(self) -> list[str]:
        """What a person reads first of each."""
        return [one.title for one in self.results]

    def find(self, result_id: str) -> Offered:
        """One of the results. Raises LookupError."""
        for one in self.results:
            if one.id == result_id:
                return one
        raise LookupError(f"no result {result_id!r} in {self.titles}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    user: User
    query: str
    offset: str
    answer: asyncio.Future[Offer]


@dataclass(slots=True, kw_only=True)
class InlineQueries:
    """The queries, their answers, and what Telegram's cache keeps of these. `now` in seconds."""

    now: Callable[[], float]
    _open: dict[str, _Open] = field(default_factory=dict)
    _given: dict[str, Offer] = field(default_factory=dict)
    _cache: dict[tuple[str, str, int | None], tuple[float, Offer]] = field(default_factory=dict)

    def cached(self, user: User, query: str, offset: str) -> Offer | None:
        """An answer that the bot is not asked for again."""
        for person in (user.id, None):
            until, offer = self._cache.get((query, offset, person), (0.0, None))
            if offer is not None and self.now() < until:
                return offer
        return None

    def ask(self, user: User, query: str, offset: str) -> "tuple[str, asyncio.Future[Offer]]":
        """A new query: its id, and what will be its answer."""
        query_id = str(10**18 + secrets.randbelow(8 * 10**18))
        answer: asyncio.Future[Offer] = asyncio.get_running_loop().create_future()
        self._open[query_id] = _Open(user=user, query=query, offset=offset, answer=answer)
        return query_id, answer

    def answer(
        self,
        query_id: str,
        results: tuple[Offered, ...],
        *,
        next_offset: str,
        button: Mapping[str, str],
        cache_s: int,
        is_personal: bool,
    ) -> bool:
        """Show an answer; False when there is no such query any more."""
        asked = self._open.pop(query_id, None)
        if asked is None:
            return False
        offer = Offer(
            query_id=query_id,
            query=asked.query,
            results=results,
            next_offset=next_offset,
            button=button.get("text"),
            start_parameter=button.get("start_parameter"),
        )
        self._given[query_id] = offer
        person = asked.user.id if is_personal else None
        self._cache[asked.query, asked.offset, person] = (self.now() + cache_s, offer)
        if not asked.answer.done():
            asked.answer.set_result(offer)
        return True

    def given(self, query_id: str) -> Offer:
        """An answer that came before. Raises LookupError."""
        return self._given[query_id]

    def expire(self) -> None:
        """Make every query too old to be answered; who still waits gets nothing."""
        self._open.clear()

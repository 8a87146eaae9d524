"""/stats: how it goes today, and how it went this week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiogram.types import Message

from bot.clock import Clock
from bot.i18n.words import Notice, Words
from bot.telegram.admins.gate import Desk, Handler
from bot.telegram.admins.summary import endings
from bot.telegram.talk import Talk
from storage.admission import Limits
from storage.moderation import day_of
from storage.stats import Figures, Made, Times, figures, paused
from storage.store import Store

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsDesk(Desk):
    """What the store tells in numbers."""

    store: Store
    words: Words
    limits: Limits
    admins: frozenset[int]
    clock: Clock

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"stats": self.stats}

    async def stats(self, _message: Message, talk: Talk) -> None:
        """The day that began at midnight (UTC), and seven days back from now."""
        now = self.clock.now()
        week = await self.store.stats.accepted_since(now - WEEK)
        today = [one for one in week if one.created_at >= day_of(now)]
        is_open = await self.store.records.open_by_state()
        state = {
            "open": str(sum(is_open.values())),
            "paused": str(paused(week, limit=self.limits.moderated, exempt=self.admins, now=now)),
            "banned": str(await self.store.standings.banned()),
        }
        await talk.say(
            *self._period(talk.language, "today", figures(today)),
            *self._period(talk.language, "week", figures(week)),
            Notice("stats-now", state),
            between="\n",
        )

    def _period(self, language: str | None, name: str, sums: Figures) -> Sequence[Notice]:
        numbers = {"jobs": str(sums.jobs), "people": str(sums.people)}
        notices = [Notice("stats-title", {"period": name, **numbers})]
        if sums.jobs:
            said = {"endings": endings(self.words, language, sums.endings)}
            notices.append(Notice("stats-endings", said))
        if sums.waited is not None:
            notices.append(Notice("stats-waited", _seconds(sums.waited)))
        return [*notices, *(_made(one) for one in sums.made)]


def _made(made: Made) -> Notice:
    facts = {"provider": made.provider, "videos": str(made.videos), **_seconds(made.times)}
    return Notice("stats-made", {**facts, "spent": f"{made.credits:f}" if made.credits else "none"})


def _seconds(times: Times | None) -> Mapping[str, str]:
    if times is None:
        return {"median": "–", "slow": "–"}
    return {"median": f"{times.median_s:.0f}", "slow": f"{times.slow_s:.0f}"}

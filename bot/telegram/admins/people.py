"""/user, /limit, /ban and /unban: what one person has had, and may have."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.filters import CommandObject
from aiogram.types import Message

from bot.clock import Clock
from bot.i18n.span import span
from bot.i18n.words import Notice, Words
from bot.telegram.admins.gate import Desk, Handler, usage
from bot.telegram.admins.summary import endings, how
from bot.telegram.talk import Talk
from storage.admission import Limits
from storage.jobs import Job
from storage.standings import Standing
from storage.stats import Usage
from storage.store import Store

LATEST = 5
"""Jobs under /user."""
DIGITS = "[0-9]{1,18}"
DEFAULT = "/limit 123456789 per-day default"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk(Desk):
    """Asked for by id: /user tells it of a person, and so does @userinfobot."""

    store: Store
    words: Words
    limits: Limits
    admins: frozenset[int]
    clock: Clock
    wake: Callable[[], None]

    def commands(self) -> Mapping[str, Handler]:
        """See Desk."""
        return {"user": self.user, "limit": self.limit, "ban": self.ban, "unban": self.unban}

    async def user(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """Shows a person in numbers; what they wrote is theirs."""
        user_id = _id(command.args)
        if user_id is None:
            await talk.say(usage("/user 123456789"))
            return
        now = self.clock.now()
        used = await self.store.stats.usage(user_id, latest=LATEST, now=now)
        standing = await self.store.standings.get(user_id)
        chosen = await self.store.people.language(user_id)
        language = chosen or next((job.language for job in used.latest), None) or "–"
        title = Notice("user-title", {"user": str(user_id), "code": language})
        told = [*self._standing(user_id, standing, now), *self._used(user_id, used, standing)]
        await talk.say(title, *told, *self._jobs(talk.language, used, now), between="\n")

    def _standing(self, user_id: int, standing: Standing, now: datetime) -> Sequence[Notice]:
        if user_id in self.admins:
            return [Notice("user-admin")]
        if standing.banned_at is None:
            return []
        return [Notice("user-banned", span(now - standing.banned_at))]

    def _used(self, user_id: int, used: Usage, standing: Standing) -> Sequence[Notice]:
        if user_id in self.admins:
            return []
        per_day = self.limits.per_day if standing.per_day is None else standing.per_day
        facts: dict[str, str | int] = {
            "minute": f"{used.last_minute}/{self.limits.per_minute}",
            "day": f"{used.last_day}/{per_day}",
            "at_once": f"{used.active}/{self.limits.active}",
            "own": "no" if standing.per_day is None else "yes",
        }
        notices = [Notice("user-used", facts)]
        if used.moderated_today:
            is_paused = 0 < self.limits.moderated <= used.moderated_today
            stopped = {"number": used.moderated_today, "paused": "yes" if is_paused else "no"}
            notices.append(Notice("user-moderated", stopped))
        return notices

    def _jobs(self, language: str | None, used: Usage, now: datetime) -> Sequence[Notice]:
        if not used.latest:
            return [Notice("user-no-jobs")]
        all_of_them = Notice("user-jobs", {"endings": endings(self.words, language, used.endings)})
        return [all_of_them, *(self._job(language, job, now) for job in used.latest)]

    def _job(self, language: str | None, job: Job, now: datetime) -> Notice:
        ending = job.outcome.ending if job.outcome else job.state
        facts = {"state": how(self.words, language, ending), "provider": job.provider or "–"}
        return Notice("user-job", facts | {"job": str(job.id)} | span(now - job.created_at))

    async def limit(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """Gives a person a daily limit of their own, or everybody's again."""
        said = re.fullmatch(
            rf"({DIGITS})\s+per-day\s+([1-9][0-9]{{0,5}}|default)", command.args or ""
        )
        if said is None:
            await talk.say(usage("/limit 123456789 per-day 50"), usage(DEFAULT), between="\n")
            return
        user_id, own = int(said[1]), None if said[2] == "default" else int(said[2])
        await self.store.standings.limit(user_id, own, now=self.clock.now())
        per_day = self.limits.per_day if own is None else own
        facts: dict[str, str | int] = {"user": str(user_id), "allowed": per_day}
        await talk.say(Notice("own-limit-set", facts | {"own": "no" if own is None else "yes"}))

    async def ban(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """A person gets nothing any more; what was not bought for them is taken back."""
        user_id = _id(command.args)
        if user_id is None:
            await talk.say(usage("/ban 123456789"))
            return
        if user_id in self.admins:
            await talk.say(Notice("ban-admin"))
            return
        now, user = self.clock.now(), {"user": str(user_id)}
        new = await self.store.standings.ban(user_id, now=now)
        ended = await self.store.cancelling.cancel_all(user_id=user_id, now=now)
        self.wake()
        done = Notice("ban-done", {**user, "number": ended})
        await talk.say(done if new or ended else Notice("ban-before", user))

    async def unban(self, _message: Message, command: CommandObject, talk: Talk) -> None:
        """A person may ask for videos again."""
        user_id = _id(command.args)
        if user_id is None:
            await talk.say(usage("/unban 123456789"))
            return
        lifted = await self.store.standings.lift(user_id, now=self.clock.now())
        user = {"user": str(user_id)}
        await talk.say(Notice("unban-done", user) if lifted else Notice("unban-before", user))


def _id(args: str | None) -> int | None:
    """The person that a command is about."""
    said = re.fullmatch(DIGITS, args or "")
    return int(said[0]) if said else None

"""Who makes which job. Nothing is submitted here, so choosing anew costs nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.providers.breaker import Breaker
from bot.providers.registry import Candidate, Registry
from storage.jobs import Job
from storage.records import Records
from storage.switches import Switches

PATIENCE = timedelta(minutes=1)
"""How long a job waits for a free place at the provider that comes first, when another has one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which jobs to take out of the line, and by whom; None: nobody can do it any more.

    `wake_at` is when another plan may find more, if nothing happens before.
    """

    chosen: Mapping[int, Candidate | None]
    wake_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Knows who can do a job, and who is worth asking."""

    registry: Registry
    breaker: Breaker
    records: Records
    switches: Switches

    async def candidates(self, job: Job) -> Sequence[Candidate]:
        """Who may be asked for a job, whom to ask first: who works comes before who fails.

        Those that had their chance come last, and only when they may work again. Those that the
        admins have switched off are not asked at all.
        """
        return self._ordered(job, await self._able(job, await self.switches.off()))

    async def fresh(self, job: Job) -> Sequence[Candidate]:
        """Those of the candidates that have had no chance yet."""
        return self._fresh(job, await self._able(job, await self.switches.off()))

    def _ordered(self, job: Job, able: Sequence[Candidate]) -> Sequence[Candidate]:
        fresh = self._fresh(job, able)
        again = [
            one for one in able if one not in fresh and not self.breaker.is_open(one.provider.name)
        ]
        return [*fresh, *again]

    def _fresh(self, job: Job, able: Sequence[Candidate]) -> Sequence[Candidate]:
        left = [one for one in able if one.provider.name not in job.passed_over]
        return sorted(left, key=lambda one: self.breaker.open_until(one.provider.name))

    async def _able(self, job: Job, off: Collection[str]) -> Sequence[Candidate]:
        maker = await self._maker(job)
        if job.request.extends is not None and maker is None:
            return ()  # what was to go on is not there any more
        able = self.registry.candidates(job.request, extends=maker)
        return [one for one in able if one.provider.name not in off]

    async def has_others(self, job: Job, provider: str) -> bool:
        """Whether somebody else can do a job, and works."""
        others = await self.fresh(job)
        return any(
            one.provider.name != provider and not self.breaker.is_open(one.provider.name)
            for one in others
        )

    def may_recover(self, job: Job) -> bool:
        """Whether one of those that had their chance may work again without anybody's help."""
        troubles = (self.breaker.trouble(name) for name in job.passed_over)
        return any(trouble is None or not trouble.needs_operator for trouble in troubles)

    async def plan(
        self, line: Sequence[Job], free: Mapping[str, int], *, now: datetime, deadline: timedelta
    ) -> Plan:
        """Give the free places to the line, in its order."""
        planning = _Planning(free=Counter(free), now=now)
        off = await self.switches.off() if line else ()
        for job in line:
            candidates = self._ordered(job, await self._able(job, off))
            if not candidates or now > job.created_at + deadline:
                planning.chosen[job.id] = None
            elif planning.has_room:
                planning.place(job, self._open_last(candidates))
            else:
                break
        return Plan(chosen=planning.chosen, wake_at=planning.wake_at)

    def _open_last(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Those that work; where none does, the one to try all the same."""
        works = [one for one in candidates if not self.breaker.is_open(one.provider.name)]
        return works or candidates[:1]

    async def _maker(self, job: Job) -> str | None:
        if job.request.extends is None:
            return None
        return await self.records.maker_of(job.request.extends)


@dataclass(slots=True, kw_only=True)
class _Planning:
    free: Counter[str]
    now: datetime
    chosen: dict[int, Candidate | None] = field(default_factory=dict)
    wake_at: datetime | None = None

    @property
    def has_room(self) -> bool:
        """Whether anybody has a place left."""
        return any(places > 0 for places in self.free.values())

    def place(self, job: Job, candidates: Sequence[Candidate]) -> None:
        """The first candidate's place; another's only after some patience."""
        for number, candidate in enumerate(candidates):
            if self.free[candidate.provider.name] <= 0:
                continue
            patient_until = job.created_at + PATIENCE
            if number > 0 and self.now < patient_until:
                self.wake_at = min(self.wake_at or patient_until, patient_until)
                return
            self.free[candidate.provider.name] -= 1
            self.chosen[job.id] = candidate
            return

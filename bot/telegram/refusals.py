"""Refusals are said once: a flood of prompts does not become a flood of answers.

In a group everybody reads them, so the same one is said there again much later.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.i18n.words import Notice
from bot.intake.answers import Answer, Decision
from bot.telegram.talk import Talk

SAID_AGAIN_AFTER = timedelta(seconds=10)
IN_GROUPS = timedelta(minutes=10)
ASKED = {
    "picture-ask": "picture-ask-group",
    "video-ask": "video-ask-group",
    "album-ask": "album-ask-group",
}
"""What intake wants to know of each picture, here and in a group; all else is a refusal."""
REMEMBERED = 1000
"""Refusals in memory, before those that may be said again are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """What was refused to whom just now."""

    clock: Clock
    said_at: dict[tuple[int, int, str], datetime] = field(default_factory=dict)

    async def relay(self, talk: Talk, said: Answer) -> None:
        """Say what intake says: a question each time, a refusal once. May raise ChatError."""
        if isinstance(said, Decision):
            await talk.ask(said)
        elif said is not None and said.key in ASKED and talk.is_private:
            await talk.say(said)
        elif said is not None and said.key in ASKED:  # only an answer to the bot is meant for it
            await talk.say(Notice(ASKED[said.key]), asks=True)
        elif said is not None:
            await self.refuse_once(talk, said)

    async def refuse_command(self, talk: Talk, notice: Notice) -> None:
        """Say why a command does nothing: in private each time, for somebody asked for just that.

        May raise ChatError.
        """
        await (talk.say(notice) if talk.is_private else self.refuse_once(talk, notice))

    async def refuse_once(self, talk: Talk, notice: Notice) -> None:
        """Say no, unless the same was said to this person here just now. May raise ChatError.

        What could not be said at once counts, too: it is kept, and said later.
        """
        key, now = (talk.place.chat_id, talk.user_id, notice.key), self.clock.now()
        again_after = SAID_AGAIN_AFTER if talk.is_private else IN_GROUPS
        if key in self.said_at and now < self.said_at[key] + again_after:
            return
        self.said_at[key] = now
        if len(self.said_at) > REMEMBERED:
            self._forget(now - IN_GROUPS)
        await talk.say(notice)

    def _forget(self, before: datetime) -> None:
        for key in [key for key, at in self.said_at.items() if at <= before]:
            del self.said_at[key]

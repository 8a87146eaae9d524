"""People who keep so many videos under way, and what became of each of their prompts."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from random import Random

from bot.demo.botapi.chats import Message
from tests.fire.chain import READY
from tests.whole.conftest import Stage
from tests.whole.pictures import picture

PEOPLE = 8
KINDS = ("text", "picture", "album")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What broke a law, prompt by prompt. `orphans` are cards that nobody edits any more."""

    prompts: int
    lost: Sequence[str]
    doubled: Sequence[str]
    orphans: int


class Crowd:
    """Several people who write to the bot; each prompt has words of its own."""

    def __init__(self, stage: Stage, rng: Random) -> None:
        self._stage = stage
        self._rng = rng
        self._people = [stage.person(2001 + n, f"Person {n}") for n in range(PEOPLE)]
        self._sent: dict[str, Message] = {}

    @property
    def prompts(self) -> int:
        """How many were sent."""
        return len(self._sent)

    def keep(self, under_way: int) -> None:
        """Send new prompts in the place of those whose video has come."""
        for _ in range(under_way - (len(self._sent) - len(self._videos()))):
            self._send(self._rng.choice(KINDS))

    def _send(self, kind: str) -> None:
        user = self._rng.choice(self._people)
        chat, world, prompt = self._stage.chat(user), self._stage.api.world, f"wolf {self.prompts}"
        if kind == "text":
            self._sent[prompt] = world.send_text(chat, user, prompt)
            return
        album = f"album {prompt}" if kind == "album" else None
        self._sent[prompt] = world.send_photo(
            chat, user, picture(), caption=prompt, media_group_id=album
        )
        if album:
            world.send_photo(chat, user, picture(), media_group_id=album)

    def _shown(self) -> list[Message]:
        return [m for user in self._people for m in self._stage.chat(user).from_bot]

    def _videos(self) -> Counter[str]:
        return Counter(message.content.text for message in self._shown() if message.video)

    def _pings(self) -> Counter[str]:
        pings = [m.reply_to for m in self._shown() if READY in m.content.text and m.reply_to]
        return Counter(video.content.text for video in pings if video.video)

    def _purchases(self) -> Counter[str]:
        videos = self._stage.videos
        return Counter(videos.prompt_of(purchase.number) for purchase in videos.books.purchases)

    def doubled(self) -> list[str]:
        """The prompts that were bought, shown or announced more than once."""
        counts = (self._videos(), self._pings(), self._purchases())
        return sorted({prompt for count in counts for prompt in count if count[prompt] > 1})

    def hurt(self) -> bool:
        """Whether a prompt was doubled, or is kept neither by Telegram nor by a store at rest."""
        known = self._pending() | self._stored()
        return bool(self.doubled()) or any(m.update_id not in known for m in self._sent.values())

    def waits(self) -> bool:
        """Whether Telegram or the inbox has something that no handler has seen."""
        return bool(self._pending() or self._stored("WHERE handled_at IS NULL"))

    def _pending(self) -> set[int | None]:
        return {update.id for update in self._stage.api.updates.pending}

    def _stored(self, where: str = "") -> set[int | None]:
        with (
            suppress(sqlite3.OperationalError),  # no life has come so far as to make it
            closing(sqlite3.connect(f"{self._stage.folder}/bot.db")) as store,
        ):
            return {row[0] for row in store.execute(f"SELECT update_id FROM inbox {where}")}
        return set()

    def verdict(self) -> Verdict:
        """By the chats and the provider's books alone, when nothing is left to do."""
        videos, purchases = self._videos(), self._purchases()
        texts = [message.text or "" for message in self._shown()]
        return Verdict(
            prompts=self.prompts,
            lost=[p for p in self._sent if not videos[p] or not purchases[p]],
            doubled=self.doubled(),
            orphans=len([text for text in texts if text.startswith(("⏳", "🎬"))]),
        )

"""What a prompt can ask of a sandbox: words with a hash sign steer how the order ends."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """How a production ends."""

    VIDEO = "video"
    MODERATED = "moderated"
    FAILED = "failed"
    GONE = "gone"


PROMPT_WORDS = {
    "#moderated": "the finished video does not pass moderation",
    "#refused": "the order is refused at once, by moderation",
    "#failed": "the generation fails",
    "#gone": "the video is deleted when it is done",
    "#slow": "the generation takes ten times as long",
    "#never": "the generation never ends",
}
"""For whoever explains a sandbox to a person: the word, and what it does."""

SLOW_FACTOR = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a prompt asks for. `pace` multiplies the time taken; None is for ever."""

    ending: Ending = Ending.VIDEO
    refused: bool = False
    pace: float | None = 1.0


def wish_of(prompt: str) -> Wish:
    """Read the words of PROMPT_WORDS out of a prompt, in small or capital letters."""
    words = set(re.findall(r"#\w+", prompt.lower()))
    ending = Ending.VIDEO
    for word, named in (
        ("#moderated", Ending.MODERATED),
        ("#failed", Ending.FAILED),
        ("#gone", Ending.GONE),
    ):
        if word in words:
            ending = named
            break
    pace = None if "#never" in words else SLOW_FACTOR if "#slow" in words else 1.0
    return Wish(ending=ending, refused="#refused" in words, pace=pace)

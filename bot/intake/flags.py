"""Options written into a prompt: `a wolf --ar 9:16 --duration 8 --no blurry, text`. Pure.

A flag stands behind a space and begins with two hyphens, or with the dash that phones make of
them; a word that only looks like one after such a dash stays in the prompt. Its value follows
after a space, after = or :, or at once when it is a number.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from bot.i18n.words import Notice
from bot.intake.prompt import PromptRefused
from bot.providers.base import Provider
from storage.jobs import Options

T = TypeVar("T")

MAX_SEED = 2**31 - 1
_FLAG = re.compile(
    r"(?:^|(?<=\s))(?P<dash>--|[—–])(?P<name>[A-Za-z][A-Za-z-]*)(?=[\s=]|$|(?P<glued>[:\d]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be asked for here, over all providers; an empty one is not offered at all."""

    aspect_ratios: Sequence[str]
    durations_s: Sequence[int]
    qualities: Sequence[str]
    providers: Sequence[str]
    seed: bool
    audio: bool
    negative_prompt_max_chars: int
    prompt_expansion: bool

    @classmethod
    def of(cls, providers: Iterable[Provider]) -> "Offer":
        """What these providers can do, each in its own way. There has to be one."""
        providers = list(providers)
        able = [provider.capabilities for provider in providers]
        return cls(
            aspect_ratios=_distinct(one.aspect_ratios for one in able),
            durations_s=sorted(_distinct(one.durations_s for one in able)),
            qualities=sorted(_distinct(one.qualities for one in able), key=_height),
            providers=[provider.name for provider in providers],
            seed=any(one.seed for one in able),
            audio=any(one.audio for one in able),
            negative_prompt_max_chars=max(one.negative_prompt_max_chars for one in able),
            prompt_expansion=any(one.prompt_expansion for one in able),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A text with its flags taken out. `provider` None: whoever comes first."""

    prompt: str
    options: Options
    provider: str | None = None


def read_flags(text: str, offer: Offer) -> Flagged:
    """The prompt and what its flags ask for; the last of two that contradict each other holds.

    Raises PromptRefused, with what is possible, for a flag or a value that is not.
    """
    prompt, asked = text, dict[str, Any]()
    flags = [one for one in _FLAG.finditer(text) if _is_meant(one)]
    ends = [*(one.start() for one in flags[1:]), len(text)]
    for flag, end in reversed(list(zip(flags, ends, strict=False))):
        name = flag["name"].lower()
        if name not in _READERS:
            possible = " ".join(f"--{one}" for one in offered_flags(offer))
            raise PromptRefused(Notice("flag-unknown", {"flag": name, "possible": possible}))
        option, value, rest = _READERS[name](text[flag.end() : end], offer)
        asked.setdefault(option, value)
        prompt = prompt[: flag.start()].rstrip(" ") + rest + prompt[end:]
    provider = asked.pop("provider", None)
    return Flagged(prompt=prompt.strip(), options=Options(**asked), provider=provider)


def _is_meant(flag: re.Match[str]) -> bool:
    is_plain = flag["dash"] == "--" and not flag["glued"]
    return is_plain or flag["name"].lower() in _READERS


def offered_flags(offer: Offer) -> Sequence[str]:
    """The names of those that do something here."""
    does = {
        "ar": offer.aspect_ratios,
        "duration": offer.durations_s,
        "quality": offer.qualities,
        "seed": offer.seed,
        "no": offer.negative_prompt_max_chars,
        "audio": offer.audio,
        "provider": offer.providers,
        "raw": offer.prompt_expansion,
    }
    return [name for name, offered in does.items() if offered]


_Read = tuple[str, Any, str]
"""An option, its value, and the words behind it that are prompt again."""
_Reader = Callable[[str, Offer], _Read]


def _choice(
    name: str, option: str, possible: Callable[[Offer], Sequence[Any]], plain: Callable[[str], str]
) -> _Reader:
    """One word, out of those that are offered."""

    def read(words: str, offer: Offer) -> _Read:
        word, rest = _first(words)
        known = {str(one): one for one in possible(offer)}
        _must_be_offered(name, known)
        if plain(word.lower()) not in known:
            raise _refused(name, word, ", ".join(known))
        return option, known[plain(word.lower())], rest

    return read


def _seed(words: str, offer: Offer) -> _Read:
    _must_be_offered("seed", offer.seed)
    word, rest = _first(words)
    if not re.fullmatch(r"[0-9]{1,10}", word) or int(word) > MAX_SEED:
        raise _refused("seed", word, f"0–{MAX_SEED}")
    return "seed", int(word), rest


def _no(words: str, offer: Offer) -> _Read:
    """Everything up to the next flag is what the video shall not show."""
    most = offer.negative_prompt_max_chars
    _must_be_offered("no", most > 0)
    unwanted = " ".join(words.lstrip("=:").split())
    if not unwanted or len(unwanted) > most:
        raise PromptRefused(Notice("flag-no", {"max": most, "length": len(unwanted)}))
    return "negative_prompt", unwanted, ""


def _audio(words: str, offer: Offer) -> _Read:
    _must_be_offered("audio", offer.audio)
    word, rest = _first(words)
    on_off = {"on": True, "off": False}
    if word.lower() in on_off:
        return "audio", on_off[word.lower()], rest
    _must_stand_alone("audio", words, ", ".join(on_off))
    return "audio", True, words


def _raw(words: str, offer: Offer) -> _Read:
    """Nobody who cannot embellish a prompt does: then there is nothing to switch off."""
    _must_stand_alone("raw", words, "--raw")
    return "prompt_expansion", False if offer.prompt_expansion else None, words


_READERS: Mapping[str, _Reader] = {
    "ar": _choice(
        "ar",
        "aspect_ratio",
        lambda o: o.aspect_ratios,
        lambda w: re.sub("[x/×]", ":", w),
    ),
    "duration": _choice(
        "duration", "duration_s", lambda o: o.durations_s, lambda w: w.removesuffix("s")
    ),
    "quality": _choice(
        "quality", "quality", lambda o: o.qualities, lambda w: w.removesuffix("p") + "p"
    ),
    "seed": _seed,
    "no": _no,
    "audio": _audio,
    "provider": _choice("provider", "provider", lambda o: o.providers, lambda w: w),
    "raw": _raw,
}


def _distinct(groups: Iterable[Sequence[T]]) -> list[T]:
    """All of them once, in the order in which they come."""
    return list(dict.fromkeys(chain.from_iterable(groups)))


def _height(quality: str) -> int:
    return int(quality.removesuffix("p"))


def _first(words: str) -> tuple[str, str]:
    """The first word, and the rest with the space before it."""
    found = re.match(r"\s*[=:]?\s*(\S*)", words)
    return (found[1], words[found.end() :]) if found else ("", words)


def _must_stand_alone(name: str, words: str, possible: str) -> None:
    """What is written onto a flag without a value is a wish that nobody could know."""
    if words[:1].strip():
        raise _refused(name, _first(words)[0], possible)


def _must_be_offered(name: str, offered: object) -> None:
    if not offered:
        raise PromptRefused(Notice("flag-not-offered", {"flag": name}))


def _refused(name: str, given: str, possible: str) -> PromptRefused:
    facts = {"flag": name, "possible": possible}
    if not given:
        return PromptRefused(Notice("flag-empty", facts))
    return PromptRefused(Notice("flag-value", facts | {"given": given[:40]}))

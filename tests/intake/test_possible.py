"""What a person hears instead of a video that nobody here can make."""

from dataclasses import replace

import pytest

from bot.i18n.words import Words
from bot.intake.possible import impossible
from bot.providers.base import Capabilities
from bot.providers.registry import Registry
from storage.jobs import Mode, Options, Request
from tests.providers.samples import PLAIN, Able


def said(request: Request, *able: Capabilities) -> str:
    providers = [Able(str(number), one) for number, one in enumerate(able)]
    registry = Registry(providers)  # type: ignore[arg-type]
    assert not registry.candidates(request)
    return Words().say("en", impossible(request, registry))


WORDS_ONLY = replace(PLAIN, modes=frozenset({Mode.TEXT}))


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (
            Request(prompt="a", pictures=("1",)),
            "No video service here makes videos from a picture. Send a prompt without a picture.",
        ),
        (
            Request(prompt="a", pictures=("1", "2")),
            "No video service here makes videos from a first and a last picture. Send a prompt wi",
        ),
        (Request(prompt="a", extends=5), "No video service here can extend that video."),
    ],
)
def test_a_mode_that_nobody_has(request_: Request, words: str) -> None:
    assert said(request_, WORDS_ONLY).startswith(words)


def test_what_is_possible_is_what_anybody_can() -> None:
    asked = Request(prompt="a", pictures=("1", "2"))
    assert said(asked, PLAIN).endswith("Send a prompt, or one picture with a prompt.")


def test_a_length_that_nobody_makes() -> None:
    asked = Request(prompt="a", options=Options(duration_s=12))
    longer = replace(PLAIN, durations_s=(1, 2, 3, 4, 10))
    assert said(asked, PLAIN, longer) == (
        "No video service here makes 12-second videos. Possible lengths in seconds: 1–5, 8, 10."
    )


def test_a_prompt_that_is_too_long_for_all_who_could() -> None:
    asked = Request(prompt="a" * 21, pictures=("1",))
    wordy = replace(WORDS_ONLY, prompt_max_chars=99)
    assert "21 characters, but the limit is 20" in said(
        asked, replace(PLAIN, prompt_max_chars=20), wordy
    )


def test_a_provider_that_is_not_in_use_any_more() -> None:
    """An old button asks for whoever was asked for then."""
    assert said(Request(prompt="a", provider="gone"), PLAIN).startswith(
        "gone is no longer in use here"
    )

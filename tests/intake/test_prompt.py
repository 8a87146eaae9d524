import pytest

from bot.intake.prompt import PromptRefused, check_prompt

INVISIBLE = ["", "   ", "\n\t", "\u200b\u200d\ufeff", "\u3164", "\u2800\u2800", "\u0301", "\u202e"]


@pytest.mark.parametrize("text", INVISIBLE)
def test_text_that_nobody_can_see_is_no_prompt(text: str) -> None:
    with pytest.raises(PromptRefused) as refused:
        check_prompt(text, max_chars=2048)
    assert refused.value.notice.key == "prompt-empty"


@pytest.mark.parametrize(
    "text", ["🐺", "<b>&amp;</b>", "\"quoted\" 'words'", "שלום עולם", "{ $x }", "a\nb", "!", "1"]
)
def test_a_prompt_is_passed_on_verbatim(text: str) -> None:
    assert check_prompt(text, max_chars=2048) == text


def test_the_longest_prompt_is_taken_and_one_more_character_is_not() -> None:
    assert check_prompt("🐺" * 2048, max_chars=2048)
    with pytest.raises(PromptRefused) as refused:
        check_prompt("x" * 2050, max_chars=2048)
    assert refused.value.notice.key == "prompt-too-long"
    assert refused.value.notice.facts == {"length": 2050, "max": 2048, "over": 2}


def test_half_a_surrogate_pair_becomes_something_that_can_be_sent() -> None:
    assert check_prompt("wolf \ud83d", max_chars=99).encode()

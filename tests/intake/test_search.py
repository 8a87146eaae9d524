import pytest

from bot.intake.search import has_words

PROMPT = "A white WOLF runs over the snow"


@pytest.mark.parametrize("words", ["", "  ", "wolf", "SNOW white", "run", "a", "olf  no"])
def test_all_words_count_and_their_order_does_not(words: str) -> None:
    assert has_words(PROMPT, words)


@pytest.mark.parametrize("words", ["bear", "white bear", "whitewolf", "%", "_", "wolf."])
def test_a_word_that_is_not_there_finds_nothing(words: str) -> None:
    assert not has_words(PROMPT, words)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Белый ВОЛК бежит", "волк белый"),
        ("Ёлка в снегу", "елка"),
        ("Zażółć gęślą JAŹŃ", "zażółć jaźń"),
        ("ŻÓŁW płynie", "zolw"),
        ("雪地里的一匹狼", "狼 雪地"),
        ("Die Straße im Regen", "STRASSE"),
        ("cafe\u0301 at night", "caf\u00e9"),
        ("ＷＯＬＦ", "wolf"),
        ("İstanbul", "istanbul"),
    ],
)
def test_letters_are_told_apart_as_people_do(prompt: str, words: str) -> None:
    assert has_words(prompt, words)

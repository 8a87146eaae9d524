from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.flags import MAX_SEED, Flagged, read_flags
from bot.intake.prompt import PromptRefused
from storage.jobs import Options
from tests.intake.samples import OFFER


def test_every_flag_is_taken_out_of_the_prompt() -> None:
    text = (
        "a wolf --ar 9:16 --duration 8 --quality 720p --seed 42 --no blurry, text"
        " --audio --provider apixo --raw"
    )
    assert read_flags(text, OFFER) == Flagged(
        prompt="a wolf",
        provider="apixo",
        options=Options(
            aspect_ratio="9:16", duration_s=8, quality="720p", seed=42,
            negative_prompt="blurry, text", audio=True, prompt_expansion=False,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "prompt", "options"),
    [
        ("--ar 9:16 a wolf", "a wolf", Options(aspect_ratio="9:16")),
        ("a --seed 7 wolf", "a wolf", Options(seed=7)),
        ("a wolf —ar 9:16", "a wolf", Options(aspect_ratio="9:16")),
        ("a wolf --AR 9x16", "a wolf", Options(aspect_ratio="9:16")),
        ("a wolf --duration 8s", "a wolf", Options(duration_s=8)),
        ("a wolf --quality 720", "a wolf", Options(quality="720p")),
        ("a wolf --audio off", "a wolf", Options(audio=False)),
        ("--audio off the record", "the record", Options(audio=False)),
        ("a wolf --audio howling", "a wolf howling", Options(audio=True)),
        ("a wolf --ar=9:16 in the snow", "a wolf in the snow", Options(aspect_ratio="9:16")),
        ("a wolf --quality:720p", "a wolf", Options(quality="720p")),
        ("a wolf --quality = 720p", "a wolf", Options(quality="720p")),
        ("a wolf --duration8s", "a wolf", Options(duration_s=8)),
        ("a wolf --audio=off", "a wolf", Options(audio=False)),
        ("a wolf --no=blurry, text", "a wolf", Options(negative_prompt="blurry, text")),
        ("a wolf --seed 1 --seed 2", "a wolf", Options(seed=2)),
        ("a wolf\n--seed 1\nin the snow", "a wolf\n\nin the snow", Options(seed=1)),
    ],
)
def test_flags_are_read_as_people_write_them(text: str, prompt: str, options: Options) -> None:
    assert read_flags(text, OFFER) == Flagged(prompt=prompt, options=options)


@pytest.mark.parametrize(
    "text",
    [
        "well-known",
        "a -- b",
        "—hello, he said",
        "state--of--the--art",
        "--chapter1: a wolf",
        "--hello, he said",
        "--",
        "5--8",
        "-ar 9:16",
        "",
    ],
)
def test_what_is_no_flag_stays_in_the_prompt(text: str) -> None:
    assert read_flags(text, OFFER) == Flagged(prompt=text, options=Options())


@pytest.mark.parametrize(
    ("text", "key", "facts"),
    [
        ("a --ar 5:4", "flag-value", {"given": "5:4", "possible": "16:9, 9:16, 1:1"}),
        ("a --ar", "flag-empty", {"possible": "16:9, 9:16, 1:1"}),
        ("a --duration 6", "flag-value", {"possible": "5, 8"}),
        ("a --duration --ar 1:1", "flag-empty", {"flag": "duration"}),
        ("a --quality 4k", "flag-value", {"given": "4k"}),
        (f"a --seed {MAX_SEED + 1}", "flag-value", {"possible": f"0–{MAX_SEED}"}),
        ("a --seed -1", "flag-value", {"given": "-1"}),
        ("a --seed ４２", "flag-value", {"given": "４２"}),
        ("a --provider nobody", "flag-value", {"possible": "pixverse, apixo"}),
        ("a --no", "flag-no", {"length": 0, "max": 20}),
        ("a --no " + "x" * 21, "flag-no", {"length": 21}),
        ("a --ar9:17", "flag-value", {"given": "9:17"}),
        ("a --audio=loud", "flag-value", {"given": "loud", "possible": "on, off"}),
        ("a --raw=off", "flag-value", {"given": "off", "possible": "--raw"}),
        ("a --speed fast", "flag-unknown", {"flag": "speed"}),
        ("a --style=anime", "flag-unknown", {"flag": "style"}),
    ],
)
def test_what_is_not_possible_is_refused_with_what_is(
    text: str, key: str, facts: dict[str, str | int]
) -> None:
    with pytest.raises(PromptRefused) as refused:
        read_flags(text, OFFER)
    assert refused.value.notice.key == key
    assert facts.items() <= refused.value.notice.facts.items()


@pytest.mark.parametrize("flag", ["ar 1:1", "seed 1", "audio", "no text"])
def test_what_nobody_here_can_is_said(flag: str) -> None:
    nothing = replace(OFFER, aspect_ratios=(), seed=False, audio=False, negative_prompt_max_chars=0)
    with pytest.raises(PromptRefused) as refused:
        read_flags(f"a wolf --{flag}", nothing)
    assert refused.value.notice.key == "flag-not-offered"


def test_raw_asks_for_nothing_where_nobody_embellishes() -> None:
    plain = replace(OFFER, prompt_expansion=False)
    assert read_flags("a wolf --raw", plain) == Flagged(prompt="a wolf", options=Options())


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        flagged = read_flags(text, OFFER)
    except PromptRefused:
        return
    if "--" not in text and not {"—", "–"} & set(text):
        assert flagged == Flagged(prompt=text.strip(), options=Options())

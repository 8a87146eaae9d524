"""What a provider would make of a request."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.base import Capabilities
from bot.providers.matching import Change, Fit, Misfit, changes, match
from storage.jobs import Choices, Options, Request
from tests.providers.samples import DEFAULTS, PLAIN, RICH


def made(able: Capabilities, **wishes: object) -> Options:
    fit = match(Request(prompt="a wolf", options=Options(**wishes)), able)  # type: ignore[arg-type]
    assert isinstance(fit, Fit)
    return fit.options


def test_what_is_left_open_is_the_providers_default() -> None:
    assert made(PLAIN) == DEFAULTS
    assert made(PLAIN, duration_s=8) == replace(DEFAULTS, duration_s=8)


@pytest.mark.parametrize(
    ("request_", "misfit"),
    [
        (Request(prompt="a", pictures=("1", "2")), Misfit.MODE),
        (Request(prompt="a", extends=5), Misfit.MODE),
        (Request(prompt="a" * 11), Misfit.PROMPT),
        (Request(prompt="a", options=Options(duration_s=6)), Misfit.DURATION),
    ],
)
def test_what_cannot_be_changed_has_to_be_possible(request_: Request, misfit: Misfit) -> None:
    assert match(request_, PLAIN) is misfit


@pytest.mark.parametrize(
    ("asked", "applied"),
    [("4:3", "1:1"), ("21:9", "16:9"), ("9:16", "1:1"), ("3:4", "1:1"), ("16:9", "16:9")],
)
def test_the_nearest_shape_is_taken(asked: str, applied: str) -> None:
    assert made(PLAIN, aspect_ratio=asked).aspect_ratio == applied


def test_a_quality_that_does_not_go_with_the_length_gives_way() -> None:
    assert made(RICH, quality="1080p").quality == "1080p"
    assert made(RICH, quality="1080p", duration_s=8).quality == "720p"
    assert made(PLAIN, quality="1080p").quality == "720p"


@pytest.mark.parametrize(
    ("quality", "asked", "made_as"),
    [("540p", "9:16", "9:16"), ("360p", "9:16", "1:1"), ("360p", "1:1", "1:1")],
)
def test_a_shape_that_does_not_go_with_the_quality_gives_way(
    quality: str, asked: str, made_as: str
) -> None:
    able = replace(RICH, excluded_ratios=frozenset({("360p", "9:16")}))
    options = made(able, quality=quality, aspect_ratio=asked)
    assert (options.quality, options.aspect_ratio) == (quality, made_as)


def test_a_picture_has_a_shape_of_its_own() -> None:
    fit = match(Request(prompt="a", pictures=("1",), options=Options(aspect_ratio="1:1")), RICH)
    assert isinstance(fit, Fit)
    assert fit.options.aspect_ratio is None


def test_what_is_possible_is_as_it_was_asked_for() -> None:
    wishes = Options(
        duration_s=8, quality="720p", aspect_ratio="9:16", seed=0, audio=True,
        negative_prompt="blurry", prompt_expansion=False,
    )  # fmt: skip
    fit = match(Request(prompt="a", options=wishes), RICH)
    assert fit == Fit(options=wishes)
    assert changes(wishes, wishes) == []


def test_every_change_is_named_with_what_was_asked_and_what_is_made() -> None:
    wishes = Options(
        quality="1080p", aspect_ratio="9:16", seed=0, audio=True, negative_prompt="blurry",
        prompt_expansion=True,
    )  # fmt: skip
    fit = match(Request(prompt="a", options=wishes), PLAIN)
    assert isinstance(fit, Fit)
    assert changes(wishes, fit.options) == [
        Change(option="quality", asked="1080p", applied="720p"),
        Change(option="aspect_ratio", asked="9:16", applied="1:1"),
        Change(option="seed", asked="0", applied=None),
        Change(option="audio", asked="True", applied=None),
        Change(option="negative_prompt", asked="blurry", applied=None),
        Change(option="prompt_expansion", asked="True", applied=None),
    ]


def test_what_was_switched_off_and_is_not_there_is_no_change() -> None:
    wishes = Options(audio=False, prompt_expansion=False)
    assert changes(wishes, made(PLAIN, audio=False, prompt_expansion=False)) == []


def test_a_negative_prompt_that_is_too_long_is_left_out() -> None:
    assert made(RICH, negative_prompt="b" * 20).negative_prompt == "b" * 20
    assert made(RICH, negative_prompt="b" * 21).negative_prompt is None


ANY_OPTIONS = st.builds(
    Options,
    duration_s=st.none() | st.integers(1, 15),
    quality=st.none() | st.sampled_from(["360p", "540p", "720p", "1080p"]),
    aspect_ratio=st.none() | st.sampled_from(["16:9", "4:3", "1:1", "3:4", "9:16", "21:9"]),
    seed=st.none() | st.integers(0, 9),
    audio=st.none() | st.booleans(),
    negative_prompt=st.none() | st.text(max_size=30),
    prompt_expansion=st.none() | st.booleans(),
)


def preferring(able: Capabilities, asked: Options, wishes: Options) -> Options:
    prefers = Choices(options=wishes)
    fit = match(Request(prompt="a", options=asked, prefers=prefers), able)
    assert isinstance(fit, Fit)
    return fit.options


def test_what_is_preferred_holds_where_nothing_else_was_asked_for() -> None:
    wishes = Options(duration_s=8, quality="720p", aspect_ratio="9:16", audio=True)
    assert preferring(RICH, Options(), wishes) == wishes
    assert preferring(RICH, Options(duration_s=5), wishes) == replace(wishes, duration_s=5)


@pytest.mark.parametrize(
    ("asked", "wishes", "options"),
    [
        (Options(), Options(duration_s=6), DEFAULTS),
        (Options(), Options(audio=True, prompt_expansion=False), DEFAULTS),
        (Options(), Options(quality="1080p"), replace(DEFAULTS, quality="720p")),
    ],
)
def test_what_is_preferred_and_not_possible_comes_as_near_as_it_can(
    asked: Options, wishes: Options, options: Options
) -> None:
    assert preferring(PLAIN, asked, wishes) == options


def test_what_is_preferred_gives_way_to_what_was_asked_for() -> None:
    asked = Options(quality="1080p")
    assert preferring(RICH, asked, Options(duration_s=8)) == replace(DEFAULTS, quality="1080p")
    small = replace(RICH, excluded_ratios=frozenset({("360p", "9:16")}))
    asked = Options(aspect_ratio="9:16")
    made = preferring(small, asked, Options(quality="360p"))
    assert made == replace(DEFAULTS, aspect_ratio="9:16")


@given(ANY_OPTIONS, ANY_OPTIONS, st.sampled_from([PLAIN, RICH]), st.sampled_from([(), ("1",)]))
def test_what_is_preferred_changes_nothing_that_was_asked_for(
    asked: Options, wishes: Options, able: Capabilities, pictures: tuple[str, ...]
) -> None:
    plain = Request(prompt="a", pictures=pictures, options=asked)
    without = match(plain, able)
    fit = match(replace(plain, prefers=Choices(options=wishes)), able)
    if isinstance(without, Misfit) or isinstance(fit, Misfit):
        assert fit is without
        return
    assert changes(asked, fit.options) == changes(asked, without.options)
    assert (fit.options.quality, fit.options.duration_s) not in able.excluded


@given(ANY_OPTIONS, st.sampled_from([PLAIN, RICH]), st.sampled_from([(), ("1",)]))
def test_nothing_is_ordered_that_the_provider_does_not_offer(
    wishes: Options, able: Capabilities, pictures: tuple[str, ...]
) -> None:
    fit = match(Request(prompt="a", pictures=pictures, options=wishes), able)
    if isinstance(fit, Misfit):
        assert wishes.duration_s not in {None, *able.durations_s}
        return
    options = fit.options
    assert options.duration_s in able.durations_s
    assert options.quality in able.qualities
    assert (options.quality, options.duration_s) not in able.excluded
    assert options.aspect_ratio in (able.aspect_ratios if not pictures else [None])
    assert options.seed is None or able.seed
    assert options.audio is None or able.audio
    assert match(Request(prompt="a", options=options), able) == fit or pictures

"""The board offers what can be had, and its buttons say exactly that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.board import Board, Section, value_of, with_value
from bot.intake.board_presses import (
    OPTIONS,
    SETTINGS,
    BoardPress,
    Move,
    board_press,
    chosen_after,
    pressed_board,
)
from bot.providers.base import Capabilities
from bot.providers.matching import Fit, changes, match
from bot.providers.registry import Registry
from storage.jobs import Choices, Mode, Options, Request
from tests.providers.samples import PLAIN, RICH, Able

SMALL = replace(
    RICH, qualities=("480p", "720p"), excluded_ratios=frozenset({("480p", "9:16")}), audio=False,
    durations_s=(5, 10), defaults=replace(RICH.defaults, quality="720p"),
)  # fmt: skip
ONE_KIND = replace(PLAIN, durations_s=(5,), qualities=("540p",), aspect_ratios=("16:9",))
NO_WORDS = replace(PLAIN, modes=frozenset({Mode.IMAGE}))

CHOICES = st.builds(
    Choices,
    provider=st.none() | st.sampled_from(["one", "two", "three", "pixverse_web"]),
    options=st.builds(
        Options,
        duration_s=st.none() | st.integers(1, 15),
        quality=st.none() | st.sampled_from(["360p", "480p", "540p", "720p", "1080p"]),
        aspect_ratio=st.none() | st.sampled_from(["16:9", "1:1", "9:16", "21:9"]),
        audio=st.none() | st.booleans(),
        prompt_expansion=st.none() | st.booleans(),
    ),
)


def board(*able: Capabilities, **request: object) -> Board:
    names = ("one", "two", "three")
    providers = [Able(name, one) for name, one in zip(names, able, strict=False)]
    asked = Request(prompt="a", **request)  # type: ignore[arg-type]
    return Board(registry=Registry(providers), request=asked)  # type: ignore[arg-type]


BOARDS = st.builds(
    lambda able, pictures, seed: board(
        *able, pictures=pictures, options=Options(seed=seed, quality="1080p")
    ),
    st.lists(st.sampled_from([PLAIN, RICH, SMALL, ONE_KIND, NO_WORDS]), min_size=1, max_size=3),
    st.sampled_from([(), ("1",)]),
    st.sampled_from([None, 7]),
)


@given(BOARDS, CHOICES)
def test_all_that_is_offered_can_be_had_exactly_so(board: Board, choices: Choices) -> None:
    settled = board.settled(choices)
    for section in board.sections(settled):
        offers = board.offered(section, settled)
        assert [one.value for one in offers if one.ticked] in (
            [board.value(section, settled)],
            [],
        )
        for offer in offers:
            assert value_of(offer.choices, section) == offer.value
            [first, *_] = board.registry.candidates(board.asked(offer.choices))
            assert offer.choices.provider in {None, first.provider.name}
            fit = match(board.asked(offer.choices), first.provider.capabilities)
            assert fit == Fit(options=first.options)
            assert changes(offer.choices.options, first.options) == []
            # What is kept as a preference comes to the same as if it were asked for.
            liked = Request(prompt="a", pictures=board.request.pictures, prefers=offer.choices)
            [favourite, *_] = board.registry.candidates(liked)
            assert changes(offer.choices.options, favourite.options) == []
            assert offer.choices.provider in {None, favourite.provider.name}


@given(BOARDS, CHOICES, st.sampled_from(Section))
def test_what_is_settled_stays_settled(board: Board, choices: Choices, first: Section) -> None:
    settled = board.settled(choices, first=first)
    assert board.settled(settled) == settled
    assert all(
        value_of(settled, section) in {None, value_of(choices, section)} for section in Section
    )


def test_only_what_goes_with_the_other_choices_is_offered() -> None:
    rich, chosen = board(RICH), Choices(options=Options(duration_s=8))
    qualities = [one.value for one in rich.offered(Section.QUALITY, chosen)]
    assert qualities == ["360p", "540p", "720p"]
    assert [one.value for one in rich.offered(Section.DURATION, Choices())] == [5, 8]


def test_what_is_left_open_shows_what_comes_of_it() -> None:
    ticked = [one for one in board(RICH).offered(Section.QUALITY, Choices()) if one.ticked]
    assert [(one.value, one.choices.options.quality) for one in ticked] == [("540p", "540p")]
    assert board(RICH).value(Section.SOUND, Choices()) is None


def test_another_provider_leaves_open_what_it_cannot_do() -> None:
    both = board(RICH, PLAIN)
    chosen = Choices(options=Options(duration_s=8, quality="720p", audio=True))
    offers = {one.value: one.choices for one in both.offered(Section.PROVIDER, chosen)}
    assert offers == {
        None: chosen,
        "one": replace(chosen, provider="one"),
        "two": Choices(provider="two", options=Options(duration_s=8, quality="720p")),
    }


def test_where_all_videos_are_alike_there_is_nothing_to_choose() -> None:
    assert board(ONE_KIND).sections(Choices()) == []
    assert board(NO_WORDS).sections(Choices()) == []


def test_a_picture_has_its_own_shape_and_a_seed_stays() -> None:
    picture = board(RICH, pictures=("1",), options=Options(seed=7, aspect_ratio="1:1", audio=True))
    assert Section.ASPECT_RATIO not in picture.sections(Choices())
    assert picture.begun() == Choices(options=Options(audio=True))
    assert picture.asked(Choices(options=Options(duration_s=8))).options == Options(
        seed=7, duration_s=8
    )


PRESSES = st.builds(
    BoardPress,
    subject=st.integers(1, 2**53),
    move=st.sampled_from(Move),
    page=st.none() | st.sampled_from(Section),
    choices=CHOICES,
)


@given(PRESSES, st.sampled_from([SETTINGS, OPTIONS]))
def test_a_button_says_all_that_is_chosen_in_64_bytes(press: BoardPress, prefix: str) -> None:
    data = board_press(prefix, press)
    assert len(data.encode()) <= 64
    assert pressed_board(prefix, data) == press
    assert pressed_board(OPTIONS if prefix == SETTINGS else SETTINGS, data) is None


def test_the_longest_button_fits() -> None:
    options = Options(
        duration_s=999, quality="9999p", aspect_ratio="99:99", audio=True, prompt_expansion=True
    )
    choices = Choices(options=options, provider="a" * 16)
    job = BoardPress(subject=10**18 - 1, move=Move.MAKE, page=None, choices=choices)
    person = replace(job, subject=10**16 - 1)
    for prefix, press in ((OPTIONS, job), (SETTINGS, person)):
        assert len(board_press(prefix, press)) <= 64
        assert pressed_board(prefix, board_press(prefix, press)) == press


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "opt1:",
        "opt2:7:s-:.....",
        "opt1:7:s-:....",
        "opt1:07:s-:.....",
        "opt1:0:s-:.....",
        "opt1:٧:s-:.....",
        "opt1:7:z-:.....",
        "opt1:7:cx:.....",
        "opt1:7:s-:08.....",
        "opt1:7:s-:1000.....",
        "opt1:7:s-:.720p....",
        "opt1:7:s-:..16:0...",
        "opt1:7:s-:...2..",
        "opt1:7:s-:.....pix verse",
        "opt1:7:s-:.....\n",
        "opt1:7:s-:.....x; DROP TABLE jobs",
    ],
)
def test_what_no_board_ever_said_is_refused(said: str | None) -> None:
    assert pressed_board(OPTIONS, said) is None


@given(st.from_regex(r"opt1:[0-9]{1,3}:[scrm][vadqse-]:[0-9.:a-z_]{0,20}", fullmatch=True))
def test_what_is_understood_is_said_in_one_way_only(said: str) -> None:
    press = pressed_board(OPTIONS, said)
    assert press is None or board_press(OPTIONS, press) == said


def test_of_an_older_board_only_what_was_pressed_counts() -> None:
    rich = board(RICH)
    now = Choices(options=Options(duration_s=8, audio=True))
    old = Choices(options=Options(duration_s=5, quality="1080p"))
    press = BoardPress(subject=7, move=Move.CHOOSE, page=Section.QUALITY, choices=old)
    assert chosen_after(press, rich, now) == Choices(options=Options(quality="1080p", audio=True))
    show = replace(press, move=Move.SHOW)
    assert chosen_after(show, rich, now) == now
    assert chosen_after(replace(press, move=Move.RESET), rich, now) == Choices()
    gone = replace(press, choices=with_value(old, Section.QUALITY, "2160p"))
    assert chosen_after(gone, rich, now) is None

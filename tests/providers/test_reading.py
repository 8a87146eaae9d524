"""Whatever a provider writes is read, or counts as nothing."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.demo.faults import answer
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from bot.providers.errors import Unclear
from bot.providers.pixverse import PixVerse
from bot.providers.reading import decimal, digits, plain_keys, text_id, video_url, whole, word
from tests.providers.bench import key
from tests.providers.samples import order

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(ANYTHING)
def test_nothing_is_too_odd_to_be_read(value: Any) -> None:
    for read in (decimal, digits, plain_keys, text_id, video_url, whole, word):
        read(value)


@given(st.text().map("https://".__add__))
@example("http://[::1")
@example("http://host:port/video.mp4")
@example("https://host/\ud800.mp4")
@example("https://host/\x00.mp4")
@example("https://")
@example("https://host/" + "x" * 70_000)
def test_an_address_that_is_none_is_no_video(value: str) -> None:
    found = video_url(value)
    assert found in (None, value)


@pytest.mark.parametrize(
    "value",
    ["http://[::1", "http://host:port/video.mp4", "https://host/\ud800.mp4", "https://", "ftp://a",
     "https://media.pixverse.ai/openapi/default.mp4?x=1", None, 5, ["https://host/a.mp4"]],
)  # fmt: skip
def test_what_leads_nowhere_is_no_video(value: object) -> None:
    assert video_url(value) is None


@pytest.mark.parametrize("value", ["https://host/a.mp4", "http://127.0.0.1:80/a%20b.mp4?x=1#y"])
def test_an_address_stays_as_it_was_written(value: str) -> None:
    assert video_url(value) == value


def test_an_id_is_no_longer_than_numbers_are() -> None:
    assert digits("9" * 19) == "9" * 19
    assert digits("9" * 5000) is None


async def test_json_that_is_nested_too_deeply_is_no_answer(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    sandbox.faults.add("text", answer(200, body="[" * 200_000, content_type="application/json"))
    with pytest.raises(Unclear):
        await pixverse.submit(order(), key=key())

"""What a video costs at PixVerse, by its price list."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.sandbox.pixverse.models import base_price
from bot.providers.pixverse_models import MODELS, QUALITIES
from bot.providers.pixverse_prices import Prices
from storage.jobs import Options


@pytest.mark.parametrize(
    ("model", "options", "credits_"),
    [
        ("v6", Options(quality="540p", duration_s=5), 35),
        ("v6", Options(quality="1080p", duration_s=15, audio=True), 345),
        ("v5.6", Options(quality="720p", duration_s=10, audio=False), 99),
        ("v4", Options(quality="1080p", duration_s=8), 240),
        ("v5.6", Options(quality="720p", duration_s=10, audio=True), None),
        ("v5.6", Options(quality="1080p", duration_s=10), None),
        ("c1", Options(quality="540p", duration_s=5), None),
        ("v6", Options(), None),
    ],
)
def test_the_list_says_what_is_published_and_nothing_else(
    model: str, options: Options, credits_: int | None
) -> None:
    assert Prices(model)(options) == credits_


@given(
    st.sampled_from(sorted(MODELS)), st.sampled_from(QUALITIES), st.integers(1, 15), st.booleans()
)
def test_what_is_listed_is_what_the_sandbox_takes(
    model: str, quality: str, seconds: int, audio: bool
) -> None:
    price = Prices(model)(Options(quality=quality, duration_s=seconds, audio=audio))
    if price is not None and (quality, seconds) not in MODELS[model].excluded:
        taken = base_price(model, quality=quality, seconds=seconds, fast=False, audio=audio)
        assert price == Decimal(taken)

"""Spellings that the client of Modelverse has to find out: of the key, a picture and sound."""

import base64
from dataclasses import replace

import pytest

from bot.demo.faults import answer
from bot.demo.sandbox.modelverse.refusal import Refusal, error_body
from bot.providers.base import Done, PictureWay
from bot.providers.errors import Fault, Refused, Unclear
from tests.providers.bench import Workshop, jpeg, made
from tests.providers.modelverse_bench import ModelverseBench, loud, orders


@pytest.mark.parametrize("auth", ["bearer", "bare"])
async def test_the_form_of_the_key_is_found_out_once(workshop: Workshop, auth: str) -> None:
    async with made(ModelverseBench, workshop, auth=auth) as bench:
        for _ in range(2):
            assert isinstance(await bench.status(await bench.finished()), Done)
        refused = [call for call in bench.sandbox.calls if call.status == 401]
        assert len(refused) == (0 if auth == "bearer" else 1)
        assert len(bench.books.purchases) == 2


async def test_a_check_finds_the_form_of_the_key_too(workshop: Workshop) -> None:
    async with made(ModelverseBench, workshop, auth="bare") as bench:
        with pytest.raises(Refused) as refused:
            await bench.provider.check("pv6-1", user_id=7)
        assert refused.value.fault is Fault.NOT_FOUND


async def test_a_key_that_worked_is_not_tried_in_another_form(workshop: Workshop) -> None:
    async with made(ModelverseBench, workshop, auth="both") as bench:
        await bench.bought()
        bench.spoil("submit", "error_auth_error")
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.BAD_KEY
        assert len(bench.sent("submit")) == 2


async def test_a_key_that_is_refused_in_both_forms_keeps_both(workshop: Workshop) -> None:
    async with made(ModelverseBench, workshop, auth="bearer") as bench:
        bench.spoil("submit", "http_401", times=2)
        with pytest.raises(Refused):
            await bench.bought()
        await bench.bought()
        assert len(bench.sent("submit")) == 3


@pytest.mark.parametrize("form", ["prefix", "bare"])
async def test_the_form_of_base64_is_found_out_once(private: Workshop, form: str) -> None:
    async with made(ModelverseBench, private, base64=form) as bench:
        assert bench.provider.capabilities.picture_way is PictureWay.INLINE
        for _ in range(2):
            submission = await bench.finished(await bench.picture_order())
            assert isinstance(await bench.status(submission), Done)
        plain = base64.b64encode(jpeg()).decode()
        prefixed = f"data:image/jpeg;base64,{plain}"
        sent = [order["input"]["img_url"] for order in orders(bench)]
        assert sent == ([prefixed] * 2 if form == "prefix" else [prefixed, plain, plain])
        assert len(bench.books.purchases) == 2


@pytest.mark.parametrize("sound", ["int", "bool"])
async def test_the_form_of_the_sound_is_found_out_once(workshop: Workshop, sound: str) -> None:
    async with made(ModelverseBench, workshop, sound=sound) as bench:
        for _ in range(2):
            await bench.bought(bench.order(options=loud(bench)))
        sent = [order["parameters"]["generate_audio"] for order in orders(bench)]
        # By their types, because True == 1.
        assert [type(one) for one in sent] == ([int] * 2 if sound == "int" else [int, bool, bool])
        assert len(bench.books.purchases) == 2


async def test_both_forms_are_found_out_by_one_order(private: Workshop) -> None:
    async with made(ModelverseBench, private, base64="bare", sound="bool") as bench:
        asked = await bench.picture_order()
        loud_order = replace(asked, options=replace(asked.options, audio=True))
        await bench.bought(loud_order)
        assert len(orders(bench)) == 4
        await bench.bought(loud_order)
        assert len(orders(bench)) == 5
        assert len(bench.books.purchases) == 2


async def test_an_order_without_open_questions_is_sent_once(private: Workshop) -> None:
    """What a param_error is about is not told: only a spelling that matters is tried again."""
    async with made(ModelverseBench, private) as bench:
        bench.spoil("submit", "error_param_error", times=None)
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert refused.value.fault is Fault.BAD_REQUEST
        assert len(orders(bench)) == 1
        with pytest.raises(Refused):
            await bench.bought(await bench.picture_order())
        assert len(orders(bench)) == 3


async def test_a_param_error_in_both_forms_settles_nothing(private: Workshop) -> None:
    async with made(ModelverseBench, private, base64="bare") as bench:
        bench.spoil("submit", "error_param_error", times=2)
        with pytest.raises(Refused):
            await bench.bought(await bench.picture_order())
        await bench.bought(await bench.picture_order())


@pytest.mark.parametrize(
    "name", ["error_internal_error", "error_timeout", "error_sensitive_check_error", "http_400",
             "error_rate_limit", "cut_after", "html_502_after"]
)  # fmt: skip
async def test_nothing_but_a_param_error_is_sent_again(private: Workshop, name: str) -> None:
    async with made(ModelverseBench, private) as bench:
        asked = await bench.picture_order()
        bench.spoil("submit", name)
        with pytest.raises((Refused, Unclear)):
            await bench.bought(replace(asked, options=replace(asked.options, audio=True)))
        assert len(orders(bench)) == 1


async def test_a_param_error_with_another_http_status_is_not_sent_again(private: Workshop) -> None:
    async with made(ModelverseBench, private) as bench:
        told = error_body(Refusal("param_error"))
        bench.sandbox.faults.add("submit", answer(500, json=told))
        with pytest.raises(Refused):
            await bench.bought(await bench.picture_order())
        assert len(orders(bench)) == 1

"""What every provider must do, whichever it is: one suite, run by each of them over sockets."""

import asyncio
import socket
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.demo.sandbox.wishes import Ending
from bot.providers.base import Done, Failed, Gone, Moderated, Running, Source
from bot.providers.errors import Blame, Fault, ProviderError, Refused, Unclear, Unreachable
from storage.jobs import Mode
from tests.providers.bench import Bench, Workshop, jpeg, key
from tests.providers.benches import BENCHES
from tests.providers.samples import UNCLEAR

STATUSES = {kind.__name__: kind for kind in (Moderated, Failed, Gone)}
NAMES = sorted(BENCHES)


def each(trait: str) -> list[tuple[str, str]]:
    """A name of a bench, with each entry of one of its traits."""
    return [(name, one) for name in NAMES for one in getattr(BENCHES[name].traits, trait)]


async def test_a_prompt_becomes_a_video(bench: Bench) -> None:
    bench.sandbox.hold()
    submission = await bench.bought(bench.order('<wolf> & "snow" 🐺 שלום'))
    assert await bench.status(submission) == Running()
    await bench.sandbox.finish(bench.number(submission.id))
    status = await bench.status(submission)
    assert isinstance(status, Done)
    assert status.url.startswith(bench.sandbox.url)
    [call] = bench.sent(bench.traits.text_call)
    said = str({**call.query, "body": call.body})
    assert "wolf> & " in said
    assert "🐺 שלום" in said


async def test_a_picture_becomes_a_video(bench: Bench) -> None:
    submission = await bench.finished(await bench.picture_order())
    assert isinstance(await bench.status(submission), Done)
    assert len(bench.sent(bench.traits.picture_call)) == 1


@pytest.mark.parametrize("ending", [Ending.MODERATED, Ending.FAILED, Ending.GONE])
async def test_every_other_ending_is_told_apart(bench: Bench, ending: Ending) -> None:
    submission = await bench.finished(bench.order(f"a wolf #{ending}"))
    expected = bench.traits.endings[ending]
    if expected == "NOT_FOUND":  # the provider forgets it instead of saying that it is gone
        with pytest.raises(Refused) as refused:
            await bench.status(submission)
        assert refused.value.fault is Fault.NOT_FOUND
    elif expected in STATUSES:
        assert isinstance(await bench.status(submission), STATUSES[expected])
    else:
        assert type(await bench.status(submission)).__name__ == expected


async def test_a_prompt_that_moderation_refuses_is_the_users(bench: Bench) -> None:
    asked = bench.order("a wolf #refused")
    if not bench.traits.refuses_at_once:
        assert await bench.status(await bench.finished(asked)) == Moderated()
        return
    with pytest.raises(Refused) as refused:
        await bench.bought(asked)
    assert refused.value.fault is Fault.MODERATED


async def test_a_picture_that_moderation_refuses_is_the_users(bench: Bench) -> None:
    if bench.traits.moderated_picture is None:
        submission = await bench.finished(await bench.picture_order("magenta"))
        assert await bench.status(submission) == Moderated()
        return
    with pytest.raises(Refused) as refused:
        await bench.bought(await bench.picture_order("magenta"))
    assert refused.value.fault is bench.traits.moderated_picture


async def test_every_default_can_be_made(bench: Bench) -> None:
    able = bench.provider.capabilities
    assert able.defaults.duration_s in able.durations_s
    assert able.defaults.quality in able.qualities
    assert able.defaults.aspect_ratio in able.aspect_ratios
    assert (able.defaults.quality, able.defaults.duration_s) not in able.excluded


async def test_every_choice_that_it_offers_it_takes(bench: Bench) -> None:
    """Each length, quality and ratio once; which go together is in `excluded`."""
    able = bench.provider.capabilities
    bench.sandbox.hold()
    choices = [
        replace(able.defaults, duration_s=length, quality=quality, aspect_ratio=ratio)
        for length in able.durations_s
        for quality in able.qualities
        for ratio in able.aspect_ratios
        if (quality, length) not in able.excluded
        and ((length, quality) == (able.defaults.duration_s, able.defaults.quality)
             or ratio == able.defaults.aspect_ratio)
    ]  # fmt: skip
    for options in choices:
        submission = await bench.bought(bench.order(options=options))
        await bench.sandbox.finish(bench.number(submission.id), Ending.FAILED)


async def test_every_switch_that_it_offers_it_takes(bench: Bench) -> None:
    able = bench.provider.capabilities
    options = replace(
        able.defaults,
        seed=42 if able.seed else None,
        audio=True if able.audio else None,
        negative_prompt="blurry" if able.negative_prompt_max_chars else None,
        prompt_expansion=False if able.prompt_expansion else None,
    )
    await bench.bought(bench.order(options=options))
    [call] = bench.sent(bench.traits.text_call)
    said = str({**call.query, "body": call.body})
    assert ("42" in said) == able.seed
    assert ("blurry" in said) == bool(able.negative_prompt_max_chars)


async def test_the_longest_prompt_is_taken(bench: Bench) -> None:
    await bench.bought(bench.order("🐺" * bench.provider.capabilities.prompt_max_chars))


async def test_two_frames_become_a_video_where_they_can(bench: Bench) -> None:
    if Mode.FRAMES not in bench.provider.capabilities.modes:
        pytest.skip("it makes none")
    uploads = [
        await bench.provider.upload(frame, job_id=1) for frame in (jpeg("teal"), jpeg("olive"))
    ]
    asked = bench.order(mode=Mode.FRAMES, uploads=tuple(uploads), options=bench.picture_options)
    assert isinstance(await bench.status(await bench.finished(asked)), Done)


async def test_a_video_is_extended_where_it_can_be(bench: Bench) -> None:
    if Mode.EXTEND not in bench.provider.capabilities.modes:
        pytest.skip("it extends none")
    first = await bench.finished()
    done = await bench.status(first)
    assert isinstance(done, Done)
    source = Source(provider=bench.provider.name, submission_id=first.id, url=done.url)
    asked = bench.order(mode=Mode.EXTEND, source=source, options=bench.picture_options)
    assert isinstance(await bench.status(await bench.finished(asked)), Done)


async def test_the_balance_is_told_where_there_is_one(bench: Bench) -> None:
    if bench.provider.capabilities.balance:
        assert (await bench.provider.balance()).total == bench.books.balance


@pytest.mark.parametrize(("bench", "name"), each("refusals"), indirect=["bench"])
async def test_every_documented_refusal_is_a_fault(bench: Bench, name: str) -> None:
    bench.spoil(bench.traits.text_call, name)
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is bench.traits.refusals[name]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (302, Fault.BAD_REQUEST), (400, Fault.BAD_REQUEST), (401, Fault.BAD_KEY),
        (402, Fault.NO_CREDITS), (403, Fault.NOT_ALLOWED), (404, Fault.NOT_FOUND),
        (413, Fault.PICTURE_UNFIT), (429, Fault.BUSY),
    ],
)  # fmt: skip
async def test_a_refusal_without_words_of_its_own_is_told_by_its_http_status(
    bench: Bench, status: int, fault: Fault
) -> None:
    bench.spoil(bench.traits.text_call, f"http_{status}")
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is fault


async def test_retry_after_is_passed_on(bench: Bench) -> None:
    bench.spoil(bench.traits.text_call, "http_429_retry_7")
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.retry_after_s == 7


async def test_a_redirect_is_not_followed(bench: Bench) -> None:
    bench.spoil(bench.traits.text_call, "redirect")
    with pytest.raises(Refused) as refused:
        await bench.bought()
    assert refused.value.fault is Fault.BAD_REQUEST
    assert "/elsewhere" not in [call.path for call in bench.sandbox.calls]


@pytest.mark.parametrize(
    ("hurried_bench", "name"),
    [*((name, one) for name in NAMES for one in UNCLEAR), *each("unclear")],
    indirect=["hurried_bench"],
)
async def test_an_answer_that_proves_nothing_leaves_the_purchase_open(
    hurried_bench: Bench, name: str
) -> None:
    hurried_bench.spoil(hurried_bench.traits.text_call, name)
    with pytest.raises(Unclear):
        await hurried_bench.bought()


@pytest.mark.parametrize(
    ("hurried_bench", "name"),
    [(name, one) for name in NAMES for one in UNCLEAR],
    indirect=["hurried_bench"],
)
async def test_a_check_meets_the_same_without_harm(hurried_bench: Bench, name: str) -> None:
    bench = hurried_bench
    submission = await bench.finished()
    bench.spoil(bench.traits.status_call, name)
    with suppress(ProviderError):  # a cut connection heals by itself: asking again is harmless
        assert isinstance(await bench.status(submission), Running | Done)
    assert isinstance(await bench.status(submission), Done)


@pytest.mark.parametrize(("bench", "name"), each("spellings"), indirect=["bench"])
async def test_another_spelling_of_the_same_answer_is_understood(bench: Bench, name: str) -> None:
    traits = bench.traits
    for call in {traits.text_call, traits.status_call, *traits.calls}:
        bench.spoil(call, name, times=None)
    assert isinstance(await bench.status(await bench.finished()), Done)


@pytest.mark.parametrize(("bench", "name"), each("unfinished"), indirect=["bench"])
async def test_what_is_not_surely_finished_is_still_running(bench: Bench, name: str) -> None:
    submission = await bench.finished()
    bench.spoil(bench.traits.status_call, name)
    assert await bench.status(submission) == Running()


async def test_an_unknown_video_is_not_found(bench: Bench) -> None:
    submission = await bench.finished()
    unknown = submission.id.replace(str(bench.number(submission.id)), "404404")
    with pytest.raises(Refused) as refused:
        await bench.provider.check(unknown, user_id=7)
    assert refused.value.fault is Fault.NOT_FOUND


async def test_a_wrong_key_is_the_operators(bench: Bench, workshop: Workshop) -> None:
    if bench.traits.wrong_key is None:
        pytest.skip("it asks for none")
    stranger = type(bench).new_provider(workshop, bench.sandbox.url, key="wrong")
    with pytest.raises(Refused) as refused:
        await stranger.submit(bench.order(), key=key())
    assert refused.value.fault is bench.traits.wrong_key
    assert refused.value.fault.blame is Blame.OPERATOR
    await stranger.close()


async def test_a_server_that_is_not_there_has_certainly_sold_nothing(
    bench: Bench, workshop: Workshop
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    alone = type(bench).new_provider(workshop, f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        await alone.submit(bench.order(), key=key())
    await alone.close()


async def test_only_a_repeatable_submit_is_promised_to_buy_once(bench: Bench) -> None:
    same = key()
    orders = [bench.provider.submit(bench.order(), key=same) for _ in range(2)]
    first, second = await asyncio.gather(*orders)
    repeatable = bool(bench.provider.capabilities.repeat_window)
    assert (first.id == second.id) == repeatable
    assert len(bench.books.purchases) == (1 if repeatable else 2)


async def test_no_error_tells_the_key_the_prompt_or_an_address(bench: Bench) -> None:
    for name in ("http_500", "cut", "json_null", "http_403"):
        bench.spoil(bench.traits.text_call, name)
        with pytest.raises(ProviderError) as error:
            await bench.bought(bench.order("a secret wolf"))
        said = f"{error.value} {error.value.detail}"
        for secret in ("sandbox-key", "wolf", "http://"):
            assert secret not in said


async def test_the_key_is_in_no_address(bench: Bench) -> None:
    await bench.status(await bench.finished())
    assert "sandbox-key" not in str([(call.path, call.query) for call in bench.sandbox.calls])

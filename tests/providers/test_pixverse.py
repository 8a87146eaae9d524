import io
import uuid
from contextlib import suppress
from decimal import Decimal

import pytest
from PIL import Image

from bot.demo.faults import answer, cut
from bot.demo.sandbox.pixverse import oddities
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from bot.providers.base import Done, Failed, Gone, Moderated, Order, Running, Status
from bot.providers.errors import Fault, ProviderError, Refused, Unclear
from bot.providers.pixverse import PixVerse
from bot.providers.pixverse_dialect import FAULTS
from storage.jobs import Mode, Options
from storage.store import Store
from tests.providers.conftest import client

DEFAULTS = Options(duration_s=5, quality="540p", aspect_ratio="16:9")
BOTH_DIALECTS = pytest.mark.parametrize("sandbox", ["real", "contract"], indirect=True)


def order(prompt: str = "a wolf", **rest: object) -> Order:
    known: dict[str, object] = {"job_id": 1, "user_id": 7, "mode": Mode.TEXT, "options": DEFAULTS}
    return Order(prompt=prompt, **(known | rest))  # type: ignore[arg-type]


def key() -> str:
    return str(uuid.uuid4())


def jpeg(colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
    return buffer.getvalue()


async def finished(sandbox: PixVerseSandbox, pixverse: PixVerse, prompt: str = "a wolf") -> Status:
    submission = await pixverse.submit(order(prompt), key=key())
    await sandbox.finish(int(submission.id))
    return await pixverse.check(submission.id, user_id=7)


@BOTH_DIALECTS
async def test_a_prompt_becomes_a_video(sandbox: PixVerseSandbox, pixverse: PixVerse) -> None:
    sandbox.hold()
    submission = await pixverse.submit(order('<wolf> & "snow" 🐺 שלום'), key=key())
    assert await pixverse.check(submission.id, user_id=7) == Running()
    await sandbox.finish(int(submission.id))
    status = await pixverse.check(submission.id, user_id=7)
    assert isinstance(status, Done)
    assert status.url.startswith(sandbox.url)
    [sent] = [call.body for call in sandbox.calls if call.name == "text"]
    assert sent == {
        "prompt": "<wolf> & \"snow\" 🐺 שלום", "model": "v6", "duration": 5, "quality": "540p",
        "aspect_ratio": "16:9",
    }  # fmt: skip


@BOTH_DIALECTS
async def test_a_picture_becomes_a_video(sandbox: PixVerseSandbox, pixverse: PixVerse) -> None:
    upload = await pixverse.upload(jpeg(), job_id=1)
    submission = await pixverse.submit(order(mode=Mode.IMAGE, uploads=(upload,)), key=key())
    await sandbox.finish(int(submission.id))
    assert isinstance(await pixverse.check(submission.id, user_id=7), Done)
    [sent] = [call.body for call in sandbox.calls if call.name == "img"]
    assert sent["img_id"] == int(upload)
    assert "aspect_ratio" not in sent


async def test_every_option_that_was_chosen_is_sent(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    options = Options(
        duration_s=8, quality="720p", aspect_ratio="9:16", seed=42, audio=True,
        negative_prompt="blurry",
    )  # fmt: skip
    sandbox.hold()
    sandbox.faults.add("text", answer(200, json={"ErrCode": 0, "Resp": {"video_id": 5}}))
    await pixverse.submit(order(options=options), key=key())
    [sent] = [call.body for call in sandbox.calls if call.name == "text"]
    assert sent | {"prompt": ""} == {
        "prompt": "", "model": "v6", "duration": 8, "quality": "720p", "aspect_ratio": "9:16",
        "seed": 42, "generate_audio_switch": True, "negative_prompt": "blurry",
    }  # fmt: skip


async def test_a_finished_video_tells_its_size_price_and_time(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    status = await finished(sandbox, pixverse)
    assert isinstance(status, Done)
    assert status.width
    assert status.height
    assert status.credits == 35  # v6: 7 credits a second at 540p
    assert status.took_s is not None
    assert 0 < status.took_s < 10


@BOTH_DIALECTS
@pytest.mark.parametrize(
    ("wish", "status"), [("#moderated", Moderated), ("#failed", Failed), ("#gone", Gone)]
)
async def test_every_other_ending_is_told_apart(
    sandbox: PixVerseSandbox, pixverse: PixVerse, wish: str, status: type[Status]
) -> None:
    assert isinstance(await finished(sandbox, pixverse, f"a wolf {wish}"), status)


async def test_the_balance_has_its_parts(pixverse: PixVerse) -> None:
    balance = await pixverse.balance()
    assert [(part.name, part.amount) for part in balance.parts] == [
        ("monthly", Decimal(100)), ("package", Decimal(10_000)),
    ]  # fmt: skip
    assert balance.total == Decimal(10_100)


async def test_a_repeated_key_buys_nothing_twice(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    same = key()
    sandbox.faults.add("text", cut(carried_out=True))
    with pytest.raises(Unclear):
        await pixverse.submit(order(), key=same)
    again = await pixverse.submit(order(), key=same)
    assert [str(one.number) for one in sandbox.books.purchases] == [again.id]


async def test_every_other_call_has_a_trace_id_of_its_own(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    await finished(sandbox, pixverse)
    await pixverse.balance()
    await pixverse.upload(jpeg(), job_id=1)
    ids = [call.headers["ai-trace-id"] for call in sandbox.calls if call.name != "media"]
    assert len(set(ids)) == len(ids) == 4


@pytest.mark.parametrize("code", FAULTS)
async def test_every_documented_code_is_a_fault(
    sandbox: PixVerseSandbox, pixverse: PixVerse, code: int
) -> None:
    sandbox.faults.add("text", oddities.errcode(code))
    with pytest.raises(Refused) as refused:
        await pixverse.submit(order(), key=key())
    assert refused.value.fault is FAULTS[code]
    assert str(code) in refused.value.detail


async def test_an_unknown_code_is_tried_again(sandbox: PixVerseSandbox, pixverse: PixVerse) -> None:
    sandbox.faults.add("text", oddities.errcode(777777))
    with pytest.raises(Refused) as refused:
        await pixverse.submit(order(), key=key())
    assert refused.value.fault is Fault.OVERLOADED


@BOTH_DIALECTS
async def test_a_wrong_key_is_the_operators(sandbox: PixVerseSandbox, store: Store) -> None:
    stranger = client(store, sandbox.url, api_key="wrong")
    with pytest.raises(Refused) as refused:
        await stranger.balance()
    assert refused.value.fault is Fault.BAD_KEY
    await stranger.close()


async def test_a_moderated_upload_in_its_odd_spelling(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    with pytest.raises(Refused) as refused:
        await pixverse.upload(jpeg("magenta"), job_id=1)
    assert refused.value.fault is Fault.MODERATED


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (302, Fault.BAD_REQUEST), (400, Fault.BAD_REQUEST), (401, Fault.BAD_KEY),
        (402, Fault.NO_CREDITS), (403, Fault.NOT_ALLOWED), (404, Fault.NOT_FOUND),
        (413, Fault.PICTURE_UNFIT), (429, Fault.BUSY),
    ],
)  # fmt: skip
async def test_a_refusal_without_an_envelope_is_told_by_its_http_status(
    sandbox: PixVerseSandbox, store: Store, status: int, fault: Fault
) -> None:
    pixverse = client(store, sandbox.url)
    named = oddities.fault(f"http_{status}")
    assert named is not None
    sandbox.faults.add("text", named)
    with pytest.raises(Refused) as refused:
        await pixverse.submit(order(), key=key())
    assert refused.value.fault is fault
    await pixverse.close()


UNCLEAR = [
    "html_502", "html_502_after", "http_408", "http_500", "http_503", "http_504", "empty",
    "truncated", "broken_off", "oversized", "endless", "slow", "stall", "stall_after", "cut",
    "cut_after", "json_list", "json_number", "json_null", "resp_null", "resp_list",
]  # fmt: skip


@pytest.mark.parametrize("name", UNCLEAR)
async def test_an_answer_that_proves_nothing_leaves_the_purchase_open(
    sandbox: PixVerseSandbox, store: Store, name: str
) -> None:
    pixverse = client(store, sandbox.url, total_s=0.7)
    effect = oddities.fault(name)
    assert effect is not None
    sandbox.faults.add("text", effect)
    with pytest.raises(Unclear):
        await pixverse.submit(order(), key=key())
    await pixverse.close()


@pytest.mark.parametrize("name", UNCLEAR)
async def test_a_check_meets_the_same_without_harm(
    sandbox: PixVerseSandbox, store: Store, name: str
) -> None:
    pixverse = client(store, sandbox.url, total_s=0.7)
    submission = await pixverse.submit(order(), key=key())
    await sandbox.finish(int(submission.id))
    effect = oddities.fault(name)
    assert effect is not None
    sandbox.faults.add("result", effect)
    with suppress(ProviderError):  # a cut connection heals by itself: asking again is harmless
        assert isinstance(await pixverse.check(submission.id, user_id=7), Running | Done)
    assert isinstance(await pixverse.check(submission.id, user_id=7), Done)
    await pixverse.close()


@pytest.mark.parametrize(
    "name", ["resp_lower", "snake_envelope", "errcode_text", "status_word", "status_text"]
)
async def test_another_spelling_of_the_same_answer_is_understood(
    sandbox: PixVerseSandbox, pixverse: PixVerse, name: str
) -> None:
    effect = oddities.fault(name)
    assert effect is not None
    sandbox.faults.add("*", effect, times=None)
    assert isinstance(await finished(sandbox, pixverse), Done)


@pytest.mark.parametrize(
    "name", ["status_unknown", "status_null", "placeholder", "done_without_url", "running_again",
             "queued_2", "queued_9", "running_10", "resp_null", "resp_list"]
)  # fmt: skip
async def test_what_is_not_surely_finished_is_still_running(
    sandbox: PixVerseSandbox, pixverse: PixVerse, name: str
) -> None:
    submission = await pixverse.submit(order(), key=key())
    if not name.startswith(("queued", "running_10")):
        await sandbox.finish(int(submission.id))
    effect = oddities.fault(name)
    assert effect is not None
    sandbox.faults.add("result", effect)
    assert await pixverse.check(submission.id, user_id=7) == Running()


async def test_an_unknown_video_is_not_found(pixverse: PixVerse) -> None:
    with pytest.raises(Refused) as refused:
        await pixverse.check("404404", user_id=7)
    assert refused.value.fault is Fault.NOT_FOUND


@pytest.mark.parametrize("sandbox", ["contract"], indirect=True)
async def test_the_older_status_route_is_found_once_and_remembered(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    await finished(sandbox, pixverse)
    await finished(sandbox, pixverse)
    paths = [call.path for call in sandbox.calls if call.method == "GET" and call.name != "media"]
    assert len([path for path in paths if "/video/result/" in path]) == 1
    assert len([path for path in paths if path.endswith("/video/status")]) == 2


async def test_a_proxys_404_does_not_send_later_checks_to_the_older_route(
    sandbox: PixVerseSandbox, pixverse: PixVerse
) -> None:
    submission = await pixverse.submit(order(), key=key())
    await sandbox.finish(int(submission.id))
    sandbox.faults.add("result", answer(404, body="<html>deploying</html>"))
    with pytest.raises(Refused):
        await pixverse.check(submission.id, user_id=7)
    assert isinstance(await pixverse.check(submission.id, user_id=7), Done)


async def test_no_error_tells_the_key_or_the_prompt(sandbox: PixVerseSandbox, store: Store) -> None:
    pixverse = client(store, sandbox.url)
    for name in ("http_500", "cut", "errcode_500054", "json_null"):
        effect = oddities.fault(name)
        assert effect is not None
        sandbox.faults.add("text", effect)
        with pytest.raises(ProviderError) as error:
            await pixverse.submit(order("a secret wolf"), key=key())
        said = f"{error.value} {error.value.detail}"
        assert "sandbox-key" not in said
        assert "wolf" not in said
        assert "http://" not in said
    await pixverse.close()

import io
from decimal import Decimal

import pytest
from PIL import Image

from bot.demo.faults import answer, cut
from bot.demo.sandbox.pixverse import oddities
from bot.demo.sandbox.pixverse.sandbox import PixVerseSandbox
from bot.providers.base import Done, Failed, Gone, Moderated, Running, Status
from bot.providers.errors import Fault, Refused, Unclear
from bot.providers.pixverse import PixVerse
from storage.jobs import Mode, Options
from storage.store import Store
from tests.providers.bench import key
from tests.providers.conftest import client
from tests.providers.samples import order

BOTH_DIALECTS = pytest.mark.parametrize("sandbox", ["real", "contract"], indirect=True)


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


@pytest.mark.parametrize("name", ["queued_2", "queued_9", "running_10"])
async def test_numbers_of_other_pages_are_running_too(
    sandbox: PixVerseSandbox, pixverse: PixVerse, name: str
) -> None:
    sandbox.hold()
    submission = await pixverse.submit(order(), key=key())
    effect = oddities.fault(name)
    assert effect is not None
    sandbox.faults.add("result", effect)
    assert await pixverse.check(submission.id, user_id=7) == Running()

"""What is special to a web account: orders as its page writes them, and two places to look."""

import pytest

from bot.demo.faults import Effect, answer, cut
from bot.providers.base import Done, Moderated
from bot.providers.errors import Fault, Refused, Unclear
from tests.jumping_clock import JumpingClock
from tests.providers.bench import Workshop, made
from tests.providers.pixverse_web_bench import PixVerseWebBench


async def test_where_the_open_api_knows_its_videos_it_is_asked(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop, result_route="works") as bench:
        assert isinstance(await bench.status(await bench.finished()), Done)
        assert bench.sent("list") == []


async def test_where_it_does_not_only_the_list_is_asked_from_then_on(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        for _ in range(3):
            assert isinstance(await bench.status(await bench.finished()), Done)
        assert (len(bench.sent("result")), len(bench.sent("list"))) == (1, 3)


@pytest.mark.parametrize("name", ["errcode_10003", "errcode_400012", "errcode_500008", "http_404"])
async def test_a_video_that_the_open_api_denies_is_looked_for_in_the_list(
    timed: Workshop, clock: JumpingClock, name: str
) -> None:
    """It was paid for, and the open API may want another key, or lack the route."""
    async with made(PixVerseWebBench, timed) as bench:
        bench.spoil("result", name, times=None)
        submission = await bench.finished()
        clock.jump(minutes=2)
        assert isinstance(await bench.status(submission), Done)
        asked_there = len(bench.sent("result"))
        assert isinstance(await bench.status(submission), Done)
        assert len(bench.sent("result")) == asked_there


@pytest.mark.parametrize("status", [403, 405, 503])
async def test_a_file_that_cannot_be_looked_at_is_left_to_the_delivery(
    workshop: Workshop, status: int
) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        submission = await bench.finished()
        bench.sandbox.faults.add("media", answer(status))
        assert isinstance(await bench.status(submission), Done)


@pytest.mark.parametrize("effect", [cut(), answer(302, headers={"Location": "/elsewhere"})])
async def test_a_file_behind_a_bad_connection_is_too(workshop: Workshop, effect: Effect) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        submission = await bench.finished()
        bench.sandbox.faults.add("media", effect, times=None)
        assert isinstance(await bench.status(submission), Done)


@pytest.mark.parametrize("host", ["user:pass word@host", "a..b", "a" * 64])
async def test_an_address_that_nobody_can_look_at_harms_nothing(
    workshop: Workshop, host: str
) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        submission = await bench.finished()
        entry = {"video_id": int(submission.id), "video_status": 1, "url": f"http://{host}/a.mp4"}
        said = {"ErrCode": 0, "Resp": {"data": [entry]}}
        bench.sandbox.faults.add("list", answer(200, json=said))
        assert isinstance(await bench.status(submission), Done)


async def test_no_token_goes_to_where_the_files_are(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await bench.status(await bench.finished())
        [looked] = bench.sent("media")
        assert looked.method == "HEAD"
        assert not {"x-platform", "ai-trace-id"} & looked.headers.keys()


async def test_the_balance_has_its_parts(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop, credits=(1, 20, 300)) as bench:
        told = await bench.provider.balance()
        assert {part.name: int(part.amount) for part in told.parts} == {
            "daily": 1, "monthly": 20, "package": 300,
        }  # fmt: skip


@pytest.mark.parametrize("name", ["resp_null", "resp_list"])
async def test_credits_that_are_not_told_are_not_none(workshop: Workshop, name: str) -> None:
    """An empty account would alarm the admins."""
    async with made(PixVerseWebBench, workshop) as bench:
        bench.spoil("credits", name)
        with pytest.raises(Unclear):
            await bench.provider.balance()


async def test_an_order_is_written_as_the_page_writes_it(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        await bench.bought()
        await bench.bought(await bench.picture_order())
        [text], [picture] = bench.sent("t2v"), bench.sent("i2v")
        known = {
            "prompt": "a wolf", "duration": 5, "quality": "360p", "model": "v5",
            "motion_mode": "normal", "lip_sync_tts_speaker_id": "Auto",
        }  # fmt: skip
        assert text.body == known | {"aspect_ratio": "16:9"}
        url = picture.body["customer_img_url"]
        assert url.startswith(bench.sandbox.url)
        assert picture.body == known | {
            "customer_img_url": url,
            "customer_img_path": url.removeprefix(bench.sandbox.url + "/"),
        }
        calls = bench.sandbox.calls
        assert {call.headers["x-platform"] for call in calls} == {"Web"}
        assert len({call.headers["ai-trace-id"] for call in calls}) == len(calls)


async def test_a_429_counts_whatever_else_is_said(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        said = {"ErrCode": 500090, "ErrMsg": "", "Resp": None}
        bench.sandbox.faults.add("t2v", answer(429, json=said, headers={"Retry-After": "7"}))
        with pytest.raises(Refused) as refused:
            await bench.bought()
        assert (refused.value.fault, refused.value.retry_after_s) == (Fault.BUSY, 7)


async def test_a_failure_that_says_success_proves_nothing(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        said = {"ErrCode": 0, "ErrMsg": "", "Resp": {"video_id": 5}}
        bench.sandbox.faults.add("t2v", answer(500, json=said))
        with pytest.raises(Unclear):
            await bench.bought()


async def test_invalid_media_is_the_picture_where_there_is_one(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        asked_for = await bench.picture_order()
        bench.spoil("i2v", "errcode_400")
        with pytest.raises(Refused) as refused:
            await bench.bought(asked_for)
        assert refused.value.fault is Fault.PICTURE_UNFIT
        bench.spoil("upload", "errcode_400")
        with pytest.raises(Refused) as refused:
            await bench.picture_order()
        assert refused.value.fault is Fault.PICTURE_UNFIT


async def test_a_moderated_video_is_not_delivered_though_it_plays(workshop: Workshop) -> None:
    async with made(PixVerseWebBench, workshop) as bench:
        submission = await bench.finished()
        bench.spoil("list", "moderated_playable")
        assert await bench.status(submission) == Moderated()

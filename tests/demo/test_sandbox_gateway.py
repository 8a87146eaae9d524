"""The gateway sandbox's calls, in both dialects and every encoding."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.demo.sandbox.gateway import Plan
from bot.demo.sandbox.gateway.quota import Quota
from tests.demo.gateway_client import KEY, OWNER, TEXT, Client, connected, number
from tests.demo.sandbox_client import picture

MAGENTA = picture(colour=(255, 0, 255))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with connected() as made:
        yield made


@pytest.fixture
async def real() -> AsyncIterator[Client]:
    async with connected(dialect="real") as made:
        yield made


def missing(*names: str, place: str = "body") -> dict[str, Any]:
    """FastAPI's answer when these fields are absent."""
    return {
        "detail": [
            {"loc": [place, name], "msg": "Field required", "type": "missing"} for name in names
        ]
    }


async def test_a_text_order_becomes_a_video(client: Client) -> None:
    answer = await client.text()
    assert (await client.status(number(answer))).json() == {"status": "Generating"}
    done = await client.finished(answer)
    assert set(done) == {"status", "url"}
    assert done["status"] == "Generation successful"
    video = await client.http.get(done["url"])
    assert video.headers["Content-Type"] == "video/mp4"
    assert b"ftyp" in video.content[:16]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
async def test_a_picture_order_becomes_a_video(client: Client, kind: str) -> None:
    done = await client.finished(await client.image(picture(kind=kind)))
    assert (await client.http.get(done["url"])).status_code == 200


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("#moderated", "Contents moderation failed"),
        ("a #FAILED wolf", "Generation failed"),
        ("#gone", "Deleted"),
        ("#slow", "Generation successful"),
    ],
)
async def test_the_prompt_says_how_it_ends(client: Client, prompt: str, said: str) -> None:
    done = await client.finished(await client.text(prompt=prompt))
    assert done["status"] == said
    assert ("url" in done) == (said == "Generation successful")
    assert len(client.sandbox.books.purchases) == 1
    assert bool(client.sandbox.books.spent) == (prompt != "#moderated")


async def test_never_outlasts_its_time(client: Client) -> None:
    client.sandbox.release()
    never, other = [number(await client.text(prompt=words)) for words in ("#never", "a wolf")]
    await client.sandbox.until(lambda: client.sandbox.running == 1)
    assert (await client.status(other)).json()["status"] == "Generation successful"
    assert (await client.status(never)).json()["status"] == "Generating"


async def test_equal_orders_are_two_purchases_under_one_key(client: Client) -> None:
    for _ in range(2):
        number(await client.text())
        number(await client.image(picture()))
    number(await client.text(apphud_user_id="user-2"))
    number(await client.image(picture(colour="red")))
    bought = client.sandbox.books.purchases
    assert [len(client.sandbox.books.under(one.key)) for one in bought] == [2, 2, 2, 2, 1, 1]
    assert len(bought[0].key) == 64
    assert {one.what for one in bought} == {"text", "image"}


@pytest.mark.parametrize("key", ["", "wrong"])
async def test_a_wrong_key_is_unauthorized(client: Client, key: str) -> None:
    answer = await client.send("POST", "/text2video", data=TEXT, headers={"API-KEY": key})
    assert answer.status_code == 401
    assert isinstance(answer.json()["detail"], str)
    assert client.sandbox.books.purchases == ()


async def test_a_gateway_may_check_no_key() -> None:
    async with connected(checks_key=False) as client:
        answer = await client.send("POST", "/text2video", data=TEXT, headers={"API-KEY": ""})
        assert answer.status_code == 200


async def test_calls_are_recorded_without_the_key(client: Client) -> None:
    video_id = number(await client.text())
    await client.image(picture())
    await client.status(video_id)
    text, image, status = client.sandbox.calls
    assert [call.name for call in (text, image, status)] == ["text", "image", "status"]
    assert text.body == TEXT
    assert image.body["file"].size_bytes == len(picture())
    assert status.query == OWNER | {"video_id": str(video_id)}
    assert KEY not in str(client.sandbox.calls)


@pytest.mark.parametrize("sent", [{"json": TEXT}, {"params": TEXT}, {"content": b"prompt"}])
async def test_only_a_form_is_understood(client: Client, sent: dict[str, Any]) -> None:
    answer = await client.send("POST", "/text2video", **sent)
    assert answer.status_code == 422
    assert answer.json() == missing("app_bundle_id", "apphud_user_id", "prompt")


@pytest.mark.parametrize(
    ("body", "kind", "others"),
    [("json", "json", ("data", "params")), ("query", "params", ("data", "json"))],
)
async def test_another_encoding_is_a_setting(body: str, kind: str, others: tuple[str, str]) -> None:
    async with connected(body=body) as client:
        number(await client.send("POST", "/text2video", **{kind: TEXT}))
        for other in others:
            answer = await client.send("POST", "/text2video", **{other: TEXT})
            place = "query" if body == "query" else "body"
            names = ("app_bundle_id", "apphud_user_id", "prompt")
            assert (answer.status_code, answer.json()) == (422, missing(*names, place=place))


async def test_pictures_come_in_a_form_whatever_the_encoding() -> None:
    files = {"file": ("a.png", picture())}
    async with connected(body="json") as client:
        number(await client.image(picture()))
    async with connected(body="query") as client:
        number(await client.send("POST", "/image2video", params=TEXT, files=files))
        assert (await client.image(picture())).status_code == 422


@pytest.mark.parametrize("body", [b"{", b"[]", b""])
async def test_what_is_no_json_object_has_no_fields(body: bytes) -> None:
    async with connected(body="json") as client:
        headers = {"Content-Type": "application/json"}
        answer = await client.send("POST", "/text2video", content=body, headers=headers)
        assert answer.json() == missing("app_bundle_id", "apphud_user_id", "prompt")


async def test_json_types_are_strict() -> None:
    async with connected(body="json") as client:
        answer = await client.send("POST", "/text2video", json=TEXT | {"prompt": 5})
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["body", "prompt"]
        assert answer.json()["detail"][0]["type"] == "string_type"


async def test_an_empty_form_field_is_missing(client: Client) -> None:
    answer = await client.text(prompt="")
    assert (answer.status_code, answer.json()) == (422, missing("prompt"))


async def test_the_pictures_field_has_one_name(client: Client) -> None:
    answer = await client.image(picture(), name="image")
    assert (answer.status_code, answer.json()) == (422, missing("file"))
    async with connected(file_field="image") as other:
        answer = await other.image(picture(), name="file")
        assert (answer.status_code, answer.json()) == (422, missing("image"))
        number(await other.image(picture(), name="image"))


async def test_a_picture_that_is_words_is_not_valid(client: Client) -> None:
    answer = await client.send("POST", "/image2video", data=TEXT | {"file": "words"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "file"]


@pytest.mark.parametrize("dialect", ["real", "contract"])
@pytest.mark.parametrize("video_id", ["", "12a", "1.0", "-1", "9" * 5000])
async def test_a_video_id_is_a_number(dialect: str, video_id: str) -> None:
    async with connected(dialect=dialect) as client:
        answer = await client.status(video_id)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["query", "video_id"]


async def test_a_question_names_its_owner(client: Client) -> None:
    answer = await client.send("GET", "/get_status", params={"video_id": 1})
    expected = missing("app_bundle_id", "apphud_user_id", place="query")
    assert (answer.status_code, answer.json()) == (422, expected)


async def test_anybody_may_ask_unless_owners_are_checked(client: Client) -> None:
    video_id = number(await client.text())
    assert (await client.status(video_id, apphud_user_id="user-2")).status_code == 200
    async with connected(checks_owner=True) as careful:
        video_id = number(await careful.text())
        assert (await careful.status(video_id)).status_code == 200
        for name in OWNER:
            assert (await careful.status(video_id, **{name: "other"})).status_code == 404


UNFIT = [
    pytest.param(picture(kind="GIF"), 400, 500032, id="gif"),
    pytest.param(b"no picture", 400, 500031, id="words"),
    pytest.param(picture((4001, 8)), 400, 500033, id="wide"),
    pytest.param(picture() + b"\0" * 20_000_000, 413, 500030, id="heavy"),
]


@pytest.mark.parametrize(("file", "status", "code"), UNFIT)
async def test_unfit_pictures_are_refused_as_documented(
    client: Client, file: bytes, status: int, code: int
) -> None:
    answer = await client.image(file)
    assert answer.status_code == status
    assert isinstance(answer.json()["detail"], str)
    assert str(code) not in answer.text
    assert client.sandbox.books.purchases == ()


@pytest.mark.parametrize(("file", "status", "code"), UNFIT)
async def test_the_code_passes_on_what_the_platform_says_of_pictures(
    real: Client, file: bytes, status: int, code: int
) -> None:
    answer = await real.image(file)
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith(f"Pixverse error {code}: ")
    assert real.sandbox.calls[-1].code == code


async def test_moderated_pictures(client: Client, real: Client) -> None:
    assert (await client.image(MAGENTA)).status_code == 400
    answer = await real.image(MAGENTA)
    assert (answer.status_code, answer.json()) == (504, {"detail": "Max retries exceeded"})


@pytest.mark.parametrize(
    ("prompt", "code"), [("x" * 2049, 400018), ("  ", 400011), ("#refused", 500063)]
)
async def test_prompts_that_are_refused(
    client: Client, real: Client, prompt: str, code: int
) -> None:
    assert (await client.text(prompt=prompt)).status_code == 400
    answer = await real.text(prompt=prompt)
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith(f"Pixverse error {code}: ")
    assert client.sandbox.books.purchases == real.sandbox.books.purchases == ()


async def test_the_longest_prompt_is_taken(client: Client) -> None:
    number(await client.text(prompt="x" * 2048))


async def test_an_unknown_video(client: Client, real: Client) -> None:
    assert (await client.status(5)).status_code == 404
    answer = await real.status(5)
    assert answer.status_code == 502
    assert answer.json()["detail"].startswith("Pixverse error 500008: ")


async def test_too_many_at_once() -> None:
    plan = Plan(max_running=1, submits_per_minute=None)
    async with connected(plan=plan) as client, connected(plan=plan, dialect="real") as real:
        first = await client.text()
        busy = await client.text()
        assert busy.status_code == 429
        assert "Retry-After" not in busy.headers
        await client.finished(first)
        number(await client.text())
        number(await real.text())
        busy = await real.text()
        assert busy.json()["detail"].startswith("Pixverse error 500044: ")


async def test_ten_orders_a_minute_as_documented() -> None:
    plan = Plan(max_running=20)
    async with connected(plan=plan) as client, connected(plan=plan, dialect="real") as real:
        for _ in range(10):
            number(await client.text())
            number(await real.text())
        late = await client.image(picture())
        assert late.status_code == 429
        assert 50 <= int(late.headers["Retry-After"]) <= 60
        assert len(client.sandbox.books.purchases) == 10
        number(await real.text())


def test_a_quota_counts_sixty_seconds() -> None:
    quota = Quota(2)
    assert [quota.refuse(now) for now in (0.0, 30.0, 59.5)] == [None, None, 1]
    assert [quota.refuse(now) for now in (60.0, 61.0)] == [None, 29]


async def test_an_empty_account() -> None:
    async with connected(credits=44) as client:
        assert (await client.text()).status_code == 500
    async with connected(credits=44, dialect="real") as real:
        assert (await real.text()).json()["detail"].startswith("Pixverse error 500090: ")
        assert real.sandbox.books.balance == 44

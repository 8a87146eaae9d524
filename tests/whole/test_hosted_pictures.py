"""Prepared pictures at the bot's HTTP side, for those who have their address."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from bot.addresses import PICTURES, Addresses
from bot.clock import SystemClock
from bot.demo.patience import PATIENCE_S
from bot.web.pictures import HostedPictures
from bot.web.server import Web
from storage.store import Store
from tests.ports import free_port

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Gallery:
    store: Store
    addresses: Addresses
    visitor: httpx.AsyncClient

    def address(self, name: str, left: timedelta = HOUR) -> str:
        return self.addresses.picture(name, until=SystemClock().now() + left)

    async def hang(self, name: str, left: timedelta = HOUR) -> str:
        now = SystemClock().now()
        await self.store.hosted.put(name, b"jpeg", job_id=1, expires_at=now + left)
        return self.address(name)


@pytest.fixture
async def gallery(tmp_path: object) -> AsyncIterator[Gallery]:
    store = await Store.open(f"sqlite:///{tmp_path}/bot.db")
    port = free_port()
    addresses = Addresses(base=f"http://127.0.0.1:{port}", secret="secret")
    pictures = HostedPictures(addresses=addresses, hosted=store.hosted, clock=SystemClock())

    async def alive() -> None:
        return None

    async with (
        Web(host="127.0.0.1", port=port, routes=pictures.routes(), alive=alive),
        httpx.AsyncClient(base_url=addresses.base, timeout=PATIENCE_S) as visitor,
    ):
        yield Gallery(store, addresses, visitor)
    await store.close()


async def test_who_has_the_address_gets_the_picture(gallery: Gallery) -> None:
    answer = await gallery.visitor.get(await gallery.hang("rose"))
    assert (answer.status_code, answer.content) == (200, b"jpeg")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-store"


async def test_an_address_expires(gallery: Gallery) -> None:
    await gallery.hang("rose")
    late = gallery.address("rose", left=timedelta(seconds=-1))
    assert (await gallery.visitor.get(late)).status_code == 404


async def test_a_picture_expires_also_when_its_address_has_not(gallery: Gallery) -> None:
    address = await gallery.hang("rose", left=timedelta(seconds=-1))
    assert (await gallery.visitor.get(address)).status_code == 404


@pytest.mark.parametrize("part", ["name", "until", "sign", "no sign", "no query"])
async def test_an_address_that_was_changed_leads_nowhere(gallery: Gallery, part: str) -> None:
    await gallery.hang("tulip")
    parts = urlsplit(await gallery.hang("rose"))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    path = parts.path.replace("rose", "tulip") if part == "name" else parts.path
    if part == "until":
        query["until"] = str(int(query["until"]) + 1)
    if part == "sign":
        query["sign"] = "0" * 64
    if part == "no sign":
        del query["sign"]
    asked = path if part == "no query" else f"{path}?{urlencode(query)}"
    assert (await gallery.visitor.get(asked)).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/pictures/", "/pictures/..%2f..%2fetc%2fpasswd.jpg", "/pictures/%2e%2e/bot.db", "/pictures"],
)
async def test_a_path_is_no_way_to_a_file(gallery: Gallery, path: str) -> None:
    assert (await gallery.visitor.get(path)).status_code == 404


async def test_a_made_up_time_is_no_error(gallery: Gallery) -> None:
    for until in ("soon", "", "1e99", "9" * 400, "9" * 11, "-1", "²"):
        sign = gallery.addresses._sign(PICTURES, "rose", until)
        asked = "/pictures/rose.jpg?" + urlencode({"until": until, "sign": sign})
        assert (await gallery.visitor.get(asked)).status_code == 404


async def test_the_secret_does_not_show(gallery: Gallery) -> None:
    assert "secret" not in repr(gallery.addresses).replace("secret=", "")

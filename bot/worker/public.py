"""Where a download may lead: public addresses, and hosts that the operator's settings name.

A provider chooses the URL of a video and where it redirects to; that must not open this machine's
own network to it. What a name means is judged where the connection is made, so no other answer of
the name's server can come between the look and the use.
"""

import ipaddress
import socket
from collections.abc import Collection

import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from bot.chat import VideoSourceError


def is_public(address: str) -> bool:
    """Whether this is the IP address of a machine out in the internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # such as "127.1": the system would read it, so it is no name either
        return False
    return ip.is_global and not ip.is_multicast


class AddressGate:
    """Judges requests. `named`: the hosts that may be anywhere."""

    def __init__(self, named: Collection[str]) -> None:
        self._named = frozenset(named)

    async def check(self, request: httpx.Request) -> None:
        """Raises VideoSourceError for what needs no look-up to be refused; an httpx hook."""
        host = request.url.host
        if request.url.scheme not in {"http", "https"}:
            raise VideoSourceError("leads to another scheme")
        is_name = any(letter.isalpha() for letter in host) and ":" not in host
        if not is_name and not self.lets(host, host):
            raise VideoSourceError("leads to a private address")

    def lets(self, host: str, address: str) -> bool:
        """Whether a connection to this host may go to this address."""
        return host in self._named or is_public(address)


class GatedResolver(AbstractResolver):
    """Looks names up, and leaves out addresses that the gate does not let through."""

    def __init__(self, gate: AddressGate) -> None:
        self._gate = gate
        self._resolver = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See AbstractResolver. Raises VideoSourceError when nothing is left."""
        found = await self._resolver.resolve(host, port, family)
        let = [one for one in found if self._gate.lets(host, one["host"])]
        if not let:
            raise VideoSourceError("leads to a private address")
        return let

    async def close(self) -> None:
        """See AbstractResolver."""
        await self._resolver.close()

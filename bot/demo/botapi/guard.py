"""Keeps other web sites in the same browser away from a server that listens on loopback."""

import yarl
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def guard_against_other_sites(host: str) -> Middleware:
    """A middleware: while the server listens on loopback, the Host header must name loopback (a
    foreign name that resolves here does not). What a page of another site asks for is refused.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if host in LOOPBACK and _host_of(request.host) not in LOOPBACK:
            return web.Response(status=403, text="This server answers on loopback only.\n")
        if _is_from_elsewhere(request):
            return web.Response(status=403, text="This server does not answer to other sites.\n")
        return await handler(request)

    return guard


def _is_from_elsewhere(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return True
    # A picture or a form of another site has no Origin, but a browser says where it stands. A
    # link to the page itself may stand anywhere.
    site = request.headers.get("Sec-Fetch-Site", "none")
    return site not in ("none", "same-origin") and request.path != "/"


def _host_of(header: str) -> str | None:
    try:
        return yarl.URL(f"http://{header}").host
    except ValueError:
        return None

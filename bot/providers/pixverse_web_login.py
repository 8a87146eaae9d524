"""The one session of a PixVerse web account.

Every login ends the session before it, so there is one, kept in the store; it is renewed when it
has expired, and left alone for a while when somebody else has logged in: two that keep throwing
each other out would both get nothing, and the account flagged.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.providers.errors import Fault, Refused, Unclear, Unreachable
from bot.providers.http import Answer, ProviderHttp
from bot.providers.pixverse_dialect import envelope_of
from bot.providers.reading import plain_keys
from storage.sessions import Sessions

NAME = "pixverse_web"
PATH = "/creative_platform/login"
BETWEEN_LOGINS = timedelta(minutes=1)
AFTER_REFUSAL = timedelta(minutes=10)
AFTER_EVICTION = timedelta(minutes=30)


class Login:
    """Gives the token of the session. No error and no repr tells it, or the password."""

    def __init__(
        self,
        http: ProviderHttp,
        sessions: Sessions,
        *,
        username: str,
        password: str,
        clock: Clock,
        headers: Callable[[], dict[str, str]],
    ) -> None:
        self._http = http
        self._sessions = sessions
        self._username = username
        self._password = password
        self._clock = clock
        self._headers = headers
        self._one_at_a_time = asyncio.Lock()

    async def token(self) -> str:
        """The session's token, by a login where there is none.

        Raises Refused when no login is possible now, and Unreachable when it did not work out:
        in both cases nothing else was done.
        """
        async with self._one_at_a_time:
            return await self._stored() or await self._log_in()

    async def instead_of(self, refused: str) -> str:
        """The token to use when this one has expired: another that is there already, or a new one.

        Raises as `token` does.
        """
        async with self._one_at_a_time:
            stored = await self._stored()
            return stored if stored and stored != refused else await self._log_in()

    async def evicted(self, token: str) -> str:
        """Somebody logged in elsewhere; gives the token of a newer session of this bot's own.

        Raises Refused when there is none: then nobody logs in for a while.
        """
        async with self._one_at_a_time:
            stored = await self._stored()
            if stored and stored != token:
                return stored
            login_after = self._clock.now() + AFTER_EVICTION
            await self._sessions.drop(NAME, login_after=login_after)
            raise Refused(NAME, "evicted by another login", fault=Fault.BAD_KEY)

    async def _stored(self) -> str | None:
        session = await self._sessions.get(NAME)
        return session.token if session else None

    async def _log_in(self) -> str:
        now = self._clock.now()
        if not await self._sessions.claim_login(NAME, now=now, next_after=now + BETWEEN_LOGINS):
            raise Refused(NAME, "no login is due yet", fault=Fault.BAD_KEY)
        token = await self._token_in(await self._asked())
        await self._sessions.keep(NAME, token)
        return token

    async def _asked(self) -> Answer:
        body = {"Username": self._username, "Password": self._password}
        try:
            return await self._http.request("POST", PATH, headers=self._headers(), body=body)
        except Unclear as error:
            raise Unreachable(NAME, f"login: {error.detail}") from error

    async def _token_in(self, answer: Answer) -> str:
        envelope = envelope_of(answer)
        if envelope is None:
            error = await self._http.refusal(answer)
            if isinstance(error, Refused):
                raise error
            raise Unreachable(NAME, f"login: {error.detail}")
        resp = plain_keys(envelope.get("resp"))
        token = (resp | plain_keys(resp.get("result"))).get("token")
        if envelope["errcode"] == 0 and isinstance(token, str) and token:
            return token
        await self._sessions.drop(NAME, login_after=self._clock.now() + AFTER_REFUSAL)
        detail = f"login refused, ErrCode {envelope['errcode']}"
        raise Refused(NAME, detail, fault=Fault.BAD_KEY)

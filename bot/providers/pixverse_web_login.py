"""The one session of a PixVerse web account.

Every login ends the session before it, also that of its owner's browser. So there is one, kept in
the store; it is renewed when it has expired, and left alone for a while when somebody else has
logged in: two that keep throwing each other out would both get nothing, and the account flagged.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from pydantic import SecretStr

from bot.clock import Clock
from bot.providers.errors import Fault, ProviderError, Refused, Unclear, Unreachable
from bot.providers.http import Answer, ProviderHttp
from bot.providers.pixverse_dialect import FAULTS, envelope_of
from bot.providers.reading import plain_keys
from storage.database import StoreError
from storage.sessions import Sessions

PATH = "/creative_platform/login"
EVICTED = 10005
REFUSED_TOKEN = frozenset({10001, 10002, 10003, EVICTED})
"""What a call is refused with for its token: rejected, expired, missing, and ended by a login."""

EVERY = timedelta(minutes=1)
"""No two logins are closer together."""
AFTER_REFUSAL = timedelta(minutes=10)
AFTER_EVICTION = timedelta(minutes=30)
"""How long the account is left to whoever logged in elsewhere."""


class Login:
    """Gives the token of the session. `account` names its row in the store, one for each account.

    No repr and no error tells the token or the password. Every error means that what the token is
    for was not asked for: Refused, or Unreachable where a login came to no clear end.
    """

    def __init__(
        self,
        http: ProviderHttp,
        sessions: Sessions,
        clock: Clock,
        *,
        account: str,
        username: str,
        password: SecretStr,
    ) -> None:
        self._http = http
        self._sessions = sessions
        self._clock = clock
        self._account = account
        self._username = username
        self._password = password
        self._one_at_a_time = asyncio.Lock()

    def headers(self, token: str | None = None) -> Mapping[str, str]:
        """What goes with every call; a trace id that was used before may get an old answer."""
        known = {"x-platform": "Web", "Ai-Trace-Id": self._clock.new_key()}
        return known if token is None else known | {"Token": token}

    async def token(self) -> str:
        """The token to call with; logs in when there is none."""
        async with self._alone():
            return await self._other_than(None)

    async def instead_of(self, token: str, code: int) -> str:
        """Another token than this one, which was refused with a code of REFUSED_TOKEN.

        When it was evicted from elsewhere, no other is asked for: that raises Refused.
        """
        async with self._alone():
            if code == EVICTED:
                return await self._after_eviction(token)
            return await self._other_than(token)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        try:
            async with self._one_at_a_time:
                yield
        except StoreError as error:
            raise Unreachable(self._http.provider, "the session cannot be stored") from error

    async def _other_than(self, refused: str | None) -> str:
        known = await self._stored()
        if known is not None and known != refused:
            return known
        now = self._clock.now()
        if not await self._sessions.claim_login(self._account, now=now, next_after=now + EVERY):
            raise await self._too_early(known)
        token = await self._new_token()
        if token is None:
            raise await self._left_alone(None, AFTER_REFUSAL, "the login is refused")
        await self._sessions.keep(self._account, token)
        return token

    async def _after_eviction(self, token: str) -> str:
        """It may have been this bot that logged in again, with another call or process."""
        known = await self._stored()
        if known is not None and known != token:
            return known
        raise await self._left_alone(token, AFTER_EVICTION, "somebody logged in elsewhere")

    async def _stored(self) -> str | None:
        session = await self._sessions.get(self._account)
        return session.token if session else None

    async def _too_early(self, known: str | None) -> Refused:
        """Why nobody may log in now. `known` is a token that is refused."""
        if known is not None:  # it is new, so another one would be refused, too
            return await self._left_alone(known, AFTER_REFUSAL, "a new token is refused")
        session = await self._sessions.get(self._account)
        wait = session.login_after - self._clock.now() if session else timedelta(0)
        if wait > EVERY:
            return self._refused("no login for a while")
        # Another process logs in, or nobody knows what became of a login: no job ends for that.
        pause_s = max(1.0, wait.total_seconds())
        detail = "no login for a moment"
        return Refused(self._http.provider, detail, fault=Fault.BUSY, retry_after_s=pause_s)

    async def _left_alone(self, token: str | None, span: timedelta, why: str) -> Refused:
        login_after = self._clock.now() + span
        await self._sessions.drop(self._account, token, login_after=login_after)
        return self._refused(why)

    async def _new_token(self) -> str | None:
        """The token of a new login; None when it is refused."""
        try:
            answer = await self._answer()
        except Unclear as error:
            raise self._open_end(error.detail) from error
        envelope = envelope_of(answer)
        if envelope is None or answer.status == 429:
            meant = await self._http.refusal(answer)
            if _fault(meant) in (Fault.BAD_KEY, Fault.NOT_ALLOWED):
                return None
            # Nothing here is about a video, so nothing else may sound as if it were.
            raise meant if _fault(meant) is Fault.BUSY else self._open_end(meant.detail)
        code = envelope["errcode"]
        fault = FAULTS.get(code, Fault.BAD_KEY)
        if code != 0 and fault in (Fault.OVERLOADED, Fault.BUSY):
            raise Refused(self._http.provider, f"login: ErrCode {code}", fault=fault)
        return _token_in(envelope.get("resp")) if code == 0 else None

    async def _answer(self) -> Answer:
        """Without a turn: an order may stand behind this, and EVERY is pace enough."""
        body = {"Username": self._username, "Password": self._password.get_secret_value()}
        return await self._http.send("POST", PATH, headers=self.headers(), body=body)

    def _open_end(self, detail: str) -> ProviderError:
        return Unreachable(self._http.provider, f"login: {detail}")

    def _refused(self, detail: str) -> Refused:
        return Refused(self._http.provider, detail, fault=Fault.BAD_KEY)


def _fault(error: ProviderError) -> Fault | None:
    return error.fault if isinstance(error, Refused) else None


def _token_in(resp: object) -> str | None:
    """In `Resp.Result`, or in `Resp` itself; None unless a header can carry it."""
    fields = plain_keys(resp)
    token = (fields | plain_keys(fields.get("result"))).get("token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        return None
    return token.strip() or None

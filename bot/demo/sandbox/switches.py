"""Faults on a switch from outside: GET, POST and DELETE /switches of a running sandbox.

POST {"call": "result", "fault": "html_502", "times": 3, "skip": 0}; `times` null never ends.
A page in a browser cannot do it: its JSON would need a permission that nobody gives it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from bot.demo.faults import ANY_CALL, Effect, Faults, Hold, Rule

PATH = "/switches"


class Switches:
    """The control routes of one server. `fault` finds an effect by its name."""

    def __init__(
        self,
        faults: Faults,
        *,
        calls: Sequence[str],
        names: Sequence[str],
        fault: Callable[[str], Effect | None],
    ) -> None:
        self._faults = faults
        self._calls = [ANY_CALL, *calls]
        self._names = list(names)
        self._fault = fault
        self._named: list[tuple[Rule, str]] = []

    @property
    def routes(self) -> list[web.AbstractRouteDef]:
        """What a server adds."""
        return [
            web.get(PATH, self._list),
            web.post(PATH, self._add),
            web.delete(PATH, self._clear),
        ]

    async def _list(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {"calls": self._calls, "faults": self._names, "on": [self._shown(r) for r in self._on]}
        )

    @property
    def _on(self) -> list[Rule]:
        return [rule for rule in self._faults.rules if rule.times != 0]

    def _shown(self, rule: Rule) -> dict[str, Any]:
        name = next((name for named, name in self._named if named is rule), "unnamed")
        shown = {"call": rule.call, "fault": name, "times": rule.times}
        return shown | {"skip": rule.skip, "met": rule.met}

    async def _add(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"error": "send application/json"}, status=415)
        try:
            asked = await request.json()
        except ValueError:
            asked = None
        if (wrong := self._wrong(asked)) is not None:
            return web.json_response({"error": wrong}, status=400)
        effect = self._fault(asked["fault"])
        if effect is None:
            return web.json_response({"error": "no such fault; GET lists them"}, status=400)
        times, skip = asked.get("times", 1), asked.get("skip", 0)
        rule = self._faults.add(asked["call"], effect, times=times, skip=skip)
        self._named.append((rule, asked["fault"]))
        return web.json_response(self._shown(rule), status=201)

    def _wrong(self, asked: Any) -> str | None:
        """What is not as the module says, in a sentence for a person."""
        if not isinstance(asked, dict) or not isinstance(asked.get("fault"), str):
            return "send an object with call and fault"
        if asked.get("call") not in self._calls:
            return f"call is one of {', '.join(self._calls)}"
        times, skip = asked.get("times", 1), asked.get("skip", 0)
        if times is not None and (type(times) is not int or times < 1):
            return "times is a number from 1, or null"
        if type(skip) is not int or skip < 0:
            return "skip is a number from 0"
        return None

    async def _clear(self, _request: web.Request) -> web.Response:
        for rule in self._faults.rules:
            if isinstance(rule.effect, Hold):
                rule.effect.release()
        self._faults.clear()
        self._named.clear()
        return web.Response(status=204)

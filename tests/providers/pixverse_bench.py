"""The PixVerse open platform on the bench."""

from typing import Any, ClassVar

from bot.demo.faults import Effect
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.pixverse import PixVerseSandbox, Plan, oddities
from bot.providers import pixverse
from bot.providers.base import Provider
from bot.providers.pixverse_dialect import FAULTS
from tests.providers.bench import TINY, Bench, Traits, Workshop


class PixVerseBench(Bench):
    traits: ClassVar[Traits] = Traits(
        text_call="text",
        picture_call="img",
        status_call="result",
        refusals={f"errcode_{code}": fault for code, fault in FAULTS.items()},
        unclear=("resp_null", "resp_list"),
        spellings=("resp_lower", "snake_envelope", "errcode_text", "status_word", "status_text"),
        unfinished=(
            "status_unknown", "status_null", "placeholder", "done_without_url", "running_again",
            "resp_null", "resp_list",
        ),
    )  # fmt: skip
    sandbox: PixVerseSandbox

    @classmethod
    def new_sandbox(cls, **about: Any) -> PixVerseSandbox:
        known: dict[str, Any] = {"generation_s": (0.05, 0.1), "craft": TINY, "seed": 1}
        return PixVerseSandbox(**(known | {"plan": Plan(max_running=9)} | about))

    @classmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        known = {
            "pixverse_api_key": settings.pop("key", "sandbox-key"),
            "pixverse_base_url": url,
            "pixverse_requests_per_second": 100,
        }
        return pixverse.build(workshop.settings(**(known | settings)), workshop.tools)

    @property
    def books(self) -> Books:
        return self.sandbox.books

    def oddity(self, name: str) -> Effect | None:
        return oddities.fault(name)

"""A PixVerse web account on the bench."""

from typing import Any, ClassVar

from bot.demo.faults import Effect
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.pixverse_web import PixVerseWebSandbox, Plan, oddities
from bot.demo.sandbox.wishes import Ending
from bot.providers import pixverse_web
from bot.providers.base import Provider
from bot.providers.errors import Fault
from bot.providers.pixverse_dialect import FAULTS
from bot.providers.pixverse_web_login import REFUSED_TOKEN
from tests.providers.bench import TINY, Bench, Traits, Workshop

PASSWORD = "sandbox-key"


class PixVerseWebBench(Bench):
    traits: ClassVar[Traits] = Traits(
        text_call="t2v",
        picture_call="i2v",
        status_call="list",
        calls=("login", "result"),
        refusals={
            **{
                f"errcode_{code}": fault
                for code, fault in FAULTS.items()
                if code not in REFUSED_TOKEN  # these are answered with a login
            },
            "errcode_400": Fault.BAD_REQUEST,
            "errcode_777777": Fault.OVERLOADED,
            "evicted": Fault.BAD_KEY,
        },
        unclear=("resp_null", "resp_list", "submit_none_made"),
        spellings=(
            "resp_lower", "snake_envelope", "errcode_text", "login_flat", "submit_in_result",
            "submit_ids_only", "video_id_text", "status_field", "video_url_field", "status_text",
        ),
        unfinished=(
            "status_unknown", "status_null", "placeholder", "url_too_early", "done_without_url",
            "running_playable", "not_in_list", "list_empty", "list_null", "list_object",
            "list_of_nonsense", "resp_null", "resp_list",
        ),
        endings={Ending.MODERATED: "Moderated", Ending.FAILED: "Failed", Ending.GONE: "Running"},
    )  # fmt: skip
    sandbox: PixVerseWebSandbox

    @classmethod
    def new_sandbox(cls, **about: Any) -> PixVerseWebSandbox:
        known: dict[str, Any] = {"generation_s": (0.05, 0.1), "craft": TINY, "seed": 1}
        known |= {"plan": Plan(max_running=9), "username": "demo", "password": PASSWORD}
        return PixVerseWebSandbox(**(known | about))

    @classmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        known = {
            "pixverse_web_username": "demo",
            "pixverse_web_password": settings.pop("key", PASSWORD),
            "pixverse_web_base_url": url,
        }
        return pixverse_web.build(workshop.settings(**(known | settings)), workshop.tools)

    @property
    def books(self) -> Books:
        return self.sandbox.books

    def oddity(self, name: str) -> Effect | None:
        return oddities.fault(name)

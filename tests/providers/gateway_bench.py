"""A PixVerse gateway on the bench."""

from typing import Any, ClassVar

from bot.demo.faults import Effect
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.gateway import GatewaySandbox, Plan, oddities
from bot.providers import gateway
from bot.providers.base import Provider
from bot.providers.errors import Fault
from bot.providers.pixverse_dialect import FAULTS
from tests.providers.bench import TINY, Bench, Traits, Workshop


class GatewayBench(Bench):
    traits: ClassVar[Traits] = Traits(
        text_call="text",
        picture_call="image",
        status_call="status",
        refusals={
            **{f"pixverse_{code}": fault for code, fault in FAULTS.items()},
            "pixverse_777777": Fault.OVERLOADED,
            "img_id_not_found": Fault.UPLOAD_FAILED,
            "invalid_text": Fault.BAD_REQUEST,
            "detail_400": Fault.BAD_REQUEST,
            "detail_401": Fault.BAD_KEY,
            "detail_404": Fault.NOT_FOUND,
            "detail_413": Fault.PICTURE_UNFIT,
            "detail_429": Fault.BUSY,
            "detail_429_retry_7": Fault.BUSY,
        },
        unclear=(
            "request_failed", "http_error", "max_retries", "max_retries_after", "json_empty",
            "video_id_not_found", "detail_500",
        ),
        spellings=(
            "video_id_text", "generation_id", "video_url", "words_small", "words_capital",
            "url_only",
        ),
        unfinished=(
            "hangs", "json_null", "json_empty", "status_not_found", "url_not_found",
            "status_unknown", "status_null", "done_without_url", "done_empty_url", "placeholder",
        ),
    )  # fmt: skip
    sandbox: GatewaySandbox

    @classmethod
    def new_sandbox(cls, **about: Any) -> GatewaySandbox:
        known: dict[str, Any] = {"generation_s": (0.05, 0.1), "craft": TINY, "seed": 1}
        known["plan"] = Plan(max_running=9, submits_per_minute=None)
        return GatewaySandbox(**(known | about))

    @classmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        known = {
            "GATEWAY_API_KEY": settings.pop("key", "sandbox-key"),
            "gateway_base_url": url,
            "gateway_app_bundle_id": "house.of.films",
            "gateway_requests_per_minute": 6000,
        }
        return gateway.build(workshop.settings(**(known | settings)), workshop.tools)

    @property
    def books(self) -> Books:
        return self.sandbox.books

    def oddity(self, name: str) -> Effect | None:
        return oddities.fault(name)

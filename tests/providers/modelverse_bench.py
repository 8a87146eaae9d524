"""UCloud Modelverse on the bench."""

from dataclasses import replace
from typing import Any, ClassVar

from bot.demo.faults import Effect
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.modelverse import ModelverseSandbox, Plan, oddities
from bot.demo.sandbox.wishes import Ending
from bot.providers import modelverse
from bot.providers.base import Provider
from bot.providers.errors import Fault
from storage.jobs import Options
from tests.providers.bench import TINY, Bench, Traits, Workshop

# In the faults' names, "error_" puts an error's name into its code, and "type_" into its type.
REFUSALS = {
    "param_error": Fault.BAD_REQUEST,
    "websearch_error": Fault.BAD_REQUEST,
    "invalid_messages": Fault.MODERATED,
    "sensitive_check_error": Fault.MODERATED,
    "tokens_too_long": Fault.PROMPT_TOO_LONG,
    "model_error": Fault.NOT_ALLOWED,
    "auth_error": Fault.BAD_KEY,
    "permission_error": Fault.NO_CREDITS,
    "ip_forbidden": Fault.NOT_ALLOWED,
    "not_found": Fault.NOT_FOUND,
    "rate_limit": Fault.BUSY,
}
UNCLEAR = ("timeout", "internal_error", "model_server_error", "gateway_timeout_error")


class ModelverseBench(Bench):
    traits: ClassVar[Traits] = Traits(
        text_call="submit",
        picture_call="submit",
        status_call="status",
        refusals={
            "error_as_text": Fault.BAD_REQUEST,
            **{f"error_{name}": fault for name, fault in REFUSALS.items()},
            **{f"type_{name}": fault for name, fault in REFUSALS.items()},
        },
        unclear=(
            *(f"error_{name}" for name in UNCLEAR), *(f"type_{name}" for name in UNCLEAR),
            "error_null", "error_in_200", "output_null", "output_list", "output_missing",
            "task_id_missing",
        ),
        spellings=(
            "status_upper", "status_lower", "succeeded", "completed", "urls_text", "urls_objects",
            "task_id_in_data", "task_id_on_top", "finish_time_missing", "finish_time_early",
            "times_in_ms", "zeros", "usage_missing", "usage_run_time", "request_id_empty",
        ),
        unfinished=(
            "status_unknown", "status_null", "status_number", "status_missing", "running_again",
            "urls_missing", "urls_null", "urls_empty", "urls_blank", "placeholder",
            "output_null", "output_list", "output_missing",
        ),
        endings={Ending.MODERATED: "Moderated", Ending.FAILED: "Failed", Ending.GONE: "Done"},
    )  # fmt: skip
    sandbox: ModelverseSandbox

    @classmethod
    def new_sandbox(cls, **about: Any) -> ModelverseSandbox:
        # "bearer", so that a refused key stays refused in its other form.
        known: dict[str, Any] = {"generation_s": (0.05, 0.1), "craft": TINY, "seed": 1}
        known |= {"plan": Plan(max_running=9), "auth": "bearer", "base64": "prefix"}
        return ModelverseSandbox(**(known | about))

    @classmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        known = {
            "modelverse_api_key": settings.pop("key", "sandbox-key"),
            "modelverse_base_url": url,
        }
        return modelverse.build(workshop.settings(**(known | settings)), workshop.tools)

    @property
    def books(self) -> Books:
        return self.sandbox.books

    def number(self, submission_id: str) -> int:
        return self.sandbox.number_of(submission_id)

    def oddity(self, name: str) -> Effect | None:
        return oddities.fault(name)


def loud(bench: ModelverseBench, *, audio: bool = True) -> Options:
    return replace(bench.provider.capabilities.defaults, audio=audio)


def orders(bench: ModelverseBench) -> list[Any]:
    return [call.body for call in bench.sent("submit")]

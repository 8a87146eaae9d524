"""APIXO on the bench: both revisions of its model."""

from dataclasses import replace
from typing import Any, ClassVar

import pytest

from bot.demo.faults import Effect
from bot.demo.sandbox.apixo import ApixoSandbox, Plan, oddities
from bot.demo.sandbox.books import Books
from bot.demo.sandbox.wishes import Ending
from bot.providers import apixo
from bot.providers.base import Provider
from bot.providers.errors import Fault, Refused
from tests.providers.bench import TINY, Bench, Traits, Workshop


class ApixoBench(Bench):
    traits: ClassVar[Traits] = Traits(
        text_call="generate",
        picture_call="generate",
        status_call="status",
        refusals={
            "poor_400": Fault.NO_CREDITS, "poor_402": Fault.NO_CREDITS,
            "forbidden_content": Fault.MODERATED, "forbidden_key": Fault.NOT_ALLOWED,
            "missing_prompt": Fault.BAD_REQUEST,
            "code_400": Fault.BAD_REQUEST, "code_400_http": Fault.BAD_REQUEST,
            "code_401": Fault.BAD_KEY, "code_401_http": Fault.BAD_KEY,
            "code_402": Fault.NO_CREDITS, "code_402_http": Fault.NO_CREDITS,
            "code_403": Fault.MODERATED, "code_403_http": Fault.MODERATED,
            "code_404": Fault.NOT_FOUND, "code_404_http": Fault.NOT_FOUND,
            "code_413": Fault.PICTURE_UNFIT, "code_413_http": Fault.PICTURE_UNFIT,
            "code_422": Fault.BAD_REQUEST, "code_422_http": Fault.BAD_REQUEST,
            "code_429": Fault.BUSY, "code_429_http": Fault.BUSY,
        },
        unclear=(
            "code_408", "code_408_http", "code_500", "code_500_http", "code_503", "code_503_http",
            "code_1234", "data_null", "data_list", "data_missing",
        ),
        spellings=(
            "processing_r2", "state_upper", "state_capital", "result_object", "result_list",
            "code_text", "code_missing",
        ),
        unfinished=(
            "state_pending", "state_processing", "state_unknown", "state_null", "state_number",
            "result_broken", "success_without_result", "success_without_urls", "success_empty",
            "success_null_url", "data_null", "data_list", "data_missing",
        ),
        endings={
            Ending.MODERATED: "Moderated", Ending.FAILED: "Failed", Ending.GONE: "NOT_FOUND",
        },
        refuses_at_once=False,
        moderated_picture=None,
    )  # fmt: skip
    model: ClassVar[str] = "wan-2-5"
    sandbox: ApixoSandbox

    @classmethod
    def new_sandbox(cls, **about: Any) -> ApixoSandbox:
        known: dict[str, Any] = {"generation_s": (0.05, 0.1), "craft": TINY, "seed": 1}
        return ApixoSandbox(**(known | {"plan": Plan(max_running=99)} | about))

    @classmethod
    def new_provider(cls, workshop: Workshop, url: str, **settings: Any) -> Provider:
        known = {
            "apixo_api_key": settings.pop("key", "sandbox-key"),
            "apixo_base_url": url,
            "apixo_model": cls.model,
        }
        return apixo.build(workshop.settings(**(known | settings)), workshop.tools)

    @property
    def books(self) -> Books:
        return self.sandbox.books

    def number(self, submission_id: str) -> int:
        return self.sandbox.number_of(submission_id.partition(":")[2])

    def oddity(self, name: str) -> Effect | None:
        return oddities.fault(name)


class ApixoVideoBench(ApixoBench):
    traits: ClassVar[Traits] = replace(ApixoBench.traits, refuses_at_once=True)
    model: ClassVar[str] = "wan-2-5-video"


KINDS = [ApixoBench, ApixoVideoBench]


async def refusal_of(bench: ApixoBench) -> Fault:
    with pytest.raises(Refused) as refused:
        await bench.bought()
    return refused.value.fault

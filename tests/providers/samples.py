"""Orders, what providers can do and who can do it, to test with."""

from dataclasses import replace
from datetime import timedelta

from bot.providers.base import Capabilities, Order, PictureLimits, PictureWay
from storage.jobs import Mode, Options

DEFAULTS = Options(duration_s=5, quality="540p", aspect_ratio="16:9")
PLAIN = Capabilities(
    modes=frozenset({Mode.TEXT, Mode.IMAGE}),
    durations_s=(5, 8),
    qualities=("360p", "540p", "720p"),
    aspect_ratios=("16:9", "1:1"),
    prompt_max_chars=10,
    picture=PictureLimits(max_side_px=9, max_bytes=9),
    picture_way=PictureWay.UPLOAD,
    balance=False,
    callback=None,
    defaults=DEFAULTS,
    max_running=1,
    repeat_window=timedelta(0),
)
RICH = replace(
    PLAIN,
    qualities=("360p", "540p", "720p", "1080p"),
    aspect_ratios=("16:9", "1:1", "9:16"),
    excluded=frozenset({("1080p", 8)}),
    audio=True,
    seed=True,
    negative_prompt_max_chars=20,
    prompt_expansion=True,
)


def order(prompt: str = "a wolf", **rest: object) -> Order:
    known: dict[str, object] = {"job_id": 1, "user_id": 7, "mode": Mode.TEXT, "options": DEFAULTS}
    return Order(prompt=prompt, **(known | rest))  # type: ignore[arg-type]


class Able:
    """As much of a provider as a registry asks for."""

    def __init__(self, name: str, capabilities: Capabilities) -> None:
        self.name = name
        self.capabilities = capabilities


UNCLEAR = [
    "html_502", "html_502_after", "http_408", "http_500", "http_503", "http_504", "empty",
    "truncated", "broken_off", "oversized", "endless", "slow", "stall", "stall_after", "cut",
    "cut_after", "json_list", "json_number", "json_null",
]  # fmt: skip

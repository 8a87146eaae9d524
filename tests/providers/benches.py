"""Every provider that the suite runs."""

from collections.abc import Mapping

from tests.providers.bench import Bench
from tests.providers.modelverse_bench import ModelverseBench
from tests.providers.pixverse_bench import PixVerseBench

BENCHES: Mapping[str, type[Bench]] = {
    "modelverse": ModelverseBench,
    "pixverse": PixVerseBench,
}

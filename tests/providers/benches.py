"""Every provider that the suite runs."""

from collections.abc import Mapping

from tests.providers.apixo_bench import ApixoBench, ApixoVideoBench
from tests.providers.bench import Bench
from tests.providers.gateway_bench import GatewayBench
from tests.providers.modelverse_bench import ModelverseBench
from tests.providers.pixverse_bench import PixVerseBench
from tests.providers.pixverse_web_bench import PixVerseWebBench

BENCHES: Mapping[str, type[Bench]] = {
    "apixo": ApixoBench,
    "apixo-video": ApixoVideoBench,
    "gateway": GatewayBench,
    "modelverse": ModelverseBench,
    "pixverse": PixVerseBench,
    "pixverse_web": PixVerseWebBench,
}

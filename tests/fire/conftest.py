from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whole.conftest import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage without the bot and without a store: a kill may come while its schema is made."""
    async with staged(tmp_path) as stage:
        yield stage

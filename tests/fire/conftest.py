from tests.whole.conftest import stage

__all__ = ["stage"]

import pytest

from chengzhi.grid.models import Cell
from chengzhi.grid.selectors import doubt_index
from tests.factories.grid import make_grid


@pytest.fixture(autouse=True)
def _fresh_index() -> None:
    """Let every test ask the register: the one before was rolled back."""
    doubt_index()


@pytest.fixture
def cells(db: None) -> list[Cell]:
    return make_grid()

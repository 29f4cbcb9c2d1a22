import pytest

from chengzhi.cases.services.places import parsed, placed
from chengzhi.kernel.errors import BadInput
from tests.factories.city import LAT, LON, make_city


def test_typed_numbers_are_a_position() -> None:
    assert parsed(" 120.89 ", "32.01") == (120.89, 32.01)


@pytest.mark.parametrize("given", [("", "1"), ("一百二十", "32"), ("120,89", "32"), (None, None)])
def test_what_is_no_number_is_refused_with_an_example(given: tuple[object, object]) -> None:
    with pytest.raises(BadInput, match="例如 120"):
        parsed(*given)


@pytest.mark.parametrize("given", [("32", "120"), ("181", "0"), ("nan", "0"), ("0", "inf")])
def test_numbers_off_the_earth_are_refused(given: tuple[object, object]) -> None:
    with pytest.raises(BadInput, match="写反"):
        parsed(*given)


@pytest.mark.parametrize("given", [(None, 1.0), ("", ""), (120.0, None)])
def test_half_a_position_changes_nothing(given: tuple[object, object]) -> None:
    assert placed(*given) == {}


def test_a_datum_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput, match="没有“mars”这种坐标系"):
        placed(LON, LAT, "mars")


@pytest.mark.django_db
def test_a_position_in_a_cell_brings_area_and_grade() -> None:
    make_city()
    found = placed(LON, LAT)
    assert (found["cell_code"], found["area_name"], found["grade"]) == (
        "320613006001001", "学田街道 · 学田社区居委会", "B",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_position_outside_is_kept_without_a_cell() -> None:
    make_city()
    found = placed(121.5, 31.2)
    assert (found["cell_code"], found["area_name"]) == ("", "")
    assert "grade" not in found

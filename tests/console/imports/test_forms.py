from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengzhi.console.imports import store
from chengzhi.console.imports.forms import ColumnsForm, FileForm
from chengzhi.console.imports.running import KINDS
from chengzhi.console.imports.store import Job
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.selectors import today
from tests.console.imports.conftest import SHEET, begun

STANDARDS = KINDS["standards"]


@pytest.fixture
def job(client: Client) -> Job:
    return store.load(begun(client, "standards", SHEET))


def form_of(job: Job, keeper: Capacity, **given: Any) -> ColumnsForm:
    blank = dict.fromkeys(ColumnsForm(STANDARDS, job, keeper).fields, "")
    right = {"edition": "test", "valid_from": "2026-11-24", "reading": "working", "source": ""}
    named = {f"map_{key}": column for key, column in STANDARDS.suggest(job).items()}
    return ColumnsForm(STANDARDS, job, keeper, data={**blank, **right, **named, **given})


def test_a_form_without_a_file_asks_for_one() -> None:
    form = FileForm(STANDARDS, data={}, files={})
    assert form.errors["file"] == ["没有选文件。请先选一个文件。"]


def test_an_empty_file_is_refused_at_once() -> None:
    form = FileForm(STANDARDS, data={}, files={"file": SimpleUploadedFile("x.csv", b"")})
    assert form.errors["file"] == ["文件是空的，没有上传。请检查选中的文件。"]


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_the_chooser_names_the_endings_that_will_do(kind: Any) -> None:
    assert f'accept="{kind.accept}"' in str(FileForm(kind)["file"])


def test_columns_are_proposed_and_the_day_is_today(job: Job, keeper: Capacity) -> None:
    form = ColumnsForm(STANDARDS, job, keeper)
    assert form["map_name"].value() == "小类名称"
    assert form["map_level"].value() is None
    assert form["valid_from"].value() == today().isoformat()


def test_what_was_chosen_before_stands_again(job: Job, keeper: Capacity) -> None:
    job.mapping, job.options = {"name": "大类名称"}, {"valid_from": "2030-01-01", "reading": "natural"}
    form = ColumnsForm(STANDARDS, job, keeper)
    assert form["map_name"].value() == "大类名称"
    assert (form["valid_from"].value(), form["reading"].value()) == ("2030-01-01", "natural")


def test_only_columns_of_the_file_can_be_chosen(job: Job, keeper: Capacity) -> None:
    form = form_of(job, keeper, map_name="没有的列")
    assert not form.is_valid()
    assert "map_name" in form.errors


@pytest.mark.parametrize("key", ["kind", "name", "condition"])
def test_a_column_that_must_be_there_is_asked_for_by_name(job: Job, keeper: Capacity, key: str) -> None:
    form = form_of(job, keeper, **{f"map_{key}": ""})
    label = str(form.fields[f"map_{key}"].label)
    assert form.errors[f"map_{key}"] == [f"没有指明哪一列是“{label}”。请选一列。"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"valid_from": ""}, "valid_from"), ({"valid_from": "x"}, "valid_from"), ({"reading": "x"}, "reading")],
)
def test_an_option_that_will_not_do_is_refused(job: Job, keeper: Capacity, given: dict[str, str], field: str) -> None:
    assert list(form_of(job, keeper, **given).errors) == [field]


def test_what_is_missing_is_named(job: Job, keeper: Capacity) -> None:
    assert form_of(job, keeper, valid_from="").errors["valid_from"] == ["没有填“生效日”，请填写。"]


def test_the_mapping_holds_only_what_was_chosen(job: Job, keeper: Capacity) -> None:
    form = form_of(job, keeper)
    assert form.is_valid(), form.errors
    assert form.mapping == STANDARDS.suggest(job)
    assert "" not in form.mapping.values()


def test_options_are_kept_as_plain_words(job: Job, keeper: Capacity) -> None:
    form = form_of(job, keeper)
    assert form.is_valid()
    assert form.options == {"edition": "test", "valid_from": "2026-11-24", "reading": "working", "source": ""}
    assert date.fromisoformat(form.options["valid_from"])


def test_what_a_service_refuses_stands_beside_its_field_or_above_all(job: Job, keeper: Capacity) -> None:
    form = form_of(job, keeper)
    form.is_valid()
    form.refuse(BadInput({"source": "太长", "elsewhere": "不行"}))
    assert form.errors["source"] == ["太长"]
    assert form.non_field_errors() == ["不行"]


def test_columns_stand_apart_from_options(job: Job, keeper: Capacity) -> None:
    form = ColumnsForm(STANDARDS, job, keeper)
    assert [field.name for field, _needed, _guess in form.column_rows()] == [
        f"map_{one.key}" for one in STANDARDS.columns
    ]
    assert [field.name for field, needed, _guess in form.column_rows() if needed] == [
        "map_kind",
        "map_name",
        "map_condition",
    ]
    assert [field.name for field in form.option_rows()] == ["edition", "valid_from", "reading", "source"]


def test_a_saved_way_needs_no_columns(job: Job, keeper: Capacity) -> None:
    form = form_of(job, keeper, map_name="")
    form.is_valid()
    form.cleaned_data["saved"] = "旧"
    assert form.clean()["saved"] == "旧"


ODD = "甲,东经,北纬度数,联系人电话\n1,120.8912,32.0101,13812346621\n"


@pytest.fixture
def odd(client: Client) -> Job:
    return store.load(begun(client, "reports", ODD))


def test_guesses_stand_beside_fields_without_a_column(odd: Job, keeper: Capacity) -> None:
    rows = {field.name: guess for field, _needed, guess in ColumnsForm(KINDS["reports"], odd, keeper).column_rows()}
    assert rows["map_phone"] == {"column": "联系人电话", "why": "值是电话号码"}
    assert rows["map_lon"] == {"column": "东经", "why": "值是中国范围内的经度"}
    assert rows["map_words"] is None


def test_a_column_in_use_is_not_offered_again(odd: Job, keeper: Capacity) -> None:
    form = ColumnsForm(KINDS["reports"], odd, keeper, filled={"map_place": "东经"})
    assert set(form.open_guesses()) == {"lat", "phone"}


@pytest.mark.parametrize(
    ("key", "names"), [("lon", {"map_lon"}), ("*", {"map_lon", "map_lat", "map_phone"}), ("words", set()), ("", set())]
)
def test_one_guess_or_all_are_taken_up(odd: Job, keeper: Capacity, key: str, names: set[str]) -> None:
    assert set(ColumnsForm(KINDS["reports"], odd, keeper).adopted(key)) == names


def test_other_kinds_have_no_guesses(job: Job, keeper: Capacity) -> None:
    assert ColumnsForm(STANDARDS, job, keeper).open_guesses() == {}

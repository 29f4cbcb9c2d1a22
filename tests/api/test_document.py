"""The OpenAPI document: current, whole, and true of what the routes answer."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chengzhi.api.document import document, document_text
from chengzhi.api.guard import guard_of
from tests.api.conftest import MakeProgram
from tests.factories.city import City
from tests.factories.loop import case_after

KEPT = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, methods in document()["paths"].items() for method, one in methods.items()]


def test_the_kept_document_is_the_present_one() -> None:
    assert KEPT.read_text(encoding="utf-8") == document_text(), "run: python -m django write_openapi"


def test_it_is_openapi_3_1_with_a_security_scheme() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    assert found["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"


def test_it_is_sent_as_it_is_kept() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content.decode()) == (200, document_text())


@pytest.mark.parametrize(
    ("path", "method", "one"), operations(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_operation_is_described_with_its_errors(path: str, method: str, one: dict[str, Any]) -> None:
    assert one["summary"]
    assert len(one["description"]) > 15
    assert {"400", "401", "403", "429", "500"} <= set(one["responses"])
    assert guard_of(one["operationId"])
    assert all(
        parameter.get("description") or parameter["schema"].get("description") for parameter in one["parameters"]
    )


def test_names_of_operations_are_used_once() -> None:
    names = [one["operationId"] for _path, _method, one in operations()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere() -> None:
    shapes, text = document()["components"]["schemas"], document_text()
    wanted = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert wanted <= set(shapes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "shape"),
    [("/cases/{case}", "CaseOut"), ("/cases", "CaseRow"), ("/cases/{case}/steps", "StepRow"), ("/map/cases?bbox=120,31,122,33", "MarkOut"),
     ("/cases/{case}/available-steps", "AvailableOut")],
)  # fmt: skip
def test_answers_hold_exactly_what_the_document_says(
    city: City, program: MakeProgram, address: str, shape: str
) -> None:
    case = case_after(city, "dispatch")
    found = program(city.alice).get(address.format(case=case.number)).json()
    one = found if shape == "CaseOut" else found["items"][0]
    assert set(one) == set(document()["components"]["schemas"][shape]["properties"])

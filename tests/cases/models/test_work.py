"""Tasks, requests, joint parts and supervision: one at a time, and none without what makes it one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import Case, CaseRequest, FieldTask, JointUnit, Supervision
from chengzhi.kernel import clock
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def case(city: City) -> Case:
    return report(city)


def refused(constraint: str, row: CaseRequest | FieldTask | JointUnit | Supervision) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_one_collector_is_out_at_a_time(city: City) -> None:
    case = case_after(city, "send_verify")
    out = case.tasks.get()
    facts = {"case": case, "assignee": out.assignee, "asked_at": out.asked_at, "asked_seq": 9}
    refused("task_one_at_a_time", FieldTask(kind="check", **facts))
    refused("task_kind_known", FieldTask(kind="tea", answered_at=out.asked_at, **facts))
    refused("task_answer_whole", FieldTask(kind="check", answered_seq=9, **facts))


def test_a_request_has_a_reason_and_an_extension_its_hours(case: Case) -> None:
    facts = {"case": case, "asked_at": clock.now(), "asked_seq": 1}
    refused("request_reason_present", CaseRequest(kind="hold", until=date(2099, 1, 1), **facts))
    refused("request_extension_has_hours", CaseRequest(kind="extension", reason="吊车", hours=0, **facts))
    refused("request_kind_known", CaseRequest(kind="tea", reason="渴", **facts))
    CaseRequest.objects.create(kind="void", reason="重复", **facts)
    refused("request_one_open", CaseRequest(kind="void", reason="还是重复", **facts))


def test_a_unit_helps_once_and_with_a_part(city: City, case: Case) -> None:
    facts = {"case": case, "unit": city.units["street"], "asked_at": clock.now()}
    refused("joint_unit_has_part", JointUnit(part="", **facts))
    JointUnit.objects.create(part="劝离", **facts)
    refused("joint_unit_once", JointUnit(part="又劝", **facts))


def test_an_order_has_a_level_and_an_opinion(case: Case) -> None:
    facts = {"case": case, "by_name": "frank", "asked_at": clock.now()}
    refused("supervision_level_named", Supervision(level="", opinion="快", **facts))
    refused("supervision_opinion_present", Supervision(level="red", opinion="", **facts))
    Supervision.objects.create(level="red", opinion="快", **facts)
    refused("supervision_one_at_a_time", Supervision(level="yellow", opinion="再快", **facts))

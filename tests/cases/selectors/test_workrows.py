import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.workrows import WorkRow, work_rows
from chengzhi.kernel.access import Capacity
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def only_row(viewer: Capacity) -> WorkRow:
    return work_rows(viewer, list(Case.objects.values_list("pk", flat=True)))[0]


def test_an_unverified_public_report_is_first_sent_out(city: City) -> None:
    report(city)
    assert only_row(city.alice).step == "send_verify"


def test_a_photo_urgency_or_a_true_verification_make_it_acceptable(city: City) -> None:
    report(city, media=(photo().pk,))
    assert only_row(city.alice).step == "accept"


def test_what_was_found_untrue_is_refused(city: City) -> None:
    case = report(city)
    act(case, "send_verify", city.alice)
    act(case, "deny", city.erin, reason="现场没有", media=[photo().pk])
    assert only_row(city.alice).step == "refuse"


def test_a_case_without_a_cell_needs_its_place(city: City) -> None:
    report(city, lon=None, lat=None)
    row = only_row(city.alice)
    assert (row.step, str(row.label)) == ("correct_facts", "改位置和小类")


@pytest.mark.parametrize(
    ("last", "person", "step"),
    [("dispatch", "dave", "take_over"), ("take_over", "dave", "hand_down"), ("feed_back", "carol", "pass_inspection")],
)
def test_the_likeliest_act_is_offered(city: City, last: str, person: str, step: str) -> None:
    case_after(city, last)
    assert only_row(city.people[person]).step == step


def test_others_read_for_whom_it_waits(city: City) -> None:
    case_after(city, "accept")
    row = only_row(city.alice)
    assert (row.step, row.waiting, row.pause_word) == ("", "等值班长立案", "待立案")


def test_the_decider_is_offered_the_decision_and_the_unit_its_reply(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "supervise", city.frank, level="red", opinion="今天清完")
    assert only_row(city.dave).step == "reply_supervision"
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    assert only_row(city.carol).step == "grant_extension"


def test_a_handler_feeds_back_and_a_joint_unit_finishes_its_part(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "add_joint_unit", city.carol, unit=city.units["street"].pk, part="劝离摊贩")
    act(case, "hand_down", city.dave, handler=city.hank.appointment_id)
    assert only_row(city.hank).step == "feed_back"
    assert only_row(city.grace).step == "finish_joint_part"


def test_a_closed_public_report_is_called_back_and_an_appeal_decided(city: City) -> None:
    case = case_after(city, "close")
    assert only_row(city.alice).step == "call_back"
    Case.objects.update(is_handled_late=True)
    case.refresh_from_db()
    act(case, "appeal", city.dave, reason="等业主开门")
    assert only_row(city.carol).step == "grant_appeal"


def test_the_summary_is_shown_without_the_category_before_it(city: City) -> None:
    report(city)
    assert only_row(city.alice).rest == "菜场西门垃圾堆了两天，很臭"

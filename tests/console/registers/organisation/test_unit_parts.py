from django.urls import reverse

from chengzhi.organisation.models import Post, Territory, Unit
from tests.console.registers.organisation.conftest import GROUND, LATER, SignIn, act_url
from tests.factories.organisation import make_post, make_role, make_unit


def test_a_split_deals_out_posts_and_territories(browser_of: SignIn, office: Unit) -> None:
    post = make_post(office)
    heir = make_unit("城西街道城综办", code="czb-west")
    given = {"heir1": "czb-west", f"post{post.pk}": "1", "code320613001": "1", **GROUND}
    answer = browser_of("personnel").post(act_url(office, "split"), given)
    assert answer.status_code == 302, answer.content.decode()
    assert Territory.objects.filter(unit=heir, division_code="320613001", valid_from=LATER).exists()


def test_a_split_that_leaves_something_over_is_refused(browser_of: SignIn, office: Unit) -> None:
    make_unit("城西街道城综办", code="czb-west")
    answer = browser_of("personnel").post(
        act_url(office, "split"), {"heir1": "czb-west", "code320613001": "0", **GROUND}
    )
    assert answer.status_code == 422
    assert "还没有分给承接机构的辖区" in answer.content.decode()


def test_territories_are_given_and_taken_back(browser_of: SignIn, office: Unit) -> None:
    client = browser_of("personnel")
    assert client.post(act_url(office, "territory"), {"code": "320613002", **GROUND}).status_code == 302
    row = Territory.objects.get(unit=office, division_code="320613001")
    assert client.post(act_url(office, "take_back"), {"territory": row.pk, **GROUND}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == LATER


def test_a_code_that_is_none_is_refused(browser_of: SignIn, office: Unit) -> None:
    answer = browser_of("personnel").post(act_url(office, "territory"), {"code": "城东", **GROUND})
    assert "2 到 15 位数字" in answer.content.decode()


def test_a_post_is_created_in_its_unit(browser_of: SignIn, office: Unit) -> None:
    role = make_role("acceptor", name="受理角色")
    given = {"name": "受理员", "role": role.pk, "headcount": "2", **GROUND}
    answer = browser_of("personnel").post(reverse("console:unit_act", args=[office.pk, "post"]), given)
    made = Post.objects.get(name="受理员")
    assert answer["Location"] == reverse("console:post", args=[made.pk])

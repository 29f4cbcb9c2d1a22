from chengzhi.organisation.models import Unit
from tests.console.registers.organisation.conftest import DAY, SignIn, act_url
from tests.factories.organisation import make_appointment, make_person, make_post


def test_effects_are_counted_before_saving(browser_of: SignIn, office: Unit) -> None:
    make_appointment(make_person("王强"), make_post(office))
    answer = browser_of("personnel").get(act_url(office, "abolish"), {"effects": "1", "on": DAY})
    page = answer.content.decode()
    assert "人员 <b>1</b>" in page
    assert "2035-03-01 起生效" in page
    assert "<html" not in page


def test_change_and_correction_stand_side_by_side_as_different_acts(browser_of: SignIn, office: Unit) -> None:
    page = browser_of("personnel").get(act_url(office, "rename")).content.decode()
    assert "情况变了，从某天起" in page
    assert act_url(office, "correct") in page

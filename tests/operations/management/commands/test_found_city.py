"""The command that founds a city shows the first passwords once."""

import pytest
from django.core.management import CommandError, call_command

from chengzhi.kernel.models import Account
from chengzhi.operations.errors import Refused
from chengzhi.operations.founding import ACCOUNTS
from chengzhi.organisation.models import Unit

pytestmark = pytest.mark.django_db
PEOPLE = {"system_admin": "张敏", "security_admin": "李强", "audit_admin": "王芳", "personnel": "赵磊"}


def found(**more: str) -> None:
    call_command("found_city", **{"name": "崇川区城市管理局", "document": "崇城管〔2026〕1 号", **PEOPLE, **more})


def rows(said: str) -> dict[str, list[str]]:
    """Return the words of each printed row that names an account."""
    return {
        line.split()[-2]: line.split() for line in said.splitlines() if line.split()[-2:-1] and len(line.split()) == 4
    }


def test_every_account_is_shown_with_role_name_and_password(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    shown = rows(capsys.readouterr().out)
    assert set(ACCOUNTS.values()) <= set(shown)
    assert [shown[ACCOUNTS[role]][1] for role in ACCOUNTS] == list(PEOPLE.values())


def test_passwords_are_shown_once_and_must_be_changed(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    account = Account.objects.get(username="xitong")
    row = next(line for line in capsys.readouterr().out.splitlines() if "xitong" in line)
    assert account.check_password(row.split()[-1])
    assert account.must_change_password


def test_the_passwords_differ(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    shown = rows(capsys.readouterr().out)
    assert len({shown[name][-1] for name in ACCOUNTS.values()}) == 4


def test_what_comes_next_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    assert "接着由组织人事登记机构" in capsys.readouterr().out


def test_an_operator_who_reads_english_is_told_in_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    found()
    said = capsys.readouterr().out
    assert "First password" in said
    assert "must be changed at the first sign-in" in said


@pytest.mark.parametrize("missing", ["name", "document", "system_admin", "personnel"])
def test_nothing_may_be_left_out(missing: str) -> None:
    words = {"name": "局", "document": "1 号", **PEOPLE}
    given = [word for key, value in words.items() if key != missing for word in (f"--{key.replace('_', '-')}", value)]
    with pytest.raises(CommandError, match=f"--{missing.replace('_', '-')}"):
        call_command("found_city", *given)
    assert not Unit.objects.exists()


def test_a_second_founding_is_refused_and_shows_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    capsys.readouterr()
    with pytest.raises(Refused, match="已有机构"):
        found()
    assert "xitong" not in capsys.readouterr().out

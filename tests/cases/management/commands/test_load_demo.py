from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from chengzhi.cases.management.commands import load_demo
from chengzhi.cases.starter.demo import DemoCity
from chengzhi.kernel.errors import BadInput


def test_it_says_what_stands_and_how_long_it_took(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(load_demo, "load_demo_city", lambda path, _say: DemoCity(12, len(path.name)))
    out = StringIO()
    call_command("load_demo", stdout=out, verbosity=2)
    assert "演示城市：12 件案卷，用时" in out.getvalue()


def test_what_went_wrong_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> DemoCity:
        raise BadInput("目录是空的。")

    monkeypatch.setattr(load_demo, "load_demo_city", fail)
    with pytest.raises(CommandError, match="目录是空的"):
        call_command("load_demo", verbosity=0)


def test_it_can_be_quiet(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(load_demo, "load_demo_city", lambda _path, say: say("机构") or DemoCity(1, 1))
    out = StringIO()
    call_command("load_demo", stdout=out, verbosity=0)
    assert out.getvalue() == ""


@pytest.mark.parametrize(("verbosity", "tells"), [(1, False), (2, True)])
def test_it_tells_each_stage_when_asked_to(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, verbosity: int, *, tells: bool
) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(load_demo, "load_demo_city", lambda _path, say: say("机构、网格、目录") or DemoCity(1, 1))
    out = StringIO()
    call_command("load_demo", stdout=out, verbosity=verbosity)
    assert ("机构、网格、目录" in out.getvalue()) is tells

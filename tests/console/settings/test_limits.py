import pytest
from django.test import Client

from chengzhi.cases.models import StageLimit
from tests.console.settings.conftest import post, url


def test_a_limit_in_working_days_counts_eight_hours(client: Client) -> None:
    values = {"value": "2", "unit": "day", "kind": "working", "schedule": "default"}
    assert post(client, "limit_act", "file", "set", **values).status_code == 302
    assert StageLimit.objects.get(clock="file").minutes == 960
    assert "本市设定" in client.get(url("limits")).content.decode()
    assert post(client, "limit_act", "file", "clear").status_code == 302
    assert not StageLimit.objects.exists()


@pytest.mark.parametrize("value", ["", "0", "many", "9999"])
def test_a_limit_that_is_none_is_refused(client: Client, value: str) -> None:
    values = {"value": value, "unit": "day", "kind": "continuous", "schedule": "default"}
    assert post(client, "limit_act", "file", "set", **values).status_code == 422

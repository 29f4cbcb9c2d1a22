import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ChoiceField
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account
from tests.factories.city import City, make_city, make_person, make_role

SignIn = Callable[[Capacity], Client]
RIGHTS = (
    "organisation.register.read", "grid.register.read", "grid.cell.manage", "grid.part.manage", "catalogue.standard.read",
    "catalogue.standard.manage", "cases.case.import", "kernel.system.manage",
)  # fmt: skip


@pytest.fixture
def city(db: None) -> City:
    return make_city()


@pytest.fixture
def keeper(city: City) -> Capacity:
    """Return who brings in files."""
    return make_person("黄爱华", city.units["centre"], make_role("keeper", dict.fromkeys(RIGHTS, Scope.CITY)))


@pytest.fixture
def signed_in() -> SignIn:
    """Return a browser of the person who holds a capacity."""

    def sign_in(capacity: Capacity) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=capacity.account_id))
        return client

    return sign_in


@pytest.fixture
def client(keeper: Capacity, signed_in: SignIn) -> Client:
    return signed_in(keeper)


SHEET = """类别,大类名称,小类代码,小类名称,立案条件,结案条件,处置时限
事件,市容环境,0502,占道经营,占用盲道,清走,2紧急工作时
事件,市容环境,0301,暴露垃圾,成堆,清走,2天
事件,市容环境,0301,暴露垃圾,,清走,二十年
"""


DAY = "2026-11-24"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def upload(client: Client, kind: str, content: str | bytes, name: str = "文件.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(url("import_start", kind), {"file": SimpleUploadedFile(name, data)})


def begun(client: Client, kind: str, content: str | bytes, name: str = "文件.csv") -> str:
    """Return the token of a file that was taken."""
    answer = upload(client, kind, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].split("/")[-3])


def first_of(field: Any) -> str:
    """Return what a browser sends for a list that nobody touched."""
    return str(field.choices[0][0]) if isinstance(field, ChoiceField) else ""


def matched(client: Client, token: str, **values: Any) -> Any:
    """Send the second step with what it suggests, and some values of our own."""
    form = client.get(url("import_columns", token)).context["form"]
    suggested = {
        name: form.initial.get(name) or field.initial or first_of(field) for name, field in form.fields.items()
    }
    client.post(url("import_columns", token), {**suggested, **values})
    return client.get(url("import_job", token))


def confirmed(client: Client, token: str) -> Any:
    assert client.get(url("import_confirm", token)).status_code == 200
    client.post(url("import_confirm", token))
    return client.get(url("import_job", token))


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": facts, "geometry": geometry}


def holidays(year: int) -> str:
    days = [(f"{year}-01-01", "休", "元旦"), (f"{year}-10-01", "休", "国庆节"), (f"{year}-10-09", "班", "国庆节")]
    return "日期,上班,名称\n" + "\n".join(",".join(one) for one in days)


MESSAGES = (
    "msg_id,title,ts,body\n1,垃圾,2019-02-28 11:25,暴露垃圾没人管\n2,,2099-01-01,暴露垃圾\n3,占道,,占道经营严重\n"
)

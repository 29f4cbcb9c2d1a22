"""One's own API tokens on screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from chengzhi.kernel import clock
from chengzhi.kernel.models import Role, RoleGrant
from chengzhi.organisation.models import ApiToken, RegisterAct
from tests.console.accounts.conftest import SignIn
from tests.factories.city import City

PAGE = "/console/me/tokens/"
pytestmark = pytest.mark.django_db


def wish(**facts: Any) -> dict[str, Any]:
    day = (clock.now() + timedelta(days=30)).date().isoformat()
    return {
        "label": "热线平台对接",
        "scopes": ["cases:read", "reports:write"],
        "territory": "",
        "last_day": day,
        **facts,
    }


def test_a_token_is_issued_and_its_secret_shown_once(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    answer = client.post(PAGE, wish())
    token = ApiToken.objects.get()
    assert token.prefix in answer.content.decode()
    assert "只显示这一次" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    secret = answer.context["issued"].secret
    assert secret not in client.get(PAGE).content.decode()
    assert (token.scopes, token.kind) == (["cases:read", "reports:write"], "standing")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"label": ""}, "这个字段"), ({"scopes": []}, "至少选一项"), ({"scopes": ["organisation:read"]}, "organisation:read"),
        ({"territory": "abc"}, "区划代码"), ({"last_day": "2020-01-01"}, "一年之内"), ({"last_day": "soon"}, "日期"),
    ],
)  # fmt: skip
def test_what_cannot_be_issued_is_said_and_nothing_is_lost(
    city: City, signed_in: SignIn, facts: dict[str, Any], words: str
) -> None:
    answer = signed_in(city.alice).post(PAGE, wish(**facts))
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()
    assert "热线平台对接" in answer.content.decode() or not facts.get("label", "x")


def test_a_token_is_revoked_from_its_line(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    client.post(PAGE, wish())
    token = ApiToken.objects.get()
    answer = client.post(reverse("console:token_revoke", args=[token.pk]), follow=True)
    assert "已吊销“热线平台对接”" in answer.content.decode()
    assert ApiToken.objects.get().revoked_at is not None
    assert set(RegisterAct.objects.values_list("act", flat=True)) == {"issue_token", "revoke_token"}


def test_nobody_revokes_or_sees_the_token_of_another(city: City, signed_in: SignIn) -> None:
    signed_in(city.alice).post(PAGE, wish())
    token = ApiToken.objects.get()
    bob = signed_in(city.bob)
    assert bob.post(reverse("console:token_revoke", args=[token.pk])).status_code == 404
    assert token.prefix not in bob.get(PAGE).content.decode()
    assert bob.get(reverse("console:tokens_all")).status_code == 404


def test_who_manages_accounts_sees_and_revokes_all(city: City, signed_in: SignIn) -> None:
    signed_in(city.alice).post(PAGE, wish())
    RoleGrant.objects.create(
        role=Role.objects.get(code="leader"), permission="organisation.account.manage", scope="city"
    )
    frank = signed_in(city.frank)
    assert ApiToken.objects.get().prefix in frank.get(reverse("console:tokens_all")).content.decode()
    answer = frank.post(reverse("console:token_revoke", args=[ApiToken.objects.get().pk]))
    assert answer["Location"] == reverse("console:tokens_all")


def test_the_settings_lead_to_the_tokens(city: City, signed_in: SignIn) -> None:
    assert f'href="{PAGE}"' in signed_in(city.alice).get(reverse("console:profile")).content.decode()


def test_visitors_are_sent_to_sign_in(client: Any) -> None:
    assert client.get(PAGE).status_code == 302

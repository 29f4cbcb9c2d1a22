"""Run as a module: lays out the tables and the miniature city in an empty database, and prints who may sign in."""

import json
import sys
from typing import Any

import django
from django.core.management import call_command
from django.test import Client

from chengzhi.kernel.access import Capacity
from chengzhi.operations.quick_migration import quickly


def session_of(capacity: Capacity) -> str:
    """Return the session of somebody who is signed in."""
    from chengzhi.kernel.models import Account  # noqa: PLC0415  after setup

    client = Client()
    client.force_login(Account.objects.get(pk=capacity.account_id))
    return client.cookies["sessionid"].value


def lay_out() -> dict[str, Any]:
    """Return the sessions of the people, and the keys of what reports and steps name."""
    from chengzhi.organisation.services.tokens import sign_in_token  # noqa: PLC0415  after setup
    from tests.factories.city import LAT, LON, make_city  # noqa: PLC0415  after setup

    with quickly():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    city = make_city()
    return {
        "tokens": {name: sign_in_token(capacity=one).secret for name, one in city.people.items()},
        "accounts": {name: one.account_id for name, one in city.people.items()},
        "sessions": {name: session_of(one) for name, one in city.people.items()},
        "category": city.categories["暴露垃圾"].pk,
        "standard": city.standards["暴露垃圾"].pk,
        "unit": city.units["cleaning"].pk,
        "lon": LON,
        "lat": LAT,
    }


if __name__ == "__main__":
    django.setup()
    json.dump(lay_out(), sys.stdout)

from typing import Any

import pytest
from django.test import Client

from chengzhi.grid.models import CellDuty, Part
from chengzhi.kernel.access import Scope
from tests.console.registers.grid.conftest import CODE, PART, SignIn, url
from tests.factories.city import City, make_person, make_role

READ = "grid.register.read"
RIGHTS: dict[str, tuple[str, ...]] = {
    "nobody": (),
    "reader": (READ,),
    "cells": (READ, "grid.cell.manage"),
    "parts": (READ, "grid.part.manage"),
    "duties": (READ, "grid.duty.manage"),
    "blind keeper": ("grid.cell.manage", "grid.part.manage", "grid.duty.manage"),
}
READERS = {"reader", "cells", "parts", "duties"}
ROUTES: dict[str, tuple[str, tuple[Any, ...], set[str]]] = {
    "divisions": ("divisions", (), READERS),
    "cells": ("cells", (), READERS),
    "cells_export": ("cells_export", (), READERS),
    "cell": ("cell", (CODE,), READERS),
    "cell_map": ("cell_map", (CODE,), READERS),
    "boundary": ("cell_boundary", (CODE,), {"cells"}),
    "change": ("cell_act", (CODE, "change"), {"cells"}),
    "retire a cell": ("cell_act", (CODE, "retire"), {"cells"}),
    "assign": ("cell_act", (CODE, "assign"), {"duties"}),
    "parts": ("parts", (), READERS),
    "parts_export": ("parts_export", (), READERS),
    "part": ("part", (PART,), READERS),
    "register": ("part_act", ("new", "register"), {"parts", "blind keeper"}),
    "move": ("part_act", (PART, "move"), {"parts"}),
    "correct": ("part_act", (PART, "correct"), {"parts"}),
    "retire a part": ("part_act", (PART, "retire"), {"parts"}),
}


@pytest.mark.parametrize("role", list(RIGHTS))
def test_each_route_opens_to_those_with_the_right_and_is_missing_for_the_others(
    city: City, part: Part, signed_in: SignIn, role: str
) -> None:
    grants = dict.fromkeys(RIGHTS[role], Scope.CITY)
    browser = signed_in(make_person("李军", city.units["centre"], make_role("one", grants)))
    found = {name: browser.get(url(route, *args)).status_code for name, (route, args, _open) in ROUTES.items()}
    assert found == {name: 200 if role in allowed else 404 for name, (_route, _args, allowed) in ROUTES.items()}


@pytest.mark.parametrize("role", ["nobody", "reader", "cells", "parts"])
def test_duties_are_ended_only_by_those_who_keep_them(city: City, signed_in: SignIn, role: str) -> None:
    duty = CellDuty.objects.get()
    browser = signed_in(
        make_person("李军", city.units["centre"], make_role("one", dict.fromkeys(RIGHTS[role], Scope.CITY)))
    )
    assert browser.post(url("duty_act", CODE, duty.pk, "end"), {"on": "2035-01-01"}).status_code == 404
    duty.refresh_from_db()
    assert duty.valid_to is None


@pytest.mark.parametrize("name", list(ROUTES))
def test_visitors_are_sent_to_sign_in(city: City, name: str) -> None:
    route, args, _open = ROUTES[name]
    assert Client().get(url(route, *args)).status_code == 302


@pytest.mark.parametrize("route", ["divisions", "cells", "cells_export", "parts", "parts_export"])
def test_lists_take_no_post(client: Client, route: str) -> None:
    assert client.post(url(route)).status_code == 405


@pytest.mark.parametrize("code", ["0", "x", "../..", "320613006001001 ", "３２０６１３００６００１００１", "%00"])
def test_a_code_that_is_none_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"{url('cells')}{code}/").status_code == 404
    assert client.get(f"{url('parts')}{code}/").status_code == 404

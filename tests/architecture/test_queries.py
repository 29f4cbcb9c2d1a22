"""How often each address asks the database: one table for every route of the console, the field and the portal.

The figures are ceilings of a second, warm look at a small city by somebody with every right. Whoever makes a page ask
more often says so here; a route that is missing from the table fails.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.world import World, make_world

DOORS = ("console", "field", "portal")
# Name of the route, ceiling, and its arguments: a name of the world, or a word of its own after a dot.
TABLE = """
portal:home                        3
portal:report                      3
portal:what                        3  draft
portal:kind                        9  draft
portal:where                       3  draft
portal:check                       3  draft
portal:divisions                   4
portal:follow                      3
portal:follow                      9  token
portal:reopen                      9  token
portal:photo                       8  token item .small
console:home                       3
console:capacity                   8
console:profile                    8
console:tokens                     8
console:tokens_all                 8
console:work                      15
console:doing                     19
console:watched                   19
console:done                      19
console:work_list                 19  .stock
console:work_news                  3  .todo
console:work_filters               9  .todo
console:work_export                6  .doing
console:search                     6
console:case                      27  case
console:act                       28  case .feed_back
console:media                      4  closed item
console:contact                   27  case
console:proof                     11  case
console:case_print                27  case
console:case_points                5  case
console:streets                    4
console:own_media                  5  mine
console:hotline                    9
console:map                       11
console:map_case                  17  case
console:map_points                 4
console:map_divisions              6
console:map_cells                  5
console:map_parts                  4
console:map_theme                  4
console:registers                 27
console:units                     12
console:units_export               7
console:unit                      21  unit
console:unit_act                  11  unit .rename
console:territories                8
console:territories_export         6
console:people                     9
console:people_export              6
console:person_register            6
console:person                     9  person
console:person_act                 7  person .correct
console:posts                     12
console:posts_export               8
console:post                       8  post
console:post_act                   7  post .close
console:accounts                   9
console:accounts_export            6
console:account                    9  account
console:account_act                8  account .close
console:account_open               7  person
console:roles                      8
console:roles_export               6
console:role                       8  .acceptor
console:role_act                   8  .acceptor .grant
console:acts                       7
console:acts_export                6
console:personal_access            7
console:personal_access_export     6
console:sign_ins                   7
console:sign_ins_export            6
console:settings_changes           7
console:settings_changes_export    6
console:divisions                 12
console:cells                     12
console:cells_export               8
console:cell                      13  cell
console:cell_map                   6  cell
console:cell_boundary             11  cell
console:cell_act                  10  cell .assign
console:duty_act                   8  cell duty .end
console:parts                     10
console:parts_export               5
console:part                       9  part
console:part_act                   7  part .correct
console:catalogue                  9
console:categories                 9
console:editions                   9
console:category                  12  category
console:category_act               7  category .words
console:standards                  9
console:standards_export           5
console:standard_act               9  standard .amend
console:settings_home              6
console:channels                   8
console:channel_act                7  .hotline .change
console:rules                     11
console:rule_act                   9  rule .replace
console:limits                     9
console:limit_act                  8  .accept .set
console:calendar                  12
console:calendar_day_act           7  .2026-11-24 .set
console:calendar_year_act          6  .2026 .withdraw
console:schedules                  9
console:schedule_act               7  .default .span
console:imports                    8
console:import_start               6  .reports
console:import_job                 3  import
console:import_columns            12  import
console:import_points              3  import
console:import_confirm             3  import
console:exports                    5
console:export_file                4  export
console:export_list                8  .divisions
console:whistles                  12
console:whistle_new                9
console:whistle_places             3
console:whistles_export            6
console:summons_act                8  summons .report_result
console:whistle                   11  whistle
console:whistle_act                9  whistle .conclude
console:whistle_photo              7  whistle signed
console:styleguide                 3
console:styleguide_points          3
console:styleguide_divisions       3
console:styleguide_shell           3  .list
field:tasks                       22
field:task                        34  case
field:act                         29  case .feed_back
field:media                        7  closed item .small
field:report                       7
field:report_sent                  4
field:map                          6
field:points                       4
field:divisions                    4
field:cells                        5
field:me                           6
"""
# Routes that only take: a look at them is answered with 405.
POSTED = """
console:batch
console:batch_take
console:batch_withdraw
console:capacity_switch
console:category_offers
console:export_ask
console:export_again
console:export_drop
console:hotline_help
console:import_drop
console:token_revoke
console:place_offers
console:place_spot
console:timeline_export
console:view_drop
console:view_save
field:capacity
portal:rate
"""
# Routes of things the small city has not got.
ELSEWHERE = {"portal:draft_photo", "console:span_act", "console:import_refused"}
PLACES = {"number": "x", "pk": "1", "token": "x", "name": "doing", "part": "category", "item_id": "1", "key": "x"}


def rows() -> list[tuple[str, int, list[str]]]:
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return [(name, int(most), arguments) for name, most, *arguments in lines]


def named(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Yield the full name of every route."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def ours() -> set[str]:
    return {name for name in named(get_resolver()) if name.split(":")[0] in DOORS}


def address(world: World, name: str, arguments: list[str]) -> str:
    return reverse(name, args=[one[1:] if one.startswith(".") else world.names[one] for one in arguments])


def look(client: Client, url: str) -> int:
    """Return the status of a look; what streams is read to its end, which closes it."""
    answer = client.get(url)
    if getattr(answer, "streaming", False):
        b"".join(answer)
    return answer.status_code


def test_every_route_has_its_figure() -> None:
    told = {name for name, _most, _arguments in rows()} | set(POSTED.split()) | ELSEWHERE
    assert ours() - told == set(), "add these to the table"
    assert told - ours() == set(), "these are gone"


@pytest.mark.django_db
def test_no_route_asks_more_often_than_its_figure() -> None:
    world = make_world()
    found: list[str] = []
    for name, most, arguments in rows():
        url = address(world, name, arguments)
        look(world.client, url)
        with CaptureQueriesContext(connection) as asked:
            status = look(world.client, url)
        if len(asked) > most or status not in {200, 302}:
            found.append(f"{name}: {len(asked)} queries, {most} allowed, status {status}")
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_routes_that_only_take_answer_a_look_with_405() -> None:
    world = make_world()
    resolver = get_resolver()
    for name in POSTED.split():
        space, _colon, short = name.partition(":")
        _prefix, inner = resolver.namespace_dict[space]
        wanted = inner.reverse_dict.getlist(short)[0][0][0][1]
        given = [world.names["token"] if (space, one) == ("portal", "token") else PLACES[one] for one in wanted]
        assert look(world.client, reverse(name, args=given)) == 405, name

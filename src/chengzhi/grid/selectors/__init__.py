"""Reads of the grid."""

from chengzhi.grid.selectors.cells import access_cell, cell_on, cells_in, cells_of_person, collector_of, duties_of
from chengzhi.grid.selectors.divisions import (
    division,
    division_as_of,
    divisions_as_of,
    divisions_in_force,
    predecessor_codes,
    successor_code,
)
from chengzhi.grid.selectors.index import CellIndex, CellRef, doubt_index, locate, locate_many, revision_mark
from chengzhi.grid.selectors.notices import MapNotice, map_notice
from chengzhi.grid.selectors.parts import PartNear, access_part, parts_for, parts_in_box, parts_near
from chengzhi.grid.selectors.places import PlaceHit, find_places
from chengzhi.grid.selectors.shapes import GeoPayload, cells_geojson, divisions_geojson

__all__ = [
    "CellIndex",
    "CellRef",
    "GeoPayload",
    "MapNotice",
    "PartNear",
    "PlaceHit",
    "access_cell",
    "access_part",
    "cell_on",
    "cells_geojson",
    "cells_in",
    "cells_of_person",
    "collector_of",
    "division",
    "division_as_of",
    "divisions_as_of",
    "divisions_geojson",
    "divisions_in_force",
    "doubt_index",
    "duties_of",
    "find_places",
    "locate",
    "locate_many",
    "map_notice",
    "parts_for",
    "parts_in_box",
    "parts_near",
    "predecessor_codes",
    "revision_mark",
    "successor_code",
]

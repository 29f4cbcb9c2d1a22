"""Every list that can be exported, by name: the worker and the page of exports know no other."""

from chengzhi.console.accounts.sheets import TOKENS
from chengzhi.console.exports.sheets import Listing
from chengzhi.console.imports.sheets import IMPORTS
from chengzhi.console.map.sheets import MAP
from chengzhi.console.registers.catalogue.sheets import CATALOGUE
from chengzhi.console.registers.grid.sheets import GRID
from chengzhi.console.registers.organisation.book_sheets import BOOKS
from chengzhi.console.registers.organisation.sheets import REGISTERS
from chengzhi.console.registers.sheets import LOGS
from chengzhi.console.settings.sheets import SETTINGS
from chengzhi.console.whistles.sheets import WHISTLES
from chengzhi.console.work.found import FOUND
from chengzhi.console.work.sheets import WORK
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound

LISTINGS: dict[str, Listing] = {
    one.name: one
    for group in (WORK, FOUND, MAP, WHISTLES, REGISTERS, BOOKS, LOGS, GRID, CATALOGUE, SETTINGS, IMPORTS, TOKENS)
    for one in group
}


def open_listing(viewer: Capacity, name: str) -> Listing:
    """Return a list by its name, or raise NotFound where there is none or it is closed to the viewer."""
    found = LISTINGS.get(name)
    if found is None or not found.admits(viewer):
        raise NotFound
    return found

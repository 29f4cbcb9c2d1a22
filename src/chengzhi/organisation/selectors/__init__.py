from chengzhi.organisation.selectors.access import (
    access_appointment,
    access_person,
    access_post,
    access_unit,
    reach,
    require,
)
from chengzhi.organisation.selectors.capacities import capacities_of, capacities_of_person, capacity_of
from chengzhi.organisation.selectors.effects import Effect, preview_change, register_effect_counter
from chengzhi.organisation.selectors.faults import Fault, register_faults
from chengzhi.organisation.selectors.people import appointments, people, posts, roles
from chengzhi.organisation.selectors.routing import (
    Holder,
    holders,
    holders_everywhere,
    holders_in_units,
    responsible_units,
)
from chengzhi.organisation.selectors.trees import UnitRef, register_state, snapshot, today
from chengzhi.organisation.selectors.units import (
    register_acts,
    successor_units,
    unit_as_of,
    unit_chain,
    unit_history,
    unit_ref,
    unit_successions,
    unit_territories,
    unit_tree_ids,
    units_as_of,
    visible_units,
)

__all__ = [
    "Effect",
    "Fault",
    "Holder",
    "UnitRef",
    "access_appointment",
    "access_person",
    "access_post",
    "access_unit",
    "appointments",
    "capacities_of",
    "capacities_of_person",
    "capacity_of",
    "holders",
    "holders_everywhere",
    "holders_in_units",
    "people",
    "posts",
    "preview_change",
    "reach",
    "register_acts",
    "register_effect_counter",
    "register_faults",
    "register_state",
    "require",
    "responsible_units",
    "roles",
    "snapshot",
    "successor_units",
    "today",
    "unit_as_of",
    "unit_chain",
    "unit_history",
    "unit_ref",
    "unit_successions",
    "unit_territories",
    "unit_tree_ids",
    "units_as_of",
    "visible_units",
]

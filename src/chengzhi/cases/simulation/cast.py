"""Who acts in the simulation: the people of the registers, by role, unit and territory."""

import random
from dataclasses import dataclass, field

from chengzhi.cases.models import Case
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.organisation.selectors import capacities_on


class NobodyThereError(ChengzhiError):
    """The registers hold nobody for a role that the simulation needs."""


@dataclass(slots=True)
class Cast:
    """Capacities by permission; drawn once, before the first day."""

    rng: random.Random
    by_permission: dict[str, list[Capacity]] = field(default_factory=dict)
    by_appointment: dict[int, Capacity] = field(default_factory=dict)

    def assemble(self) -> None:
        """Read everybody who holds a post today and has an account."""
        for capacity in sorted(capacities_on(), key=lambda one: one.appointment_id or 0):
            self.by_appointment[capacity.appointment_id or 0] = capacity
            for permission in capacity.grants:
                self.by_permission.setdefault(str(permission), []).append(capacity)

    def anyone(self, permission: str) -> Capacity:
        """Return somebody who holds the permission everywhere."""
        wide = [one for one in self.by_permission.get(permission, []) if one.scope(permission) == "city"]
        if not wide:
            raise NobodyThereError(f"没有人有“{permission}”的权限，请先设岗位和账号。")
        return self.rng.choice(wide)

    def collector(self, case: Case) -> Capacity | None:
        """Return the collector sent out on a case."""
        return self.by_appointment.get(case.patroller_id or 0)

    def of_territory(self, permission: str, code: str) -> Capacity | None:
        """Return somebody of the street whose territory holds a cell."""
        near = [one for one in self.by_permission.get(permission, []) if one.covers(code)]
        return self.rng.choice(near) if near else None

    def of_unit(self, case: Case) -> Capacity | None:
        """Return somebody who handles for the unit of a case: its handler, or an officer of the unit."""
        own = self.by_appointment.get(case.handler_id or 0)
        if own is not None:
            return own
        able = self.by_permission.get("cases.case.handle", [])
        same = [
            one for one in able if one.scope("cases.case.handle") == "unit" and case.handling_unit_id in one.unit_ids
        ]
        return self.rng.choice(same) if same else None

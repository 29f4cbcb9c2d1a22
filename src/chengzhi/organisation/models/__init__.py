from chengzhi.organisation.models.people import Appointment, Person, Post
from chengzhi.organisation.models.register import RegisterAct, RegisterVersion
from chengzhi.organisation.models.units import Territory, Unit, UnitSuccession, UnitVersion, in_force

__all__ = [
    "Appointment",
    "Person",
    "Post",
    "RegisterAct",
    "RegisterVersion",
    "Territory",
    "Unit",
    "UnitSuccession",
    "UnitVersion",
    "in_force",
]

from chengzhi.organisation.models.chosen import LastCapacity
from chengzhi.organisation.models.people import Appointment, Person, Post
from chengzhi.organisation.models.register import RegisterAct, RegisterVersion
from chengzhi.organisation.models.tokens import ApiAnswer, ApiToken
from chengzhi.organisation.models.units import Territory, Unit, UnitSuccession, UnitVersion, in_force

__all__ = [
    "ApiAnswer",
    "ApiToken",
    "Appointment",
    "LastCapacity",
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

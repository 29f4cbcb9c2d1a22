"""Forms whose act holds from a day on, and addresses of acts on things that may be new."""

from collections.abc import Mapping
from typing import Any, ClassVar

from chengzhi.console.registers.organisation.acting import ActForm
from chengzhi.console.registers.organisation.fields import day_field
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.selectors import today

NEW = "new"
DAYS = ("valid_from", "valid_to", "effective_on")


class DayForm(ActForm):
    """An act that takes effect on a day, which stands last; services call that day by several names."""

    is_dated = True
    renamed: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **given: Any) -> None:
        given["initial"] = {"on": today(), **given.get("initial", {})}
        super().__init__(**given)

    def prepare(self) -> None:
        self.ask()
        self.fields.setdefault("on", day_field())

    def ask(self) -> None:
        """Add the fields that stand before the day."""

    def refuse(self, error: BadInput) -> None:
        """Put what a service found wrong beside the field that asked for it."""
        names = {**dict.fromkeys(DAYS, "on"), **self.renamed}
        moved: dict[str, list[str]] = {}
        for name, words in error.errors.items():
            moved.setdefault(name if name in self.fields else names.get(name, name), []).extend(words)
        super().refuse(BadInput(moved))


class PlainForm(DayForm):
    """An act that holds at once."""

    is_dated = False

    def prepare(self) -> None:
        self.ask()

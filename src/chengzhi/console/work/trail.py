"""The list one came from: carried along in the address, so that the way back and the next case are always there."""

from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest

from chengzhi.cases.selectors.worklists import LISTS, WorkQuery
from chengzhi.console.errors import named

FROM = "from"
ANY_NUMBER, ANY_STEP = "00000000-0000", "any_step"


@dataclass(frozen=True, slots=True)
class Trail:
    """The list one came from with its filters, if one came from any; ``is_back`` returns there after the act."""

    query: WorkQuery | None = None
    is_back: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> "Trail":
        name = request.GET.get(FROM, "")
        query = WorkQuery.read(name, request.GET.dict()) if name in LISTS else None
        return cls(query, request.GET.get("back") == "1")

    def params(self, *, is_back: bool = False) -> str:
        """Return the query string that carries the trail on, with its question mark, or nothing."""
        return _params(self.query, is_back=is_back)

    def case_url(self, number: str) -> str:
        return _case_pattern().replace(ANY_NUMBER, number) + self.params()

    def act_url(self, number: str, step: str, *, is_back: bool | None = None) -> str:
        back = self.is_back if is_back is None else is_back
        path = _act_pattern().replace(ANY_NUMBER, number).replace(ANY_STEP, step)
        return path + self.params(is_back=back)

    def list_url(self) -> str:
        return list_url(self.query or WorkQuery())


def list_url(query: WorkQuery) -> str:
    """Return the address of a list with its filters, order and page."""
    path = named("work") if query.name == "todo" else named("work_list", query.name)
    text = urlencode(query.params())
    return f"{path}?{text}" if text else path


@lru_cache(maxsize=256)
def _params(query: WorkQuery | None, *, is_back: bool) -> str:
    found = {FROM: query.name, **query.params()} if query else {}
    text = urlencode({**found, "back": "1"} if is_back else found)
    return f"?{text}" if text else ""


@cache
def _case_pattern() -> str:
    """Return the address of any case: a list needs fifty, and composing each anew takes longer than its words."""
    return named("case", ANY_NUMBER)


@cache
def _act_pattern() -> str:
    return named("act", ANY_NUMBER, ANY_STEP)

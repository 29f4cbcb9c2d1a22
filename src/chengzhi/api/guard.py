"""Guards of the API's routes: which scope of a token, and which right of the post, a route needs.

They are asked before anything of the request is read.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja.operation import Operation
from ninja.security import HttpBearer
from ninja.utils import contribute_operation_callback

from chengzhi.api.access import Access, bearer
from chengzhi.api.problems import Problem, right_missing, scope_missing
from chengzhi.kernel.permissions import OfficialPermission
from chengzhi.kernel.token_scopes import TokenScope

Route = TypeVar("Route", bound=Callable[..., Any])
_guards: dict[str, tuple[str, str]] = {}


class Bearer(HttpBearer):
    """Admits tokens with a scope whose post holds any of the rights; with none named, any token or any post."""

    def __init__(self, scope: TokenScope | None = None, rights: tuple[OfficialPermission, ...] = ()) -> None:
        super().__init__()
        self.scope = scope
        self.rights = rights

    def __call__(self, request: HttpRequest) -> Access:
        return self.authenticate(request, request.META.get("HTTP_AUTHORIZATION", ""))

    def authenticate(self, request: HttpRequest, token: str) -> Access:
        """Return for whom a header lets a program act, or raise the problem that says what is missing."""
        access = bearer(request, token)
        refused = self._refused(access)
        if refused is not None:
            raise refused
        return access

    def _refused(self, access: Access) -> Problem | None:
        if self.scope is not None and self.scope not in access.scopes:
            return scope_missing(self.scope.value)
        if self.rights and not any(access.capacity.may(one) for one in self.rights):
            return right_missing(str(self.rights[0].label))
        return None


def needs(scope: TokenScope, *rights: OfficialPermission) -> Callable[[Route], Route]:
    """Admit to a route tokens with a scope whose post holds any of the rights; with none named, any post."""

    def decorate(route: Route) -> Route:
        guard = Bearer(scope, rights)

        def contribute(operation: Operation) -> None:
            operation.auth_param, operation.auth_callbacks = guard, [guard]

        contribute_operation_callback(route, contribute)
        _guards[route.__name__] = (",".join(rights) or "any capacity", scope.value)
        return route

    return decorate


def open_to_all(reason: str) -> Callable[[Route], Route]:
    """Mark a route as open without a right, and say why."""

    def decorate(route: Route) -> Route:
        _guards[route.__name__] = (f"public: {reason}", "")
        return route

    return decorate


def guard_of(name: str) -> str:
    """Return the guard of a route by its name, or nothing for one that declares none."""
    return _guards.get(name, ("", ""))[0]


def scope_of(name: str) -> str:
    """Return the scope that a route needs, or nothing."""
    return _guards.get(name, ("", ""))[1]

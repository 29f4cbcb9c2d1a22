"""Guards of the API's routes: which scope of a token, and which right of the post, a route needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse

from chengzhi.api.access import ApiRequest
from chengzhi.api.problems import Problem, right_missing, scope_missing
from chengzhi.kernel.permissions import OfficialPermission
from chengzhi.kernel.token_scopes import TokenScope

P = ParamSpec("P")
_guards: dict[str, tuple[str, str]] = {}
Route = Callable[Concatenate[ApiRequest, P], HttpResponse]


def needs(scope: TokenScope, *rights: OfficialPermission) -> Callable[[Route[P]], Route[P]]:
    """Admit tokens with a scope whose post holds any of the rights; with none named, any post."""

    def decorate(route: Route[P]) -> Route[P]:
        @wraps(route)
        def guard(request: ApiRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            refused = _refused(request, scope, rights)
            if refused is not None:
                raise refused
            return route(request, *args, **kwargs)

        _guards[route.__name__] = (",".join(rights) or "any capacity", scope.value)
        return cast("Any", guard)

    return decorate


def _refused(request: ApiRequest, scope: TokenScope, rights: tuple[OfficialPermission, ...]) -> Problem | None:
    access = request.auth
    if scope not in access.scopes:
        return scope_missing(scope.value)
    if rights and not any(access.capacity.may(one) for one in rights):
        return right_missing(str(rights[0].label))
    return None


def open_to_all(reason: str) -> Callable[[Route[P]], Route[P]]:
    """Mark a route as open without a token, and say why."""

    def decorate(route: Route[P]) -> Route[P]:
        _guards[route.__name__] = (f"public: {reason}", "")
        return route

    return decorate


def guard_of(name: str) -> str:
    """Return the guard of a route by its name, or nothing for one that declares none."""
    return _guards.get(name, ("", ""))[0]


def scope_of(name: str) -> str:
    """Return the scope that a route needs, or nothing."""
    return _guards.get(name, ("", ""))[1]

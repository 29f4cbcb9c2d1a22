"""Put the chosen capacity and the person's language on the request."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from chengzhi.organisation.services import present_capacity


class CapacityMiddleware:
    """Sets ``request.capacity``: the appointment chosen in this session while it has power today, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        capacity = present_capacity(request)
        cast("Any", request).capacity = capacity
        language = getattr(request.user, "language", "")
        if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language() or language
        return self.get_response(request)

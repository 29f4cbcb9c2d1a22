"""The API as one object: its routes, its document, and what it says of errors."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from chengzhi.api.guard import Bearer
from chengzhi.api.middleware import problem_of
from chengzhi.api.problems import Problem, answer, unauthorised
from chengzhi.api.validation import invalid

VERSION = "1.0.0"
ABOUT = (
    "城市管理闭环的数据接口。每个请求代表一个人、以他的一个身份办理，看得见、办得了的和他在网页上的一样，不会更多。"
    "时刻一律是 UTC；坐标一律是 CGCS2000/WGS-84，收的时候可以写明别的坐标系。\n\n"
    "The API of the case loop. A token acts for one person in one post and reaches no further than that person does on "
    "screen. Moments are in UTC. Send `Accept-Language: en` for English messages."
)


def _failed(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return answer(_known(error if isinstance(error, Exception) else error()))


def _known(error: Exception) -> Problem:
    if isinstance(error, ValidationError):
        return invalid(error.errors)
    if isinstance(error, AuthenticationError):
        return unauthorised()
    if isinstance(error, HttpError):
        return Problem(error.status_code, "malformed", _("请求内容不是能读的 JSON。"))
    return problem_of(error)


def house() -> NinjaAPI:
    """Return the API without its routes."""
    api = NinjaAPI(
        title="城治 Chengzhi API", version=VERSION, description=ABOUT, auth=Bearer(), docs_url=None, openapi_url=None
    )
    for kind in (Exception, HttpError, ValidationError, AuthenticationError):
        api.add_exception_handler(kind, _failed)
    return api

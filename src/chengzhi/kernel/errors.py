"""What can go wrong, as words a person can act on; delivery packages turn these into pages and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from chengzhi.kernel.procedures.table import Refusal

Errors = Mapping[str, str | Sequence[str]]


class ChengzhiError(Exception):
    """Something a person must hear about; ``message`` is a whole sentence in their language."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(ChengzhiError):
    """Values that cannot be accepted, by field; the key "" speaks of the whole form."""

    status = 422

    def __init__(self, errors: Errors | str) -> None:
        given: Errors = {"": errors} if isinstance(errors, str) else errors
        self.errors: dict[str, list[str]] = {
            field: [words] if isinstance(words, str) else list(words) for field, words in given.items()
        }
        super().__init__(" ".join(word for words in self.errors.values() for word in words))


class StepRefused(ChengzhiError):
    """The procedure does not allow the step now; every reason is given at once."""

    status = 422

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(str(refusal.reason) for refusal in self.refusals))


class SubjectMoved(ChengzhiError):
    """Somebody took a step after the form was opened; nothing of the late act was written."""

    status = 409

    def __init__(self, newer: Sequence[str]) -> None:
        self.newer = tuple(newer)
        happened = "；".join(self.newer)
        super().__init__(_("您打开页面之后情况变了：%(happened)s。您写的内容还在，没有提交。") % {"happened": happened})


class NotFound(ChengzhiError):
    """It does not exist, or not for this viewer: both answers are the same."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("没有找到。编号可能有误，或不在您的管理范围。"))


class Forbidden(ChengzhiError):
    """The viewer sees the object but has no power to do this to it."""

    status = 403

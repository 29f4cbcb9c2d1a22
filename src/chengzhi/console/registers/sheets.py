"""The log of changed settings as a workbook: the conditions and the order of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.registers import settings_changes as log
from chengzhi.console.registers.shell import in_words
from chengzhi.kernel import settings_book
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.permissions import Permission


def _changes(viewer: Capacity, given: Mapping[str, str]) -> Sheet:
    asked = log.asked_of(given)
    columns = [
        Column(_("时间"), ColumnKind.MOMENT), Column(_("设置"), width=16), Column(_("哪一项"), width=30),
        Column(_("动作"), width=12), Column(_("原来和改为"), width=60), Column(_("姓名"), width=12), Column(_("岗位"), width=20),
        Column(_("机构"), width=24), Column(_("账号"), width=18), Column(_("来源"), width=30), Column("SHA-256", width=66),
    ]  # fmt: skip
    return rows_of(log.changes_for(viewer, asked), _change, columns, in_words(log.conditions(asked)))


def _change(row: SettingsChange) -> list[Any]:
    shown = settings_book.told(row)
    return [
        row.at, str(shown.setting), str(shown.which), row.get_act_display(), settings_book.in_words(row),
        row.person_name or _("系统"), row.post_name, row.unit_name, row.account_name, row.source, row.file_hash,
    ]  # fmt: skip


CHANGES = Listing(
    name="settings_changes", label=gettext_lazy("设置变更记录"), page=("settings_changes",), read=_changes,
    rights=(Permission.READ_AUDIT,), asks=log.ASKED,
)  # fmt: skip
LOGS = (CHANGES,)

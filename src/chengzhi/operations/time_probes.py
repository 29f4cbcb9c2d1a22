"""Questions about time: the machine's clock, the database's, the last step taken, the calendar of holidays."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone

from chengzhi.kernel import calendars
from chengzhi.kernel.models.steps import AbstractStep
from chengzhi.operations.probes import Finding, faulty, well, worrying
from chengzhi.operations.words import two

TOLERATED = timedelta(seconds=2)
SERIOUS = timedelta(seconds=60)


def clocks_agree() -> Finding:
    """Machine and database server tell the same time."""
    with connection.cursor() as cursor:
        before = datetime.now(UTC)
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    difference = abs(theirs - before)
    if difference <= TOLERATED:
        return well("clock", two("本机与数据库时间一致", "machine and database agree"))
    says = two(
        f"本机与数据库时间相差 {difference.total_seconds():.0f} 秒",
        f"machine and database differ by {difference.total_seconds():.0f} s",
    )
    remedy = two(
        "两台机器都启用时间同步（chrony 或 systemd-timesyncd）。",
        "Synchronise both machines (chrony or systemd-timesyncd).",
    )
    return (faulty if difference > SERIOUS else worrying)("clock", says, remedy)


def clock_goes_forward() -> Finding:
    """No recorded step lies in the future: the machine's clock was not set back."""
    models = [model for model in apps.get_models() if issubclass(model, AbstractStep)]
    latest = [model.objects.aggregate(at=Max("recorded_at"))["at"] for model in models]
    last = max((one for one in latest if one), default=None)
    if last is None or last <= timezone.now() + TOLERATED:
        return well("steps", two("没有晚于现在的步骤记录", "no step lies in the future"))
    shown = f"{timezone.localtime(last):%Y-%m-%d %H:%M:%S}"
    return faulty(
        "steps",
        two(f"最后一步记录于 {shown}，晚于本机现在的时间", f"The last step was recorded at {shown}, later than now"),
        two(
            "本机时间被调慢：先同步时间，再继续办理，否则时限会算错。",
            "The clock was set back: synchronise it before going on, or limits come out wrong.",
        ),
    )


def calendar_reaches() -> Finding:
    """The table of holidays reaches as far as deadlines are being reckoned."""
    try:
        last = calendars.coverage()
    except DatabaseError:
        return faulty(
            "calendar",
            two("读不到日历", "The calendar cannot be read"),
            two("运行 chengzhi migrate。", "Run chengzhi migrate."),
        )
    today = timezone.localdate()
    says = two(f"节假日安排到 {last} 年", f"holidays are known up to {last}")
    remedy = two(
        "国务院公布后导入：chengzhi import calendar 文件，或在工作台“日历”中录入；暂定的时限会自动重算。",
        "Once announced, run chengzhi import calendar FILE or enter them in the console; "
        "provisional deadlines are reckoned anew.",
    )
    if last < today.year:
        return faulty("calendar", says, remedy)
    if last == today.year and today.month == 12:
        return worrying("calendar", says, remedy)
    return well("calendar", says)

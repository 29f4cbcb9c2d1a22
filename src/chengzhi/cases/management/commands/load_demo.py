"""``load_demo``: the demo city and its first history; ``make demo`` calls it once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from chengzhi.cases.starter.demo import load_demo_city
from chengzhi.kernel.errors import ChengzhiError


class Command(BaseCommand):
    """Loads Chongchuan's registers and plays a short history; does nothing where they already stand."""

    help = "装入演示城市（崇川区）：机构、人员、网格、目录、派遣规则和一段办理记录。"

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 1 else lambda _words: None
        try:
            city = load_demo_city(settings.VAR / "demo-signins.json", say)
        except ChengzhiError as error:
            raise CommandError(error.message) from error
        if options["verbosity"]:
            self.stdout.write(f"演示城市：{city.cases} 件案卷，用时 {time.monotonic() - began:.1f} 秒。")

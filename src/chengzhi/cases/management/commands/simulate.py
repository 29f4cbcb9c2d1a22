"""``chengzhi simulate``: play days of the demo city through the real services."""

import argparse
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from chengzhi.cases.simulation.stage import Stage
from chengzhi.kernel import clock
from chengzhi.kernel.errors import ChengzhiError


class Command(BaseCommand):
    """Makes a history that ends now: reports arrive, people act, limits run, all through the one door."""

    help = "模拟一段时间的运行：按季节和时段产生上报，由各岗位依次办理，结束于现在。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--days", type=float, default=7, help="模拟多少天（默认 7）")
        parser.add_argument("--per-day", type=int, default=120, help="每天大约多少件上报（默认 120）")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，同一种子结果相同")
        parser.add_argument("--skip-last", type=float, default=0, help="结束于多少天之前（默认 0）")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["days"] <= 0 or options["per_day"] <= 0:
            raise CommandError("天数和每天件数都要大于 0。")
        end = clock.now() - timedelta(days=options["skip_last"])
        start = end - timedelta(days=options["days"])
        stage = Stage(seed=options["seed"], start=start, end=end, per_day=options["per_day"])
        expected = int(options["days"] * options["per_day"])
        try:
            with Progress(disable=options["verbosity"] == 0) as progress:
                task = progress.add_task("模拟", total=expected)
                stage.play(lambda done: progress.update(task, completed=done))
        except ChengzhiError as error:
            raise CommandError(error.message) from error
        if options["verbosity"]:
            self.stdout.write(f"上报 {stage.reported} 件，办理 {stage.steps} 步，被程序拒绝 {stage.refused} 步。")

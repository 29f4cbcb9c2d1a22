"""``verify_steps``: recompute every chain of steps and say which histories do not hold."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures import verify_chain


class Command(BaseCommand):
    """Reads all subjects of all procedures; fails when a step was changed, removed or inserted."""

    help = "核对全部流转记录的链条，指出被改动、删除或插入的步骤。"

    def handle(self, *_args: Any, **options: Any) -> None:
        broken: list[str] = []
        whole = steps = 0
        for model in apps.get_models():
            if not issubclass(model, AbstractSubject):
                continue
            rows: Any = model._default_manager
            with Progress(disable=not options["verbosity"]) as progress:
                task = progress.add_task(str(model._meta.verbose_name), total=rows.count())
                for subject in rows.order_by("pk").iterator(chunk_size=1000):
                    report = verify_chain(subject)
                    steps += report.steps
                    whole += report.is_whole
                    if not report.is_whole:
                        broken.append(f"{subject.number}（第 {'、'.join(map(str, report.broken))} 步）")
                    progress.advance(task)
        if broken:
            raise CommandError(f"有 {len(broken)} 件的记录不完整：" + "；".join(broken[:50]))
        if options["verbosity"]:
            self.stdout.write(f"记录完整：{whole} 件，{steps} 步。")

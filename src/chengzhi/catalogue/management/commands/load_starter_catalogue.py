from typing import Any

from django.core.management.base import BaseCommand

from chengzhi.catalogue.services import load_starter_catalogue


class Command(BaseCommand):
    """The starter catalogue is there; one that is there already is left as it is."""

    help = "装入起步目录（分类、立案标准、追问）；已有时不改动。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        edition = load_starter_catalogue()
        self.stdout.write(str(edition))

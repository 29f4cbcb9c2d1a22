"""Founds a real city in an empty database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.table import Table

from chengzhi.operations.founding import ACCOUNTS, FirstAccount, found_city
from chengzhi.operations.words import console, say, two


class Command(BaseCommand):
    """Prints the first four accounts with their passwords, once."""

    help = "Make the first unit, the three administrators and the personnel officer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--document", required=True)
        for role in ACCOUNTS:
            parser.add_argument(f"--{role.replace('_', '-')}", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        people = {role: options[role] for role in ACCOUNTS}
        _print(found_city(name=options["name"], document=options["document"], people=people))


def _print(accounts: list[FirstAccount]) -> None:
    table = Table(box=None, header_style="dim")
    for heading in (("角色", "Role"), ("姓名", "Name"), ("账号", "Account"), ("初始密码", "First password")):
        table.add_column(two(*heading))
    for one in accounts:
        table.add_row(one.role, one.name, one.username, one.password)
    console.print(table)
    say(
        "密码只显示这一次，首次登录须修改。接着由组织人事登记机构、岗位和人员，由安全管理员开账号。",
        "The passwords are shown this once and must be changed at the first sign-in. Next, the personnel officer "
        "registers units, posts and people, and the security administrator opens accounts.",
    )

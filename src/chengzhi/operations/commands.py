"""What each word of the ``chengzhi`` command does: the place where operations meet the command line."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import SystemCheckError
from django.db import DatabaseError

from chengzhi.config import env
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.operations import city
from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError
from chengzhi.operations.layout import here
from chengzhi.operations.supervisor import Part, Supervisor, stoppable
from chengzhi.operations.words import complaints, say, two

Command = Callable[[argparse.Namespace, Sequence[str]], int]


def demo(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Run the demo city until Ctrl-C."""
    city.run_demo(here())
    return Exit.OK


def serve(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Serve the pages; with DATABASE_URL this process becomes the web server itself."""
    where = city.address()
    city.ensure_free(where)
    return _run(city.web(here(), where))


def worker(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Run the worker; with DATABASE_URL this process becomes the worker itself."""
    return _run(city.worker(here()))


def _run(part: Part) -> int:
    if env.text("DATABASE_URL"):
        os.execv(part.command[0], list(part.command))
    layout = here()
    supervisor = Supervisor()
    with stoppable(), ExitStack() as stack, suppress(KeyboardInterrupt):
        stack.callback(supervisor.close)
        stack.enter_context(city.database(layout, supervisor))
        stack.callback(supervisor.stop)
        supervisor.start(part)
        say(f"{part.name} 已启动，日志在 {part.log}", f"{part.name} runs; its log is {part.log}")
        supervisor.watch()
    return Exit.OK


def migrate(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Make database, catalogues and static files fit the code."""
    with _django():
        return _call("prepare")


def found(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Found a real city in an empty database."""
    people = {role: getattr(given, role) for role in ("system_admin", "security_admin", "audit_admin", "personnel")}
    with _django():
        return _call("found_city", name=given.name, document=given.document, **people)


def bring_in(_given: argparse.Namespace, rest: Sequence[str]) -> int:
    """Hand the file to the importer of its kind."""
    with _django():
        kinds = sorted(name.removeprefix("import_") for name in get_commands() if name.startswith("import_"))
        if not rest or rest[0] not in kinds:
            return _say_kinds(kinds, rest)
        return _call(f"import_{rest[0]}", *rest[1:])


def _say_kinds(kinds: Sequence[str], rest: Sequence[str]) -> int:
    known = "、".join(kinds) or two("（尚无）", "(none yet)")
    if not rest or rest[0] in {"-h", "--help"}:
        say(f"可导入的种类：{known}", f"Kinds that can be imported: {known}")
        say("用法：chengzhi import 种类 文件 [选项]", "usage: chengzhi import KIND FILE [options]")
        return Exit.OK if rest else Exit.USAGE
    complaints.print(
        two(
            f"[red]✗[/] 没有“{rest[0]}”这种导入。可用的种类：{known}",
            f"[red]✗[/] There is no import of {rest[0]!r}. Kinds: {known}",
        )
    )
    return Exit.USAGE


def simulate(_given: argparse.Namespace, rest: Sequence[str]) -> int:
    """Make a history with the real services."""
    with _django():
        return _call("simulate", *rest)


def token(_given: argparse.Namespace, rest: Sequence[str]) -> int:
    """Issue, list or revoke tokens of the API."""
    with _django():
        return _call("api_token", *rest)


def doctor(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Examine everything; PROBLEM when there is a fault."""
    with _django(needs_database=False):
        return _call("doctor", as_json=given.json)


def backup(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Save database and media into one file."""
    with _django():
        return _call("backup", given.file, keep=given.keep)


def restore(given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Restore a backup, or only verify it."""
    with _django():
        overwrite, verify = given.overwrite_existing, given.verify_only
        return _call("restore", given.file, overwrite_existing=overwrite, verify_only=verify)


def check(_given: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Run the system checks: the procedure tables, permissions, settings."""
    django.setup()
    try:
        call_command("check", deploy=not settings.DEMO, fail_level="ERROR")
    except SystemCheckError as error:
        raise OperationError(str(error)) from error
    return Exit.OK


@contextmanager
def _django(*, needs_database: bool = True) -> Iterator[None]:
    """Have the database reachable and Django ready for the block; errors come out as words."""
    with city.database(here()) as url:
        if needs_database:
            city.ensure_answers(url)
        django.setup()
        try:
            yield
        except ChengzhiError as error:
            raise OperationError(str(error)) from error
        except (DatabaseError, psycopg.Error) as error:
            raise _in_words(error) from error


def _in_words(error: Exception) -> OperationError:
    """Say what the database refused; a table or column it lacks means that it was not prepared for this version."""
    if isinstance(error.__cause__ or error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return EnvironmentFault(
            two(
                "数据库还没有按这个版本准备好。先运行 chengzhi migrate（原有数据库请先备份），再试一次。",
                "The database is not prepared for this version. Run chengzhi migrate first (after a backup, "
                "if it holds data), then try again.",
            )
        )
    return OperationError(two(f"数据库报错：{error}", f"The database refused: {error}"))


def _call(name: str, /, *words: str, **options: Any) -> int:
    """Run a management command as if it had been called by its own name."""
    if name not in get_commands():
        raise OperationError(two(f"这个版本没有 {name} 命令。", f"This version has no command {name}."))
    try:
        call_command(name, *words, **options)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.PROBLEM
    return Exit.OK

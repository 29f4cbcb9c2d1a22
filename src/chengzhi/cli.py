"""The ``chengzhi`` command: one word for each thing an operator does, with exit codes for scripts.

0 done · 1 a problem was found or it failed · 2 wrong words on the command line · 3 the machine is not ready ·
4 refused, because it would destroy something · 130 stopped by Ctrl-C.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.management.base import CommandError
from rich.markup import escape

from chengzhi.config.env import SettingError
from chengzhi.operations import commands
from chengzhi.operations.commands import Command
from chengzhi.operations.errors import Exit
from chengzhi.operations.words import complaints, two
from chengzhi.version import VERSION

INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word of the command line: what it does, in both languages, and its arguments."""

    run: Command
    chinese: str
    english: str
    arguments: tuple["Argument", ...] = ()
    passes_on: bool = False
    runs_on: bool = False

    @property
    def help(self) -> str:
        return two(self.chinese, self.english)


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One argument of a word."""

    name: str
    chinese: str
    english: str
    is_flag: bool = False
    is_number: bool = False
    is_needed: bool = False

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        words = two(self.chinese, self.english)
        if self.is_flag:
            parser.add_argument(self.name, action="store_true", help=words)
        elif self.is_number:
            parser.add_argument(self.name, type=int, default=0, metavar="N", help=words)
        elif self.is_needed:
            parser.add_argument(self.name, required=True, help=words)
        else:
            parser.add_argument(self.name, help=words)


WORDS: dict[str, Word] = {
    "demo": Word(
        run=commands.demo,
        runs_on=True,
        chinese="启动演示城市：数据库、网页和后台进程，Ctrl-C 全部停止",
        english="run the demo city: database, web and worker; Ctrl-C stops all of it",
    ),
    "serve": Word(
        run=commands.serve,
        runs_on=True,
        chinese="启动网页服务（HOST、PORT、WEB_WORKERS 可设）",
        english="serve the web pages (HOST, PORT, WEB_WORKERS)",
    ),
    "worker": Word(
        run=commands.worker,
        runs_on=True,
        chinese="启动后台进程：到期提醒、升级、定时任务",
        english="run the background worker: warnings, escalations, periodic tasks",
    ),
    "migrate": Word(
        run=commands.migrate,
        chinese="让数据库、语言包和静态文件与程序一致（安装和升级后运行）",
        english="make database, catalogues and static files fit the code (after installing or upgrading)",
    ),
    "found": Word(
        run=commands.found,
        chinese="在空库里建立一个真实的城市：第一个单位、三员和组织人事的账号",
        english="found a real city in an empty database: first unit, three administrators, personnel officer",
        arguments=(
            Argument(name="--name", is_needed=True, chinese="单位全称", english="full name of the unit"),
            Argument(name="--document", is_needed=True, chinese="设立依据的文号", english="the founding document"),
            Argument(
                name="--system-admin",
                is_needed=True,
                chinese="系统管理员姓名",
                english="name of the system administrator",
            ),
            Argument(
                name="--security-admin",
                is_needed=True,
                chinese="安全管理员姓名",
                english="name of the security administrator",
            ),
            Argument(
                name="--audit-admin",
                is_needed=True,
                chinese="审计管理员姓名",
                english="name of the audit administrator",
            ),
            Argument(
                name="--personnel", is_needed=True, chinese="组织人事姓名", english="name of the personnel officer"
            ),
        ),
    ),
    "import": Word(
        run=commands.bring_in,
        chinese="导入文件：reports、cells、parts、standards、calendar 等，不写种类可列出全部",
        english="import a file: reports, cells, parts, standards, calendar …; without a kind, list them",
        passes_on=True,
    ),
    "simulate": Word(
        run=commands.simulate,
        chinese="用真实服务和指定种子生成一段历史",
        english="make a history by driving the real services with a seeded clock",
        passes_on=True,
    ),
    "token": Word(
        run=commands.token,
        chinese="接口令牌：issue 发放、list 列出、revoke 吊销",
        english="API tokens: issue, list, revoke",
        passes_on=True,
    ),
    "doctor": Word(
        run=commands.doctor,
        chinese="检查各部分，并说明每个问题怎么办；有故障时退出码为 1",
        english="examine every part and say what to do about each fault; exit code 1 when there is one",
        arguments=(
            Argument(name="--json", is_flag=True, chinese="输出 JSON，供监控读取", english="print JSON for monitoring"),
        ),
    ),
    "backup": Word(
        run=commands.backup,
        chinese="把数据库和媒体存成一个文件",
        english="save database and media into one file",
        arguments=(
            Argument(
                name="file",
                chinese="要写的文件（.tar）；写目录则按时间取名",
                english="the file to write (.tar); a folder gets a file named by the time",
            ),
            Argument(
                name="--keep",
                is_number=True,
                chinese="目录里只保留最新的 N 份，删除更早的",
                english="keep only the newest N in the folder and remove older ones",
            ),
        ),
    ),
    "restore": Word(
        run=commands.restore,
        chinese="把备份恢复到空的地方，并逐项核对",
        english="restore a backup into an empty place, and verify it",
        arguments=(
            Argument(name="file", chinese="备份文件", english="the backup file"),
            Argument(
                name="--overwrite-existing",
                is_flag=True,
                chinese="覆盖现有的数据库和媒体（不可撤销）",
                english="replace the database and media that are there (cannot be undone)",
            ),
            Argument(
                name="--verify-only",
                is_flag=True,
                chinese="只核对备份文件，不恢复",
                english="only verify the file, restore nothing",
            ),
        ),
    ),
    "check": Word(
        run=commands.check,
        chinese="检查程序：办理程序表、权限、设置",
        english="check the code as installed: procedures, permissions, settings",
    ),
}


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Says "usage" in the language of the environment."""

    def add_usage(
        self,
        usage: str | None,
        actions: "argparse._ActionsContainer",  # type: ignore[override]  # argparse publishes no name for it
        groups: object,
        prefix: str | None = None,
    ) -> None:
        said = two("用法：", "usage: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, said)  # type: ignore[arg-type]  # groups: a type that argparse keeps to itself


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    top = argparse.ArgumentParser(
        prog="chengzhi",
        formatter_class=HelpFormatter,
        description=two("城治：区级城市管理与综合执法平台", "Chengzhi: urban management for a city district"),
        epilog=two(
            "退出码：0 完成；1 有问题或失败；2 命令写法有误；3 环境未就绪；4 为保护数据而拒绝；130 被 Ctrl-C 中断。",
            "Exit codes: 0 done; 1 problem or failure; 2 wrong usage; 3 machine not ready; "
            "4 refused to protect data; 130 stopped by Ctrl-C.",
        ),
    )
    top.add_argument("--version", action="version", version=f"chengzhi {VERSION}")
    words = top.add_subparsers(dest="word", metavar=two("命令", "command"), required=True)
    for name, word in WORDS.items():
        one = words.add_parser(
            name, help=word.help, description=word.help, formatter_class=HelpFormatter, add_help=not word.passes_on
        )
        for argument in word.arguments:
            argument.add_to(one)
        _translate(one)
    _translate(top)
    return top


def _translate(one: argparse.ArgumentParser) -> None:
    one._positionals.title = two("参数", "arguments")
    one._optionals.title = two("选项", "options")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one word of the command line and return its exit code."""
    given, rest = parser().parse_known_args(argv)
    word = WORDS[given.word]
    if rest and not word.passes_on:
        parser().error(two(f"不认识的参数：{' '.join(rest)}", f"unknown arguments: {' '.join(rest)}"))
    if not word.runs_on:
        os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengzhi.config.settings.local")
    try:
        return int(word.run(given, rest))
    except CommandError as error:
        complaints.print("[red]✗[/]", escape(str(error)), soft_wrap=True)
        return error.returncode
    except SettingError as error:
        complaints.print("[red]✗[/]", escape(str(error)), soft_wrap=True)
        return Exit.ENVIRONMENT
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

"""The demo on one machine: a secret of its own, and only the names of this machine."""

from pathlib import Path
from threading import Thread
from typing import Any

from tests.support.settings import loaded


def test_the_demo_makes_its_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first, second = loaded("local", tmp_path, "SECRET_KEY"), loaded("local", tmp_path, "SECRET_KEY")
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_demo_answers_to_any_name_only_where_somebody_opens_it_to_the_network(tmp_path: Path) -> None:
    assert loaded("local", tmp_path, "ALLOWED_HOSTS")["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert loaded("local", tmp_path, "ALLOWED_HOSTS", HOST="0.0.0.0")["ALLOWED_HOSTS"] == ["*"]  # noqa: S104  nothing is bound
    assert loaded("local", tmp_path, "ALLOWED_HOSTS", HOST="0.0.0.0", ALLOWED_HOSTS="cz")["ALLOWED_HOSTS"] == ["cz"]  # noqa: S104


def test_the_demo_shows_its_accounts_unless_told_not_to(tmp_path: Path) -> None:
    assert loaded("local", tmp_path, "DEMO")["DEMO"] is True
    assert loaded("local", tmp_path, "DEMO", CHENGZHI_DEMO="no")["DEMO"] is False


def test_a_secret_that_is_given_is_not_written_down(tmp_path: Path) -> None:
    assert loaded("local", tmp_path, "SECRET_KEY", SECRET_KEY="given")["SECRET_KEY"] == "given"
    assert not (tmp_path / "secret-key").exists()


def test_two_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    found: list[Any] = []

    def start() -> None:
        found.append(loaded("local", tmp_path / "new", "SECRET_KEY")["SECRET_KEY"])

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1

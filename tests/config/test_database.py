from pathlib import Path

import pytest

from chengzhi.config.database import embedded_url, parse_database_url, socket_folder
from chengzhi.config.env import SettingError


def test_an_address_is_taken_apart_and_unquoted() -> None:
    found = parse_database_url("postgresql://cz%40city:p%2Fw@db.example:6543/ch%C3%A9ng?sslmode=verify-full")
    assert found == {
        "NAME": "chéng",
        "USER": "cz@city",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x", "chengzhi", ""])
def test_another_kind_of_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(SettingError, match="postgresql://user:password@host"):
        parse_database_url(url)


def test_the_embedded_server_is_found_by_its_folder(tmp_path: Path) -> None:
    found = parse_database_url(embedded_url(tmp_path / "带 空格" / "pg"))
    assert (found["HOST"], found["NAME"], found["USER"]) == (str(tmp_path / "带 空格" / "pg"), "chengzhi", "postgres")


def test_a_folder_too_deep_for_a_socket_gets_a_short_one_and_always_the_same(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)
    assert socket_folder(deep) == socket_folder(deep) != socket_folder(tmp_path / ("e" * 100))
    assert len(str(socket_folder(deep))) < 50

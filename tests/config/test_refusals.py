"""Readers of settings: what they take, what they refuse, and the words in which they refuse it."""

from pathlib import Path

import pytest

from chengzhi.config import env, places
from chengzhi.config.database import SOCKET_PATH_LIMIT, embedded_url, parse_database_url, socket_folder
from chengzhi.config.env import SettingError
from chengzhi.config.single_sign_on import openid_connect

NAME = "CZ_SETTING"


@pytest.mark.parametrize("value", ["1", "true", "yes", "on", "TRUE", "Yes", "oN"])
@pytest.mark.parametrize("default", [True, False])
def test_yes_is_said_in_several_ways(monkeypatch: pytest.MonkeyPatch, value: str, *, default: bool) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=default) is True


@pytest.mark.parametrize("value", ["0", "false", "no", "off", "", "FALSE", "No", "OFF"])
@pytest.mark.parametrize("default", [True, False])
def test_no_is_said_in_several_ways(monkeypatch: pytest.MonkeyPatch, value: str, *, default: bool) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=default) is False


@pytest.mark.parametrize("value", ["2", "-1", "y", "n", "是", "enabled", " yes", "yes ", "nope"])
def test_what_is_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(SettingError) as told:
        env.flag(NAME)
    assert str(told.value) == f"{NAME}={value.lower()!r}: write yes or no"


@pytest.mark.parametrize(
    ("value", "number"), [("0", 0), ("8", 8), ("-3", -3), (" 12 ", 12), ("1_000", 1000), ("+5", 5), ("００７", 7)]
)
def test_whole_numbers_are_read(monkeypatch: pytest.MonkeyPatch, value: str, number: int) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.number(NAME, 99) == number


@pytest.mark.parametrize("value", ["", " ", "8.0", "1e3", "0x10", "八", "8 workers", "1,000", "NaN"])
def test_what_is_no_whole_number_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(SettingError) as told:
        env.number(NAME, 8)
    assert str(told.value) == f"{NAME}={value!r}: write a whole number"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", []),
        (",", []),
        (" , , ", []),
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (" a , b ,", ["a", "b"]),
        ("a b", ["a b"]),
        ("a,a", ["a", "a"]),
        ("甲，乙", ["甲，乙"]),
    ],
)
def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, value: str, words: list[str]) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.words(NAME, "x") == words


@pytest.mark.parametrize(
    ("content", "value"),
    [("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("\n 口令 \n", "口令"), ("", ""), ("a\nb\n", "a\nb")],
)
def test_the_content_of_a_file_is_taken_without_its_edges(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str, value: str
) -> None:
    (tmp_path / "secret").write_text(content, encoding="utf-8")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    assert env.text(NAME, "default") == value


def test_numbers_may_lie_in_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "number"))
    (tmp_path / "number").write_text("8\n", encoding="utf-8")
    assert env.number(NAME, 1) == 8
    (tmp_path / "number").write_text("many\n", encoding="utf-8")
    with pytest.raises(SettingError, match=f"{NAME}='many': write a whole number"):
        env.number(NAME, 1)


@pytest.mark.parametrize(("kind", "reason"), [("missing", "No such file or directory"), ("folder", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, reason: str
) -> None:
    path = tmp_path / "none" if kind == "missing" else tmp_path
    monkeypatch.setenv(f"{NAME}_FILE", str(path))
    with pytest.raises(SettingError) as told:
        env.text(NAME)
    assert str(told.value) == f"{NAME}_FILE={str(path)!r}: {reason}"


@pytest.mark.parametrize("content", ["口令".encode("gb18030"), b"\xff\xfe\x00s", b"\x80"])
def test_a_file_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingError, match=f"{NAME}_FILE='.*secret': write the file in UTF-8"):
        env.text(NAME)


def test_an_empty_name_of_a_file_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{NAME}_FILE", "")
    monkeypatch.setenv(NAME, "in the open")
    assert env.text(NAME) == "in the open"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://", {"NAME": "chengzhi", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}),
        ("postgres://a@b", {"NAME": "chengzhi", "USER": "a", "HOST": "b"}),
        ("postgresql:///city", {"NAME": "city", "HOST": "", "PORT": ""}),
        ("postgresql:///city?host=/run/pg&port=5433", {"HOST": "/run/pg", "PORT": "5433", "OPTIONS": {}}),
        ("postgresql://h:1/c?port=2", {"HOST": "h", "PORT": "1", "OPTIONS": {"port": "2"}}),
        ("postgresql://[::1]:5432/c", {"HOST": "::1", "PORT": "5432"}),
        ("postgresql://a:p%3Aw%2F%40@h/c", {"USER": "a", "PASSWORD": "p:w/@"}),
        ("postgresql://h/%E5%9F%8E", {"NAME": "城"}),
        (
            "postgresql://h/c?sslmode=verify-full&sslrootcert=%2Fca",
            {"OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/ca"}},
        ),
    ],
)
def test_addresses_are_taken_apart(url: str, expected: dict[str, object]) -> None:
    found = parse_database_url(url)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "city",
        "localhost:5432/city",
        "http://h/c",
        "mysql://h/c",
        "POSTGRES//h",
        "jdbc:postgresql://h/c",
        "postgresql://h:port/c",
        "postgresql://h:99999/c",
        "postgresql://[::1/c",
    ],
)
def test_other_addresses_are_refused_with_an_example(url: str) -> None:
    with pytest.raises(SettingError) as told:
        parse_database_url(url)
    assert str(told.value) == "DATABASE_URL: write postgresql://user:password@host:5432/name"


@pytest.mark.parametrize("name", ["chengzhi", "postgres", "test_city"])
def test_the_address_of_the_embedded_server_is_taken_apart_again(tmp_path: Path, name: str) -> None:
    found = parse_database_url(embedded_url(tmp_path, name))
    assert (found["NAME"], found["USER"], found["HOST"]) == (name, "postgres", str(tmp_path))


@pytest.mark.parametrize(("spare", "is_own"), [(0, True), (-1, False)])
def test_a_socket_lies_with_its_data_as_far_as_a_path_may_reach(tmp_path: Path, spare: int, *, is_own: bool) -> None:
    room = SOCKET_PATH_LIMIT - spare - len(f"{tmp_path}/") - len("/.s.PGSQL.5432")
    if room < 1:
        pytest.skip("the folder of the tests is too deep for this question")
    data = tmp_path / ("d" * room)
    assert (socket_folder(data) == data) is is_own


def test_a_path_of_chinese_characters_counts_by_its_bytes(tmp_path: Path) -> None:
    assert socket_folder(Path("/srv") / ("城" * 40)).parent != Path("/srv")
    assert socket_folder(Path("/srv") / ("c" * 40)).parent == Path("/srv")


@pytest.mark.parametrize("given", ["", "data", "./data/../data"])
def test_the_folder_of_data_is_whole_whatever_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHENGZHI_VAR", given)
    found = places.var_folder()
    assert found.is_absolute()
    assert found.name == ("data" if given else "var")


GIVEN = {"OIDC_URL": "https://id.example.gov.cn", "OIDC_CLIENT_ID": "cz", "OIDC_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(
    ("missing", "is_refused"),
    [
        ((), False),
        (("OIDC_URL",), False),
        (("OIDC_URL", "OIDC_CLIENT_ID"), False),
        (("OIDC_CLIENT_ID",), True),
        (("OIDC_CLIENT_SECRET",), True),
        (("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"), True),
    ],
)
def test_sign_on_is_whole_or_absent(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...], *, is_refused: bool
) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, "" if name in missing else value)
    if is_refused:
        with pytest.raises(SettingError, match="OIDC_URL is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"):
            openid_connect()
    else:
        assert bool(openid_connect()) is ("OIDC_URL" not in missing)


def test_the_secret_of_sign_on_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OIDC_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    app = openid_connect()["openid_connect"]["APPS"][0]
    assert (app["secret"], app["provider_id"], app["name"]) == ("from the file", "city", "统一身份认证")

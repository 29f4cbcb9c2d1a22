"""What stands before the web service lets through what the application takes, and refuses in words."""

import re
from pathlib import Path

import pytest

from chengzhi.evidence.limits import Limits

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def page(name: str) -> str:
    """Return what the named place of nginx answers."""
    return NGINX.partition(f"location @{name} {{")[2].partition("}")[0]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [(NGINX, r"client_max_body_size (\d+)m;"), (CADDY, r"max_size (\d+)MB")],
    ids=["nginx", "caddy"],
)
def test_the_largest_file_of_the_application_passes_the_proxy(text: str, pattern: str) -> None:
    found = re.search(pattern, text)
    assert found is not None
    assert int(found[1]) * 10**6 > Limits().video_bytes
    assert f"合计超过了 {found[1]} MB" in page("too_large")


@pytest.mark.parametrize(
    ("rule", "name", "words"),
    [
        ("error_page 413 @too_large;", "too_large", "去掉几个文件"),
        ("error_page 502 504 = @away;", "away", "稍等一分钟"),
    ],
)
def test_what_nginx_refuses_itself_it_says_in_both_languages(rule: str, name: str, words: str) -> None:
    assert rule in NGINX
    assert words in page(name)
    assert "charset utf-8;" in page(name)
    assert '<p lang="en">' in page(name)

"""Questions about how this installation is set up."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from chengzhi.operations import stamp
from chengzhi.operations.layout import here
from chengzhi.operations.probes import Finding, faulty, well, worrying
from chengzhi.operations.words import two

SECRET_LENGTH = 50
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def settings_safe() -> Finding:
    """The settings suit a machine that others can reach; the demo is told apart, not blamed."""
    if settings.DEMO:
        return worrying(
            "settings",
            two(
                "演示设置：固定口令、没有 TLS，只可在本机试用",
                "demo settings: known passwords, no TLS, for this machine only",
            ),
            two(
                "正式使用请设 DJANGO_SETTINGS_MODULE=chengzhi.config.settings.production，见 docs/operations/production.md。",
                "For real use set DJANGO_SETTINGS_MODULE=chengzhi.config.settings.production; see docs/operations/production.md.",
            ),
        )
    faults = list(_unsafe())
    if faults:
        return faulty(
            "settings",
            "；".join(faults),
            two("见 docs/settings.md，改正后重启。", "See docs/settings.md, change them and restart."),
        )
    return well("settings", two("密钥、域名、TLS 都已设置", "secret, hosts and TLS are set"))


def _unsafe() -> Iterator[str]:
    if settings.DEBUG:
        yield two("DEBUG 开着", "DEBUG is on")
    if len(settings.SECRET_KEY) < SECRET_LENGTH:
        yield two(f"SECRET_KEY 少于 {SECRET_LENGTH} 个字符", f"SECRET_KEY has fewer than {SECRET_LENGTH} characters")
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or not hosts - LOOPBACK:
        yield two("ALLOWED_HOSTS 没有写明域名", "ALLOWED_HOSTS names no host of yours")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_PROXY_SSL_HEADER):
        yield two("Cookie 没有限定 HTTPS", "cookies are not limited to HTTPS")


def static_collected() -> Finding:
    """Static files are collected, and are those of this version."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    known = stamp.read(here().stamp).static
    if not manifest.exists():
        says = two("静态文件没有收集，页面会没有样式", "static files are not collected; pages would have no style")
    elif known and known != stamp.of_static():
        says = two("静态文件是旧版本的", "static files are those of another version")
    else:
        return well("static", str(manifest.parent))
    return faulty("static", says, two("运行 chengzhi migrate。", "Run chengzhi migrate."))


def catalogues_compiled() -> Finding:
    """Every language catalogue is compiled and not older than its source."""
    stale = stamp.stale_catalogues()
    if stale:
        return faulty(
            "catalogues",
            two(f"{len(stale)} 个语言包没有编译", f"{len(stale)} catalogues are not compiled"),
            two("运行 chengzhi migrate。", "Run chengzhi migrate."),
        )
    return well("catalogues", two("语言包都已编译", "all compiled"))

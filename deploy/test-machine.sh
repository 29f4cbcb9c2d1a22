#!/bin/sh
# What tests need besides Python: a browser, Chinese fonts, the oldest PostgreSQL we support.
# Installed on Debian and Ubuntu as root; elsewhere named, and the tests that need them skip themselves.
set -eu
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    missing="$missing chromium"
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "正在安装测试所需：$missing  Installing what tests need:$missing" >&2
    # shellcheck disable=SC2086  # a list of packages
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        echo "没有装成，需要它们的测试会跳过。  Not installed; tests that need them are skipped." >&2
else
    echo "没有：$missing，需要它们的测试会跳过。  Missing:$missing; tests that need them are skipped." >&2
fi

#!/bin/sh
# Makes .venv from a lock file with hashes: environment.sh [requirements.lock]
# Safe to repeat: what already fits is left alone, and what was interrupted is done again.
set -eu
cd "$(dirname "$0")/.."
lock="${1:-requirements.lock}"
stamp=".venv/.made-from"

say() { printf '%s\n' "$*" >&2; }
fail() { say "✗ $*"; exit 3; }

right_version() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for one in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$one" >/dev/null && right_version "$one"; then command -v "$one"; return; fi
    done
    return 1
}

digest() { "$1" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$lock"; }

can_make_environment() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

install_venv_package() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "正在安装 python3-venv……  Installing python3-venv …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    fi
}

python="$(find_python)" || fail "需要 Python 3.11 或更新（Debian/Ubuntu：apt install python3 python3-venv；macOS：brew install python）。
  Python 3.11 or newer is needed (Debian/Ubuntu: apt install python3 python3-venv; macOS: brew install python)."

if [ -x .venv/bin/python ] && right_version .venv/bin/python; then
    if [ "$(cat "$stamp" 2>/dev/null)" = "$lock $(digest .venv/bin/python)" ]; then exit 0; fi
else
    can_make_environment "$python" || install_venv_package
    can_make_environment "$python" || fail "这个 Python 不能建虚拟环境。请运行：sudo apt install python3-venv，然后再试。
  This Python cannot make environments. Run: sudo apt install python3-venv, then try again."
    rm -rf .venv
    "$python" -m venv .venv
fi

say "正在按 $lock 安装程序库（只在第一次和更新后需要）……"
say "Installing the libraries of $lock (only the first time and after updates) …"
rm -f "$stamp"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock" ||
    fail "程序库没有装成，原因见上；多半是网络或镜像。改正后再运行一次即可。
  The libraries could not be installed; the reason stands above, most often the network. Run it again once it is mended."

# The package itself needs no build: the source folder joins the path, and one small program starts it.
site="$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
printf '../../../../src\n' > "$site/chengzhi.pth"
cat > .venv/bin/chengzhi <<'PROGRAM'
#!/bin/sh
here="$(cd "$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")" && pwd)"
exec "$here/python" -m chengzhi.cli "$@"
PROGRAM
chmod +x .venv/bin/chengzhi
printf '%s %s\n' "$lock" "$(digest .venv/bin/python)" > "$stamp"

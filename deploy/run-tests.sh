#!/bin/sh
# The test run: lint, the rooms on the oldest PostgreSQL we support, then everything on the embedded PostgreSQL 18.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
workers="${TEST_WORKERS:-$("$python" -c 'import os; print(max(2, min(4, os.cpu_count() or 2)))')}"
$python -m ruff check .
$python -m ruff format --check .
if ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1; then
    CHENGZHI_TEST_SERVER=oldest $python -m pytest -q -n "$workers" --dist worksteal -m both_servers
else
    echo "没有系统的 PostgreSQL，跳过旧版本上的测试。  No PostgreSQL of the system: the run on the oldest version is skipped."
fi
exec $python -m pytest -q -n "$workers" --dist worksteal "$@"

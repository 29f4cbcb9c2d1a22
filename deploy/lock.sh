#!/bin/sh
# Brings both lock files up to date with pyproject.toml, with a hash of every file and no address of any registry.
set -eu
cd "$(dirname "$0")/.."
tools="$(mktemp -d)"
trap 'rm -rf "$tools"' EXIT
.venv/bin/python -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check pip-tools
options="--quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras"
# shellcheck disable=SC2086  # the options are words
"$tools/bin/pip-compile" $options "$@" --output-file requirements.lock pyproject.toml
# shellcheck disable=SC2086
"$tools/bin/pip-compile" $options "$@" --constraint requirements.lock --extra dev --output-file requirements-dev.lock pyproject.toml

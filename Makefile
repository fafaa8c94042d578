# Everything from a fresh Debian machine with Python 3.11 or newer: `make demo`, `make test`.
# Each target does its own set-up once; a second run starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FUZZ_SECONDS ?= 300
CASES ?= 300
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
DEBIAN := libreoffice-calc python3-uno gnumeric fonts-thai-tlwg poppler-utils git

APT_INSTALL = $(ROOT) apt-get update -q && \
	$(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends
PIP_INSTALL = $(BIN)/python -m pip --disable-pip-version-check install --quiet
# The lock is complete: nothing is resolved, so no release newer than it can come in.
LOCKED = $(PIP_INSTALL) --no-deps --only-binary :all: --require-hashes -r
EDITABLE = $(PIP_INSTALL) --no-deps --no-build-isolation -e . && $(COMPLETE) && $(COMPILE)
COMPLETE = $(BIN)/python -m pip --disable-pip-version-check check
# pip compiles what it installs, but not what it only points at.
COMPILE = $(BIN)/python -m compileall -q pso_excel

.PHONY: help
help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: demo
demo: $(VENV)/.run ## Make a province of example workbooks, check it and show the results
	$(BIN)/pso-excel demo demo

.PHONY: test
test: lint $(VENV)/.docs ## Style, types, tests and the site: what CI runs
	@$(MAKE) --no-print-directory --jobs 2 types unit docs

.PHONY: lint
lint: $(VENV)/.dev ## Style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: $(VENV)/.dev ## Types, strict
	$(BIN)/pyright --warnings

.PHONY: unit
unit: $(VENV)/.docs office ## The tests
	@$(BIN)/python -c 'from tests.libreoffice import load_uno; load_uno()' || \
	{ echo "Debian's python3-uno is for Debian's own Python:" \
	"rm -r $(VENV), then make PYTHON=/usr/bin/python3 test" >&2; exit 1; }
	$(COMPILE)
	$(BIN)/python -m pytest -n 2 --dist loadfile $(MEASURED)

.PHONY: portable
portable: $(VENV)/.dev ## The tests that need neither LibreOffice nor Debian, as on macOS
	$(COMPILE)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not libreoffice and not make"

.PHONY: coverage
coverage: MEASURED = --cov --cov-report term
coverage: unit ## The tests with what they reach, which takes twice the time

.PHONY: faults
faults: $(VENV)/.dev office ## The long comparisons of which test runs a slice, CASES=300 of each
	$(COMPILE)
	PSO_CASES=$(CASES) $(BIN)/python -m pytest -n 2 --timeout 0 -m faults

.PHONY: parity
parity: $(VENV)/.dev office ## Hold what is computed against plain computations, whole
	$(COMPILE)
	$(BIN)/python -m tests.parity $(CASES)
	$(BIN)/python -m tests.province_of_300

.PHONY: house
house: $(VENV)/.dev ## Measure the code: size, cycles, what a check loads, how far a cell goes
	$(BIN)/python -m tests.house

.PHONY: architecture
architecture: $(VENV)/.dev ## Make the parts of docs/architecture.md that come from the code
	$(BIN)/python -m tests.architecture

.PHONY: format
format: $(VENV)/.dev ## Mend the style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: hostile
hostile: $(VENV)/.dev ## Check a thousand broken and hostile files; tell the slowest and the peak
	$(BIN)/python -m fuzzing.hostile

.PHONY: fuzz
fuzz: $(VENV)/.fuzz ## Search for a file that breaks a check, FUZZ_SECONDS=300 with each tool
	$(BIN)/python -m pytest -q --timeout 0 --hypothesis-profile long \
	tests/hostile/test_check_fuzz.py tests/hostile/test_province_fuzz.py tests/xlsx/test_reading_fuzz.py
	$(BIN)/python -m fuzzing.guided read $(FUZZ_SECONDS)
	$(BIN)/python -m fuzzing.guided check $(FUZZ_SECONDS)

.PHONY: bench
bench: $(VENV)/.dev office ## Compare with what a user would run instead
	$(COMPILE)
	$(BIN)/python -m benchmarks

.PHONY: templates
templates: $(VENV)/.run ## Make the committed templates, the add-in and the extension anew
	rm -f workbook_templates/*
	$(BIN)/pso-excel template --all --out workbook_templates
	$(BIN)/pso-excel macros build --out workbook_templates

.PHONY: docs
docs: $(VENV)/.docs ## The pages and public names as a site in build/site; what leads nowhere ends it
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky \
	-c docs -d build/pages . build/site

.PHONY: release
release: $(VENV)/.dev ## Build, try and tag VERSION=1.2.3; with DRY_RUN=1 nothing is committed or tagged
	$(BIN)/python -m releasing $(VERSION) $(if $(DRY_RUN),--dry-run)

.PHONY: office
office: ## Install LibreOffice, its Python, Gnumeric, Thai fonts, pdftoppm and git when missing (Debian)
	@dpkg --status $(DEBIAN) >/dev/null 2>&1 || { $(APT_INSTALL) $(DEBIAN); }

.PHONY: lock
lock: $(VENV)/.uv ## Renew the lock files from the ranges in pyproject.toml
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" pyproject.toml --all-extras \
	--group build -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" pyproject.toml --all-extras \
	--group dev --constraint requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --group docs \
	--constraint requirements-dev.lock -o requirements-docs.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --group fuzz -o requirements-fuzz.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make lock" --group uv -o requirements-uv.lock

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf $(VENV) demo build dist htmlcov .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer, please")'
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT_INSTALL) python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(LOCKED) requirements.lock
	$(EDITABLE)
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(LOCKED) requirements-dev.lock
	$(EDITABLE)
	touch $@

$(VENV)/.docs: requirements-docs.lock $(VENV)/.dev
	$(LOCKED) requirements-docs.lock
	$(COMPLETE)
	touch $@

$(VENV)/.fuzz: requirements-fuzz.lock $(VENV)/.dev
	$(LOCKED) requirements-fuzz.lock
	$(COMPLETE)
	touch $@

$(VENV)/.uv: requirements-uv.lock | $(VENV)/bin/python
	$(LOCKED) requirements-uv.lock
	touch $@

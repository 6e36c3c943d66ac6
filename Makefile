# Two commands matter: `make demo` and `make test`. Both set up what they need in this folder; the rest is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NAME ?=

.PHONY: demo test check bench format clean help install
.DEFAULT_GOAL := help

help:
	@echo "make demo            set up, start six nodes with synthetic people, act the story (CHECK=1: assert it, then stop)"
	@echo "make test            the whole suite, on SQLite and on PostgreSQL where there is one"
	@echo "make check           lint, types, import rules, migrations, catalogues"
	@echo "make install         set up what a node needs in this folder (deploy/README.md)"
	@echo "make bench NAME=x    run benches/x.py and redraw docs/benchmarks.md, docs/fairness.md and docs/figures"

# Debian's Python comes without pip in new environments unless python3-venv is there: say so instead of failing oddly.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Please run: sudo apt install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# The front end is built from npm packages, with the machine's Node or, where it has none, one from PyPI.
$(VENV)/.assets: $(VENV)/.runtime $(shell find src/egnatia/ui/frontend -type f -not -path '*/node_modules/*' 2>/dev/null) src/egnatia/ui/build.py
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt
	$(BIN)/python -m egnatia.ui.build
	@touch $@

install: $(VENV)/.assets

demo: $(VENV)/.assets
	@exec $(BIN)/egnatia demo $(if $(CHECK),--check) $(if $(RESET),--reset)

test: $(VENV)/.dev $(VENV)/.assets
	@BIN=$(BIN) bash tests/run

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=egnatia.site.settings $(BIN)/python -m django makemigrations --check --dry-run --skip-checks
	$(BIN)/python -m pytest -q -n0 tests/docs tests/test_tree.py

bench: $(VENV)/.dev $(VENV)/.assets
	@test -n "$(NAME)" || { echo "make bench NAME=…, one of:"; ls benches/*.py | grep -v '/_' | xargs -n1 basename | sed 's/\.py$$//'; exit 1; }
	$(BIN)/python -m benches.$(NAME)
	$(BIN)/python -m benches._table
	$(BIN)/python -m benches._fairness
	$(BIN)/python -m benches._figures

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) var build

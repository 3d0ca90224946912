# make run   set up everything and take a specimen licence through the service
# make example  onboard an employer on a sandbox, from end to end; PROFILE=production on the engines of production
# make tour  walk an employer through every defence, on a sandbox that is started for it
# make test  set up everything and run the tests
# The only things needed are make and Python 3.11 or 3.12; everything else comes from the package registry.

SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run example tour test setup check bench bench-licences bench-forgery bench-faces fuzz clean lock python

VENV := .venv
BIN := $(VENV)/bin
# A module stays with one process, which loads an engine once; tests/machine.py says how many there are.
AT_ONCE := -n auto --dist loadfile --no-loadscope-reorder
PYTHON := $(shell for p in python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)

run: $(VENV)/.weights
	@BONAFIDE_LOG_LEVEL=$${BONAFIDE_LOG_LEVEL:-WARNING} $(BIN)/python -m verifier serve --demo

# On the sandbox that BONAFIDE, BONAFIDE_SITE and BONAFIDE_API_KEY name, or on one that is started for it.
example: $(VENV)/.weights $(VENV)/.dev
	@PYTHONPATH=client $(BIN)/python -m example

tour: $(VENV)/.weights $(VENV)/.dev
	@PYTHONPATH=client $(BIN)/python -m example.tour

# With Python's compiled modules kept, or each of some hundred processes would compile the same thousand again.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m pytest $(AT_ONCE)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m tests.bench

bench-licences: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m tests.bench licences

bench-forgery: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m tests.bench forgery forgery_fresh forgery_system

bench-faces: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m tests.bench faces

# BONAFIDE_FUZZ_MINUTES of them, 20 if it is not set, half on each database.
fuzz: $(VENV)/.weights $(VENV)/.dev
	$(BIN)/python -m tests.fuzzing

setup: $(VENV)/.weights

# Each stamp is older than its lock file exactly when the environment has to be brought up to date.
$(VENV)/.installed: requirements.txt | python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.weights: models/manifest.toml $(VENV)/.installed
	$(BIN)/python -m models.setup
	@touch $@

python:
	@test -n "$(PYTHON)" || { echo "Bonafide needs Python 3.11 or 3.12 on the PATH; found: $$(python3 --version 2>&1 || echo none)." >&2; exit 1; }

# Needs uv. Resolves for both Python versions and both platforms at once.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --override overrides.txt \
		--custom-compile-command "make lock" --upgrade requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --override overrides.txt \
		--custom-compile-command "make lock" --upgrade requirements-otel.in -o requirements-otel.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --override overrides.txt \
		--custom-compile-command "make lock" --upgrade requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) build models/weights .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

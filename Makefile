# `make run` starts coachhub, `make test` proves it. Both make what they need; nothing is installed outside this folder,
# except Debian's chromium where `make test` runs as root.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
# The first Python from 3.11 on that can make a virtual environment; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DEMO ?= $(or $(COACHHUB_DEMO),1)

# A stamp bears the hash of its lock: a changed lock installs anew, an unchanged one costs nothing.
BASE := $(VENV)/.base-$(firstword $(shell cksum < requirements/base.txt))
DEV := $(VENV)/.dev-$(firstword $(shell cksum < requirements/dev.txt))
TRAIN := .venv-train/.train-$(firstword $(shell cksum < requirements/train.txt))
# Compiled when imported, and kept: half of what the locks install never is, and `make test` starts dozens of processes.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(PY) -m pip --disable-pip-version-check --no-input install --quiet --no-compile --require-hashes
# uv takes a fifth of pip's time. Where it cannot (an index that only pip is told of, a system without its wheel), pip does it.
UV_ALONE := sed -n '/^uv==/,/[^\\]$$/p' requirements/dev.txt
UV := $(VENV)/bin/uv pip install --quiet --system-certs --no-cache --python $(PY) --require-hashes
install = ($(UV_ALONE) | $(PIP) -r /dev/stdin && $(UV) -r $(1)) || { echo 'uv could not; pip does it.'; $(PIP) -r $(1); }
CODE := coachhub cohorts feedback tests training manage.py
# For what reads the settings without starting coachhub.
TOOL_ENV := COACHHUB_SECRET_KEY=only-for-the-tools-of-make-which-sign-nothing COACHHUB_HOME=$(VENV)/home COACHHUB_DEMO=0
JOBS ?= 2
# Each file on one worker, which starts its processes once; the longest first (tests/environment.py).
BY_FILE := --dist loadscope --no-loadscope-reorder

.PHONY: help run test lint typing units browsers browser-tests bench bench-seed lock train evaluate evaluate-anchors clean

help:
	@echo 'make run          start coachhub with demo data on http://127.0.0.1:8000 (PORT=... changes the port)'
	@echo 'make run DEMO=0   start it with an empty database'
	@echo 'make test         all checks and tests, on SQLite, on PostgreSQL and in a browser'
	@echo 'make lint typing  the quick part of it'
	@echo 'make train        train the pitch engine anew; make evaluate, make bench: measure it'
	@echo 'make bench-seed   N=1000 cohorts and 1,000,000 findings, into the PostgreSQL of DATABASE_URL'
	@echo 'make lock         resolve requirements/*.in into the hashed locks'

run: $(BASE)
	@exec env COACHHUB_DEMO=$(DEMO) $(PY) manage.py runall --end-with-parent

$(PY):
	@test -n "$(PYTHON)" || { echo 'coachhub needs Python 3.11 or newer with venv (Debian, Ubuntu: apt install python3-venv).' >&2; exit 1; }
	@echo 'Making .venv with $(PYTHON). Only the first start does this.'
	@$(PYTHON) -m venv $(VENV)

$(BASE): | $(PY)
	@echo 'Installing packages.'
	@$(call install,requirements/base.txt)
	@rm -f $(VENV)/.base-* && touch $@

# The locks agree, so the larger one holds the smaller.
$(DEV): | $(PY)
	@echo 'Installing packages and tools.'
	@$(call install,requirements/dev.txt)
	@rm -f $(VENV)/.dev-* $(VENV)/.base-* && touch $@ $(BASE)

# mypy keeps one core busy; the units begin on the other meanwhile.
test: lint browsers
	@$(MAKE) --no-print-directory --jobs 2 typing units
	@$(MAKE) --no-print-directory browser-tests

lint: $(DEV)
	$(VENV)/bin/ruff check $(CODE)
	$(VENV)/bin/ruff format --check $(CODE)
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/lint-imports --no-cache

typing: $(DEV)
	$(TOOL_ENV) $(VENV)/bin/mypy $(CODE)
	@mkdir -p $(VENV)/home/run
	$(TOOL_ENV) $(PY) manage.py makemigrations --check --dry-run
	$(TOOL_ENV) $(PY) manage.py check --fail-level WARNING

# SQLite runs all but the requests made up from the OpenAPI document, with coverage and a third worker beside those that wait for
# processes. PostgreSQL runs those, and what may be answered otherwise there: not what counts queries or makes up an order of acts
# ("once"), and not the engine, the table of who may ask what and the demo.
units: $(DEV)
	@rm -rf $(VENV)/covered
	COVERAGE_FOLDER=$(VENV)/covered $(PY) -m pytest -n 3 $(BY_FILE) --ignore=tests/browser --ignore=tests/api/test_contract.py
	@$(PY) -m slipcover --branch --skip-covered --out $(VENV)/covered/all.json --merge $(VENV)/covered/*.json
	TEST_DATABASE=postgres $(PY) -m pytest -n $(JOBS) $(BY_FILE) -m 'not processes and not once' --ignore=tests/browser \
		--ignore=tests/pitch --ignore=tests/permissions --ignore=tests/feedback/demo

# Speed is looked at, not asserted: a machine has other work to do.
bench: $(DEV)
	$(PY) -m tests.benchmarks

# Into the PostgreSQL that DATABASE_URL names, if it is empty: N cohorts with 1,000 findings each in the mean.
N ?= 1000
bench-seed: $(DEV)
	$(PY) -m tests.benchmarks seed $(N)

browsers: $(DEV)
	$(PY) -m tests.chromium

browser-tests: $(DEV)
	$(PY) -m pytest -n $(JOBS) $(BY_FILE) tests/browser

lock: $(DEV)
	cd requirements && for name in base dev train; do \
		../$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		$$(test $$name = base || echo --constraint base.txt) $$name.in --output-file $$name.txt || exit 1; done

# PyTorch has a virtual environment of its own: nothing that runs or tests coachhub needs it.
$(TRAIN): | $(PY)
	$(PY) -m venv .venv-train
	.venv-train/bin/pip --disable-pip-version-check install --quiet --require-hashes --no-deps -r requirements/train.txt
	@rm -f .venv-train/.train-* && touch $@

train: $(TRAIN)
	.venv-train/bin/python -m training train

evaluate: $(TRAIN)
	.venv-train/bin/python -m training evaluate

evaluate-anchors: $(DEV)
	$(PY) -m training anchors

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache test-results

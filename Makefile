# Two commands do everything: `make serve` and `make test`. `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS   ?= auto
HOST   ?= 127.0.0.1
PORT   ?= 8000
PYTEST := $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --max-worker-restart 2 --quiet

# A browser named on the command line wins; otherwise the first that is installed.
CHROMIUM ?= $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name) 2>/dev/null)))
export CHROMIUM

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test test-long lint format bench browser requirements wheel-check screenshots messages clean check-python

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

serve: $(VENV)/.installed ## serve procedures/ on http://127.0.0.1:8000, data under var/
	$(BIN)/parcours serve --dev --host $(HOST) --port $(PORT) --procedures procedures --var var

test: $(VENV)/.installed-test browser lint ## ruff, mypy and every test
	$(PYTEST)

test-long: $(VENV)/.installed-test browser ## every test, with the larger budgets
	PARCOURS_LONG=1 $(PYTEST)

lint: $(VENV)/.installed-test ## ruff and mypy strict, nothing changed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.installed-test ## let ruff mend and lay out the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.installed-test ## time the engine beside its reference points; prints ratios
	$(BIN)/python -m tests.bench

wheel-check: $(VENV)/.installed-test ## build the wheel and use it from a clean environment
	PYTHON=$(PYTHON) .ci/wheel-check

requirements: $(VENV)/.installed-test ## resolve requirements/*.txt again (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --output-file requirements/build.txt requirements/build.in
	$(COMPILE) --output-file requirements/test.txt requirements/test.in

COMPILE = $(BIN)/pip-compile --quiet $(UPGRADE) --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

# The browser and pdftotext come from the system: installed on Debian when we may, asked for elsewhere. Never skipped.
browser:
	@CHROMIUM="$(CHROMIUM)" .ci/browser

screenshots: $(VENV)/.installed-test browser ## take pictures of every page under build/screenshots, and the README's
	$(BIN)/python -m tests.browser.screenshots build/screenshots

messages: $(VENV)/.installed-test ## take the interface's new strings into its catalogues
	@mkdir -p build
	$(BIN)/pybabel extract -F renderers/html/babel.cfg --no-location --sort-output -o build/messages.pot renderers/html renderers/web
	$(BIN)/pybabel update -i build/messages.pot -d renderers/html/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120

clean: ## remove what was built or cached; var/ (your data) stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find engine renderers tests -name __pycache__ -type d -prune -exec rm -rf {} +

check-python:
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Parcours needs Python 3.11 or newer with its venv module; '$(PYTHON)' is not." >&2; \
		echo "On Debian: apt-get install python3-venv. Elsewhere name one: make PYTHON=/path/to/python3.12 …" >&2; \
		exit 1; }

$(VENV)/.installed: requirements/run.txt requirements/build.txt pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements/run.txt --requirement requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: requirements/test.txt $(VENV)/.installed
	$(PIP) install --require-hashes --requirement requirements/test.txt
	@touch $@

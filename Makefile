# A line per target; `make run` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
# END=oldest takes the oldest Qt that is promised instead of the locked one, in an environment of its own.
VENV := .venv$(if $(END),-$(END))
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
DISPLAYED := $(DISPLAY)$(WAYLAND_DISPLAY)$(QT_QPA_PLATFORM)

.PHONY: run test system parts check bench shots fix clean

run: $(if $(DISPLAYED),parts) $(VENV)/.run
	$(PY) main.py $(if $(DISPLAYED),desktop,rehearse)

# TESTS=tests/domain runs a part.
test: parts $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n auto --dist loadfile $(TESTS)

# What only the system can bring; NO_SYSTEM=1 installs nothing.
system:
	@$(PYTHON) -m counter.cli.system

# The same on the way to something else, which then says itself what it could not do.
parts:
	@$(PYTHON) -m counter.cli.system || true

check: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) main.py catalogue --check
	$(PY) -m db.migrations.check

bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench $(if $(QUICK),--quick)

shots: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(PY) main.py shots --out out/shots

fix: $(VENV)/.dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock $(if $(END),requirements-$(END).lock) | $(VENV)/bin/python
	$(PIP) -r requirements.lock
	$(if $(END),$(PIP) --no-deps -r requirements-$(END).lock)
	$(PY) -m printing.prepare
	touch $@

$(VENV)/.dev: requirements-dev.lock $(if $(END),requirements-$(END).lock) | $(VENV)/bin/python
	$(PIP) -r requirements-dev.lock
	$(if $(END),$(PIP) --no-deps -r requirements-$(END).lock)
	$(PY) -m printing.prepare
	touch $@ $(VENV)/.run

clean:
	rm -rf .venv .venv-oldest out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

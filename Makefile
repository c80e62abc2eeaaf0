# A line per target; `make run` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: run test check bench shots fix clean

run: .venv/.run
	$(PY) main.py $(if $(DISPLAY)$(WAYLAND_DISPLAY)$(QT_QPA_PLATFORM),desktop,rehearse)

test: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n auto --dist loadfile

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) main.py catalogue --check
	$(PY) -m db.migrations.check

bench: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench $(if $(QUICK),--quick)

shots: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) main.py shots --out out/shots

fix: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m printing.prepare
	touch $@

.venv/.dev: requirements-dev.lock | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PY) -m printing.prepare
	touch $@ .venv/.run

clean:
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

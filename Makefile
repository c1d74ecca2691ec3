# Barometr. `make run` opens the dashboard, `make test` runs every test; README.md has the same as plain commands.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test check data bench fuzz browser clean

run: .venv/ready
	@echo "Barometr opens at http://localhost:$(PORT); Ctrl+C stops it."
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.address localhost --server.headless false

test: .venv/ready-dev browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

data: .venv/ready
	$(BIN)/python -m barometr build

bench: .venv/ready-dev browser
	$(BIN)/python tests/bench.py

# Thousands of broken files through the import; the tests run a short form.
fuzz: .venv/ready-dev
	$(BIN)/python tests/fuzz.py

# The browser tests drive Debian's Chromium; BROWSER_PATH names another one.
browser:
	@sh tests/find_browser.sh

.venv/ready: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Barometr needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache

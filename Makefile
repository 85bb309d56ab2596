# make run: the monitor on http://localhost:8501 (PORT=8600 make run; HOST=0.0.0.0 opens it to others). make test: every check. Everything goes into .venv and store/.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
export PORT
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := run
.PHONY: help run dev test check fix bench screenshots pictures dictionary messages asked rows scores browser office database clean
FAST := tests/test_architecture.py tests/test_codes.py tests/test_theme.py tests/test_words.py tests/test_scope.py tests/test_links.py tests/test_rating.py

help:                         # this list
	@grep -hE '^[a-z]+:' Makefile | sed -E 's/:[^#]*(# *)?/	/' | sort | expand -t 16

run: .venv/installed          # the monitor on http://localhost:8501
	@$(BIN)/python -m rollout.serve

dev: .venv/installed          # the same, drawn again when a file is saved
	@STREAMLIT_SERVER_FILE_WATCHER_TYPE=auto STREAMLIT_SERVER_RUN_ON_SAVE=true $(BIN)/python -m rollout.serve

fix: .venv/installed-dev      # lint and formatting, mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: .venv/installed-dev    # lint, types and the fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q $(FAST)

test: .venv/installed-dev browser office database   # every check, as CI runs it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --diff .
	@echo "$(BIN)/mypy, beside $(BIN)/python -m pytest"
	@said=$$(mktemp); $(BIN)/mypy >$$said 2>&1 & types=$$!; $(BIN)/python -m pytest; tests=$$?; \
		wait $$types; typed=$$?; cat $$said; rm $$said; test $$tests$$typed = 00

bench: .venv/installed-dev browser         # speed, as ratios
	$(BIN)/python -m tests.bench

screenshots: .venv/installed-dev browser   # the pictures of the README
	$(BIN)/python tests/screenshots.py

pictures: .venv/installed-dev browser      # tests/browser/reference/, how the first view of each page looks
	UPDATE_PICTURES=1 $(BIN)/python -m pytest -q -n 1 tests/browser/test_looks.py

dictionary: .venv/installed   # docs/dictionary.md, from data/datapackage.json
	$(BIN)/python -m rollout.facts dictionary

messages: .venv/installed     # locale/ko/LC_MESSAGES/rollout.po, from the code
	$(BIN)/python -m rollout.language.messages

asked: .venv/installed        # queries/asked.yaml, which page asks which question, from the sections
	$(BIN)/python -m rollout.record

rows: .venv/installed         # rollout/questions/rows.py, what a row of each question holds, from the .sql files and the store
	@$(BIN)/python -m rollout.rows

scores: .venv/installed       # how the models of the forecast score, from the facts
	@$(BIN)/python -m rollout.scores

clean:                        # what can be made again; the facts are in data/
	rm -rf .venv store .mypy_cache .ruff_cache .pytest_cache

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed; '$(PYTHON)' is older or missing. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing python3-venv"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3-venv >/dev/null; \
		else echo "Python's venv is missing. Install it first: sudo apt-get install python3-venv" >&2; exit 1; fi; fi
	@$(PYTHON) -m venv .venv
	@touch $@

# The stamps: nothing is installed, and no network asked, while the requirements stay as they are.
.venv/installed: requirements.txt | .venv/python
	@echo "Installing what the monitor runs on (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt | .venv/python
	@echo "Installing what the tests need (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/installed

# Debian's Chromium with Korean fonts where it is or can be installed, else Playwright's own.
browser: .venv/installed-dev
	@if [ -x /usr/bin/chromium ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; then \
		echo "Installing Chromium and Korean fonts"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium fonts-noto-cjk >/dev/null; \
	elif [ -n "$$(ls -d $${PLAYWRIGHT_BROWSERS_PATH:-$$HOME/.cache/ms-playwright}/chromium* 2>/dev/null)" ]; then :; \
	else $(BIN)/playwright install chromium; fi || \
		{ echo "No Chromium for the browser tests. Install one: sudo apt-get install chromium fonts-noto-cjk" >&2; exit 1; }

# LibreOffice, in which a test opens our decks; where it can't be installed, that test says why it is skipped.
office:
	@if command -v soffice >/dev/null && command -v pdftotext >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; then \
		echo "Installing LibreOffice Impress"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends libreoffice-impress poppler-utils >/dev/null || :; fi

# PostgreSQL, in which the tests keep a catalogue; where it can't be installed, they say why they are skipped.
database:
	@if [ -d /usr/lib/postgresql ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qs '^ID=debian' /etc/os-release; then \
		echo "Installing PostgreSQL"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql >/dev/null || :; fi

# Everything a person types. `make demo` and `make test` need Python 3.11+, make and a package registry.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

# Bytecode is kept, whatever the environment says: the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo run test storm check browser format lock clean
.DEFAULT_GOAL := demo

demo: $(INSTALLED)  ## the real bot against a Telegram and a video service on this machine
	@exec $(BIN)/python -m bot demo

run: $(INSTALLED)  ## the real bot, from .env
	@exec $(BIN)/python -m bot

test: check browser  ## every check and every test
	$(BIN)/pytest -n 6 --dist worksteal

storm: $(INSTALLED)  ## 500 random kills of the bot at work, about 20 minutes; SEED=7 repeats one
	$(BIN)/python -m tests.fire $(if $(SEED),--seed $(SEED))

check: $(INSTALLED)  ## style, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The chat page is tried in a real browser: the system's, else Debian's, else Playwright's own.
browser: $(INSTALLED)
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	    || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	         && apt-get -qq update && apt-get -qq install --yes chromium >/dev/null; } \
	    || $(BIN)/playwright install chromium

# The environment is made in place of the old one only when it is whole.
$(INSTALLED): requirements/dev.lock
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

# Rewrites the locks for every supported Python and platform; needs uv on the PATH.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --group dev \
	    --generate-hashes --no-header --no-annotate --quiet --upgrade -o requirements/dev.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --extra postgres \
	    --generate-hashes --no-header --no-annotate --quiet -c requirements/dev.lock -o requirements/run.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

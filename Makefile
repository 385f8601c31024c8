# Two commands do all the set-up: `make demo` runs the main job on the demo corpus, `make test` passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
RESULTS ?= results/demo
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check format gate docs clean

demo: $(VENV)/.base  ## install without torch and tally data/demo into results/demo
	$(BIN)/cuoshi tally data/demo --out $(RESULTS)

test: check  ## lint, types, tests and the evaluation gate
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
	$(MAKE) gate

check: $(VENV)/.dev  ## lint, types and the walls between rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: $(VENV)/.dev  ## measure the bundled model against tests/floors.json
	$(BIN)/cuoshi-train gate

docs: $(VENV)/.dev  ## build the documentation into docs/site; the tests build it too
	cd docs && for language in en zh; do $(abspath $(BIN))/zensical build --strict -f $$language.yml || exit 1; done

format: $(VENV)/.dev  ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable ".[ofd]"
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable ".[dev]"
	touch $@ $(VENV)/.base

clean:  ## remove what was built and tallied, never what was trained
	rm -rf $(VENV) build results docs/site docs/.cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

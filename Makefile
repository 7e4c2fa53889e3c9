# `make graph` builds the graph and its picture, `make test` runs every test. Only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: graph test lint docs reference bench fuzz thorough clean

graph: $(VENV)/installed
	$(BIN)/gii-graph build
	$(BIN)/gii-graph view
	@echo "The graph is output/gii.ttl; the picture is output/gii.html: open it in a browser."

test: $(VENV)/installed-test
	$(BIN)/python -m pytest

lint: $(VENV)/installed-lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) --no-print-directory lint-scripts

# The types and rules of the picture's scripts; without npm they are not checked, and it says so.
.PHONY: lint-scripts
lint-scripts:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory scripts-checked; \
	else echo "The picture's scripts are not checked: npm is not installed." >&2; fi

.PHONY: scripts-checked
scripts-checked: node_modules/installed
	npx --no-install tsc -p .
	npx --no-install eslint .

node_modules/installed: package.json
	npm install --no-package-lock --no-audit --no-fund --silent
	@touch $@

docs: $(VENV)/installed-docs
	$(BIN)/codespell README.md CONTRIBUTING.md CHANGELOG.md docs gii_graph queries ontology/gii.ttl
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

reference: $(VENV)/installed-test
	$(BIN)/python tools/make_reference.py

# Against the peers that can be installed beside it, and those on the PATH. With every size it takes an hour and 12 GB:
# make bench SIZES="5 100 1000 10000 100000"
SIZES ?= 5 100 1000
PEERS := .venv-peers
bench: $(VENV)/installed-test $(PEERS)/installed
	$(BIN)/python benchmarks/run.py --sizes $(SIZES) --morph-kgc $(PEERS)/bin/python --oxigraph $(PEERS)/bin/oxigraph

# An hour by coverage over all that reads, shared by the targets: `make fuzz FUZZ_SECONDS=60` for a minute.
FUZZ_SECONDS ?= 3600
FUZZ_TARGETS := profile graph query registry review overrides sssom
fuzz: $(VENV)/installed-fuzz
	for target in $(FUZZ_TARGETS); do \
		$(BIN)/python -m tests.fuzz.guided $$target -max_len=20000 \
			-max_total_time=$$(($(FUZZ_SECONDS) / $(words $(FUZZ_TARGETS)))) || exit 1; \
	done

# Every corruption before both engines, a thousand kills, an hour of fuzzing: two hours or more.
thorough: $(VENV)/installed-test
	GII_GRAPH_THOROUGH=1 $(BIN)/python -m pytest tests/validation tests/hostile tests/fuzz tests/faults
	$(BIN)/python -m tests.faults.kills 1000
	$(MAKE) fuzz

clean:
	rm -rf $(VENV) $(PEERS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gii-graph needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

$(VENV)/installed-lint: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[lint]'
	@touch $@

$(VENV)/installed-fuzz: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

# What cannot be installed here is told in the table.
$(PEERS)/installed:
	$(PYTHON) -m venv $(PEERS)
	-$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check morph-kgc
	-$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check oxigraph
	@touch $@

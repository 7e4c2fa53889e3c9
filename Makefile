# `make graph` builds the graph and its picture, `make test` runs every test. Only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: graph test quick explore golden lint docs reference bench fuzz thorough clean

graph: $(VENV)/installed
	$(BIN)/gii-graph build
	$(BIN)/gii-graph view
	@echo "The graph is output/gii.ttl; the picture is output/gii.html: open it in a browser."

# Several processes, in which the tests of a file that share a graph or a browser mostly stay together. The hash seed is
# the same for all, so that everyone has the same result. Where the environment forbids bytecode, each command that a
# test starts would compile the whole package again.
PYTEST := env -u PYTHONDONTWRITEBYTECODE PYTHONHASHSEED=0 $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

test: $(VENV)/installed-test
	$(PYTEST)

# For who changes something: without browsers, stores and what takes long.
quick: $(VENV)/installed-test
	$(PYTEST) -q -m "not browser and not server and not slow"

# Searches at random for inputs that break a promise, an hour long: `make explore EXPLORE_SECONDS=600` for ten minutes.
# What it finds is mended and becomes an `@example` of its test.
EXPLORE_SECONDS ?= 3600
explore: $(VENV)/installed-test
	end=$$(($$(date +%s) + $(EXPLORE_SECONDS))); \
	while [ $$(date +%s) -lt $$end ]; do \
		GII_GRAPH_EXPLORE=$$(date +%s) $(BIN)/python -m pytest -q -n auto --maxprocesses 4 -m "hypothesis or search" || exit 1; \
	done

# The answers that tests compare with, as the program gives them now. Read every changed line before you keep it.
golden: $(VENV)/installed-test
	$(BIN)/gii-graph build --quiet
	$(BIN)/python -m tests.sparql.golden
	$(BIN)/python -m tests.hostile.outcomes > tests/hostile/outcomes.tsv
	git --no-pager diff --stat -- output tests/golden tests/hostile

lint: $(VENV)/installed-lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) --no-print-directory lint-scripts

# The types and rules of the scripts of all pages; without npm they are not checked, and it says so.
.PHONY: lint-scripts
lint-scripts:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory scripts-checked; \
	else echo "The scripts are not checked: npm is not installed." >&2; fi

.PHONY: scripts-checked
scripts-checked: node_modules/installed
	npx --no-install tsc -p .
	npx --no-install eslint gii_graph

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
	$(BIN)/python benchmarks/loading.py

# An hour by coverage over all that reads, shared by the targets: `make fuzz FUZZ_SECONDS=60` for a minute.
FUZZ_SECONDS ?= 3600
FUZZ_TARGETS := profile graph query registry review overrides sssom
fuzz: $(VENV)/installed-fuzz
	for target in $(FUZZ_TARGETS); do \
		$(BIN)/python -m tests.fuzz.guided $$target -max_len=20000 \
			-max_total_time=$$(($(FUZZ_SECONDS) / $(words $(FUZZ_TARGETS)))) || exit 1; \
	done

# Every corruption before both engines, a hundred killed pushes into each store, a thousand kills, an hour of fuzzing:
# three hours or more.
thorough: $(VENV)/installed-test
	GII_GRAPH_THOROUGH=1 $(PYTEST)
	$(BIN)/python -m tests.faults.kills 1000
	.ci/check-notebook
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

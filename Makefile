# Lykta: everything a newcomer types. `make` alone lists it.
#
#   PYTHON=python3.13 make env    another interpreter (3.11 to 3.13)
#   ARGS="..." make demo          further words for the command behind a target

.DEFAULT_GOAL := help
.PHONY: help env demo test spark lint bench simulate lock clean

# `make -C elsewhere/lykta demo` works too: make has already gone to this folder.
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
ARGS ?=

help: ## list these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

env: .venv/.installed ## create .venv from requirements.lock; does nothing when it is up to date

demo: env ## invent a country, train, rank, explain and audit it
	@$(BIN)/lykta demo $(ARGS)

# A file at a time to each core, the countries first: see tests/conftest.py. ARGS="-n0 -x" for one.
test: env spark .venv/.trials .venv/.browser ## run every test, on all cores
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

spark: .venv/.spark ## add the second engine, for those who have outgrown one machine

lint: env .venv/.trials ## style, types and the law of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: env ## measure speed and memory as ratios in one run
	@$(BIN)/python -m benchmarks $(ARGS)

simulate: env ## hold weighted figures against the truth of two hundred simulated years
	@$(BIN)/python -m benchmarks.simulate $(ARGS)

clean: ## remove .venv and caches; data and mlruns stay
	@rm -rf .venv .lock build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- environment

# Two stamps, each touched last, so that an interrupted installation leaves none and
# the next one starts clean. A changed lock renews all; a changed pyproject.toml only
# the few hundred bytes that point at this checkout.
.venv/.locked: requirements.lock
	@start=$$(date +%s); \
	$(find_python); \
	echo "Installing $$(grep -c '==' requirements.lock) pinned packages into .venv with $$($$py -V) (about a minute, once) ..."; \
	$(make_venv) || exit 1; \
	{ awk '/^[a-z]/ { keep = /^pip==/ } keep' requirements.lock > .venv/pip.lock && \
	  $(PIP) install --require-hashes -r .venv/pip.lock && \
	  $(PIP) install --no-deps --no-compile --only-binary :all: --require-hashes -r requirements.lock && \
	  $(PIP) check; } \
		|| { rm -rf .venv; echo "The installation stopped, and nothing of it is left. When the reason above is mended, type the same again."; exit 1; }; \
	$(check_openmp); \
	$(warm); \
	touch $@; \
	echo "Environment installed in $$(($$(date +%s) - start)) s."

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

# Spark is half a gigabyte, so the demo goes without. It comes as source, built by what the
# lock pins beside it, and runs on the system's Java.
.venv/.spark: requirements-spark.lock .venv/.locked
	@start=$$(date +%s); \
	echo "Adding the second engine, $$(sed -n 's/^\(pyspark==[^ ]*\).*/\1/p' requirements-spark.lock) (about a minute, once) ..."; \
	{ grep -vE '^    #' requirements-spark.lock | awk '/^pyspark==/ { keep = 1 } /^[a-z]/ && !/^pyspark==/ { keep = 0 } !keep' > .venv/builders.lock && \
	  $(PIP) install --no-deps --require-hashes -r .venv/builders.lock && \
	  $(PIP) install --no-deps --no-compile --no-build-isolation --require-hashes -r requirements-spark.lock; } || exit 1; \
	$(check_java); \
	touch $@; \
	echo "Second engine added in $$(($$(date +%s) - start)) s."

# What tries the running service out; the demo does without.
.venv/.trials: requirements-trials.lock .venv/.locked
	@echo "Adding what the service is tried out with ..."; \
	$(PIP) install --no-deps --no-compile --only-binary :all: --require-hashes -r requirements-trials.lock || exit 1; \
	touch $@

# The pages are tested in a real browser, which no wheel brings.
.venv/.browser: .venv/.locked
	@$(check_chromium); \
	touch $@

# An interpreter counts only if it runs and is of a version we test.
define find_python
py=; \
for candidate in "$(PYTHON)" python3.11 python3.12 python3.13 python3 python; do \
	if [ -n "$$candidate" ] && "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	then py="$$candidate"; break; fi; \
done; \
if [ -z "$$py" ]; then \
	echo "Lykta needs Python 3.11, 3.12 or 3.13, and none was found."; \
	echo "  Debian, Ubuntu: sudo apt-get install python3 python3-venv"; \
	echo "  or name one:    make env PYTHON=/path/to/python3.12"; \
	exit 1; \
fi
endef

# Debian and Ubuntu keep the part of Python that makes environments in a package of its own.
define make_venv
{ rm -rf .venv; \
if ! "$$py" -c 'import ensurepip, venv' 2>/dev/null; then \
	package="python$$("$$py" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "This Python cannot make environments yet; installing $$package ..."; \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$$package"; } >/dev/null; \
	fi; \
	if ! "$$py" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "This Python cannot make environments. On Debian or Ubuntu:"; \
		echo "  sudo apt-get install $$package"; \
		echo "and then the same make command again."; \
		exit 1; \
	fi; \
fi; \
"$$py" -m venv .venv; }
endef

# LightGBM needs the OpenMP library of the system, which a bare container may lack.
define check_openmp
if ! $(BIN)/python -c 'import lightgbm' 2>/dev/null; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "LightGBM needs the system's OpenMP library; installing libgomp1 ..."; \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y libgomp1; } >/dev/null; \
	fi; \
	if ! $(BIN)/python -c 'import lightgbm'; then \
		echo "LightGBM does not start. It needs the system's OpenMP library:"; \
		echo "  Debian, Ubuntu: sudo apt-get install libgomp1"; \
		echo "  macOS:          brew install libomp"; \
		echo "and then the same make command again."; \
		exit 1; \
	fi; \
fi
endef

# Spark needs a Java runtime, 17 or later, which no wheel brings in full.
define check_java
if ! java -version >/dev/null 2>&1; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Spark needs a Java runtime; installing default-jre-headless ..."; \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y default-jre-headless; } >/dev/null; \
	fi; \
	if ! java -version >/dev/null 2>&1; then \
		echo "Spark does not start without a Java runtime, 17 or later:"; \
		echo "  Debian, Ubuntu: sudo apt-get install default-jre-headless"; \
		echo "and then the same make command again."; \
		exit 1; \
	fi; \
fi
endef

# No wheel brings a browser.
define check_chromium
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }; \
if ! has_chromium >/dev/null; then \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "The pages are tested in a browser; installing chromium ..."; \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium; } >/dev/null; \
	fi; \
	if ! has_chromium >/dev/null; then \
		echo "The tests of the pages need Chromium:"; \
		echo "  Debian, Ubuntu: sudo apt-get install chromium"; \
		echo "and then the same make command again."; \
		exit 1; \
	fi; \
fi
endef

# Importing each library once compiles what is used of it (numba imports much at its first call). Compiling everything that was
# installed took longer and 170 MB.
define warm
{ export PYTHONDONTWRITEBYTECODE=; \
$(BIN)/python -W ignore -c 'import mlflow.pyfunc, fastapi, typer, uvicorn' & \
$(BIN)/python -W ignore -c 'import numba; numba.njit(lambda x: x)(1)' & \
$(BIN)/python -W ignore -c 'import shap, duckdb, pyarrow.parquet, matplotlib.pyplot, sqlalchemy.orm, alembic.command'; \
wait; } > .venv/warm.log 2>&1
endef

# ----------------------------------------------------------------------- lock

# One lock for Python 3.11 to 3.13 on every system, naming no host: whoever installs
# from it uses the registry or mirror that their own pip is set up with.
lock: ## renew requirements.lock with the newest versions that fit together
	@$(find_python); rm -rf .lock; \
	"$$py" -m venv .lock/env && .lock/env/bin/python -m pip -qq install uv && \
	cp pyproject.toml .lock/ && \
	.lock/env/bin/uv lock --quiet --project .lock --python "$$py" --fork-strategy fewest --upgrade && \
	for part in "requirements.lock --all-groups --no-group spark --no-group trials" "requirements-spark.lock --only-group spark" "requirements-trials.lock --only-group trials"; do \
		set -- $$part; file=$$1; shift; \
		{ echo '# Made by `make lock`; do not edit.'; \
		  .lock/env/bin/uv export --quiet --project .lock --frozen "$$@" --no-emit-project --no-header; } > .lock/$$file && \
		mv .lock/$$file $$file || exit 1; \
	done && rm -rf .lock && \
	echo "requirements.lock renewed: $$(grep -c '==' requirements.lock) packages. Now: make test"

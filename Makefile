# Everything a developer types; `make demo` is the place to begin. The virtual environment makes itself.

PYTHON ?= python3
# openai-whisper needs torch; the second index has the build without CUDA (0.2 GB instead of 3), and is skipped where it can't be reached.
TORCH ?= torch==2.13.0 --extra-index-url https://download.pytorch.org/whl/cpu
WORKERS ?= 2

BIN := .venv/bin
SAMPLE := sample/2020-12-08 08.55.10 HR og Den vanskelige samtale 98765432101
CATALOGUES := $(wildcard vbn_video/locale/*/LC_MESSAGES/*.po)

# A pytest whose Python may keep nothing that it has compiled compiles all of it again in each of its processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-sample test-all test-openai smoke locked lowest newest check bench picture review-pictures lock clean

help:
	@echo 'make demo         from the sample recording to a page in ./site'
	@echo 'make test         the tests, of long ones a sample'
	@echo 'make test-sample  of each long test one case'
	@echo 'make test-all     all tests, each at its full length'
	@echo 'make test-openai  the second speech engine, in an environment of its own'
	@echo 'make smoke        the whole way in half a minute'
	@echo 'make locked       that, in an environment of its own with the packages of the lock: make locked PYTHON=python3.12'
	@echo 'make lowest       that, with the lowest versions that pyproject.toml allows'
	@echo 'make newest       that, with what the index has today'
	@echo 'make check        lint, format, types'
	@echo 'make bench        measurements against the promises of the README'
	@echo 'make picture      the picture of the README, from the demo'
	@echo 'make review-pictures  the pictures of the review page in the guide'
	@echo 'make lock         requirements.lock from pyproject.toml'
	@echo 'make clean        away with everything that make has made'

# The sample's break is 20 seconds; a real one is a minute and more, as the preset has it.
demo: .venv/ready
	@mkdir -p site
	@$(BIN)/vbn-video publish '$(SAMPLE)' --workspace build/demo --media-dir site --meeting sample/meeting.toml --set trim.break_s=15

test: .venv/ready
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m 'not long and not smoke'

test-sample: .venv/ready
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --one-of-each

test-all: .venv/ready
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile long

test-openai: .venv-openai/ready
	@.venv-openai/bin/python -m pytest tests/openai

smoke: .venv/ready
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m smoke tests/smoke

locked lowest newest:
	@WORKERS=$(WORKERS) $(PYTHON) tools/try_packages.py $@

check: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/ready
	@$(BIN)/python -m benchmarks

picture: demo
	@$(BIN)/python tools/make_picture.py site docs/pictures/page.png

review-pictures: .venv/ready
	@$(BIN)/python tools/make_review_pictures.py '$(SAMPLE)' docs/pictures

lock: .venv/ready
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --upgrade --quiet --universal --generate-hashes --extra model-base --extra slides --extra otio --group dev -o requirements.lock

clean:
	rm -rf .venv .venv-openai build dist site .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache

# An environment in the folder $(1); one of another Python is begun anew, and with PYTHON=… that is looked at each time.
of_this_python = [ "$$($(1)/bin/python -V 2>&1)" = "$$($(PYTHON) -V 2>&1)" ]
make_venv = $(PYTHON) -m venv $$($(call of_this_python,$(1)) || echo --clear) $(1)
ifneq ($(filter command environment,$(word 1,$(origin PYTHON))),)
.PHONY: $(foreach venv,.venv .venv-openai,$(if $(wildcard $(venv)),$(shell $(call of_this_python,$(venv)) || echo $(venv)/ready)))
endif

.venv/ready: requirements.lock pyproject.toml hatch_build.py $(CATALOGUES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'vbn-video needs Python 3.11 or newer. Install one and name it: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo 'This Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making .venv: a minute and 1.3 GB the first time …' >&2
	@$(call make_venv,.venv)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	@for pth in .venv/lib/python3*/site-packages/_editable_impl_vbn_video.pth; do echo '../../../..' > "$$pth"; done  # Python can't read an ø there under every locale
	@touch $@

# Beside the locked packages: torch (its CPU build is no part of any hashed lock) and what openai-whisper needs of it.
.venv-openai/ready: requirements.lock pyproject.toml
	@$(call make_venv,.venv-openai)
	@.venv-openai/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	@.venv-openai/bin/python -m pip install --quiet $(TORCH)
	@.venv-openai/bin/python -m pip install --quiet numba tiktoken more-itertools tqdm setuptools wheel
	@.venv-openai/bin/python -m pip install --quiet --no-build-isolation --no-deps openai-whisper==20250625 -e .
	@touch $@

# make run      start the app (HOST=0.0.0.0 for a class in one network, PORT=8501; WORKERS=2: see README)
# make test     everything: format, lint, types, all tests, in a real browser too
# make check    what a commit must pass: format, lint, types, the fast tests
# make bench    measure the app; writes bench/ (nothing else should be running; BENCH="photo lrn")
# make load     a class of visitors at work (LOAD="--visitors 10 --minutes 60", "--class"); writes bench/load.*
# make fuzz     a hundred thousand hostile inputs (FUZZ="--cases 1000 --seed 2")
# make attack   attackers of each kind, and what a bystander feels (ATTACK="--only git doors --seconds 5")
# make coverage which lines and branches the tests run; at least 95 % of cnn's
# make mutants  change a line of each kind, and see that a test fails (MUTANTS="cnn/training escape")
# make container build and run deploy/Dockerfile without Docker (as root; buildah, debootstrap; 30 GB)
# make lock     write the locks anew after a change of the requirements
# make clean    remove what the above have made, the virtual environment too

HOST = 127.0.0.1
PORT = 8501
WORKERS = 1
PYTHON ?= python3

.PHONY: run test check bench load fuzz attack coverage mutants container lock clean

run: .venv/installed
ifeq ($(WORKERS),1)
	@.venv/bin/python -m ui.server --host $(HOST) --port $(PORT)
else
	@.venv/bin/python -m scripts.replicas --workers $(WORKERS) --host $(HOST) --port $(PORT)
endif

test: .venv/installed-dev
	@scripts/test

check: .venv/installed-dev
	@scripts/check
	@scripts/audit

bench: .venv/installed-dev
	@.venv/bin/python -m scripts.bench $(BENCH)

load: .venv/installed-dev
	@.venv/bin/python -m scripts.load $(LOAD)

fuzz: .venv/installed-dev
	@.venv/bin/python -m scripts.fuzz $(FUZZ)

attack: .venv/installed-dev
	@.venv/bin/python -m scripts.attack $(ATTACK)

coverage: .venv/installed-dev
	@scripts/coverage

mutants: .venv/installed-dev
	@.venv/bin/python -m scripts.mutants $(MUTANTS)

container: .venv/installed-dev
	@.venv/bin/python -m scripts.check_container

lock: .venv/installed-dev
	@scripts/lock

clean:
	rm -rf .venv bench fuzz test-results .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing what the app needs (PyTorch is large: some minutes) ..."
	@.venv/bin/python scripts/install.py requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock requirements.lock | .venv/bin/python
	@echo "Installing what the app and its tests need (PyTorch is large: some minutes) ..."
	@.venv/bin/python scripts/install.py requirements-dev.lock
	@touch .venv/installed $@

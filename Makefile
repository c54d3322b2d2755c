# The only set-up there is: `make run` opens Easel, `make test` checks it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# All checks but that of the types, which takes a minute.
CHECKS := lint imports dead
# A file's tests stay together, in the order of the files: those that take longest come first.
# A worker that crashes ends the run: xdist waits forever for the files of one that it replaced.
SPREAD := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

.PHONY: audit run test quick slow soak fresh lint types imports dead check bench bundle screenshots lock clean

run: $(STAMP)
	@packaging/run.sh

test: $(STAMP)
	@packaging/system_libraries.sh
	$(MAKE) --no-print-directory $(CHECKS)
	packaging/test.sh $(BIN) $(SPREAD)

# What needs neither engine nor window, in two minutes.
quick: $(STAMP)
	@packaging/system_libraries.sh
	$(MAKE) --no-print-directory $(CHECKS)
	$(BIN)/python -m pytest $(SPREAD) -m "not slow and not draws and not window"

slow: $(STAMP)
	@packaging/system_libraries.sh
	$(BIN)/python -m pytest -m slow
	$(MAKE) --no-print-directory bundle
	packaging/fresh_machine.sh $(DEBIAN) || [ $$? = 3 ] # where there can be none, it has said so

# A thousand deaths of engine and window, then two hours of work; what was begun goes on. Less of it:
# make soak SOAK="--engine-kills 60 --window-kills 40 --pictures 300 --minutes 10"
soak: $(STAMP)
	@packaging/system_libraries.sh
	$(BIN)/python -m tests.soak $(SOAK)

# The README's two commands on a Debian that has never seen Easel: make fresh [DEBIAN=13]
fresh:
	@packaging/fresh_machine.sh $(DEBIAN)

check: $(CHECKS) types

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/pyright

imports: $(STAMP)
	$(BIN)/lint-imports

# What nothing in the app uses; pyproject.toml names what Qt and others call.
dead: $(STAMP)
	$(BIN)/vulture

# Known holes in the locked versions of the libraries. Needs a network, so no check runs it.
audit: $(STAMP)
	$(BIN)/uv tool run pip-audit --requirement packaging/requirements.lock --disable-pip --no-deps

bench: $(STAMP)
	$(BIN)/python -m tests.benchmarks

# The app as it is given away, in build/dist, and a run of it with nothing else around.
bundle: $(STAMP)
	@packaging/system_libraries.sh binutils
	packaging/build.sh $(BIN)/python
	$(BIN)/python packaging/smoke.py

# Every window in both languages and appearances, on one sheet: build/screenshots/sheet.png
screenshots: $(STAMP)
	@packaging/system_libraries.sh
	$(BIN)/python packaging/screenshots.py build/screenshots --home build/screenshots/home

# The exact versions that all of the above install, anew: what pyproject.toml allows of them stays.
lock:
	$(BIN)/python packaging/lock.py

clean:
	rm -rf build dist .pytest_cache .ruff_cache

$(STAMP): pyproject.toml packaging/make_venv.sh packaging/requirements.lock
	@packaging/make_venv.sh "$(PYTHON)" "$(VENV)"
	@touch $@

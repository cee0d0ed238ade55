# Two commands on a fresh machine: `make demo` and `make test`. Each sets up .venv by itself.
PYTHON ?= python3
BIN := .venv/bin
AREAS := $(basename $(notdir $(wildcard brandkit/locale/vi/LC_MESSAGES/*.po)))

.PHONY: help demo test lint docs bench serve messages lock clean

help:
	@echo "make demo    check the starter catalog's samples, write demo/report.html"
	@echo "make test    all tests"
	@echo "make lint    ruff and mypy"
	@echo "make docs    regenerate the rules' pages and curves"
	@echo "make bench   speed and accuracy tables"
	@echo "make serve   the service"

.venv/ready: constraints.txt setup.cfg
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "brandkit needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/ready
	@tesseract --list-langs 2>/dev/null | grep -qx vie || echo "optional: tesseract with Vietnamese data is missing, slogans in pictures are not read (apt-get install tesseract-ocr tesseract-ocr-vie)"
	$(BIN)/python tools/demo.py

test: .venv/ready
	@command -v chromium >/dev/null || echo "optional: chromium is missing, pages are not looked at in a browser (apt-get install chromium)"
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || echo "optional: PostgreSQL is missing, its tests are skipped (apt-get install postgresql)"
	@for program in strace exiftool convert rsvg-convert; do command -v $$program >/dev/null || echo "optional: $$program is missing, the tests that need it are skipped (apt-get install strace libimage-exiftool-perl imagemagick librsvg2-bin)"; done
	@command -v bwrap >/dev/null || echo "optional: bubblewrap is missing, files are read under limits only (apt-get install bubblewrap)"
	@tesseract --list-langs 2>/dev/null | grep -qx vie || echo "optional: tesseract with Vietnamese data is missing, slogans in pictures are not read (apt-get install tesseract-ocr tesseract-ocr-vie)"
	$(BIN)/python -m pytest -n 2

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: .venv/ready
	$(BIN)/python tools/rule_pages.py
	$(BIN)/python tools/metadata_page.py

bench: .venv/ready
	$(BIN)/python -m benchmarks

serve: .venv/ready
	@test -f service/__main__.py || { echo "the service is not part of this version; use the command line: $(BIN)/brandkit --help"; exit 2; }
	$(BIN)/python -m service

messages: .venv/ready
	@for area in $(AREAS); do $(BIN)/python -m babel.messages.frontend --quiet compile -d brandkit/locale -D $$area -l vi; done

lock:
	uv pip compile setup.cfg --extra s3 --extra postgresql --extra test --extra lint --extra build --python-version 3.11 --generate-hashes --no-header --quiet -o constraints.txt

clean:
	rm -rf .venv build dist demo *.egg-info

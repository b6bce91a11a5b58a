# The few commands of the project; what they do stands in scripts/ and docs/operations.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup tesserocr setup-dev run test bench bench-reading access openapi bench-fuzz \
  bench-formats bench-reading-speed bench-secrecy bench-faults screenshots pictures bench-signing bench-signing-faults bench-desk bench-search bench-verification \
  bench-archive bench-evidence lint lock agent train-kinds train-marks clean calibrate-reading

help: ## show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 22

setup: ## install what vanban needs: system packages and .venv
	@scripts/install-system-packages
	@scripts/install-python-packages requirements.txt

tesserocr: setup ## install the OCR engine that costs less (VANBAN_OCR_ENGINE=tesserocr then uses it)
	@scripts/install-tesserocr

setup-dev:
	@scripts/install-system-packages --test
	@scripts/install-python-packages requirements-dev.txt
	@scripts/install-tesserocr
	@scripts/install-accessibility-checker

run: setup ## start everything, play the samples, stay up until Ctrl-C
	@exec .venv/bin/python -m vanban.services.foreground

test: setup-dev ## pass every check and test (ARGS goes to pytest)
	@exec scripts/check $(ARGS)

bench: setup-dev ## measure, side by side (ARGS goes to the benchmark)
	@exec .venv/bin/python -m benchmarks $(ARGS)

bench-reading: setup-dev ## score the reading on real and made documents (ARGS: --show FACT --fresh …)
	@exec .venv/bin/python -m benchmarks.reading $(ARGS)

access: setup-dev ## write docs/access.md: who may open which page of the desk
	@.venv/bin/python -m vanban.desk.access > docs/access.md

openapi: setup-dev ## print the pages and interfaces of the desk as OpenAPI
	@.venv/bin/python -m vanban.desk.openapi

bench-fuzz: setup-dev ## read damaged files without end (ARGS: --seed N --first N --files HOW-MANY --only N …)
	@exec .venv/bin/python -m benchmarks.fuzz $(ARGS)

bench-formats: setup-dev ## read a file of every kind from the command line (ARGS: --corpus)
	@exec .venv/bin/python -m benchmarks.formats $(ARGS)

bench-reading-speed: setup-dev ## CPU of the whole reading against bare Tesseract (ARGS: --files N --ocrmypdf PROGRAM --pages N …)
	@OPENBLAS_NUM_THREADS=1 exec .venv/bin/python -m benchmarks.reading_speed $(ARGS)

bench-secrecy: setup-dev ## recall and false alarms of the secrecy gate on made pages (ARGS: --seed N --marks N …)
	@exec .venv/bin/python -m benchmarks.secrecy $(ARGS)

bench-faults: setup-dev ## kill, unplug and fill a working system at random (ARGS: --seed N --files N …)
	@exec .venv/bin/python -m benchmarks.faults $(ARGS)

screenshots: setup-dev ## start a system, walk a day through its desk, keep the pictures of docs/vi
	@VANBAN_SCREENSHOTS=docs/vi/pictures .venv/bin/pytest -q tests/e2e/test_one_day_at_the_desk.py

pictures: setup-dev ## draw the pages of docs/signing.md anew
	@exec .venv/bin/python -m benchmarks.signing_pictures

bench-signing: setup-dev ## measure signing, side by side with pyHanko and PDFBox (ARGS: --only PART …)
	@exec .venv/bin/python -m benchmarks.signing $(ARGS)

bench-signing-faults: setup-dev ## 500 signatures and 500 seals, killed at random moments (ARGS: --seed N --documents N …)
	@exec .venv/bin/python -m benchmarks.signing_faults $(ARGS)

bench-desk: setup-dev ## how long 50 people wait for the desk's pages (ARGS: --people N --seconds N --queue N)
	@exec .venv/bin/python -m benchmarks.desk $(ARGS)

bench-search: setup-dev ## how long people wait for the search among 100,000 documents (ARGS: --documents N --seed N)
	@exec .venv/bin/python -m benchmarks.search $(ARGS)

bench-verification: setup-dev ## judge our collection of tampered files by four verifiers; writes the table in docs/verification.md
	@exec .venv/bin/python -m benchmarks.verification $(ARGS)

bench-archive: setup-dev ## measure the archive against the bare SDK (ARGS: --only PART --documents N --objects N …)
	@exec .venv/bin/python -m benchmarks.archive $(ARGS)

bench-evidence: setup-dev ## tamper with an archive, kill, cut off and fill its store; writes the tables in docs/evidence.md
	@exec .venv/bin/python -m benchmarks.evidence $(ARGS)

lint: setup-dev ## only the fast checks: style, types, layers
	@exec scripts/lint

lock: setup-dev ## write the hashed locks from requirements.in and requirements-dev.in
	@for name in requirements requirements-dev; do \
	  .venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11 $$name.in -o $$name.txt; done

agent: setup ## build dist/vanban-agent.pyz, the program for officials' own PCs
	@scripts/build-agent

train-kinds: setup-dev ## judge and write the second opinion on the kind (weights in processors/)
	@exec .venv/bin/python -m benchmarks.kinds --save $(ARGS)

train-marks: setup-dev ## teach the look for marks of secrecy and write its weights (in processors/)
	@exec .venv/bin/python -m benchmarks.marks --save $(ARGS)

clean: ## remove .venv and caches; the state directory stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

calibrate-reading: setup-dev ## measure what confidences are worth; writes the table and its curve
	@exec .venv/bin/python -m benchmarks.reading.calibrate $(ARGS)

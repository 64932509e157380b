# Winnow: every command installs what it needs first, and says so.
#
#   make site     build, test every cell, write site/public
#   make test     everything that must hold before a change lands
#   make data     rebuild and verify Chapters/data from the package registry; make data-large: a model of 91 MB too
#   make format   format all Swift sources
#   make bench    measure against the peers        make fuzz    a million inputs for every reader

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.PHONY: build site test lint data data-large format bench fuzz packages test-packages clean

BUILD_PACKAGES := pkg-config libcmark-dev libarchive-dev libopenblas-dev zlib1g-dev libsodium-dev duktape-dev \
	libjs-katex node-prismjs fonts-stix
TEST_PACKAGES := chromium default-jre-headless python3-venv
WINNOW := .build/release/winnow
# Release tests share the build of the program; see CONTRIBUTING.md.
TEST_FLAGS := -c release --disable-testable-imports --disable-xctest
FORMATTED := Package.swift Sources Tests Benchmarks Fuzz Solutions

define install
missing=$$(for package in $(1); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null \
	| grep -q 'install ok installed' || echo $$package; done); \
if [ -n "$$missing" ]; then \
	echo "==> installing" $$missing; \
	root=$$([ $$(id -u) = 0 ] || echo sudo); \
	$$root apt-get update -qq; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing > /dev/null; \
fi
endef

build: packages
	@command -v swift > /dev/null || { echo "make: there is no swift on the path: install Swift 6 from swift.org" >&2; exit 69; }
	@echo "==> building the program and the library"
	@swift build -c release
	@$(WINNOW) bundle

site: build
	@echo "==> testing every cell and writing site/public"
	@$(WINNOW) build
	@echo "==> open site/public/index.html"

test: build test-packages lint
	@echo "==> the cells of every chapter, anew"
	@$(WINNOW) test --no-cache
	@echo "==> proof of every exercise"
	@$(WINNOW) verify
	@echo "==> the site in a browser"
	@$(WINNOW) build
	@$(WINNOW) --course Tests/browser/course build --out .build-browser/course
	@Tests/browser/check.sh site/public .build-browser/course
	@echo "==> no solution in the site unless asked for"
	@$(WINNOW) build --solutions --out .build-browser/solutions
	@python3 Tests/browser/check_solutions.py . site/public .build-browser/solutions
	@echo "==> unit, property and golden tests"
	@swift test $(TEST_FLAGS)

lint:
	@echo "==> format"
	@swift format lint --strict --recursive --parallel $(FORMATTED)

format:
	@swift format --in-place --recursive --parallel $(FORMATTED)

data:
	@$(call install,python3-venv)
	@python3 Chapters/data/rebuild.py

data-large:
	@$(call install,python3-venv)
	@python3 Chapters/data/rebuild.py --large

bench: build
	@for run in Benchmarks/*/run*; do echo "==> $$run"; $$run; done

fuzz: build
	@for run in Fuzz/*/run; do echo "==> $$run"; $$run; done

packages:
	@$(call install,$(BUILD_PACKAGES))

test-packages:
	@$(call install,$(TEST_PACKAGES))

clean:
	@rm -rf .build .winnow-cache site/public

# Everything about groupscope starts here: `make serve`, `make test`; `make help` lists the rest.
# Needed: a Rust toolchain (rustup), node with npm, make. All other tools are installed into .tools/ and node_modules/.

TRUNK_VERSION := 0.21.14
WASM_SPLIT_VERSION := 0.2.4
# wasm-bindgen's program must be of the very version that the page is linked with.
WASM_BINDGEN_VERSION := $(shell awk '/^name = "wasm-bindgen"$$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)

TOOLS ?= $(CURDIR)/.tools
PORT ?= 8080
ADDRESS := 127.0.0.1
TRUNK := $(TOOLS)/bin/trunk
WASM := wasm32-unknown-unknown
CARGO ?= cargo

# Ours come first: a distribution's wasm-opt is often too old for today's rustc.
export PATH := $(TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(PATH):$(HOME)/.cargo/bin
export TRUNK_SKIP_VERSION_CHECK := true
export CARGO_TERM_QUIET := true
# The same code gets the same verdict: property tests draw from this seed. To look for more, run `cargo test` itself,
# or `make test-core PROPTEST_RNG_SEED=2 PROPTEST_CASES=10000`.
export PROPTEST_RNG_SEED ?= 1
# Trunk takes the customary NO_COLOR=1 for a wrong argument and stops.
unexport NO_COLOR

# A tool is compiled once and runs for moments: compile it quickly, not well. Its target folder goes afterwards.
CARGO_INSTALL := CARGO_TERM_QUIET="$$([ -t 2 ] && echo false || echo true)" \
	CARGO_TARGET_DIR='$(TOOLS)/target' CARGO_PROFILE_RELEASE_LTO=false \
	CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
	$(CARGO) install --force --root '$(TOOLS)'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Cargo already uses every core, and the tools share one target folder while they are installed.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

# ---- use

.PHONY: serve
serve: build ## build the page and serve it (PORT=8080)
	@node tests/browser/server.mjs dist $(ADDRESS) $(PORT)

.PHONY: watch
watch: tools ## serve the page and build it anew at every change (PORT=8080)
	@$(TRUNK) serve --locked --offline --dist target/watch --address $(ADDRESS) --port $(PORT)

.PHONY: build
build: tools ## the page, into dist/
	@echo '== page'
	@$(TRUNK) --quiet build --release --locked --offline
	@find dist -type f \( -name '*.wasm' -o -name '*.js' -o -name '*.css' -o -name '*.html' \) -exec sh -c \
		'for f; do printf "%9d bytes %8d gzip  %s\n" $$(wc -c <"$$f") $$(gzip -9c "$$f" | wc -c) "$$f"; done' sh {} + | sort -k5

# The native program draws a picture of each scenario, which a figure shows until it is there.
.PHONY: dist
dist: export GROUPSCOPE := $(CURDIR)/target/release/groupscope
dist: native build ## the same, with a picture for each figure to begin with

.PHONY: package
package: build ## the npm package, into npm/
	@node hooks/package.mjs dist npm

.PHONY: sizes
sizes: build ## what the page weighs, and where its bytes come from
	@node benches/sizes.mjs dist target/$(WASM)/release/groupscope.wasm

.PHONY: native
native: ## the command line, into target/release/
	@CARGO_PROFILE_RELEASE_OPT_LEVEL=3 $(CARGO) build --release --locked --no-default-features --features ssr

BOOK := $(TOOLS)/book

.PHONY: book
book: native $(BOOK)/requirements.txt ## the live book, into docs/book/site/
	@echo '== book'
	@[ -f dist/groupscope.js ] || { echo 'The book has no figures yet: run `make build` first.' >&2; exit 1; }
	@node docs/book/check.mjs
	@GROUPSCOPE='$(CURDIR)/target/release/groupscope' node docs/book/posters.mjs
	@'$(BOOK)/bin/mkdocs' build --quiet --strict --clean --config-file docs/book/mkdocs.yml
	@cp -R dist docs/book/site/groupscope

# ---- test

.PHONY: test
test: needs fmt-check lint test-core test-web build test-browser ## everything below, in this order
	@echo '== all good'

.PHONY: fmt-check
fmt-check: components ## formatting
	@echo '== format'
	@$(CARGO) fmt --check

.PHONY: lint
lint: components wasm-target ## clippy, natively and for the browser, warnings denied
	@echo '== clippy, native'
	@$(CARGO) clippy --locked --no-default-features --features ssr --all-targets -- -D warnings
	@echo '== clippy, $(WASM)'
	@$(CARGO) clippy --locked --target $(WASM) --features web --lib --bins -- -D warnings

.PHONY: test-core
test-core: ## everything but the page: unit, session, scenario and tidiness tests
	@echo '== core tests'
	@$(CARGO) test --locked --no-default-features

# The unit tests of the page and of `render`, natively. They are few and quick: compiled without optimization they come
# soonest.
.PHONY: test-web
test-web: ## unit tests of the page, and of pictures drawn without one
	@echo '== unit tests of the page'
	@CARGO_PROFILE_TEST_OPT_LEVEL=0 $(CARGO) test --locked --features ssr --lib --bins -- web:: render::

.PHONY: test-browser
test-browser: browsers native node_modules/.package-lock.json ## the built page in real, headless browsers
	@echo '== browser tests'
	@[ -f dist/index.html ] || { echo 'There is no page to test yet: run `make build` first.' >&2; exit 1; }
	@node --test --test-concurrency=2 --test-reporter=spec $(or $(TESTS),tests/browser/*.test.mjs)

# Not part of `test`: it installs what other people build their pages with.
.PHONY: test-hosts
test-hosts: browsers host-tools book ## figures in pages of mdBook, MkDocs, Sphinx, VitePress and reveal.js, and the package
	@echo '== figures in other pages'
	@[ -f dist/index.html ] || { echo 'There is no page to test yet: run `make build` first.' >&2; exit 1; }
	@HOST_TOOLS='$(TOOLS)/hosts' node --test --test-concurrency=1 --test-reporter=spec \
		$(or $(TESTS),tests/hosts/*.test.mjs)

.PHONY: bench
bench: browsers ## benchmarks, and what the page in dist/ costs in Chromium (BEFORE=FOLDER: and another build of it)
	@$(CARGO) bench --locked --no-default-features
	@[ -f dist/index.html ] || { echo 'There is no page to measure yet: run `make build` first.' >&2; exit 1; }
	@node benches/frames.mjs $(BEFORE) dist
	@node benches/deploy.mjs dist

.PHONY: fmt
fmt: components ## format the code
	@$(CARGO) fmt

# ---- tools

.PHONY: needs
needs:
	@for program in $(CARGO) rustc node npm; do command -v $$program >/dev/null || { \
		echo "groupscope is built with $$program, which is not here: install rustup (for cargo and rustc) and" \
			"Node.js 20 or newer (for node and npm)." >&2; exit 1; }; done

.PHONY: tools
tools: needs wasm-target trunk wasm-bindgen wasm-split node_modules/.package-lock.json ## install what building needs
	@$(CARGO) fetch --locked

.PHONY: trunk
trunk:
	@[ "$$('$(TRUNK)' --version 2>/dev/null)" = 'trunk $(TRUNK_VERSION)' ] || { \
		echo '== installing trunk $(TRUNK_VERSION) into $(TOOLS) (once, some minutes)' && \
		$(CARGO_INSTALL) --locked trunk@$(TRUNK_VERSION) && rm -rf '$(TOOLS)/target'; }

# Without --locked: the lock file it was published with names a version that was withdrawn.
.PHONY: wasm-bindgen
wasm-bindgen:
	@[ "$$('$(TOOLS)/bin/wasm-bindgen' --version 2>/dev/null)" = 'wasm-bindgen $(WASM_BINDGEN_VERSION)' ] || { \
		echo '== installing wasm-bindgen $(WASM_BINDGEN_VERSION) into $(TOOLS) (once, some minutes)' && \
		$(CARGO_INSTALL) wasm-bindgen-cli@$(WASM_BINDGEN_VERSION) && rm -rf '$(TOOLS)/target'; }

# It cannot say its version: a file beside it does.
.PHONY: wasm-split
wasm-split:
	@[ -f '$(TOOLS)/bin/wasm-split-cli' ] && [ -f '$(TOOLS)/wasm-split-$(WASM_SPLIT_VERSION)' ] || { \
		echo '== installing wasm-split-cli $(WASM_SPLIT_VERSION) into $(TOOLS) (once, a minute)' && \
		$(CARGO_INSTALL) --locked wasm_split_cli_support@$(WASM_SPLIT_VERSION) --features build-binary && \
		rm -rf '$(TOOLS)/target' && touch '$(TOOLS)/wasm-split-$(WASM_SPLIT_VERSION)'; }

.PHONY: wasm-target
wasm-target:
	@[ -d "$$(rustc --print sysroot)/lib/rustlib/$(WASM)/lib" ] || rustup --quiet target add $(WASM)

.PHONY: components
components:
	@$(CARGO) fmt --version >/dev/null 2>&1 || rustup --quiet component add rustfmt
	@$(CARGO) clippy --version >/dev/null 2>&1 || rustup --quiet component add clippy

$(BOOK)/requirements.txt: docs/book/requirements.txt
	@command -v python3 >/dev/null || { echo 'The book is built with python3, which is not here.' >&2; exit 1; }
	@echo '== installing MkDocs into $(BOOK) (once)'
	@python3 -m venv '$(BOOK)'
	@'$(BOOK)/bin/pip' install --quiet --disable-pip-version-check --requirement $<
	@cp $< $@

node_modules/.package-lock.json: package.json package-lock.json
	@npm ci --silent --no-audit --no-fund
	@touch $@

# mdBook comes as a program in a package for Python, like the others.
.PHONY: host-tools
host-tools: needs tests/hosts/node_modules/.package-lock.json
	@cmp -s tests/hosts/requirements.txt '$(TOOLS)/hosts/requirements.txt' || { \
		command -v python3 >/dev/null || { echo 'test-hosts needs python3 with its module venv.' >&2; exit 1; }; \
		echo '== installing what the pages are built with into $(TOOLS)/hosts (once, a minute)' && \
		python3 -m venv --clear '$(TOOLS)/hosts' && \
		'$(TOOLS)/hosts/bin/pip' install --quiet --disable-pip-version-check -r tests/hosts/requirements.txt && \
		cp tests/hosts/requirements.txt '$(TOOLS)/hosts/'; }

tests/hosts/node_modules/.package-lock.json: tests/hosts/package.json tests/hosts/package-lock.json
	@npm ci --prefix tests/hosts --silent --no-audit --no-fund
	@touch $@

# Finds Chromium and Firefox; on Debian and Ubuntu root may install them, anyone else is told what to install.
.PHONY: browsers
browsers: node_modules/.package-lock.json
	@found() { node tests/browser/programs.mjs chromium >/dev/null && node tests/browser/programs.mjs firefox >/dev/null; }; \
		found 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo '== installing Chromium and Firefox' && apt-get update -qq && \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
				chromium firefox-esr fonts-noto-cjk >/dev/null; \
		fi; found; }

.PHONY: clean
clean: ## remove what was built (the tools stay)
	@rm -rf dist npm target tests/browser/out docs/book/site docs/book/docs/posters

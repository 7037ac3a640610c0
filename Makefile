# Regulars. `make help` lists the targets.
#
# Every flavour has its own tree build/<flavour>/, with the objects and the program build/<flavour>/regulars:
#
#     debug     assertions, freed memory poisoned          release   optimised and hardened
#     asan      gcc with ASan and UBSan, unset = pattern   tsan      gcc with TSan
#     clang     clang's warnings                           fuzz      clang with libFuzzer, ASan and UBSan
#
# ONLY="src/base src/store" leaves the other folders out, for work on a part while another does not compile.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

FLAVOUR ?= debug
OUT := build/$(FLAVOUR)
SECONDS ?= 10

# ---- sources

ONLY ?= src
SOURCES := $(sort $(shell find $(ONLY) -name '*.c' -o -name '*.cc'))
HEADERS := $(sort $(shell find src tests bench -name '*.h' -not -path '*/node_modules/*'))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
TEST_HELPERS := $(sort $(filter-out $(UNIT_SOURCES) $(FUZZ_SOURCES),$(wildcard tests/unit/*.c)))
BENCH_SOURCES := $(sort $(wildcard bench/*.c))
MIGRATIONS := $(sort $(wildcard migrations/*.sql))

# The folders too: a file may go.
WEB_SOURCES := $(sort $(shell find web widget -mindepth 1 -not -path 'web/node_modules*'))
WEB_NODE := PATH="$(CURDIR)/tests/node_modules/.bin:$$PATH"

EMBEDDED := $(OUT)/embed/migrations.o $(OUT)/embed/dashboard.o $(OUT)/embed/lists.o
OBJECTS := $(patsubst %,$(OUT)/%.o,$(basename $(SOURCES))) $(EMBEDDED)
PARTS := $(filter-out $(OUT)/src/main.o,$(OBJECTS))
HELPERS := $(patsubst %.c,$(OUT)/%.o,$(TEST_HELPERS))
PROGRAM := $(OUT)/regulars
UNIT_TESTS := $(patsubst %.c,$(OUT)/%,$(UNIT_SOURCES))
FUZZERS := $(patsubst %.c,$(OUT)/%,$(FUZZ_SOURCES))
# The bare ones stand alone: nothing of ours is in them.
BENCH_BARE := $(addprefix $(OUT)/bench/,load bare_loop)
BENCH_OURS := $(addprefix $(OUT)/bench/,make_people json_out bare_sqlite)

# ---- tools and flags

PACKAGES := libuv sqlite3 libpq jansson libutf8proc icu-i18n icu-uc libsodium libcrypto libcurl libbrotlienc zlib libarchive

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wundef -Werror
C_WARNINGS := $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
# Only the places where the headers lie: what pkg-config calls -I is not ours to be warned about.
INCLUDES := -Isrc $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PACKAGES)))
LIBRARIES := $(shell pkg-config --libs $(PACKAGES)) -lphonenumber -lcsv -lresolv -lstdc++ -lpthread -lm

HARDENING := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
HARDENING += $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
SANITIZE := -fno-sanitize-recover=all -fno-omit-frame-pointer

# What a function never set is not zero by luck: sanitizers alone do not show it.
PATTERN := -ftrivial-auto-var-init=pattern

ifeq ($(FLAVOUR),release)
FLAVOUR_FLAGS := -O2 -g -DNDEBUG $(HARDENING)
LINK_FLAGS := -pie -Wl,-z,relro,-z,now
else ifeq ($(FLAVOUR),asan)
FLAVOUR_FLAGS := -O1 -g -fsanitize=address,undefined $(SANITIZE) $(PATTERN)
LINK_FLAGS := -fsanitize=address,undefined
else ifeq ($(FLAVOUR),tsan)
FLAVOUR_FLAGS := -O1 -g -fsanitize=thread $(SANITIZE)
LINK_FLAGS := -fsanitize=thread
else ifeq ($(FLAVOUR),fuzz)
FLAVOUR_FLAGS := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr $(SANITIZE)
LINK_FLAGS := -fsanitize=address,undefined
else ifneq ($(filter $(FLAVOUR),debug clang),)
FLAVOUR_FLAGS := -O1 -g
else
$(error There is no flavour "$(FLAVOUR)")
endif

ifneq ($(filter $(FLAVOUR),clang fuzz),)
CC := clang
CXX := clang++
else
CC := gcc
CXX := g++
endif

COMPILE := -D_GNU_SOURCE $(INCLUDES) $(FLAVOUR_FLAGS) -MMD -MP
CFLAGS_ALL = -std=gnu17 $(C_WARNINGS) $(COMPILE) $(CFLAGS)
CXXFLAGS_ALL = -std=gnu++17 $(WARNINGS) $(COMPILE) $(CXXFLAGS)
LINK = $(CC) $(FLAVOUR_FLAGS) $(LINK_FLAGS) $(LDFLAGS)

# Say what is done in a word; V=1 shows the commands.
Q := $(if $(V),,@)
SAY = @echo "  $(1)$(if $(filter $(FLAVOUR),debug),, [$(FLAVOUR)])  $(2)"

# ---- the program

.PHONY: all web web-types web-check debug release asan tsan clang unit unit-programs fuzz fuzz-programs fuzz-run check arrows bans format
.PHONY: format-check lint bench bench-programs clean help flags

all: $(PROGRAM)  ## build/debug/regulars, the default

release asan tsan clang:
	$(Q)$(MAKE) --no-print-directory FLAVOUR=$@ all

debug: ## the same as no target
release: ## build/release/regulars, optimised and hardened
asan: ## build/asan/regulars, with address and undefined behaviour sanitizers
tsan: ## build/tsan/regulars, with the thread sanitizer
clang: ## build/clang/regulars, to hear clang's warnings too

debug:
	$(Q)$(MAKE) --no-print-directory FLAVOUR=debug all

$(PROGRAM): $(OBJECTS)
	$(call SAY,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBRARIES)

# Flags are a prerequisite: what was compiled with others is compiled again.
FLAGS_NOW := $(CC) $(CFLAGS_ALL) $(CXXFLAGS_ALL) $(LINK_FLAGS) $(LDFLAGS)
$(OUT)/flags: flags
	@mkdir -p $(@D)
	@echo '$(FLAGS_NOW)' | cmp -s - $@ || echo '$(FLAGS_NOW)' > $@

$(OUT)/%.o: %.c $(OUT)/flags
	$(call SAY,cc,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(OUT)/%.o: %.cc $(OUT)/flags
	$(call SAY,c++,$<)
	@mkdir -p $(@D)
	$(Q)$(CXX) $(CXXFLAGS_ALL) -c -o $@ $<

# ---- files inside the program (src/base/embed.h); the folder is a prerequisite because a file may go

$(OUT)/embed/migrations.S: $(MIGRATIONS) migrations tools/embed
	@mkdir -p $(@D)
	$(Q)tools/embed migrations migrations $(MIGRATIONS) > $@

$(OUT)/embed/dashboard.S: build/web/.built tools/embed
	@mkdir -p $(@D)
	$(Q)tools/embed dashboard build/web $$(find build/web -type f -not -name .built) > $@

# Lists from npm packages, one entry a line, sorted by bytes.
build/lists/disposable.txt: web/scripts/disposable.mjs web/node_modules/.installed
	@echo "  list   $@"
	@mkdir -p $(@D)
	$(Q)$(WEB_NODE) node web/scripts/disposable.mjs > $@.$$$$ && mv $@.$$$$ $@

$(OUT)/embed/lists.S: build/lists/disposable.txt tools/embed
	@mkdir -p $(@D)
	$(Q)tools/embed lists build/lists build/lists/disposable.txt > $@

$(OUT)/embed/%.o: $(OUT)/embed/%.S $(OUT)/flags
	$(call SAY,embed,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAVOUR_FLAGS) -c -o $@ $<

# ---- the dashboard and the widget: one build for all flavours, hashed and compressed, in build/web/

web: build/web/.built  ## build the dashboard and the widget; every program has them inside

build/web/.built: $(WEB_SOURCES) web/node_modules/.installed
	@echo "  web    build/web"
	@mkdir -p build
	$(Q)cd web && flock ../build/web.lock sh -c '$(WEB_NODE) npm run --silent build -- ../build/web'
	@touch $@

web/node_modules/.installed: web/package-lock.json
	@echo "  npm    web/node_modules"
	$(Q)cd web && npm ci --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed

web-types: $(PROGRAM)  ## write web/src/lib/api-types.ts from what the program prints
	$(Q)$(PROGRAM) openapi | $(WEB_NODE) node web/scripts/types.mjs > web/src/lib/api-types.ts.new
	$(Q)mv web/src/lib/api-types.ts.new web/src/lib/api-types.ts

web-check: web/node_modules/.installed  ## check the dashboard's types
	$(Q)cd web && $(WEB_NODE) npm run --silent check

# ---- unit tests: each tests/unit/test_*.c is one program

unit: ## build and run the unit tests with ASan and UBSan
	$(Q)$(MAKE) --no-print-directory FLAVOUR=asan unit-programs
	$(Q)tests/unit/run $(patsubst %.c,build/asan/%,$(UNIT_SOURCES))

unit-programs: $(UNIT_TESTS)

$(UNIT_TESTS): %: %.o $(HELPERS) $(PARTS)
	$(call SAY,link,$@)
	$(Q)$(LINK) -o $@ $^ -lcmocka $(LIBRARIES)

# ---- fuzzing: each tests/fuzz/fuzz_x.c has its corpus in tests/fuzz/corpus/x/

fuzz: ## build the fuzz targets
	$(Q)$(MAKE) --no-print-directory FLAVOUR=fuzz fuzz-programs

fuzz-run: fuzz ## run every fuzz target for SECONDS=10 from its stored corpus
	$(Q)tests/fuzz/run $(SECONDS) $(patsubst %.c,build/fuzz/%,$(FUZZ_SOURCES))

# With main.c that is all of the code: what clang warns of is heard here.
fuzz-programs: $(FUZZERS) $(OUT)/src/main.o

$(FUZZERS): %: %.o $(PARTS)
	$(call SAY,link,$@)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBRARIES)

# ---- measurements: bench/run uses these programs, and the released one

bench: ## build the program and what measures it; then bench/run
	$(Q)$(MAKE) --no-print-directory FLAVOUR=release all bench-programs

bench-programs: $(BENCH_BARE) $(BENCH_OURS)

$(BENCH_BARE): %: %.o $(OUT)/bench/bench.o
	$(call SAY,link,$@)
	$(Q)$(LINK) -o $@ $^

$(BENCH_OURS): %: %.o $(OUT)/bench/bench.o $(OUT)/bench/sample.o $(PARTS)
	$(call SAY,link,$@)
	$(Q)$(LINK) -o $@ $^ $(LIBRARIES)

# ---- checks

check: arrows bans format-check ## who may include whom, what may not be written, formatting

arrows: ## check the include arrows of src/
	$(Q)tools/arrows

bans: ## check for what is not written here
	$(Q)tools/bans

FORMATTED := $(SOURCES) $(HEADERS) $(UNIT_SOURCES) $(FUZZ_SOURCES) $(TEST_HELPERS) $(BENCH_SOURCES)

format: ## format all C files
	$(Q)tools/format $(FORMATTED)

format-check:
	$(Q)printf '%s\n' $(FORMATTED) | xargs -P $$(nproc) -n 16 tools/format --check

lint: ## clang-tidy
	$(Q)printf '%s\n' $(filter %.c,$(SOURCES)) \
	    | xargs -P $$(nproc) -I FILE clang-tidy --quiet FILE -- -std=gnu17 -D_GNU_SOURCE $(INCLUDES)

# ---- the rest

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

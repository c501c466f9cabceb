# aksentra: build, test, install. `make help` lists the targets.
#
# One variable picks the build: MODE=dev (default), asan, release, cover.
# Everything that is made lies under build/$(MODE). `make V=1` shows commands.

MODE    ?= dev
PREFIX  ?= /usr/local
DESTDIR ?=
REAL    ?=
Q       := $(if $(V),,@)
comma   := ,
OUT     := build/$(MODE)

VERSION := 0.1.0

LIBS_PKG := libcurl jansson libpcre2-8 yaml-0.1 libcrypto libseccomp
PKG_CFLAGS = $(shell pkg-config --cflags $(LIBS_PKG))
PKG_LIBS   = $(shell pkg-config --libs $(LIBS_PKG)) -lxlsxwriter

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wconversion -Wno-sign-conversion -Wformat=2 -Wundef -Wvla \
            -Wwrite-strings -Wpointer-arith -Werror

# What makes a memory error harder to use (docs/SECURITY.md); hardening.bats
# looks for each in the program that was built. ASan brings its own checks of
# the same functions, and without optimisation there is nothing to fortify.
HARDEN_x86_64  := -fcf-protection
HARDEN_aarch64 := -mbranch-protection=standard
HARDEN  := -fPIE -fstack-protector-strong -fstack-clash-protection \
           $(HARDEN_$(shell uname -m))
FORTIFY := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3

# ASan's leak check is a ptrace of its own, and gcov writes beside the objects.
UNCONFINED := -DAKSENTRA_UNCONFINED

FLAGS_dev     := -O1 -g $(FORTIFY)
FLAGS_asan    := -O1 -g -fsanitize=address,undefined \
                 -fno-sanitize-recover=all -fno-omit-frame-pointer \
                 $(UNCONFINED)
FLAGS_clang   := -O1 -g $(FORTIFY)
FLAGS_libfuzzer := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
                 -fno-sanitize-recover=all -fno-omit-frame-pointer \
                 $(UNCONFINED)
FLAGS_afl     := -O1 -g -fsanitize=address,undefined \
                 -fno-sanitize-recover=all -fno-omit-frame-pointer \
                 $(UNCONFINED)
FLAGS_cover   := -O0 -g --coverage $(UNCONFINED)
FLAGS_release := -O2 -g $(FORTIFY)
LINK_asan     := -fsanitize=address,undefined
LINK_libfuzzer := -fsanitize=address,undefined
LINK_afl      := -fsanitize=address,undefined
LINK_cover    := --coverage
LINK_HARDEN   := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code

CPPFLAGS += -D_GNU_SOURCE -Iinclude -DAKSENTRA_VERSION='"$(VERSION)"'
CFLAGS   += -std=c17 $(FLAGS_$(MODE)) $(HARDEN) $(WARNINGS) $(PKG_CFLAGS)
LDFLAGS  += $(LINK_HARDEN) $(LINK_$(MODE))

SRCS  := $(filter-out src/cli/main.c,$(wildcard src/*/*.c))
OBJS  := $(SRCS:%.c=$(OUT)/%.o) $(OUT)/templates.o $(OUT)/vocabulary_words.o
LIB   := $(OUT)/libaksentra.a
BIN   := $(OUT)/aksentra

FAKE_SRCS := $(wildcard tests/fakeazure/*.c)
FAKE_OBJS := $(FAKE_SRCS:%.c=$(OUT)/%.o)
FAKE      := $(OUT)/fakeazure
FAKE_LIBS := -lmicrohttpd -lgnutls -ljansson -lcrypto -lz -lpthread
TEST_CA   := build/test-ca/ca.pem

UNIT_SRCS := $(wildcard tests/unit/test_*.c)
UNIT_BINS := $(UNIT_SRCS:tests/unit/%.c=$(OUT)/unit/%)
UNIT_COMMON_SRCS := $(filter-out $(UNIT_SRCS),$(wildcard tests/unit/*.c))
UNIT_COMMON := $(UNIT_COMMON_SRCS:%.c=$(OUT)/%.o)

# A fuzz target is driven by libFuzzer, by AFL++ or, in every other build, by a
# replay of files.
FUZZ_SRCS := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_SHARED_SRCS := tests/fuzz/fuzz.c tests/fuzz/fuzz_http.c
FUZZ_SHARED := $(FUZZ_SHARED_SRCS:%.c=$(OUT)/%.o)
FUZZ_BINS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%, \
               $(filter-out $(FUZZ_SHARED_SRCS),$(FUZZ_SRCS)))
FUZZ_LIBS := -lcmark-gfm -lcmark-gfm-extensions
FUZZ_MAIN := $(if $(filter libfuzzer afl,$(MODE)),,$(OUT)/tests/fuzz/replay.o)
FUZZ_LINK := $(if $(filter libfuzzer afl,$(MODE)),-fsanitize=fuzzer)
ENGINE    ?= libfuzzer
FUZZ_CC_libfuzzer := clang
FUZZ_CC_afl       := afl-clang-fast
JOBS      ?= 2
TIME      ?= 60

all: $(BIN)

help:
	@sed -n 's/^## //p' Makefile

## make                    build aksentra into build/dev
## make demo               install what is missing, build, audit a sample tenant
## make check              install what is missing, build, run every test
## make check REAL=1       the same with the big outside clients, no skips
## make MODE=asan check    the same under AddressSanitizer and UBSan
## make check-valgrind     the end-to-end tests under valgrind
## make check-kube         bindings read from a real kube-apiserver with etcd
## make soak               200 audits in a row, every value in every wrong type
## make fuzz TIME=60       each parser fed with mutated replies (TARGET=x, ENGINE=afl)
## make lint               warnings of gcc and clang, clang-tidy, cppcheck, ...
## make bench              measured figures beside those of curl
## make samples            reports/samples anew, with pictures of page and workbook
## make install            into PREFIX (default /usr/local), below DESTDIR
## make clean              remove build/

.PHONY: all help deps demo check check-kube check-valgrind soak lint fuzz bench \
        samples install clean build-tests build-fuzz build-targets fake

# ---- the program -----------------------------------------------------------

$(BIN): $(OUT)/src/cli/main.o $(LIB)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(LIB): $(OBJS)
	@rm -f $@
	@echo "  AR   $@"
	$(Q)$(AR) rcs $@ $^

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The page's template, style and script are built in.
$(OUT)/templates.c: reports/templates/embed.sh \
                    $(wildcard reports/templates/report.*)
	@mkdir -p $(@D)
	$(Q)sh $< $(<D) >$@.new && mv $@.new $@

# The words that a redacted text may keep: those of the program itself.
$(OUT)/vocabulary_words.c: src/redact/vocabulary.sh $(wildcard src/*/*.c)
	@mkdir -p $(@D)
	$(Q)sh $< $(filter %.c,$^) >$@.new && mv $@.new $@

$(OUT)/templates.o $(OUT)/vocabulary_words.o: %.o: %.c
	@echo "  CC   $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# ---- tests -----------------------------------------------------------------

fake: $(FAKE) $(TEST_CA)

$(FAKE): $(FAKE_OBJS)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(FAKE_LIBS)

$(TEST_CA): tests/fakeazure/test-ca.sh
	sh tests/fakeazure/test-ca.sh $(@D)
	@touch $@

$(OUT)/tests/unit/%.o: CPPFLAGS += -Itests/unit

$(OUT)/unit/%: $(OUT)/tests/unit/%.o $(UNIT_COMMON) $(LIB)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(UNIT_COMMON) $(LIB) \
	    $(PKG_LIBS) -lcmocka -lpthread

# Faults at exact moments, for LD_PRELOAD; without sanitizers of its own.
PRELOAD := $(OUT)/faults.so
$(PRELOAD): tests/preload/faults.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) -D_GNU_SOURCE -std=c17 -O1 -g $(WARNINGS) -fPIC -shared -o $@ $<

# Many audits in one process: wrong types, and what grows.
AUDITS_OBJS := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/audits/*.c))
AUDITS := $(OUT)/audits
$(OUT)/tests/audits/%.o: CPPFLAGS += -Itests/audits
$(AUDITS): $(AUDITS_OBJS) $(LIB)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# The engine played by the input stands in place of support/http where a target
# needs one; the others take the library's.
FUZZ_PLAYED := $(patsubst %.c,%,$(notdir \
                 $(shell grep -l 'fuzz_http\.h' $(FUZZ_SRCS))))

$(OUT)/tests/fuzz/%.o: CPPFLAGS += -Itests/fuzz

$(OUT)/fuzz/%: $(OUT)/tests/fuzz/%.o $(FUZZ_SHARED) $(FUZZ_MAIN) $(LIB)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) $(FUZZ_LINK) -o $@ $< $(FUZZ_MAIN) \
	    $(OUT)/tests/fuzz/fuzz.o \
	    $(if $(filter $*,$(FUZZ_PLAYED)),$(OUT)/tests/fuzz/fuzz_http.o) \
	    $(LIB) $(PKG_LIBS) $(FUZZ_LIBS)

build/fuzz/seeds: tests/fuzz/seeds.sh $(shell find fixtures -type f) | $(BIN)
	@echo "  SEED $@"
	$(Q)AKSENTRA=$(BIN) sh $< $@
	@touch $@

# Programs in which each allocation fails once: every call of these, in our own
# objects, goes through tests/unit/alloc.
ALLOC_WRAP := $(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc \
                reallocarray strdup strndup asprintf vasprintf arena_alloc \
                arena_strdup arena_strndup arena_printf arena_intern)
ALLOC_SRCS := $(wildcard tests/unit/alloc/test_*.c)
ALLOC_BINS := $(ALLOC_SRCS:tests/unit/alloc/%.c=$(OUT)/unit/%)
ALLOC_COMMON := $(OUT)/tests/unit/alloc/alloc_fail.o \
                $(OUT)/tests/unit/alloc/alloc_seeds.o \
                $(OUT)/tests/unit/sample_results.o \
                $(OUT)/tests/fuzz/fuzz.o $(OUT)/tests/fuzz/fuzz_http.o

$(OUT)/tests/unit/alloc/%.o: CPPFLAGS += -Itests/unit -Itests/fuzz

$(ALLOC_BINS): $(OUT)/unit/%: $(OUT)/tests/unit/alloc/%.o $(ALLOC_COMMON) $(LIB)
	@mkdir -p $(@D)
	@echo "  LINK $@"
	$(Q)$(CC) $(LDFLAGS) $(ALLOC_WRAP) -o $@ $< $(ALLOC_COMMON) $(LIB) \
	    $(PKG_LIBS) -lcmocka -lyaml

build-targets: $(FUZZ_BINS)

build-fuzz: build-targets build/fuzz/seeds

build-tests: $(BIN) fake $(PRELOAD) $(AUDITS) $(UNIT_BINS) $(ALLOC_BINS) \
             build-fuzz

deps:
	@sh tests/install-deps.sh $(if $(REAL),real kube) $(DEPS)

check: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) build-tests
	@$(if $(REAL),sh tests/kube/build.sh)
	@MODE=$(MODE) REAL=$(REAL) sh tests/run.sh

fuzz: DEPS = fuzz
fuzz: deps
	@$(MAKE) --no-print-directory -s MODE=$(ENGINE) CC=$(FUZZ_CC_$(ENGINE)) \
	    $(if $(TARGET),build/$(ENGINE)/fuzz/fuzz_$(TARGET),build-targets)
	@$(MAKE) --no-print-directory build/fuzz/seeds
	@ENGINE=$(ENGINE) TIME=$(TIME) TARGET=$(TARGET) JOBS=$(JOBS) \
	    sh tests/fuzz/run.sh

check-kube: DEPS = kube
check-kube: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) build-tests
	@sh tests/kube/build.sh
	@MODE=$(MODE) TESTS=tests/e2e/kube.bats sh tests/run.sh

check-valgrind: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) DEPS=valgrind deps build-tests
	@MODE=$(MODE) VALGRIND=1 sh tests/run.sh

soak: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) build-tests
	@MODE=$(MODE) SWEEP=full TESTS=tests/e2e/faults-types.bats sh tests/run.sh

lint: DEPS = lint
lint: deps
	@sh tests/lint/run.sh

bench: DEPS = bench
bench: deps
	@$(MAKE) --no-print-directory MODE=release build/release/aksentra
	@$(MAKE) --no-print-directory MODE=release fake
	@bash tests/bench/run.sh

demo: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) $(BIN) fake
	@sh tests/demo.sh $(OUT)

samples: deps
	@$(MAKE) --no-print-directory MODE=$(MODE) $(BIN) fake
	@rm -f $(filter-out %/README.md %.png,$(wildcard reports/samples/*))
	@sh tests/samples.sh $(OUT) reports/samples
	@sh tests/pictures.sh reports/samples

# ---- install ---------------------------------------------------------------

install:
	$(MAKE) MODE=release build/release/aksentra
	install -D -m 0755 build/release/aksentra \
	    $(DESTDIR)$(PREFIX)/bin/aksentra
	install -D -m 0644 docs/aksentra.1 \
	    $(DESTDIR)$(PREFIX)/share/man/man1/aksentra.1
	install -D -m 0644 reports/schema/results.schema.json \
	    $(DESTDIR)$(PREFIX)/share/aksentra/results.schema.json
	install -D -m 0644 reports/schema/diff.schema.json \
	    $(DESTDIR)$(PREFIX)/share/aksentra/diff.schema.json

clean:
	rm -rf build

.DELETE_ON_ERROR:
.SECONDARY:

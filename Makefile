# staccato: build, run, check, measure, install. `make help` lists the targets.

# What you may set, on the command line or in the environment.
CFLAGS   ?= -O3 -g
PORT     ?= 8000
BIND     ?= 127.0.0.1
WORKERS  ?= 2
SERVER   ?= lighttpd
SANITIZE ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
COVERAGE ?=
MINUTES  ?= 60
ifeq ($(origin CC),default)
CC := gcc
endif

comma := ,
B := build$(if $(SANITIZE),/sanitize)$(if $(COVERAGE),/coverage)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Werror
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)
COUNTERS := $(if $(COVERAGE),-O0 --coverage -fprofile-update=atomic)
# Not every compiler and processor has every flag: the compiler is asked.
supported = $(foreach flag,$(1),$(shell echo '$(or $(3),int main(void) { return 0; })' | \
	$(CC) -Werror $(flag) $(2) -x c -o /dev/null - 2>/dev/null && echo '$(flag)'))
PROTECTED := $(call supported,-fstack-protector-strong -fstack-clash-protection -fcf-protection \
	-mbranch-protection=standard,-c)
HARDENED := -fPIE $(PROTECTED) $(if $(SANITIZE)$(COVERAGE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# On 32 bits, too, files may be larger than 2 GiB and times later than 2038.
WIDE := -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
# The rooms, from the ground floor up. Each includes what stands below it, and nothing else: a room's objects are given
# the -I of the rooms up to its own.
ROOMS := core core/theory core/notation core/writers core/sightreading core/exercises fcgi/host fcgi/http fcgi/engine
INCLUDES := $(addprefix -I,$(ROOMS)) -Itests -Itests/core -isystem /usr/include/libxml2
override ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(WIDE) $(INCLUDES) $(WARNINGS) $(HARDENED) $(CFLAGS) \
	$(SANITIZERS) $(COUNTERS) -MMD -MP
override ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack $(LDFLAGS) $(SANITIZERS) $(COUNTERS)
LIBS := -lfcgi -ljson-c -lseccomp -lm
TEST_LIBS := -lcriterion -lcurl -lxml2 $(LIBS)

objects = $(patsubst %.c,$(B)/%.o,$(wildcard $(1)))
CORE := $(call objects,core/*.c core/*/*.c)
FCGI := $(call objects,fcgi/*/*.c)
TESTS := $(call objects,tests/*.c tests/core/*.c tests/fcgi/*.c tests/faults/*.c tests/properties/*.c)
FORMATTED := $(wildcard core/*.[ch] core/*/*.[ch] fcgi/*.[ch] fcgi/*/*.[ch] loadtest/*.c tests/*.[ch] tests/*/*.[ch])

.PHONY: all
all: $(B)/staccato.fcgi $(B)/libstaccato.a ## build/staccato.fcgi and build/libstaccato.a (default)

# What may include what: writers and exercises do not know each other, the rest is a tower.
room = $(addprefix $(B)/,$(patsubst %.c,%.o,$(wildcard $(1)/*.c)))
$(call room,core): private INCLUDES := -Icore
$(call room,core/theory): private INCLUDES := -Icore -Icore/theory
$(call room,core/notation): private INCLUDES := -Icore -Icore/theory -Icore/notation
$(call room,core/writers): private INCLUDES := -Icore -Icore/theory -Icore/notation -Icore/writers
$(call room,core/sightreading): private INCLUDES := -Icore -Icore/theory -Icore/notation -Icore/sightreading
$(call room,core/exercises): private INCLUDES := -Icore -Icore/theory -Icore/notation -Icore/sightreading \
	-Icore/exercises
$(call room,fcgi/host): private INCLUDES := -Icore -Ifcgi/host
$(call room,fcgi/http): private INCLUDES := $(addprefix -I,$(filter-out fcgi/engine,$(ROOMS)))
$(call room,fcgi/engine) $(B)/fcgi/main.o: private INCLUDES := $(addprefix -I,$(ROOMS))
$(B)/libstaccato.a: $(CORE)
$(B)/libresponder.a: $(FCGI)
$(B)/%.a:
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/staccato.fcgi: $(B)/fcgi/main.o $(B)/libresponder.a $(B)/libstaccato.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(B)/tests/check: $(TESTS) $(B)/libresponder.a $(B)/libstaccato.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(TEST_LIBS)
$(B)/fcgi/http/openapi.o: share/openapi.json
$(B)/fcgi/host/license.o: LICENSE core/writers/OFL.txt
$(B)/fcgi/http/levels.o: share/levels.json
# Preloaded into workers, so that calls fail in them; what it replaces must not be replaced in it.
$(B)/tests/shim.so: tests/shim/shim.c tests/shim/shim.h Makefile
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP -fsanitize% --coverage,$(ALL_CFLAGS)) -fPIC -U_FORTIFY_SOURCE -shared -o $@ $<
$(B)/tests/fuzz/replay-%: $(addprefix $(B)/tests/,fuzz/%.o fuzz/replay.o fuzz/answer.o \
		properties/document.o properties/invariants.o properties/melody.o properties/picture.o \
		properties/requests.o properties/sights.o) \
		$(B)/libresponder.a $(B)/libstaccato.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lxml2 $(LIBS)
$(B)/%.o: %.c Makefile $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Another compiler or other flags than last time: all is made anew.
$(B)/flags: always
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS)' >$@
.PHONY: always

# Debian packages: to build and run, to check, to measure.
BUILD_PACKAGES := gcc libc6-dev libfcgi-dev libjson-c-dev libseccomp-dev
PACKAGES := $(BUILD_PACKAGES) lighttpd nginx-light spawn-fcgi multiwatch curl
.PHONY: deps run
deps: ## install the Debian packages that are missing (as root; else print the command)
	@conf/deps $(PACKAGES)
run: deps ## serve http://127.0.0.1:8000 until Ctrl-C; PORT, BIND, WORKERS, SERVER=lighttpd|nginx
	@$(MAKE) --no-print-directory -s all
	@PORT=$(PORT) BIND=$(BIND) WORKERS=$(WORKERS) SERVER=$(SERVER) BINARY=$(B)/staccato.fcgi WITH_PARENT=1 \
	    exec conf/run

LOAD_PACKAGES := wrk jq gnuplot-nox lighttpd-mod-deflate
CHECK_PACKAGES := $(PACKAGES) libcriterion-dev libcurl4-openssl-dev libxml2-dev libxml2-utils \
	clang-format cppcheck shellcheck mandoc python3 prometheus $(LOAD_PACKAGES) python3-jsonschema \
	python3-mido midicsv
.PHONY: check check-all lint
check: ## every test; SANITIZE=1 for ASan and UBSan
	@conf/deps $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory check-all
REPLAYS := $(patsubst tests/fuzz/%.dict,$(B)/tests/fuzz/replay-%,$(wildcard tests/fuzz/*.dict))
check-all: $(B)/staccato.fcgi $(B)/tests/check $(B)/tests/shim.so $(REPLAYS) $(B)/loadtest/blocking
	@BUILD=$(B) tests/run
lint: ## clang-format, cppcheck and shellcheck, with nothing to say
	clang-format --dry-run --Werror $(FORMATTED)
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
		--inline-suppr --suppress=missingIncludeSystem $(addprefix -I,$(ROOMS)) core fcgi
	shellcheck -S warning -e SC2154 $(shell grep -rlE --exclude-dir=node_modules '^#!/bin/(ba)?sh' conf tests loadtest share .ci)

# What only the playground and its tests need. npm is also packaged elsewhere, together with a newer Node.js.
NPM_PACKAGES := $(if $(shell command -v npm),,nodejs npm)
OSMD := share/www/playground/vendor/opensheetmusicdisplay.min.js
.PHONY: playground check-web
playground: $(OSMD) ## fetch the library that draws the scores on the page at /
$(OSMD): share/playground-install
	@conf/deps $(NPM_PACKAGES)
	@share/playground-install
check-web: ## /openapi.json, the playground and pictures, by npm's tools and Chromium
	@conf/deps $(PACKAGES) chromium lilypond-data procps python3-fonttools $(NPM_PACKAGES)
	@$(MAKE) --no-print-directory all playground
	@BUILD=$(B) tests/web/run

# What is run less often than `check`: it takes minutes, and more packages.
.PHONY: fuzz mutation coverage coverage-all analyze valgrind
fuzz: ## new inputs for every driver of tests/fuzz, with libFuzzer and AFL++; SECONDS=60 in all
	@conf/deps $(PACKAGES) clang libclang-rt-14-dev afl++ libxml2-dev
	@tests/fuzz/run
mutation: ## whether the tests notice what is changed in core, fcgi, conf and the page; MUTANTS=n of the changes of each
	@conf/deps $(CHECK_PACKAGES) $(HOSTING_PACKAGES) chromium procps $(NPM_PACKAGES)
	@$(MAKE) --no-print-directory -s all static shared-host $(B)/tests/shim.so
	@test -d $(B)/web/node_modules || $(MAKE) --no-print-directory -s check-web
	@failed=0; for part in run samples page; do tests/mutation/$$part || failed=1; done; exit $$failed
coverage: ## what of core and fcgi the tests run: build/coverage/index.html and build/coverage.json
	@conf/deps $(CHECK_PACKAGES) gcovr
	@$(MAKE) --no-print-directory COVERAGE=1 coverage-all
coverage-all: $(B)/staccato.fcgi $(B)/tests/check $(B)/tests/shim.so $(REPLAYS)
	@BUILD=$(B) tests/coverage
analyze: ## gcc's and clang's static analyzers over core and fcgi, with nothing to say
	@conf/deps $(PACKAGES) clang
	@for source in $(wildcard core/*.c core/*/*.c fcgi/*.c fcgi/*/*.c); do \
	    gcc -std=c11 -D_GNU_SOURCE $(addprefix -I,$(ROOMS)) -O0 -fanalyzer -Werror -c -o /dev/null $$source && \
	    clang -std=c11 -D_GNU_SOURCE $(addprefix -I,$(ROOMS)) --analyze --analyzer-output text -Xclang -analyzer-werror \
	        -Xclang -analyzer-checker=optin.performance,optin.portability,nullability,valist $$source || exit 1; \
	done
valgrind: ## memcheck over tests, workers and kept corpora
	@conf/deps $(CHECK_PACKAGES) valgrind
	@$(MAKE) --no-print-directory $(B)/staccato.fcgi $(B)/tests/check $(REPLAYS)
	@BUILD=$(B) tests/valgrind

.PHONY: bench bench-throughput
bench: ## what a score costs: a table and build/bench.json
	@conf/deps $(PACKAGES) valgrind jq $(NPM_PACKAGES)
	@$(MAKE) --no-print-directory $(B)/staccato.fcgi $(addprefix $(B)/tests/bench/,cost seeds)
	@BUILD=$(B) tests/bench/run
bench-throughput: ## behind nginx, beside other responders; AGAINST=uncounted or STACCATO_SANDBOX=off: beside itself
	@conf/deps $(PACKAGES) wrk jq
	@$(MAKE) --no-print-directory $(B)/staccato.fcgi $(addprefix $(B)/tests/bench/,noop uncounted) $(B)/loadtest/blocking
	@BUILD=$(B) tests/bench/throughput
UNCOUNTED := -Wl$(comma)--wrap=clock_gettime,--wrap=metrics_request,--wrap=metrics_update
$(B)/tests/bench/uncounted: $(addprefix $(B)/,tests/bench/uncounted.o fcgi/main.o libresponder.a libstaccato.a)
	$(CC) $(ALL_LDFLAGS) $(UNCOUNTED) -o $@ $^ $(LIBS)
$(B)/tests/bench/cost: $(B)/tests/bench/workloads.o
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(B)/libresponder.a $(B)/libstaccato.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# To put it on a host. The static program serves FastCGI and CGI as the other does. libfcgi's client half, which nothing
# calls, looks hosts up, for which glibc would load libraries at run time: there is no such call in the static program.
# On i386, Debian's libc.a has a checked memset that does not link so.
CLEARS = void *__memset_chk(void *, int, __SIZE_TYPE__, __SIZE_TYPE__); int main(int n, char **a) { return *(char *)__memset_chk(*a, n, (__SIZE_TYPE__)n, (__SIZE_TYPE__)(n * 2 + **a)); }
STATIC_LDFLAGS = $(filter-out -pie,$(ALL_LDFLAGS)) $(or $(call supported,-static-pie,-O2 $(LDFLAGS),$(CLEARS)),-static) -s -Wl,--defsym=gethostbyname=abort
INSTALL = BINARY=$(B)/staccato.fcgi PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' conf/install
HOSTING_PACKAGES := $(PACKAGES) build-essential debhelper zip unzip apache2 libapache2-mod-fcgid caddy busybox haproxy \
	wrk mandoc lintian systemd iproute2 procps python3 qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross \
	gcc-i686-linux-gnu libc6-dev-i386-cross lilypond jq python3-mido
.PHONY: install uninstall deb static shared-host check-hosting
install: $(B)/staccato.fcgi ## program, manual, units and samples; PREFIX=/usr/local, DESTDIR=
	@$(INSTALL) install
uninstall: ## remove what install put there
	@$(INSTALL) uninstall
deb: ## build/staccato_*.deb, for Debian
	@conf/deps $(BUILD_PACKAGES) build-essential debhelper
	@conf/debian/build build
static: ## build/static/staccato.fcgi, one file that needs nothing but the kernel
	@conf/deps $(BUILD_PACKAGES)
	@$(MAKE) --no-print-directory $(B)/static/staccato.fcgi
shared-host: ## build/staccato-shared-host.zip, to upload to a host without root
	@conf/deps $(BUILD_PACKAGES) zip
	@$(MAKE) --no-print-directory $(B)/static/staccato.fcgi
	@conf/apache/pack $(B)/static/staccato.fcgi build/staccato-shared-host.zip
check-hosting: ## every way to host it, started from conf/ and asked everything
	@conf/deps $(HOSTING_PACKAGES)
	@$(MAKE) --no-print-directory -s all static shared-host deb
	@tests/hosting/check
$(B)/static/staccato.fcgi: $(B)/fcgi/main.o $(B)/libresponder.a $(B)/libstaccato.a
	@mkdir -p $(@D)
	$(CC) $(STATIC_LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: loadtest loadtest-compare
loadtest: deps ## the benchmark report, build/loadtest/report.md; QUICK=1, URL=, SERVER=, SOAK=24h, COMPARE=URL
	@conf/deps $(LOAD_PACKAGES)
	@$(MAKE) --no-print-directory -s $(if $(URL),,all) $(B)/loadtest/blocking
	@BINARY=$(B)/staccato.fcgi BLOCKING=$(B)/loadtest/blocking WORKERS=$(WORKERS) SERVER=$(SERVER) loadtest/run
loadtest-compare: ## what got slower beyond the spread; OLD=report.json NEW=report.json
	@conf/deps jq
	@loadtest/compare "$(OLD)" "$(NEW)"
$(B)/loadtest/blocking: $(B)/loadtest/blocking.o
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: flood soak
flood: ## slow, many and oversize requests against both web servers, with figures
	@conf/deps $(PACKAGES) python3
	@$(MAKE) --no-print-directory all
	@BINARY=$(CURDIR)/$(B)/staccato.fcgi tests/flood/floods.py
soak: ## load, kills, bad input and stalls at once, for MINUTES=60
	@conf/deps $(PACKAGES) python3 wrk
	@$(MAKE) --no-print-directory all
	@BINARY=$(CURDIR)/$(B)/staccato.fcgi MINUTES=$(MINUTES) tests/flood/soak

.PHONY: clean help
clean: ## remove build/
	rm -rf build
help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find build -name '*.d' 2>/dev/null)

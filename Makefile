# staccato: build, run, check, measure, install. `make help` lists the targets.

# What you may set, on the command line or in the environment.
CC       ?= gcc
CFLAGS   ?= -O2 -g
PORT     ?= 8000
BIND     ?= 127.0.0.1
WORKERS  ?= 2
SERVER   ?= lighttpd
SANITIZE ?=

B := build$(if $(SANITIZE),/sanitize)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Werror
HARDENED := -fPIE -fstack-protector-strong $(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SANITIZERS := $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
comma := ,
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Icore -Ifcgi $(WARNINGS) $(HARDENED) $(CFLAGS) $(SANITIZERS) -MMD -MP
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(LDFLAGS) $(SANITIZERS)
LIBS := -lfcgi -ljson-c

CORE := $(patsubst %.c,$(B)/%.o,$(wildcard core/*.c))
FCGI := $(patsubst %.c,$(B)/%.o,$(filter-out fcgi/main.c,$(wildcard fcgi/*.c)))
TESTS := $(patsubst %.c,$(B)/%.o,$(wildcard tests/*.c tests/core/*.c tests/fcgi/*.c))
SOURCES := $(wildcard core/*.[ch] fcgi/*.[ch] tests/*.[ch] tests/*/*.[ch])

all: $(B)/staccato.fcgi ## build/staccato.fcgi and build/libstaccato.a

$(B)/libstaccato.a: $(CORE)
	$(AR) rcs $@ $^
$(B)/libresponder.a: $(FCGI)
	$(AR) rcs $@ $^
$(B)/staccato.fcgi: $(B)/fcgi/main.o $(B)/libresponder.a $(B)/libstaccato.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $($(*D)_CFLAGS) -c -o $@ $<

.DELETE_ON_ERROR:
.PHONY: all
-include $(shell find build -name '*.d' 2>/dev/null)

/* A system without a sandbox, or with half of one: every call of libseccomp fails in turn. The
 * calls stand here in place of its own; they go on to them, but any can be made to fail, and the
 * last step, which could not be taken back, is left out. What the filter does is shown in
 * sandbox.c. */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <dlfcn.h>
#include <errno.h>
#include <seccomp.h>

#include "sandbox.h"
#include "service.h"

enum { NEVER = -1 };

static bool in_use;               /* in tests of other files all calls just go on */
static int until_failure = NEVER; /* so many calls go well */
static int calls;                 /* so far */
static int filters;               /* made and not released */
static int init_error;            /* errno of a seccomp_init that fails */

/* libseccomp's own. */
static struct {
    scmp_filter_ctx (*init)(uint32_t);
    void (*release)(scmp_filter_ctx);
    int (*attr_set)(scmp_filter_ctx, enum scmp_filter_attr, uint32_t);
    int (*rule_add_array)(scmp_filter_ctx, uint32_t, int, unsigned int,
                          const struct scmp_arg_cmp *);
    int (*load)(const scmp_filter_ctx);
} real;

static void find(const char *name, void *function) {
    void *found = dlsym(dlopen("libseccomp.so.2", RTLD_NOW), name);
    cr_assert_not_null(found, "%s", name);
    memcpy(function, &found, sizeof(found));
}

static bool fails(void) {
    calls++;
    return in_use && until_failure != NEVER && until_failure-- == 0;
}

scmp_filter_ctx seccomp_init(uint32_t action) {
    find("seccomp_init", &real.init);
    find("seccomp_release", &real.release);
    find("seccomp_attr_set", &real.attr_set);
    find("seccomp_rule_add_array", &real.rule_add_array);
    find("seccomp_load", &real.load);
    scmp_filter_ctx filter = NULL;
    if (fails()) {
        errno = init_error;
    } else {
        filter = real.init(action);
    }
    filters += filter != NULL;
    return filter;
}

void seccomp_release(scmp_filter_ctx filter) {
    filters--;
    real.release(filter);
}

int seccomp_attr_set(scmp_filter_ctx filter, enum scmp_filter_attr attribute, uint32_t value) {
    return fails() ? -EACCES : real.attr_set(filter, attribute, value);
}

int seccomp_rule_add_array(scmp_filter_ctx filter, uint32_t action, int call, unsigned int count,
                           const struct scmp_arg_cmp *arguments) {
    return fails() ? -EDOM : real.rule_add_array(filter, action, call, count, arguments);
}

int seccomp_load(const scmp_filter_ctx filter) {
    return fails() ? -EFAULT : in_use ? 0 : real.load(filter);
}

static void use_these(void) {
    in_use = true;
}

TestSuite(sandbox_failures, .init = use_these);

Test(sandbox_failures, each_is_told) {
    const char *reason;
    cr_assert(sandbox_enter(&reason));
    cr_expect_null(reason);
    cr_assert_gt(calls, 10);
    for (int i = 0, needed = calls; i < needed; i++) {
        until_failure = i;
        cr_expect_not(sandbox_enter(&reason), "call %d", i);
        cr_expect_not_null(reason, "call %d", i);
        cr_expect(i == 0 ? strcmp(reason, "the system has no seccomp filters") == 0
                  : i + 1 < needed
                      ? strcmp(reason, strerror(EACCES)) == 0 || strcmp(reason, strerror(EDOM)) == 0
                      : strcmp(reason, strerror(EFAULT)) == 0,
                  "call %d: %s", i, reason);
        cr_expect_eq(filters, 0, "call %d: the filter is released", i);
    }
}

/* libseccomp makes no filter for an action that the kernel does not know, and sets no errno. */
Test(sandbox_failures, a_lack_of_memory_is_told_from_a_lack_of_filters) {
    const char *reason;
    until_failure = 0;
    init_error = ENOMEM;
    cr_expect_not(sandbox_enter(&reason));
    cr_expect_str_eq(reason, strerror(ENOMEM));
    until_failure = 0;
    init_error = 0;
    cr_expect_not(sandbox_enter(&reason));
    cr_expect_str_eq(reason, "the system has no seccomp filters");
}

/* Whether a service with that configuration serves, if entering the sandbox fails or does not. */
static bool serves(enum sandbox wanted, bool fails_to_enter) {
    static struct service service;
    const struct config config = {.sandbox = wanted, .base_path = {"", 0}};
    cr_assert(service_open(&service, &config));
    until_failure = fails_to_enter ? 0 : NEVER;
    calls = 0;
    bool ok = service_confine(&service);
    service_close(&service);
    return ok;
}

Test(sandbox_failures, do_not_matter_where_it_is_off_or_on) {
    cr_expect(serves(SANDBOX_OFF, true));
    cr_expect_eq(calls, 0, "off: nothing is asked for");
    cr_expect(serves(SANDBOX_ON, false));
    cr_expect_gt(calls, 0);
    cr_expect(serves(SANDBOX_ON, true));
}

Test(sandbox_failures, end_a_worker_where_it_is_required) {
    cr_expect(serves(SANDBOX_REQUIRE, false));
    cr_redirect_stderr();
    cr_expect_not(serves(SANDBOX_REQUIRE, true));
    (void)fflush(stderr);
    cr_expect_stderr_eq_str("staccato: STACCATO_SANDBOX=require, but there is no sandbox: "
                            "the system has no seccomp filters\n");
}

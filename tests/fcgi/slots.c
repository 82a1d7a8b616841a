/* The memory that workers share: who holds a slot, and files that are not what they should be. */
#include "slots.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"

#define LAYOUT "version test"
enum { SLOT_SIZE = 64 };

TestSuite(slots, .timeout = 60, .init = folder_make, .fini = folder_remove);

/* What another process does between the opening of the file and the look whether it is still there:
 * the C library's lstat, but for that. */
static void (*meanwhile)(void);

int lstat(const char *restrict path, struct stat *restrict status) {
    if (meanwhile != NULL) {
        meanwhile();
        meanwhile = NULL;
    }
    return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

static bool open_slots(struct slots *slots) {
    const char *reason;
    cr_assert(slots_open(slots, folder_file, LAYOUT, SLOT_SIZE, &reason));
    cr_assert_eq(reason == NULL, slots->file >= 0, "%s", reason == NULL ? "private" : reason);
    return slots->file >= 0;
}

Test(slots, are_seen_by_all_and_kept) {
    struct slots first;
    struct slots second;
    cr_assert(open_slots(&first) && open_slots(&second));
    cr_assert_neq(first.own, second.own);
    *(uint64_t *)slots_at(&first, first.own) = 7;
    cr_expect_eq(*(uint64_t *)slots_at(&second, first.own), 7);
    cr_expect(slots_is_held(&first, second.own));
    cr_expect(slots_is_held(&second, first.own));
    cr_expect(slots_are_shared(&first) && slots_are_shared(&second));
    size_t own = first.own;
    slots_close(&first);
    cr_expect_not(slots_is_held(&second, own));
    cr_assert(open_slots(&first));
    cr_expect_eq(first.own, own, "the slot is taken over");
    cr_expect_eq(*(uint64_t *)slots_at(&first, own), 7, "with what is in it");
    slots_close(&first);
    slots_close(&second);
}

/* Nobody has collected the process yet, so its id is still there; the slot is free all the same. */
Test(slots, of_a_killed_process_are_free_at_once) {
    struct slots ours;
    siginfo_t ended;
    int ready[2];
    size_t slot = 0;
    cr_assert(open_slots(&ours));
    cr_assert_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct slots slots;
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        (void)open_slots(&slots);
        (void)!write(ready[1], &slots.own, sizeof(slots.own));
        (void)pause();
        _exit(1);
    }
    cr_assert_eq(read(ready[0], &slot, sizeof(slot)), sizeof(slot));
    cr_assert_neq(slot, ours.own);
    cr_expect(slots_is_held(&ours, slot));
    (void)kill(pid, SIGKILL);
    cr_assert_eq(waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT), 0);
    cr_expect_not(slots_is_held(&ours, slot));
    (void)waitpid(pid, NULL, 0);
    slots_close(&ours);
}

/* Many start at once, with no file yet, and every third is killed at some moment of its start. */
Test(slots, are_claimed_once_by_many_starters) {
    enum { STARTERS = 30, ROUNDS = 10 };
    for (unsigned int round = 0; round < ROUNDS; round++) {
        pid_t pids[STARTERS];
        bool is_taken[SLOTS] = {false};
        int results[2];
        int start[2];
        char byte;
        (void)unlink(folder_file);
        cr_assert_eq(pipe(results), 0);
        cr_assert_eq(pipe(start), 0);
        for (int i = 0; i < STARTERS; i++) {
            pids[i] = fork();
            if (pids[i] == 0) {
                struct slots slots;
                (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
                (void)close(start[1]);
                (void)!read(start[0], &byte, 1); /* until all are there */
                size_t own = open_slots(&slots) ? slots.own : SLOTS;
                if (i % 3 != 0) {
                    (void)!write(results[1], &own, sizeof(own));
                }
                (void)pause();
                _exit(1);
            }
        }
        (void)close(start[1]);
        for (int i = 0; i < STARTERS; i += 3) {
            (void)usleep((useconds_t)(rand() % 200)); /* some moment, nothing that is waited for */
            (void)kill(pids[i], SIGKILL);
        }
        for (int i = 0; i < STARTERS - STARTERS / 3; i++) {
            size_t own;
            cr_assert_eq(read(results[0], &own, sizeof(own)), sizeof(own));
            cr_assert_lt(own, (size_t)SLOTS, "a starter counts privately");
            cr_assert_not(is_taken[own], "slot %zu has two holders", own);
            is_taken[own] = true;
        }
        for (int i = 0; i < STARTERS; i++) {
            (void)kill(pids[i], SIGKILL);
            (void)waitpid(pids[i], NULL, 0);
        }
        (void)close(results[0]);
        (void)close(results[1]);
        (void)close(start[0]);
    }
}

Test(slots, are_private_when_all_are_taken) {
    static struct slots all[SLOTS];
    struct slots excess;
    const char *reason;
    for (size_t i = 0; i < SLOTS; i++) {
        cr_assert(open_slots(&all[i]));
    }
    cr_assert(slots_open(&excess, folder_file, LAYOUT, SLOT_SIZE, &reason));
    cr_expect_str_eq(reason, "all slots of the file are taken");
    cr_expect_not(slots_are_shared(&excess));
    *(uint64_t *)slots_at(&excess, excess.own) = 1;
    cr_expect(slots_is_held(&excess, excess.own));
    cr_expect_not(slots_is_held(&excess, excess.own + 1));
    slots_close(&excess);
    /* Nor does a lock beyond the last slot, whoever has it, make anybody look further. */
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1 + SLOTS};
    int file = open(folder_file, O_RDWR | O_CLOEXEC);
    cr_assert_eq(fcntl(file, F_OFD_SETLK, &lock), 0);
    cr_assert(slots_open(&excess, folder_file, LAYOUT, SLOT_SIZE, &reason));
    cr_expect_str_eq(reason, "all slots of the file are taken");
    slots_close(&excess);
    (void)close(file);
    for (size_t i = 0; i < SLOTS; i++) {
        slots_close(&all[i]);
    }
}

/* Expects private memory, and a reason with these words; ours stay to be used. */
static void expect_private(const char *path, const char *words) {
    struct slots slots;
    const char *reason;
    cr_assert(slots_open(&slots, path, LAYOUT, SLOT_SIZE, &reason));
    cr_expect_eq(slots.file, -1);
    cr_expect_not(slots_are_shared(&slots));
    if (words == NULL) {
        cr_expect_null(reason);
    } else {
        cr_assert_not_null(reason, "no reason, but %s", words);
        cr_expect_not_null(strstr(reason, words), "\"%s\", not \"%s\"", reason, words);
    }
    *(uint64_t *)slots_at(&slots, slots.own) = 1;
    slots_close(&slots);
}

Test(slots, are_private_without_a_file_of_ours) {
    expect_private(NULL, NULL);
    expect_private("/nonexistent/counts", "No such file");
    expect_private(folder_path, "directory");
    expect_private("/dev/null", "no file");
    cr_assert_eq(mkfifo(folder_file, 0600), 0);
    expect_private(folder_file, "no file");
    (void)unlink(folder_file);
    cr_assert_eq(symlink("/etc/passwd", folder_file), 0);
    expect_private(folder_file, "symbolic links");
}

/* Whoever may write to the folder could give a file of ours, from elsewhere, the name. */
Test(slots, are_private_where_the_file_is_a_hard_link) {
    char other[PATH_MAX];
    char read_back[8];
    (void)snprintf(other, sizeof(other), "%s/other", folder_path);
    folder_write("", 0);
    cr_assert_eq(link(folder_file, other), 0);
    expect_private(folder_file, "hard link");
    cr_expect_eq(folder_read(read_back, sizeof(read_back)), 0, "the file is as it was");
    (void)unlink(other);
}

Test(slots, leave_what_others_wrote_alone) {
    static const char *const contents[] = {"precious\n", "staccato metrics", "", "S"};
    char read_back[32];
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        /* The third is larger than any file of ours, and all zero. */
        size_t size = contents[i][0] == '\0' ? 64 << 20 : strlen(contents[i]);
        folder_write(contents[i], strlen(contents[i]));
        cr_assert_eq(truncate(folder_file, (off_t)size), 0);
        expect_private(folder_file, "something else");
        cr_expect_eq(folder_read(read_back, sizeof(read_back)), size < 32 ? size : 32);
        cr_expect_eq(memcmp(read_back, contents[i], strlen(contents[i])), 0);
    }
    if (geteuid() == 0) {
        folder_write("", 0);
        cr_assert_eq(chown(folder_file, 65534, 65534), 0);
        expect_private(folder_file, "somebody else");
    }
}

/* Another version's, cut short, or not finished: a new one takes its place, or it is finished. */
Test(slots, replace_a_stale_file) {
    static const char *const contents[] = {"staccato metrics: version another\n",
                                           ("staccato metrics: " LAYOUT), "", "\0\0\0"};
    static const size_t lengths[] = {34, sizeof("staccato metrics: " LAYOUT), 0, 3};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct slots first;
        struct slots second;
        folder_write(contents[i], lengths[i]);
        cr_assert(open_slots(&first) && open_slots(&second), "case %zu", i);
        *(uint64_t *)slots_at(&first, first.own) = 9;
        cr_expect_eq(*(uint64_t *)slots_at(&second, first.own), 9, "case %zu", i);
        cr_expect(slots_are_shared(&first));
        slots_close(&first);
        slots_close(&second);
    }
}

Test(slots, outlive_a_file_that_is_cut_short_or_removed) {
    struct slots slots;
    struct slots next;
    cr_assert(open_slots(&slots));
    *(uint64_t *)slots_at(&slots, slots.own) = 5;
    cr_assert_eq(truncate(folder_file, 0), 0);
    cr_expect_not(slots_are_shared(&slots));
    *(volatile uint64_t *)slots_at(&slots, slots.own) += 1;
    cr_expect_eq(*(volatile uint64_t *)slots_at(&slots, slots.own), 1);
    cr_assert(open_slots(&next), "the file is made anew");
    cr_expect(slots_are_shared(&next));
    cr_assert_eq(unlink(folder_file), 0);
    cr_expect_not(slots_are_shared(&next));
    slots_close(&next);
    slots_close(&slots);
}

/* Somebody has the file locked for good: a start does not wait for it for good. */
Test(slots, do_not_wait_for_ever) {
    struct slots slots;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    cr_assert(open_slots(&slots));
    int file = open(folder_file, O_RDWR | O_CLOEXEC);
    cr_assert_eq(fcntl(file, F_OFD_SETLK, &lock), 0);
    expect_private(folder_file, "locked");
    (void)close(file);
    slots_close(&slots);
}

static void remove_file(void) {
    cr_assert_eq(unlink(folder_file), 0);
}

/* Keeps the old one's inode in use, as its number would be given to the new one. */
static void replace_file(void) {
    char other[sizeof(folder_file) + 8];
    (void)snprintf(other, sizeof(other), "%s.new", folder_file);
    int file = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    cr_assert_geq(file, 0);
    (void)close(file);
    cr_assert_eq(rename(other, folder_file), 0);
}

/* Who comes next must find whom it finds: all hold slots of the file that has the name. */
Test(slots, are_of_the_file_that_has_the_name) {
    void (*const deeds[])(void) = {remove_file, replace_file};
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        struct slots first;
        struct slots second;
        meanwhile = deeds[i];
        cr_assert(open_slots(&first));
        cr_assert_null(meanwhile, "lstat is asked");
        cr_expect(slots_are_shared(&first));
        cr_assert(open_slots(&second));
        cr_expect_neq(first.own, second.own);
        cr_expect(slots_is_held(&first, second.own));
        slots_close(&first);
        slots_close(&second);
    }
}

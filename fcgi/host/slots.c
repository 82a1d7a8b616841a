/* The file, its locks, and what may be wrong with it. */
#include "slots.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file_state.h"

/* The file begins with a page of which a line of text is used; slots follow. */
#define SIGNATURE "staccato metrics: "
enum {
    PREFACE = 4096,
    TITLE_SIZE = sizeof(SIGNATURE) + SLOT_LAYOUT_MAX,
    TRIES = 1000, /* to have the file to oneself, 1 ms each */
};

/* Bytes that are locked. They are no data: the locks only need numbers. */
enum { LOCK_OF_FILE = 0, LOCK_OF_FIRST_SLOT = 1 };

static size_t memory_size(const struct slots *slots) {
    return PREFACE + SLOTS * slots->slot_size;
}

static bool set_lock(int file, short type, off_t byte) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    return fcntl(file, F_OFD_SETLK, &lock) == 0;
}

/* ---- a file that is cut short while it is mapped ---- */

static struct {
    void *memory;
    size_t size;
    volatile sig_atomic_t is_replaced;
} guarded;

/* Reading or writing what is no longer there is SIGBUS. Ordinary memory takes its place. */
static void replace_memory(int signal_number, siginfo_t *info, void *context) {
    (void)context;
    size_t offset = (size_t)((char *)info->si_addr - (char *)guarded.memory);
    if (guarded.memory == NULL || offset >= guarded.size ||
        mmap(guarded.memory, guarded.size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) {
        (void)signal(signal_number, SIG_DFL); /* the same again ends the process */
    }
    guarded.is_replaced = 1;
}

static void guard(const struct slots *slots) {
    struct sigaction action = {.sa_sigaction = replace_memory, .sa_flags = SA_SIGINFO};
    guarded.memory = slots->memory;
    guarded.size = memory_size(slots);
    guarded.is_replaced = 0;
    (void)sigaction(SIGBUS, &action, NULL);
}

/* ---- opening ---- */

enum outcome { DONE, AGAIN, REFUSED };

/* A refusal, with the reason. */
static enum outcome refuse(const char *why, const char **reason) {
    *reason = why;
    return REFUSED;
}

/* Makes an empty file one of ours, or looks whether it is. In steps that may end anywhere: one that
 * was not finished looks empty. */
static enum outcome prepare(int file, const char *path, const char *title, size_t size,
                            const char **reason) {
    static const char empty[TITLE_SIZE];
    char found[TITLE_SIZE] = "";
    struct stat status;
    if (fstat(file, &status) != 0 || pread(file, found, sizeof(found), 0) < 0) {
        return refuse(strerror(errno), reason);
    }
    if (memcmp(found, empty, sizeof(found)) == 0 && status.st_size <= (off_t)size) {
        /* All of it is claimed now, as there may be no room for it later. */
        int error = posix_fallocate(file, 0, (off_t)size);
        if (error != 0 || pwrite(file, title, TITLE_SIZE, 0) != TITLE_SIZE) {
            return refuse(strerror(error != 0 ? error : errno), reason);
        }
        return DONE;
    }
    if (memcmp(found, title, sizeof(found)) == 0 && status.st_size == (off_t)size) {
        return DONE;
    }
    if (memcmp(found, SIGNATURE, strlen(SIGNATURE)) != 0) {
        return refuse("the file is there, but holds something else", reason);
    }
    return unlink(path) == 0 ? AGAIN : refuse(strerror(errno), reason);
}

/* Maps the file and takes a slot. */
static enum outcome take_slot(struct slots *slots, int file, const char **reason) {
    size_t own = 0;
    while (own < SLOTS && !set_lock(file, F_WRLCK, LOCK_OF_FIRST_SLOT + (off_t)own)) {
        own++;
    }
    if (own == SLOTS) {
        return refuse("all slots of the file are taken", reason);
    }
    void *memory = mmap(NULL, memory_size(slots), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) {
        return refuse(strerror(errno), reason);
    }
    slots->memory = memory;
    slots->own = own;
    slots->file = file;
    return DONE;
}

/* Only one worker at a time gets past the lock, which may have been of a file that is no longer the
 * one at path. */
static enum outcome enter(struct slots *slots, int file, const char *path, const char *title,
                          const char **reason) {
    struct stat opened;
    struct stat named;
    if (fstat(file, &opened) != 0) {
        return refuse(strerror(errno), reason);
    }
    if (!S_ISREG(opened.st_mode) || opened.st_uid != geteuid()) {
        return refuse("the file is somebody else's, or is no file", reason);
    }
    if (opened.st_nlink > 1) { /* whoever may make links here could make one of any file of ours */
        return refuse("the file has another name, too: it is a hard link", reason);
    }
    if (!set_lock(file, F_WRLCK, LOCK_OF_FILE)) {
        return errno == EAGAIN || errno == EACCES ? AGAIN : refuse(strerror(errno), reason);
    }
    if (lstat(path, &named) != 0 || named.st_ino != opened.st_ino ||
        named.st_dev != opened.st_dev) {
        return AGAIN;
    }
    enum outcome outcome = prepare(file, path, title, memory_size(slots), reason);
    if (outcome == DONE) {
        outcome = take_slot(slots, file, reason);
        (void)set_lock(file, F_UNLCK, LOCK_OF_FILE);
    }
    return outcome;
}

static enum outcome open_file(struct slots *slots, const char *path, const char *title,
                              const char **reason) {
    const struct timespec pause = {.tv_nsec = 1000000};
    for (int i = 0; i < TRIES; i++) {
        mode_t before = umask(0); /* a service manager may have set it to anything */
        int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
        (void)umask(before);
        if (file < 0) {
            return refuse(strerror(errno), reason);
        }
        enum outcome outcome = enter(slots, file, path, title, reason);
        if (outcome == DONE) {
            return DONE;
        }
        (void)close(file);
        if (outcome == REFUSED) {
            return REFUSED;
        }
        (void)nanosleep(&pause, NULL);
    }
    return refuse("another process keeps the file locked", reason);
}

bool slots_open(struct slots *slots, const char *path, const char *layout, size_t slot_size,
                const char **reason) {
    char title[TITLE_SIZE] = "";
    *slots = (struct slots){.file = -1, .slot_size = slot_size};
    *reason = NULL;
    (void)snprintf(title, sizeof(title), SIGNATURE "%s", layout);
    if (path != NULL && open_file(slots, path, title, reason) == DONE) {
        guard(slots);
        return true;
    }
    void *memory =
        mmap(NULL, memory_size(slots), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    slots->memory = memory == MAP_FAILED ? NULL : memory;
    return slots->memory != NULL;
}

/* ---- in use ---- */

void *slots_at(const struct slots *slots, size_t slot) {
    return slots->memory + PREFACE + slot * slots->slot_size;
}

bool slots_is_held(const struct slots *slots, size_t slot) {
    struct flock lock = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = LOCK_OF_FIRST_SLOT + (off_t)slot,
                         .l_len = 1};
    return slot == slots->own || (slots->file >= 0 && fcntl(slots->file, F_OFD_GETLK, &lock) == 0 &&
                                  lock.l_type != F_UNLCK);
}

bool slots_are_shared(const struct slots *slots) {
    struct file_state state;
    return slots->file >= 0 && !(slots->memory == guarded.memory && guarded.is_replaced) &&
           file_state(slots->file, &state) && state.links > 0 && state.size == memory_size(slots);
}

void slots_close(struct slots *slots) {
    if (slots->memory != NULL) {
        if (guarded.memory == slots->memory) {
            guarded.memory = NULL;
        }
        (void)munmap(slots->memory, memory_size(slots));
    }
    if (slots->file >= 0) {
        (void)close(slots->file); /* and so lets go of the slot */
    }
    *slots = (struct slots){.file = -1};
}

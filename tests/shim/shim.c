/* A library to preload into a worker, which makes calls of the C library fail as a test asks for
 * (shim.h), and does a forbidden deed where a request says so. */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct shim_control *control;

__attribute__((constructor)) static void map_control(void) {
    const char *path = getenv("STACCATO_SHIM");
    int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
        void *mapped = (void *)syscall(SYS_mmap, NULL, sizeof(*control), PROT_READ | PROT_WRITE,
                                       MAP_SHARED, fd, 0);
        control = mapped == MAP_FAILED ? NULL : mapped;
        (void)syscall(SYS_close, fd);
    }
}

/* Notes whose code a call returns to. */
static void note_origin(const void *address) {
    Dl_info info;
    if (dladdr(address, &info) != 0 && info.dli_fname != NULL) {
        const char *slash = strrchr(info.dli_fname, '/');
        strncpy(control->origin, slash == NULL ? info.dli_fname : slash + 1,
                sizeof(control->origin) - 1);
    }
}

/* Whether this call is to fail; errno is set then. */
static bool fails(enum shim_call call, const void *address) {
    if (control == NULL) {
        return false;
    }
    unsigned int number = ++control->made[call];
    if (control->call != call || number < control->first ||
        number - control->first >= control->times) {
        return false;
    }
    if (control->failed++ == 0) { /* what fails after it may be an error's own way */
        note_origin(address);
    }
    errno = control->error;
    return true;
}

#define FAILS(call) fails(call, __builtin_return_address(0))

static size_t piece(size_t wanted) {
    size_t most = control == NULL ? 0 : control->piece;
    return most > 0 && wanted > most ? most : wanted;
}

/* ---- memory ---- */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size) {
    return FAILS(SHIM_ALLOCATE) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return FAILS(SHIM_ALLOCATE) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    return FAILS(SHIM_ALLOCATE) ? NULL : __libc_realloc(old, size);
}

/* ---- forbidden deeds ---- */

static void open_file(void) {
    (void)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
}

static void start_program(void) {
    (void)execl("/bin/true", "true", (char *)NULL);
}

static void make_socket(void) {
    (void)socket(AF_INET, SOCK_STREAM, 0);
}

static const struct {
    const char *word; /* anywhere in what is received */
    void (*deed)(void);
} deeds[] = {
    {"shim-opens-a-file", open_file},
    {"shim-starts-a-program", start_program},
    {"shim-makes-a-socket", make_socket},
};

static void obey(const char *bytes, size_t length) {
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        if (memmem(bytes, length, deeds[i].word, strlen(deeds[i].word)) != NULL) {
            deeds[i].deed();
        }
    }
}

/* ---- system calls ---- */

int accept4(int fd, __SOCKADDR_ARG address, socklen_t *restrict length, int flags) {
    return FAILS(SHIM_ACCEPT4) ? -1
                               : (int)syscall(SYS_accept4, fd, address.__sockaddr__, length, flags);
}

/* As the kernel does, an error or not, it closes. */
int close(int fd) {
    int result = (int)syscall(SYS_close, fd);
    return FAILS(SHIM_CLOSE) ? -1 : result;
}

int epoll_create1(int flags) {
    return FAILS(SHIM_EPOLL_CREATE1) ? -1 : (int)syscall(SYS_epoll_create1, flags);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    return FAILS(SHIM_EPOLL_CTL) ? -1 : (int)syscall(SYS_epoll_ctl, epoll, operation, fd, event);
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout) {
    return FAILS(SHIM_EPOLL_WAIT)
               ? -1
               : (int)syscall(SYS_epoll_pwait, epoll, events, most, timeout, NULL, 0);
}

int fcntl(int fd, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return FAILS(SHIM_FCNTL) ? -1 : (int)syscall(SYS_fcntl, fd, command, argument);
}

int ftruncate(int fd, off_t length) {
    return FAILS(SHIM_FTRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

off_t lseek(int fd, off_t offset, int whence) {
    return FAILS(SHIM_LSEEK) ? -1 : (off_t)syscall(SYS_lseek, fd, offset, whence);
}

int madvise(void *address, size_t length, int advice) {
    return FAILS(SHIM_MADVISE) ? -1 : (int)syscall(SYS_madvise, address, length, advice);
}

int memfd_create(const char *name, unsigned int flags) {
    return FAILS(SHIM_MEMFD_CREATE) ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return FAILS(SHIM_MMAP)
               ? MAP_FAILED
               : (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

ssize_t read(int fd, void *bytes, size_t length) {
    return FAILS(SHIM_READ) ? -1 : syscall(SYS_read, fd, bytes, piece(length));
}

ssize_t recv(int fd, void *bytes, size_t length, int flags) {
    if (FAILS(SHIM_RECV)) {
        return -1;
    }
    ssize_t count = syscall(SYS_recvfrom, fd, bytes, piece(length), flags, NULL, NULL);
    if (count > 0) {
        obey(bytes, (size_t)count);
    }
    return count;
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    return FAILS(SHIM_SEND) ? -1 : syscall(SYS_sendto, fd, bytes, piece(length), flags, NULL, 0);
}

int shutdown(int fd, int how) {
    return FAILS(SHIM_SHUTDOWN) ? -1 : (int)syscall(SYS_shutdown, fd, how);
}

int signalfd(int fd, const sigset_t *mask, int flags) {
    return FAILS(SHIM_SIGNALFD) ? -1
                                : (int)syscall(SYS_signalfd4, fd, mask, sizeof(uint64_t), flags);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    return FAILS(SHIM_WRITE) ? -1 : syscall(SYS_write, fd, bytes, length);
}

/* What a test and the shim in its worker share: which call is to fail, when and how, and what has
 * happened. It lies in memory that both have mapped, from the file that STACCATO_SHIM names. */
#ifndef TESTS_SHIM_H
#define TESTS_SHIM_H

#include <stdatomic.h>

enum shim_call {
    SHIM_NONE,
    SHIM_ALLOCATE, /* malloc, calloc, realloc, of whatever library */
    SHIM_ACCEPT4,
    SHIM_CLOSE,
    SHIM_EPOLL_CREATE1,
    SHIM_EPOLL_CTL,
    SHIM_EPOLL_WAIT,
    SHIM_FCNTL,
    SHIM_FTRUNCATE,
    SHIM_LSEEK,
    SHIM_MADVISE,
    SHIM_MEMFD_CREATE,
    SHIM_MMAP,
    SHIM_READ,
    SHIM_RECV,
    SHIM_SEND,
    SHIM_SHUTDOWN,
    SHIM_SIGNALFD,
    SHIM_WRITE,
    SHIM_CALLS
};

/* All zero lets everything through. */
struct shim_control {
    atomic_uint made[SHIM_CALLS]; /* calls so far */
    atomic_uint call;             /* the one that fails */
    atomic_uint first;            /* which of its calls is the first to do so, counted from 1 */
    atomic_uint times;            /* how many do, in a row */
    atomic_int error;             /* errno */
    atomic_uint failed;           /* how many have */
    atomic_uint piece;            /* the most bytes that recv, send and read pass on; 0: any */
    char origin[64];              /* the library or program whose call was the first to fail */
};

#endif

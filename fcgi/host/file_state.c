/* The system call itself, instead of the C library's fstat. The latter may be newfstatat or statx,
 * which take paths, too, and so are not in reach of a worker in the sandbox. What the call fills is
 * the kernel's struct, which on 32 bits is not that of the C library: hence the kernel's header,
 * and a file that has no other struct stat. */
#include "file_state.h"

#include <asm/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(SYS_fstat64)
enum { CALL = SYS_fstat64 };
typedef struct stat64 kernel_stat;
#elif defined(SYS_fstat)
enum { CALL = SYS_fstat };
typedef struct stat kernel_stat;
#else
#error "this processor has no fstat: file_state needs another call, and the filter a rule for it"
#endif

bool file_state(int file, struct file_state *state) {
    kernel_stat status;
    if (syscall(CALL, file, &status) != 0) {
        return false;
    }
    *state =
        (struct file_state){.links = (uint64_t)status.st_nlink, .size = (uint64_t)status.st_size};
    return true;
}

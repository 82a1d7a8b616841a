/* The rules of the sandbox, for any processor.
 *
 *     scmp_filter_ctx filter;
 *     int error = filter_make(SCMP_ARCH_NATIVE, &filter);
 *     if (error == 0) {
 *         error = seccomp_load(filter);
 *         seccomp_release(filter);
 *     }
 */
#ifndef STACCATO_FILTER_H
#define STACCATO_FILTER_H

#include <seccomp.h>
#include <stdint.h>

/* Makes the filter for one of libseccomp's architectures (SCMP_ARCH_…). The caller releases the
 * filter. Returns 0, or a negative errno; there is no filter to release then. */
int filter_make(uint32_t architecture, scmp_filter_ctx *filter);

#endif

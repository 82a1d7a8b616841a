/* Feeding libfcgi. */
#include "decoder.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory.h"

enum {
    BODY_KEPT = 64 * 1024,
    MEMORY_KEPT = 256 * 1024, /* what of the memfd stays in memory after an outsize request */
};

static void release_memory(struct decoder *decoder) {
    if (decoder->mapped != MAP_FAILED) {
        (void)munmap(decoder->mapped, decoder->capacity);
    }
    if (decoder->memory >= 0) {
        (void)close(decoder->memory);
    }
    decoder->memory = -1;
    decoder->mapped = MAP_FAILED;
    decoder->allocated = 0;
}

/* A fresh request over a fresh memfd. It is sparse: what was never used takes no memory. */
static bool renew(struct decoder *decoder) {
    (void)FCGX_InitRequest(&decoder->request, -1, 0);
    decoder->memory = memfd_create("staccato-request", MFD_CLOEXEC);
    if (decoder->memory >= 0 && ftruncate(decoder->memory, (off_t)decoder->capacity) == 0) {
        decoder->mapped =
            mmap(NULL, decoder->capacity, PROT_READ | PROT_WRITE, MAP_SHARED, decoder->memory, 0);
    }
    if (decoder->mapped == MAP_FAILED) {
        release_memory(decoder);
        return false;
    }
    return true;
}

size_t decoder_capacity(size_t max_length) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (max_length + page - 1) / page * page;
}

bool decoder_open(struct decoder *decoder, size_t max_length) {
    *decoder = (struct decoder){
        .memory = -1, .mapped = MAP_FAILED, .capacity = decoder_capacity(max_length)};
    return FCGX_Init() == 0 && renew(decoder);
}

/* Makes the last so many bytes of the memfd real: without memory that fails here, while a first
 * touch of a mapped page would be answered by SIGBUS. */
static bool allocate(struct decoder *decoder, size_t length) {
    if (length > decoder->allocated) {
        size_t start = decoder->capacity - length;
        if (fallocate(decoder->memory, 0, (off_t)start, (off_t)length) != 0) {
            return false;
        }
        decoder->allocated = length;
    }
    return true;
}

/* Puts the records at the end of the memfd, so that libfcgi finds its end where theirs is. */
static bool place(struct decoder *decoder, struct staccato_text records) {
    if (records.length > decoder->capacity || !allocate(decoder, records.length)) {
        return false;
    }
    size_t start = decoder->capacity - records.length;
    memcpy(decoder->mapped + start, records.data, records.length);
    return lseek(decoder->memory, (off_t)start, SEEK_SET) == (off_t)start;
}

static bool read_body(struct decoder *decoder, size_t length) {
    staccato_buffer_clear(&decoder->body, BODY_KEPT);
    char *room = staccato_buffer_reserve(&decoder->body, length);
    if (room == NULL || length > INT_MAX) {
        return false;
    }
    decoder->body.length = (size_t)FCGX_GetStr(room, (int)length, decoder->request.in);
    return decoder->body.length == length;
}

/* libfcgi does not survive the lack of memory: it aborts or follows a null pointer. It may need
 * 8 KiB for each of up to four streams, and for each parameter its bytes in a block of malloc's and
 * a place in a list that doubles. */
static bool has_memory(size_t params_length, size_t params) {
    enum { STREAMS = 40 * 1024, EACH = 64 };
    return memory_is_there(STREAMS + params_length + EACH * params);
}

char **decoder_decode(struct decoder *decoder, struct staccato_text records, size_t params,
                      size_t body_length) {
    if (!has_memory(records.length - body_length, params) ||
        (decoder->memory < 0 && !renew(decoder)) || !place(decoder, records)) {
        return NULL;
    }
    decoder->request.ipcFd = decoder->memory;
    decoder->request.keepConnection = 1; /* or the finish that accepting begins with closes it */
    if (FCGX_Accept_r(&decoder->request) != 0) {
        /* It has closed the memfd, and in vain tried to accept another connection. */
        decoder->memory = -1;
        release_memory(decoder);
        return NULL;
    }
    if (!read_body(decoder, body_length)) {
        decoder_finish(decoder);
        return NULL;
    }
    return decoder->request.envp;
}

void decoder_finish(struct decoder *decoder) {
    FCGX_Free(&decoder->request, 0);
    if (decoder->allocated > MEMORY_KEPT && decoder->mapped != MAP_FAILED) {
        (void)madvise(decoder->mapped, decoder->capacity, MADV_REMOVE);
        decoder->allocated = 0;
    }
}

void decoder_close(struct decoder *decoder) {
    decoder_finish(decoder);
    release_memory(decoder);
    staccato_buffer_free(&decoder->body);
}

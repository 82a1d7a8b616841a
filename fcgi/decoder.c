/* Feeding libfcgi. */
#include "decoder.h"

#include <errno.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BODY_KEPT = 64 * 1024 };

/* A fresh request over a fresh memfd. */
static bool renew(struct staccato_decoder *decoder) {
    decoder->memory = memfd_create("staccato-request", MFD_CLOEXEC);
    (void)FCGX_InitRequest(&decoder->request, -1, 0);
    return decoder->memory >= 0;
}

bool staccato_decoder_open(struct staccato_decoder *decoder) {
    *decoder = (struct staccato_decoder){.memory = -1};
    return FCGX_Init() == 0 && renew(decoder);
}

/* Makes the memfd's content, from its start, the records. Older bytes may stay behind them: libfcgi
 * stops at the end of the request. */
static bool write_records(int memory, struct staccato_text records) {
    size_t written = 0;
    while (written < records.length) {
        ssize_t count =
            pwrite(memory, records.data + written, records.length - written, (off_t)written);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        written += count < 0 ? 0 : (size_t)count;
    }
    return lseek(memory, 0, SEEK_SET) == 0;
}

static bool read_body(struct staccato_decoder *decoder, size_t length) {
    staccato_buffer_clear(&decoder->body, BODY_KEPT);
    char *room = staccato_buffer_reserve(&decoder->body, length);
    if (room == NULL || length > INT_MAX) {
        return false;
    }
    decoder->body.length = (size_t)FCGX_GetStr(room, (int)length, decoder->request.in);
    return decoder->body.length == length;
}

char **staccato_decoder_decode(struct staccato_decoder *decoder, struct staccato_text records,
                               size_t body_length) {
    if (decoder->memory < 0 && !renew(decoder)) {
        return NULL;
    }
    if (!write_records(decoder->memory, records)) {
        return NULL;
    }
    decoder->request.ipcFd = decoder->memory;
    decoder->request.keepConnection = 1; /* or the finish that accepting begins with closes it */
    if (FCGX_Accept_r(&decoder->request) != 0) {
        /* It has closed the memfd, and in vain tried to accept another connection. */
        decoder->memory = -1;
        return NULL;
    }
    if (!read_body(decoder, body_length)) {
        staccato_decoder_finish(decoder);
        return NULL;
    }
    return decoder->request.envp;
}

void staccato_decoder_finish(struct staccato_decoder *decoder) {
    FCGX_Free(&decoder->request, 0);
}

void staccato_decoder_close(struct staccato_decoder *decoder) {
    staccato_decoder_finish(decoder);
    if (decoder->memory >= 0) {
        (void)close(decoder->memory);
    }
    staccato_buffer_free(&decoder->body);
}

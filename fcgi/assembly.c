/* Walking records. */
#include "assembly.h"

#include <fastcgi.h>

#include "records.h"

enum {
    HEADER = sizeof(FCGI_Header),
    BYTES_KEPT = 4096, /* by a connection between requests; most requests fit */
    /* Records may be as small as their sender likes, but with all headers and padding a request may
     * not take more than so many times what its content may. */
    FRAMING_MAX = 16,
};

/* One record, whole. */
struct record {
    uint8_t version;
    uint8_t type;
    uint16_t request_id;
    struct staccato_text content;
    size_t size; /* with header and padding */
};

/* The header at `walked`; record->size and content.length are set even if the rest is missing. */
static bool read_record(const struct staccato_assembly *assembly, struct record *record,
                        bool *is_whole) {
    size_t left = assembly->bytes.length - assembly->walked;
    if (left < HEADER) {
        return false;
    }
    FCGI_Header header;
    memcpy(&header, assembly->bytes.data + assembly->walked, sizeof(header));
    record->version = header.version;
    record->type = header.type;
    record->request_id = (uint16_t)(header.requestIdB1 << 8 | header.requestIdB0);
    record->content.data = assembly->bytes.data + assembly->walked + HEADER;
    record->content.length = (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0);
    record->size = HEADER + record->content.length + header.paddingLength;
    *is_whole = record->size <= left;
    return true;
}

/* Takes the record at `walked` out of the bytes. */
static void remove_record(struct staccato_assembly *assembly, const struct record *record) {
    char *at = assembly->bytes.data + assembly->walked;
    memmove(at, at + record->size, assembly->bytes.length - assembly->walked - record->size);
    assembly->bytes.length -= record->size;
}

/* Forgets the request so far, and the record that ended it. */
static void drop_request(struct staccato_assembly *assembly, const struct record *record) {
    assembly->walked += record->size;
    staccato_assembly_next(assembly);
}

/* Management records and those of other requests. */
static void answer_foreign(const struct record *record, const struct staccato_config *config,
                           struct staccato_buffer *replies) {
    if (record->request_id != FCGI_NULL_REQUEST_ID) {
        if (record->type == FCGI_BEGIN_REQUEST) {
            staccato_records_end(record->request_id, FCGI_CANT_MPX_CONN, replies);
        } /* the rest of a request that was turned down, or is over, means nothing */
    } else if (record->type == FCGI_GET_VALUES) {
        staccato_records_values(record->content, config->max_connections, replies);
    } else {
        staccato_records_unknown_type(record->type, replies);
    }
}

static enum staccato_assembly_result begin(struct staccato_assembly *assembly,
                                           const struct record *record,
                                           struct staccato_buffer *replies) {
    FCGI_BeginRequestBody body;
    if (record->content.length != sizeof(body)) {
        return STACCATO_ASSEMBLY_BROKEN;
    }
    memcpy(&body, record->content.data, sizeof(body));
    if ((body.roleB1 << 8 | body.roleB0) != FCGI_RESPONDER) {
        staccato_records_end(record->request_id, FCGI_UNKNOWN_ROLE, replies);
        assembly->keep_connection = (body.flags & FCGI_KEEP_CONN) != 0;
        drop_request(assembly, record);
        return STACCATO_ASSEMBLY_ENDED;
    }
    assembly->request_id = record->request_id;
    assembly->keep_connection = (body.flags & FCGI_KEEP_CONN) != 0;
    assembly->stage = STACCATO_STAGE_PARAMS;
    return STACCATO_ASSEMBLY_INCOMPLETE;
}

/* Cuts the body off before the record that is over the limit, and ends it properly. */
static enum staccato_assembly_result cut_body(struct staccato_assembly *assembly) {
    const FCGI_Header end = {
        .version = FCGI_VERSION_1,
        .type = FCGI_STDIN,
        .requestIdB1 = (unsigned char)(assembly->request_id >> 8),
        .requestIdB0 = (unsigned char)(assembly->request_id & 0xFF),
    };
    assembly->bytes.length = assembly->walked;
    staccato_buffer_append(&assembly->bytes, (const char *)&end, sizeof(end));
    assembly->walked = assembly->bytes.length;
    return STACCATO_ASSEMBLY_BODY_OVER;
}

/* A record of the request itself, from its header on: what is too large need not arrive. */
static enum staccato_assembly_result check_own(struct staccato_assembly *assembly,
                                               const struct record *record,
                                               const struct staccato_config *config) {
    switch (record->type) {
    case FCGI_PARAMS:
        if (assembly->stage != STACCATO_STAGE_PARAMS) {
            return STACCATO_ASSEMBLY_BROKEN;
        }
        return record->content.length > STACCATO_PARAMS_MAX - assembly->params_length
                   ? STACCATO_ASSEMBLY_PARAMS_OVER
                   : STACCATO_ASSEMBLY_INCOMPLETE;
    case FCGI_STDIN:
        if (assembly->stage != STACCATO_STAGE_STDIN) {
            return STACCATO_ASSEMBLY_BROKEN;
        }
        return record->content.length > config->max_body - assembly->body_length
                   ? cut_body(assembly)
                   : STACCATO_ASSEMBLY_INCOMPLETE;
    case FCGI_ABORT_REQUEST:
        return STACCATO_ASSEMBLY_INCOMPLETE;
    default: /* FCGI_DATA is for filters; a second FCGI_BEGIN_REQUEST for nobody */
        return STACCATO_ASSEMBLY_BROKEN;
    }
}

/* The same, now that it is whole. */
static enum staccato_assembly_result take_own(struct staccato_assembly *assembly,
                                              const struct record *record,
                                              struct staccato_buffer *replies) {
    if (record->type == FCGI_ABORT_REQUEST) {
        staccato_records_end(record->request_id, FCGI_REQUEST_COMPLETE, replies);
        drop_request(assembly, record);
        return STACCATO_ASSEMBLY_ENDED;
    }
    assembly->walked += record->size;
    if (record->type == FCGI_PARAMS) {
        assembly->params_length += record->content.length;
        if (record->content.length == 0) {
            assembly->stage = STACCATO_STAGE_STDIN;
        }
        return STACCATO_ASSEMBLY_INCOMPLETE;
    }
    assembly->body_length += record->content.length;
    return record->content.length == 0 ? STACCATO_ASSEMBLY_WHOLE : STACCATO_ASSEMBLY_INCOMPLETE;
}

static enum staccato_assembly_result walk_record(struct staccato_assembly *assembly,
                                                 const struct record *record, bool is_whole,
                                                 const struct staccato_config *config,
                                                 struct staccato_buffer *replies) {
    bool between = assembly->stage == STACCATO_STAGE_BEGIN;
    bool is_own = !between && record->request_id == assembly->request_id;
    bool is_begin =
        between && record->request_id != FCGI_NULL_REQUEST_ID && record->type == FCGI_BEGIN_REQUEST;
    enum staccato_assembly_result result = STACCATO_ASSEMBLY_INCOMPLETE;
    if (is_own) {
        result = check_own(assembly, record, config);
    }
    if (result != STACCATO_ASSEMBLY_INCOMPLETE || !is_whole) {
        return result;
    }
    if (is_own) {
        return take_own(assembly, record, replies);
    }
    if (is_begin) {
        result = begin(assembly, record, replies);
        assembly->walked += result == STACCATO_ASSEMBLY_INCOMPLETE ? record->size : 0;
        return result;
    }
    answer_foreign(record, config, replies);
    remove_record(assembly, record);
    return STACCATO_ASSEMBLY_INCOMPLETE;
}

enum staccato_assembly_result staccato_assembly_walk(struct staccato_assembly *assembly,
                                                     const struct staccato_config *config,
                                                     struct staccato_buffer *replies) {
    struct record record;
    bool is_whole = true;
    while (is_whole && read_record(assembly, &record, &is_whole)) {
        if (record.version != FCGI_VERSION_1) {
            return STACCATO_ASSEMBLY_BROKEN;
        }
        enum staccato_assembly_result result =
            walk_record(assembly, &record, is_whole, config, replies);
        if (result != STACCATO_ASSEMBLY_INCOMPLETE) {
            return result;
        }
    }
    return assembly->bytes.length > FRAMING_MAX * (STACCATO_PARAMS_MAX + config->max_body)
               ? STACCATO_ASSEMBLY_BROKEN
               : STACCATO_ASSEMBLY_INCOMPLETE;
}

void staccato_assembly_next(struct staccato_assembly *assembly) {
    staccato_buffer_drop(&assembly->bytes, assembly->walked);
    if (assembly->bytes.length == 0) {
        staccato_buffer_clear(&assembly->bytes, BYTES_KEPT);
    }
    assembly->walked = 0;
    assembly->stage = STACCATO_STAGE_BEGIN;
    assembly->params_length = 0;
    assembly->body_length = 0;
}

void staccato_assembly_free(struct staccato_assembly *assembly) {
    staccato_buffer_free(&assembly->bytes);
    *assembly = (struct staccato_assembly){0};
}

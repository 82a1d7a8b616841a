/* Walking records. The bytes are rewritten in place: what is kept of them never takes more room
 * than it had, so it moves down to `walked` while reading goes on ahead. */
#include "assembly.h"

#include <fastcgi.h>

#include "records.h"

enum {
    HEADER = sizeof(FCGI_Header),
    CONTENT_MAX = 65535, /* of one record */
    BYTES_KEPT = 4096,   /* by a connection between requests; most requests fit */
};

/* A record begins only where its content does not fit into the one before it, so two in a row hold
 * more than CONTENT_MAX; besides the stream's records there are the begin and the ends. */
size_t assembly_length_max(const struct config *config) {
    size_t content = PARAMS_MAX + config->max_body;
    size_t records = 2 * (content / CONTENT_MAX + 1) + 4;
    return content + sizeof(FCGI_BeginRequestBody) + records * HEADER;
}

/* One record as it was received. */
struct record {
    uint8_t version;
    uint8_t type;
    uint16_t request_id;
    struct staccato_text content;
    size_t size;   /* with header and padding */
    bool is_whole; /* all of it has arrived; content.length and size are right in any case */
};

/* Reads the record at `from`; false if not even its header is there. */
static bool read_record(const struct assembly *assembly, size_t from, struct record *record) {
    size_t left = assembly->bytes.length - from;
    if (left < HEADER) {
        return false;
    }
    FCGI_Header header;
    memcpy(&header, assembly->bytes.data + from, sizeof(header));
    record->version = header.version;
    record->type = header.type;
    record->request_id = (uint16_t)(header.requestIdB1 << 8 | header.requestIdB0);
    record->content.data = assembly->bytes.data + from + HEADER;
    record->content.length = (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0);
    record->size = HEADER + record->content.length + header.paddingLength;
    record->is_whole = record->size <= left;
    return true;
}

/* Adds the record to the request: its content alone where the newest record is of its stream and
 * has room, so that streams cut into many small records come out whole. */
static void keep_record(struct assembly *assembly, const struct record *record) {
    char *newest = assembly->bytes.data + assembly->newest;
    size_t length = assembly->walked - assembly->newest;
    size_t content = length >= HEADER ? length - HEADER : 0;
    bool joins = content > 0 && record->content.length > 0 && newest[1] == (char)record->type &&
                 record->content.length <= CONTENT_MAX - content;
    if (joins) {
        content += record->content.length;
    } else {
        assembly->newest = assembly->walked;
        assembly->walked += HEADER;
        content = record->content.length;
    }
    /* The content first: its own header may stand where the new one goes. */
    memmove(assembly->bytes.data + assembly->walked, record->content.data, record->content.length);
    records_write_header(record->type, record->request_id, content,
                         assembly->bytes.data + assembly->newest);
    assembly->walked += record->content.length;
}

/* Forgets the request so far. What stands behind it moves down when the walk ends. */
static void drop_request(struct assembly *assembly) {
    assembly->walked = 0;
    assembly->newest = 0;
    assembly->stage = STAGE_BEGIN;
    assembly->params_length = 0;
    assembly->body_length = 0;
}

/* Management records and those of other requests. */
static void answer_foreign(const struct record *record, const struct config *config,
                           struct staccato_buffer *replies) {
    if (record->request_id != FCGI_NULL_REQUEST_ID) {
        if (record->type == FCGI_BEGIN_REQUEST) {
            records_end(record->request_id, FCGI_CANT_MPX_CONN, replies);
        } /* the rest of a request that was turned down, or is over, means nothing */
    } else if (record->type == FCGI_GET_VALUES) {
        records_values(record->content, config->max_connections, replies);
    } else {
        records_unknown_type(record->type, replies);
    }
}

static enum assembly_result begin(struct assembly *assembly, const struct record *record,
                                  struct staccato_buffer *replies) {
    FCGI_BeginRequestBody body;
    if (record->content.length != sizeof(body)) {
        return ASSEMBLY_BROKEN;
    }
    memcpy(&body, record->content.data, sizeof(body));
    assembly->keep_connection = (body.flags & FCGI_KEEP_CONN) != 0;
    if ((body.roleB1 << 8 | body.roleB0) != FCGI_RESPONDER) {
        records_end(record->request_id, FCGI_UNKNOWN_ROLE, replies);
        return ASSEMBLY_ENDED;
    }
    assembly->request_id = record->request_id;
    assembly->stage = STAGE_PARAMS;
    keep_record(assembly, record);
    return ASSEMBLY_INCOMPLETE;
}

/* A record of the request itself, from its header on: what is too large need not arrive. */
static enum assembly_result check_own(const struct assembly *assembly, const struct record *record,
                                      const struct config *config) {
    switch (record->type) {
    case FCGI_PARAMS:
        if (assembly->stage != STAGE_PARAMS) {
            return ASSEMBLY_BROKEN;
        }
        return record->content.length > PARAMS_MAX - assembly->params_length ? ASSEMBLY_PARAMS_OVER
                                                                             : ASSEMBLY_INCOMPLETE;
    case FCGI_STDIN:
        if (assembly->stage != STAGE_STDIN) {
            return ASSEMBLY_BROKEN;
        }
        return record->content.length > config->max_body - assembly->body_length
                   ? ASSEMBLY_BODY_OVER
                   : ASSEMBLY_INCOMPLETE;
    case FCGI_ABORT_REQUEST:
        return ASSEMBLY_INCOMPLETE;
    default: /* FCGI_DATA is for filters; a second FCGI_BEGIN_REQUEST for nobody */
        return ASSEMBLY_BROKEN;
    }
}

/* The same, now that it is whole. */
static enum assembly_result take_own(struct assembly *assembly, const struct record *record,
                                     struct staccato_buffer *replies) {
    bool ends_stream = record->content.length == 0;
    if (record->type == FCGI_ABORT_REQUEST) {
        records_end(record->request_id, FCGI_REQUEST_COMPLETE, replies);
        drop_request(assembly);
        return ASSEMBLY_ENDED;
    }
    keep_record(assembly, record);
    if (record->type == FCGI_PARAMS) {
        assembly->params_length += record->content.length;
        assembly->stage = ends_stream ? STAGE_STDIN : STAGE_PARAMS;
        return ASSEMBLY_INCOMPLETE;
    }
    assembly->body_length += record->content.length;
    return ends_stream ? ASSEMBLY_WHOLE : ASSEMBLY_INCOMPLETE;
}

/* Reads one record and sets *size to what of it is done with: all, or nothing yet. */
static enum assembly_result walk_record(struct assembly *assembly, const struct record *record,
                                        const struct config *config,
                                        struct staccato_buffer *replies, size_t *size) {
    bool between = assembly->stage == STAGE_BEGIN;
    bool is_own = !between && record->request_id == assembly->request_id;
    if (is_own) {
        enum assembly_result result = check_own(assembly, record, config);
        if (result != ASSEMBLY_INCOMPLETE) {
            return result;
        }
    }
    if (!record->is_whole) {
        return ASSEMBLY_INCOMPLETE;
    }
    *size = record->size;
    if (is_own) {
        return take_own(assembly, record, replies);
    }
    if (between && record->request_id != FCGI_NULL_REQUEST_ID &&
        record->type == FCGI_BEGIN_REQUEST) {
        return begin(assembly, record, replies);
    }
    answer_foreign(record, config, replies);
    return ASSEMBLY_INCOMPLETE;
}

/* Between requests a connection holds next to nothing. */
static void keep_little(struct assembly *assembly) {
    if (assembly->bytes.length == 0) {
        staccato_buffer_clear(&assembly->bytes, BYTES_KEPT);
    }
}

/* Ends a body that was cut off, so that the request is one. */
static void end_body(struct assembly *assembly) {
    char end[HEADER];
    records_write_header(FCGI_STDIN, assembly->request_id, 0, end);
    assembly->bytes.length = assembly->walked;
    staccato_buffer_append(&assembly->bytes, end, sizeof(end));
    assembly->walked = assembly->bytes.length;
}

enum assembly_result assembly_walk(struct assembly *assembly, const struct config *config,
                                   struct staccato_buffer *replies) {
    enum assembly_result result = ASSEMBLY_INCOMPLETE;
    size_t from = assembly->walked;
    size_t size = 1;
    struct record record;
    while (result == ASSEMBLY_INCOMPLETE && size > 0 && read_record(assembly, from, &record)) {
        size = 0;
        result = record.version == FCGI_VERSION_1
                     ? walk_record(assembly, &record, config, replies, &size)
                     : ASSEMBLY_BROKEN;
        from += size;
    }
    if (result == ASSEMBLY_BODY_OVER) {
        end_body(assembly); /* which forgets what has come behind it */
    } else if (from > assembly->walked) {
        memmove(assembly->bytes.data + assembly->walked, assembly->bytes.data + from,
                assembly->bytes.length - from);
        assembly->bytes.length -= from - assembly->walked;
        keep_little(assembly);
    }
    return result;
}

char *assembly_params(const struct assembly *assembly) {
    return assembly->bytes.data + HEADER + sizeof(FCGI_BeginRequestBody) + HEADER;
}

void assembly_next(struct assembly *assembly) {
    staccato_buffer_drop(&assembly->bytes, assembly->walked);
    keep_little(assembly);
    drop_request(assembly);
}

void assembly_free(struct assembly *assembly) {
    staccato_buffer_free(&assembly->bytes);
    *assembly = (struct assembly){0};
}

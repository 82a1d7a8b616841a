/* Walking name-value pairs. */
#include "pairs.h"

#include <fastcgi.h>

/* Where a stream of name-value pairs stands, which records may cut anywhere. */
struct pairs {
    unsigned int lengths; /* how many of the pair's two are read */
    unsigned int missing; /* bytes of the current length still to come */
    size_t length;        /* the current length, as far as it is read */
    size_t left;          /* bytes of the pair's name and value */
    size_t count;         /* of pairs before it */
};

/* One byte of a length: it has one, or four if the first has its highest bit set. */
static void take_length_byte(struct pairs *pairs, unsigned char byte) {
    if (pairs->missing > 0) {
        pairs->length = pairs->length << 8 | byte;
        pairs->missing--;
    } else {
        pairs->length = byte & 0x7F;
        pairs->missing = byte < 0x80 ? 0 : 3;
    }
    if (pairs->missing == 0) {
        pairs->left += pairs->length;
        pairs->lengths++;
    }
}

/* The size of the pair at the start of the content, if it is whole and its lengths have a byte
 * each, as almost all have; else 0. */
static size_t short_pair(struct staccato_text content) {
    const unsigned char *bytes = (const unsigned char *)content.data;
    if (content.length < 2 || bytes[0] >= 0x80 || bytes[1] >= 0x80) {
        return 0;
    }
    size_t size = 2 + (size_t)bytes[0] + bytes[1];
    return size <= content.length ? size : 0;
}

static void take_pairs(struct pairs *pairs, struct staccato_text content) {
    while (content.length > 0) {
        bool is_between = pairs->lengths == 0 && pairs->missing == 0;
        size_t taken = is_between ? short_pair(content) : 0;
        if (taken > 0) {
            pairs->count++;
            content.data += taken;
            content.length -= taken;
            continue;
        }
        taken = 1;
        if (pairs->lengths < 2) {
            take_length_byte(pairs, (unsigned char)content.data[0]);
        } else {
            taken = pairs->left < content.length ? pairs->left : content.length;
            pairs->left -= taken;
        }
        if (pairs->lengths == 2 && pairs->left == 0) {
            *pairs = (struct pairs){.count = pairs->count + 1};
        }
        content.data += taken;
        content.length -= taken;
    }
}

bool pairs_are_whole(struct staccato_text records, size_t *count) {
    struct pairs pairs = {0};
    while (records.length >= sizeof(FCGI_Header)) {
        FCGI_Header header;
        memcpy(&header, records.data, sizeof(header));
        records.data += sizeof(header);
        records.length -= sizeof(header);
        size_t length = (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0);
        length = length < records.length ? length : records.length;
        if (header.type == FCGI_PARAMS) {
            take_pairs(&pairs, (struct staccato_text){records.data, length});
        }
        records.data += length;
        records.length -= length;
    }
    *count = pairs.count;
    return pairs.lengths == 0 && pairs.missing == 0;
}

/* Collecting the members of an object by the rows of fields, and reading each. */
#include "fields.h"

#include "detail.h"
#include "json_scan.h"
#include "scalar.h"

enum {
    KEPT = 64 * 1024, /* bytes of memory that stay for the next request */
    EXTRAS_MAX = 50,  /* are named: a query can have thousands */
};

bool fields_open(struct fields *fields) {
    *fields = (struct fields){.tokener = json_tokener_new()};
    return fields->tokener != NULL;
}

void fields_close(struct fields *fields) {
    staccato_buffer_free(&fields->decoded);
    staccato_buffer_free(&fields->items);
    staccato_buffer_free(&fields->given);
    query_free(&fields->query);
    defaults_free(&fields->defaults);
    json_tokener_free(fields->tokener);
    *fields = (struct fields){0};
}

struct member {
    struct staccato_text name;
    struct staccato_text value;
};

/* An item of a list that comes one parameter at a time. */
struct given {
    size_t row;
    struct staccato_text text;
};

/* Collects the members that the rows ask for. */
struct collector {
    struct fields *fields;
    const struct staccato_field *const *rows;
    size_t count;
    struct staccato_text values[FIELD_ROWS_MAX]; /* the last of each; data NULL if absent */
    size_t extra_count;
    struct member *extras; /* EXTRAS_MAX: a query's members that no row has */
    bool is_query;         /* values are texts; else JSON, as it stands in the body */
    bool no_memory;
};

/* Keeps a parameter that no row has; of a repeated one, as of all others, the last. */
static void collect_extra(struct collector *collector, struct staccato_text name,
                          struct staccato_text value) {
    size_t i = 0;
    while (i < collector->extra_count && !staccato_text_equal(collector->extras[i].name, name)) {
        i++;
    }
    if (i < EXTRAS_MAX) {
        collector->extras[i] = (struct member){name, value};
        collector->extra_count += i == collector->extra_count;
    }
}

static void collect_parameter(void *context, struct staccato_text name,
                              struct staccato_text value) {
    struct collector *collector = context;
    for (size_t i = 0; i < collector->count; i++) {
        if (staccato_text_equal(collector->rows[i]->name, name)) {
            collector->values[i] = value;
            if (collector->rows[i]->is_list) {
                const struct given given = {i, value};
                staccato_buffer_append(&collector->fields->given, (const char *)&given,
                                       sizeof(given));
            }
            return;
        }
    }
    collect_extra(collector, name, value);
}

static void collect_member(void *context, struct staccato_text name, struct staccato_text value) {
    struct collector *collector = context;
    struct fields *fields = collector->fields;
    struct staccato_text key;
    if (!json_read_string(fields->tokener, name, &fields->decoded, &key)) {
        collector->no_memory = true;
        return;
    }
    for (size_t i = 0; i < collector->count; i++) {
        if (staccato_text_equal(collector->rows[i]->name, key)) {
            collector->values[i] = value;
            return;
        }
    }
}

/* ---- what was sent for a field ---- */

struct sent {
    struct staccato_text text; /* JSON; or, where is_text, a parameter's value */
    size_t row;
    bool is_text;
};

/* Goes through a list: an array in JSON, or all parameters of the row. Begin with the text sent
 * and 0. */
struct walk {
    struct staccato_text rest;
    size_t place;
};

static bool next_in_list(const struct fields *fields, const struct sent *sent, struct walk *walk,
                         struct staccato_text *text) {
    if (!sent->is_text) {
        return json_next_item(&walk->rest, text);
    }
    const struct given *given = (const void *)fields->given.data;
    size_t count = fields->given.length / sizeof(*given);
    while (walk->place < count && given[walk->place].row != sent->row) {
        walk->place++;
    }
    if (walk->place == count) {
        return false;
    }
    *text = given[walk->place++].text;
    return true;
}

/* Writes as JSON what a query sent: a text, or the list as a whole. */
static void write_sent(const struct fields *fields, const struct sent *sent, bool is_list,
                       struct staccato_buffer *out) {
    struct walk walk = {sent->text, 0};
    struct staccato_text text;
    if (!is_list) {
        json_write_string(sent->text, out);
        return;
    }
    while (next_in_list(fields, sent, &walk, &text)) {
        staccato_buffer_append_text(out,
                                    out->length == 0 ? STACCATO_TEXT("[") : STACCATO_TEXT(","));
        json_write_string(text, out);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("]"));
}

/* Adds an entry about what was sent. */
static void report(const struct fields *fields, enum fault fault, const struct staccato_field *row,
                   long index, const struct sent *sent, int64_t number, struct detail *detail) {
    struct staccato_buffer json = {0};
    struct staccato_text input = sent->text;
    if (sent->is_text) {
        write_sent(fields, sent, fault == OUT_OF_RANGE_ITEM, &json);
        input = (struct staccato_text){json.data, json.length};
    }
    detail_add(detail, fault, row, index, input, number);
    detail->out->failed |= json.failed;
    staccato_buffer_free(&json);
}

static enum fault read_scalar(struct fields *fields, const struct staccato_field *row,
                              const struct sent *sent, struct staccato_item *item) {
    return sent->is_text ? scalar_read_text(row, sent->text, item)
                         : scalar_read(row, sent->text, fields->tokener, &fields->decoded, item);
}

static struct staccato_item *next_item(struct fields *fields) {
    struct staccato_item *item = (void *)(fields->items.data + fields->items.length);
    fields->items.length += sizeof(*item);
    return item;
}

/* A list whose items are read and are sound must keep to the bounds of its row. */
static void check_items(const struct fields *fields, const struct staccato_field *row,
                        const struct staccato_argument *list, const struct sent *sent,
                        struct detail *detail) {
    for (size_t i = 0; row->least != row->most && i < list->count; i++) {
        int64_t number = list->items[i].number;
        if (number < row->least || number > row->most) {
            report(fields, OUT_OF_RANGE_ITEM, row, NO_INDEX, sent, number, detail);
            return;
        }
    }
}

/* Reads a list, and reports each item that is wrong; false if memory ran out. */
static bool read_list(struct fields *fields, const struct staccato_field *row,
                      const struct sent *sent, struct staccato_argument *argument,
                      struct detail *detail) {
    if (!sent->is_text && sent->text.data[0] != '[') {
        report(fields, NO_LIST, row, NO_INDEX, sent, 0, detail);
        return true;
    }
    struct walk walk = {sent->text, 0};
    struct sent item = *sent;
    bool all_sound = true;
    *argument =
        (struct staccato_argument){0, (const void *)(fields->items.data + fields->items.length)};
    while (next_in_list(fields, sent, &walk, &item.text)) {
        enum fault fault = read_scalar(fields, row, &item, next_item(fields));
        if (fault == NO_MEMORY) {
            return false;
        }
        if (fault != SOUND) {
            report(fields, fault, row, (long)argument->count, &item, 0, detail);
            all_sound = false;
        }
        argument->count++;
    }
    if (argument->count == 0) {
        detail_add(detail, EMPTY_LIST, row, NO_INDEX, STACCATO_TEXT("[]"), 0);
    } else if (all_sound) {
        check_items(fields, row, argument, sent, detail);
    }
    return true;
}

/* Reads one field, and reports what is wrong; false if memory ran out. */
static bool read_field(struct fields *fields, const struct staccato_field *row,
                       const struct sent *sent, struct staccato_argument *argument,
                       struct detail *detail) {
    if (!sent->is_text && sent->text.data[0] == 'n' && row->is_nullable) {
        return true;
    }
    if (row->is_list) {
        return read_list(fields, row, sent, argument, detail);
    }
    struct staccato_item *item = next_item(fields);
    enum fault fault = read_scalar(fields, row, sent, item);
    if (fault != SOUND && fault != NO_MEMORY) {
        report(fields, fault, row, NO_INDEX, sent, 0, detail);
    }
    *argument = (struct staccato_argument){1, item};
    return fault != NO_MEMORY;
}

/* Reads what stands for a field where it is absent; false if memory ran out. Its text is a constant
 * without escapes, so what was read of it once is good for ever. */
static bool read_default(struct fields *fields, const struct staccato_field *row,
                         struct staccato_argument *argument, struct detail *detail) {
    *argument = (struct staccato_argument){0};
    if (row->absent == NULL || row->absent[0] == 'n') {
        return true; /* required, or null: nothing stands for it */
    }
    const struct staccato_argument *kept = defaults_find(&fields->defaults, row);
    if (kept == NULL) {
        const struct sent json = {.text = {row->absent, strlen(row->absent)}};
        kept = read_field(fields, row, &json, argument, detail)
                   ? defaults_add(&fields->defaults, row, argument->items, argument->count)
                   : NULL;
    }
    *argument = kept != NULL ? *kept : (struct staccato_argument){0};
    return kept != NULL;
}

/* Reads every field, and reports faults; false if memory ran out. object is what a missing one is
 * missing in. */
static bool read_fields(struct collector *collector, struct staccato_text object,
                        struct detail *detail) {
    for (size_t i = 0; i < collector->count; i++) {
        const struct staccato_field *row = collector->rows[i];
        const struct sent sent = {collector->values[i], i, collector->is_query};
        struct staccato_argument *argument = &collector->fields->arguments[i];
        struct staccato_argument *absent = &collector->fields->absent[i];
        if (!read_default(collector->fields, row, absent, detail)) {
            return false;
        }
        if (sent.text.data == NULL) {
            *argument = *absent;
            if (row->absent == NULL) {
                detail_add(detail, MISSING, row, NO_INDEX, object, 0);
            }
            continue;
        }
        *argument = (struct staccato_argument){0};
        if (!read_field(collector->fields, row, &sent, argument, detail)) {
            return false;
        }
    }
    return true;
}

/* Fills the arguments from a query, or the detail; false if memory ran out. */
static bool read_query(struct collector *collector, struct staccato_text text,
                       struct detail *detail) {
    struct fields *fields = collector->fields;
    fields->query.text = text;
    staccato_buffer_clear(&fields->given, KEPT);
    enum query_result result = query_read(&fields->query, collect_parameter, collector);
    if (result == QUERY_INVALID) {
        detail_add_no_query(detail, fields->query.offset);
        return true;
    }
    if (result == QUERY_NO_MEMORY || fields->given.failed ||
        !read_fields(collector, STACCATO_TEXT("null"), detail)) {
        return false;
    }
    for (size_t i = 0; i < collector->extra_count; i++) {
        detail_add_extra(detail, collector->extras[i].name, collector->extras[i].value);
    }
    return true;
}

/* Fills the arguments from an object, or the detail; false if memory ran out. */
static bool read_object(struct collector *collector, struct staccato_text json,
                        struct detail *detail) {
    struct staccato_text value;
    struct json_error error;
    if (json.length == 0) {
        detail_add(detail, MISSING, NULL, NO_INDEX, STACCATO_TEXT("null"), 0);
    } else if (!json_scan(json, collect_member, collector, &value, &error)) {
        detail_add_no_json(detail, error.offset, error.reason);
    } else if (value.data[0] == 'n') {
        detail_add(detail, MISSING, NULL, NO_INDEX, value, 0);
    } else if (value.data[0] != '{') {
        detail_add(detail, NO_OBJECT, NULL, NO_INDEX, value, 0);
    } else {
        return !collector->no_memory && read_fields(collector, value, detail);
    }
    return true;
}

/* Room for every string and every item, so that none moves while they are read. */
static bool make_room(struct fields *fields, struct staccato_text source, size_t count) {
    enum { DEFAULTS = 1024 }; /* bytes of JSON that stand for what is absent, lists and all */
    staccato_buffer_clear(&fields->decoded, KEPT);
    staccato_buffer_clear(&fields->items, KEPT);
    size_t items = (source.length + DEFAULTS) / 2 + count; /* one takes two bytes at least */
    return staccato_buffer_reserve(&fields->decoded, source.length) != NULL &&
           staccato_buffer_reserve(&fields->items, items * sizeof(struct staccato_item)) != NULL;
}

enum fields_result fields_read(struct fields *fields, const struct staccato_field *const rows[],
                               size_t count, const struct fields_source *source,
                               struct staccato_buffer *out) {
    struct detail detail = {.out = out, .where = source->where, .is_empty = true};
    struct member extras[EXTRAS_MAX];
    struct collector collector = {
        .fields = fields,
        .rows = rows,
        .count = count,
        .extras = extras,
        .is_query = source->is_query,
    };
    bool is_read = make_room(fields, source->text, count) &&
                   (source->is_query ? read_query(&collector, source->text, &detail)
                                     : read_object(&collector, source->text, &detail));
    if (!is_read) {
        return FIELDS_NO_MEMORY;
    }
    if (detail.is_empty) {
        return FIELDS_READ;
    }
    detail_end(&detail);
    return out->failed ? FIELDS_NO_MEMORY : FIELDS_INVALID;
}

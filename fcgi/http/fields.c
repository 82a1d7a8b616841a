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
    query_free(&fields->query);
    defaults_free(&fields->defaults);
    json_tokener_free(fields->tokener);
    *fields = (struct fields){0};
}

/* A member as it stands in its source, JSON both. */
struct member {
    struct staccato_text name;
    struct staccato_text value;
};

/* Collects the members that the rows ask for. */
struct collector {
    struct fields *fields;
    const struct staccato_field *const *rows;
    size_t count;
    const struct fields_source *source;
    struct staccato_text values[FIELD_ROWS_MAX]; /* sources; data NULL if absent */
    size_t extra_count;
    struct member *extras; /* EXTRAS_MAX: a query's members that no row has */
    bool no_memory;
};

/* Keeps a member that no row has; of a repeated one, as of all others, the last. Equal names are
 * equal in JSON, too, as one writer has written them. */
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

static void collect(void *context, struct staccato_text name, struct staccato_text value) {
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
    if (collector->source->is_query) {
        collect_extra(collector, name, value);
    }
}

static struct staccato_item *next_item(struct fields *fields) {
    struct staccato_item *item = (void *)(fields->items.data + fields->items.length);
    fields->items.length += sizeof(*item);
    return item;
}

/* A list whose items are read and are sound must keep to the bounds of its row. */
static void check_items(const struct staccato_field *row, const struct staccato_argument *list,
                        struct staccato_text source, struct detail *detail) {
    for (size_t i = 0; row->least != row->most && i < list->count; i++) {
        int64_t number = list->items[i].number;
        if (number < row->least || number > row->most) {
            detail_add(detail, OUT_OF_RANGE_ITEM, row, NO_INDEX, source, number);
            return;
        }
    }
}

/* Reads a list, and reports each item that is wrong; false if memory ran out. */
static bool read_list(struct fields *fields, const struct staccato_field *row,
                      struct staccato_text source, struct staccato_argument *argument,
                      struct detail *detail) {
    if (source.data[0] != '[') {
        detail_add(detail, NO_LIST, row, NO_INDEX, source, 0);
        return true;
    }
    struct staccato_text rest = source;
    struct staccato_text text;
    bool all_sound = true;
    *argument =
        (struct staccato_argument){0, (const void *)(fields->items.data + fields->items.length)};
    while (json_next_item(&rest, &text)) {
        enum fault fault =
            scalar_read(row, text, fields->tokener, &fields->decoded, next_item(fields));
        if (fault == NO_MEMORY) {
            return false;
        }
        if (fault != SOUND) {
            detail_add(detail, fault, row, (long)argument->count, text, 0);
            all_sound = false;
        }
        argument->count++;
    }
    if (argument->count == 0) {
        detail_add(detail, EMPTY_LIST, row, NO_INDEX, STACCATO_TEXT("[]"), 0);
    } else if (all_sound) {
        check_items(row, argument, source, detail);
    }
    return true;
}

/* Reads one field, and reports what is wrong; false if memory ran out. */
static bool read_field(struct fields *fields, const struct staccato_field *row,
                       struct staccato_text source, struct staccato_argument *argument,
                       struct detail *detail) {
    if (source.data[0] == 'n' && row->is_nullable) {
        return true;
    }
    if (row->is_list) {
        return read_list(fields, row, source, argument, detail);
    }
    struct staccato_item *item = next_item(fields);
    enum fault fault = scalar_read(row, source, fields->tokener, &fields->decoded, item);
    if (fault != SOUND && fault != NO_MEMORY) {
        detail_add(detail, fault, row, NO_INDEX, source, 0);
    }
    *argument = (struct staccato_argument){1, item};
    return fault != NO_MEMORY;
}

/* Gives a field that is absent what stands for it; false if memory ran out. Its text is a constant
 * without escapes, so what was read of it once is good for ever. */
static bool read_default(struct fields *fields, const struct staccato_field *row,
                         struct staccato_argument *argument, struct detail *detail) {
    if (row->absent[0] == 'n') {
        return true; /* null: nothing stands for it */
    }
    const struct staccato_argument *kept = defaults_find(&fields->defaults, row);
    if (kept == NULL) {
        const struct staccato_text source = {row->absent, strlen(row->absent)};
        kept = read_field(fields, row, source, argument, detail)
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
        struct staccato_text source = collector->values[i];
        struct staccato_argument *argument = &collector->fields->arguments[i];
        bool has_memory = true;
        *argument = (struct staccato_argument){0};
        if (source.data != NULL) {
            has_memory = read_field(collector->fields, row, source, argument, detail);
        } else if (row->absent != NULL) {
            has_memory = read_default(collector->fields, row, argument, detail);
        } else {
            detail_add(detail, MISSING, row, NO_INDEX, object, 0);
        }
        if (!has_memory) {
            return false;
        }
    }
    return true;
}

/* Fills the arguments from a query, or the detail; false if memory ran out. */
static bool read_query(struct collector *collector, struct detail *detail) {
    struct query *query = &collector->fields->query;
    query->text = collector->source->text;
    query->rows = collector->rows;
    query->row_count = collector->count;
    enum query_result result = query_read(query, collect, collector);
    if (result == QUERY_INVALID) {
        detail_add_no_query(detail, query->offset);
        return true;
    }
    if (result == QUERY_NO_MEMORY || collector->no_memory ||
        !read_fields(collector, STACCATO_TEXT("null"), detail)) {
        return false;
    }
    for (size_t i = 0; i < collector->extra_count; i++) {
        detail_add_extra(detail, collector->extras[i].name, collector->extras[i].value);
    }
    return true;
}

/* Fills the arguments from an object, or the detail; false if memory ran out. */
static bool read_object(struct collector *collector, struct detail *detail) {
    struct staccato_text json = collector->source->text;
    struct staccato_text value;
    struct json_error error;
    if (json.length == 0) {
        detail_add(detail, MISSING, NULL, NO_INDEX, STACCATO_TEXT("null"), 0);
    } else if (!json_scan(json, collect, collector, &value, &error)) {
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
        .source = source,
        .extras = extras,
    };
    bool is_read =
        make_room(fields, source->text, count) &&
        (source->is_query ? read_query(&collector, &detail) : read_object(&collector, &detail));
    if (!is_read) {
        return FIELDS_NO_MEMORY;
    }
    if (detail.is_empty) {
        return FIELDS_READ;
    }
    detail_end(&detail);
    return out->failed ? FIELDS_NO_MEMORY : FIELDS_INVALID;
}

/* Making requests. What is valid is spelled out here once more, and not taken from core. */
#include "requests.h"

#include "musicxml.h"

static const char *const keys[] = {"C-", "C",  "C#", "D-", "D", "E-", "E", "F",
                                   "F#", "G-", "G",  "A-", "A", "B-", "B"};

enum { QUARTER = 4 }; /* sixteenths */

const struct staccato_exercise *requests_find(const char *name) {
    size_t i = 0;
    while (!staccato_text_equal(staccato_exercises[i]->name,
                                (struct staccato_text){name, strlen(name)})) {
        i++;
    }
    return staccato_exercises[i];
}

uint32_t requests_below(struct requests_source *source, uint32_t bound) {
    if (source->bytes != NULL) {
        uint32_t byte = source->left > 0 ? *source->bytes : 0;
        source->bytes += source->left > 0;
        source->left -= source->left > 0;
        return byte % bound;
    }
    /* splitmix64 */
    uint64_t mixed = source->state += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return (uint32_t)((mixed ^ (mixed >> 31)) % bound);
}

/* A key, flats spelled either way. */
static struct staccato_text choose_key(struct requests_source *source,
                                       struct requests_request *made) {
    const char *key = keys[requests_below(source, sizeof(keys) / sizeof(keys[0]))];
    size_t length = strlen(key);
    memcpy(made->tonic, key, length);
    if (length > 1 && key[1] == '-' && requests_below(source, 2) == 1) {
        made->tonic[1] = 'b';
    }
    return (struct staccato_text){made->tonic, length};
}

/* The highest octave of a tonic from which so many degrees stay below octave 10. */
static uint32_t octaves_of(struct staccato_text tonic, int degrees) {
    static const char letters[] = "CDEFGAB";
    return strchr(letters, tonic.data[0]) - letters + degrees > 7 ? 9 : 10;
}

void requests_make_mary(struct requests_source *source, struct requests_request *made) {
    made->exercise = requests_find("mary");
    made->sixteenths = 8 * QUARTER;
    struct staccato_text tonic = choose_key(source, made);
    made->items[0].text = tonic;
    made->items[1].number = requests_below(source, octaves_of(tonic, 5));
}

/* A pitch: a letter of either case, no sign or one to three equal ones, an octave or none. */
static struct staccato_text choose_pitch(struct requests_source *source,
                                         struct requests_request *made) {
    size_t length = 0;
    made->tonic[length++] = "CDEFGABcdefgab"[requests_below(source, 14)];
    char sign = "#-b"[requests_below(source, 3)];
    for (uint32_t signs = requests_below(source, 4); signs > 0; signs--) {
        made->tonic[length++] = sign;
    }
    uint32_t octave = requests_below(source, 11);
    if (octave < 10) {
        made->tonic[length++] = (char)('0' + octave);
    }
    return (struct staccato_text){made->tonic, length};
}

/* Bytes make a pattern as long as they last; a seed makes short ones mostly. */
static size_t choose_length(struct requests_source *source) {
    if (source->bytes != NULL) {
        return source->left < STACCATO_EVENTS_MAX ? source->left : STACCATO_EVENTS_MAX;
    }
    return requests_below(source, requests_below(source, 8) > 0 ? 64 : STACCATO_EVENTS_MAX + 1);
}

void requests_make_random(struct requests_source *source, struct requests_request *made) {
    bool eighths = requests_below(source, 2) == 1;
    made->exercise = requests_find("random");
    made->sixteenths = 0;
    made->items[1].number = eighths ? 8 : 16;
    made->items[2].text = choose_pitch(source, made);
    size_t length = choose_length(source);
    for (size_t i = 0; i < length; i++) {
        char digit = "012"[requests_below(source, eighths ? 2 : 3)];
        made->rhythm[i] = digit;
        made->sixteenths += eighths || digit == '2' ? 2 : 1;
    }
    made->sixteenths *= 4;
    made->items[0].text = (struct staccato_text){made->rhythm, length};
}

static void make_note_game(struct requests_source *source, struct requests_request *made) {
    made->exercise = requests_find("note-game");
    made->sixteenths = QUARTER;
    struct staccato_text scale = choose_key(source, made);
    made->items[0].text = scale;
    made->octave[0] = (char)('0' + requests_below(source, octaves_of(scale, 7)));
    made->items[1].text = (struct staccato_text){made->octave, 1};
    made->draw.state = requests_below(source, 64);
}

void requests_make(struct requests_source *source, struct requests_request *made) {
    uint32_t choice = requests_below(source, 8);
    if (choice == 0) {
        requests_make_mary(source, made);
    } else if (choice == 1) {
        make_note_game(source, made);
    } else {
        requests_make_random(source, made);
    }
}

void requests_transpose(struct requests_source *source, struct requests_request *made) {
    if (made->exercise == requests_find("mary")) {
        requests_make_mary(source, made);
    } else {
        made->items[2].text = choose_pitch(source, made);
    }
}

bool requests_play(const struct requests_request *made, struct staccato_question *question,
                   struct staccato_buffer *out) {
    struct staccato_argument arguments[STACCATO_FIELDS_MAX];
    struct staccato_refusal refusal;
    struct staccato_draw draw = made->draw;
    for (size_t i = 0; i < made->exercise->field_count; i++) {
        bool is_needed = made->exercise->fields[i].absent == NULL;
        arguments[i] = (struct staccato_argument){is_needed, &made->items[i]};
    }
    if (!made->exercise->compose(arguments, &draw, question, &refusal)) {
        return false;
    }
    staccato_musicxml.write(&question->score, &(struct staccato_page){.date = "2026-01-31"}, out);
    return !out->failed;
}

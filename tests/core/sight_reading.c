/* Sight-reading: the same seed is the same exercise, for ever; what is asked for is what comes. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "composing.h"
#include "notes.h"
#include "sight.h"

enum { SIGHT_FIELDS = 15, GOLDEN = 1000, HASH_DIGITS = 16 };

static struct staccato_question question;

/* A request: names of fields and JSON-like values, which are texts, numbers or choices. */
struct asked {
    struct staccato_item items[SIGHT_FIELDS];
    struct staccato_argument arguments[SIGHT_FIELDS];
};

static void ask(struct asked *asked, const char *name, const char *value) {
    const struct staccato_exercise *exercise = play_find("sight-reading");
    for (size_t i = 0; i < exercise->field_count; i++) {
        const struct staccato_field *field = &exercise->fields[i];
        if (!staccato_text_equal(field->name, notes_text(name))) {
            continue;
        }
        struct staccato_item item = {.text = notes_text(value), .number = strtol(value, NULL, 10)};
        for (size_t k = 0; k < field->choice_count; k++) {
            if (staccato_text_equal(field->choices[k], item.text)) {
                item.number = (int64_t)k;
            }
        }
        asked->items[i] = item;
        asked->arguments[i] = (struct staccato_argument){1, &asked->items[i]};
        return;
    }
    cr_assert_fail("no field %s", name);
}

static bool compose(const struct asked *asked, const char *seed, struct staccato_refusal *refusal) {
    struct staccato_draw draw = staccato_draw_seeded(notes_text(seed));
    return play_find("sight-reading")->compose(asked->arguments, &draw, &question, refusal);
}

/* ---- the golden file ---- */

static uint64_t hash_byte(uint64_t hash, unsigned int byte) {
    return (hash ^ (uint8_t)byte) * UINT64_C(0x100000001b3);
}

/* Key, meter, staves; then of each event its length in twelfths of a quarter, MIDI key and tie. */
static uint64_t hash_score(const struct staccato_score *score) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    const struct staccato_pitch *pitch = score->pitches;
    hash = hash_byte(hash, (unsigned int)(score->fifths + 7));
    hash = hash_byte(hash, score->is_minor);
    hash = hash_byte(hash, score->meter->beats);
    hash = hash_byte(hash, score->meter->beat_type);
    hash = hash_byte(hash, score->voice_count);
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        bool is_note = event->pitch_count > 0;
        hash = hash_byte(hash, staccato_event_ticks(score, event) / 8);
        hash = hash_byte(hash, is_note ? (unsigned int)staccato_pitch_midi(*pitch++) : 0);
        hash = hash_byte(hash, (event->marks & STACCATO_TIED) != 0);
    }
    return hash;
}

/* Line i is what the prototype's notes hash to for level i mod 25 and the seed golden.i, once it
 * knows weights.c's plagal lines and contour.c's places an octave lower; every other round of piano
 * levels is for two hands. */
Test(core_sight_reading, a_thousand_seeds_compose_what_the_prototype_composes) {
    enum { LEVELS = STACCATO_SIGHT_LEVELS - 1 };
    FILE *golden = fopen("tests/core/sight_golden.txt", "r");
    cr_assert_not_null(golden, "the golden file is there");
    for (int i = 0; i < GOLDEN; i++) {
        const struct staccato_sight_level *level = &staccato_sight_levels[i % LEVELS];
        struct asked asked = {0};
        struct staccato_refusal refusal;
        char seed[sizeof("golden.") + 8];
        char line[HASH_DIGITS + 2];
        (void)snprintf(seed, sizeof(seed), "golden.%d", i);
        ask(&asked, "level", level->name.data);
        if (level->is_piano && i / LEVELS % 2 == 1) {
            bool is_apart = level->hands >> STACCATO_SIGHT_APART & 1;
            ask(&asked, "hand", is_apart ? "apart" : "together");
        }
        cr_assert(compose(&asked, seed, &refusal), "%s %s", level->name.data, seed);
        cr_assert_not_null(fgets(line, sizeof(line), golden), "a line for each");
        cr_expect_eq(strtoull(line, NULL, 16), hash_score(&question.score), "%s %s",
                     level->name.data, seed);
    }
    (void)fclose(golden);
}

/* ---- what is asked for ---- */

Test(core_sight_reading, draws_what_is_asked_for) {
    for (int i = 0; i < 50; i++) {
        struct asked asked = {0};
        struct staccato_refusal refusal;
        char seed[8];
        (void)snprintf(seed, sizeof(seed), "%d", i);
        ask(&asked, "key", "bb");
        ask(&asked, "time", "6/8");
        ask(&asked, "measures", "12");
        ask(&asked, "low", "F3");
        ask(&asked, "high", "Eb5");
        ask(&asked, "clef", "treble-8vb");
        ask(&asked, "maxLeap", "3");
        ask(&asked, "tempo", "66");
        cr_assert(compose(&asked, seed, &refusal));
        const struct staccato_score *score = &question.score;
        cr_expect(score->fifths == -5 && score->is_minor && score->has_mode);
        cr_expect(score->meter->beats == 6 && score->meter->beat_type == 8);
        cr_expect_eq(score->tempo, 66);
        cr_expect_eq(score->voices[0].clef->octave_change, -1);
        cr_expect(staccato_text_equal(question.answers[1].text, STACCATO_TEXT("b-")));
        cr_expect_eq(question.answers[3].number, 12);
        for (size_t k = 0; k < score->pitch_count; k++) {
            int midi = staccato_pitch_midi(score->pitches[k]);
            int before = staccato_pitch_diatonic_number(score->pitches[k > 0 ? k - 1 : 0]);
            int number = staccato_pitch_diatonic_number(score->pitches[k]);
            cr_expect(midi >= 53 && midi <= 75, "%d is F3 to Eb5", midi);
            cr_expect(number - before >= -2 && number - before <= 2, "thirds at most");
        }
    }
}

Test(core_sight_reading, horns_read_a_fifth_above_the_concert_key) {
    struct asked asked = {0};
    struct staccato_refusal refusal;
    ask(&asked, "level", "winds-1");
    ask(&asked, "instrument", "horn");
    cr_assert(compose(&asked, "1", &refusal));
    cr_expect_eq(question.score.fifths, -1, "B flat is written as F");
    cr_expect(staccato_text_equal(question.answers[1].text, STACCATO_TEXT("B-")));
    cr_expect_eq(question.score.instrument->chromatic, -7);
}

Test(core_sight_reading, refuses_what_cannot_be_drawn_and_says_why) {
    static const struct {
        const char *fields[6]; /* names and values */
        const char *words;
    } cases[] = {
        {{"key", "H"}, "The key H is not currently supported: key must be C- to C#"},
        {{"key", "C#", "instrument", "alto-saxophone"},
         "The key C# is written with 10 signs for alto-saxophone: 7 at most"},
        {{"low", "c4"}, "The pitch c4 can't be read: low and high must be a letter A to G"},
        {{"high", "C"}, "The pitch C can't be read"},
        {{"low", "C5", "high", "E5", "key", "G"},
         "The range C5 to E5 is too narrow for G: five letters of the key are needed"},
        {{"low", "A5", "high", "A4"}, "The range A5 to A4 is too narrow for C"},
        {{"level", "strings-1", "hand", "left"},
         "The hand left is not one of level strings-1: hand must be absent"},
        {{"level", "piano-1", "hand", "together"},
         "The hand together is not one of level piano-1: hand must be right, left or apart"},
        {{"level", "choir-1", "instrument", "tuba"},
         "The instrument tuba is not one of level choir-1: instrument must be treble-voice or "
         "bass-voice"},
        {{"hand", "left", "instrument", "tuba"}, "The instrument tuba is not one of level custom"},
        {{"hand", "apart", "clef", "bass"}, "The clef bass is not one of level custom"},
        {{"values", "h.", "time", "4/4"},
         "The values h. do not fill a measure of 4/4 and end it with a long note"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct asked asked = {0};
        struct staccato_refusal refusal;
        struct staccato_buffer out = {0};
        for (size_t k = 0; k < 6 && cases[i].fields[k] != NULL; k += 2) {
            ask(&asked, cases[i].fields[k], cases[i].fields[k + 1]);
        }
        cr_assert_not(compose(&asked, "1", &refusal), "%s", cases[i].words);
        staccato_refusal_write(&refusal, &out);
        staccato_buffer_append(&out, "", 1);
        const char *begins = "something is not right: ";
        cr_expect_eq(strncmp(out.data, begins, strlen(begins)), 0, "%s", out.data);
        cr_expect_eq(strncmp(out.data + strlen(begins), cases[i].words, strlen(cases[i].words)), 0,
                     "'%s' says '%s'", out.data, cases[i].words);
        staccato_buffer_free(&out);
    }
}

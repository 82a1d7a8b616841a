/* A score as a Standard MIDI File 1.0: format 0, one track, 96 ticks a quarter (the MIDI
 * Manufacturers Association's "Standard MIDI Files 1.0", RP-001). */
#include "format.h"
#include "sounds.h"

enum { TEMPO, DEFAULT_TEMPO = 96 };

static const struct staccato_field fields[] = {
    [TEMPO] = {.name = STACCATO_TEXT_INIT("tempo"),
               .kind = STACCATO_INTEGER,
               .least = 20,
               .most = 400,
               .absent = "96",
               .help = "Quarters a minute."},
};

/* Notes that sound and must end. */
struct ending {
    uint32_t time;
    uint8_t key;
};

/* What has been written so far. */
struct track {
    struct staccato_buffer *out;
    uint32_t time; /* ticks, of the event before */
    size_t ending_count;
    struct ending endings[STACCATO_VOICES_MAX * STACCATO_CHORD_MAX]; /* the earliest first */
};

static void put(struct track *track, const char *bytes, size_t length) {
    staccato_buffer_append(track->out, bytes, length);
}

static void put_byte(struct track *track, unsigned int byte) {
    char value = (char)byte;
    put(track, &value, 1);
}

/* The time since the event before, as a variable-length quantity: seven bits a byte, the highest
 * first, with the top bit set on all but the last. */
static void put_time(struct track *track, uint32_t time) {
    uint32_t delta = time - track->time;
    for (unsigned int shift = 28; shift > 0; shift -= 7) {
        if (delta >> shift != 0) {
            put_byte(track, (delta >> shift & 0x7F) | 0x80);
        }
    }
    put_byte(track, delta & 0x7F);
    track->time = time;
}

/* A meta event of a type, at once. */
static void put_meta(struct track *track, unsigned int type, const char *bytes, size_t length) {
    put_time(track, track->time);
    put_byte(track, 0xFF);
    put_byte(track, type);
    put_byte(track, (unsigned int)length);
    put(track, bytes, length);
}

static void put_head(struct track *track, const struct staccato_score *score,
                     const struct staccato_page *page) {
    enum { NAME = 0x03, SET_TEMPO = 0x51, TIME = 0x58, KEY = 0x59, NAME_MAX = 127 };
    enum { CLICKS_A_QUARTER = 24, THIRTY_SECONDS_A_QUARTER = 8, MINUTE = 60000000 };
    const struct staccato_argument *tempo = page->arguments == NULL ? NULL : page->arguments;
    bool is_given = tempo != NULL && tempo[TEMPO].count > 0;
    uint32_t microseconds =
        MINUTE / (uint32_t)(is_given ? tempo[TEMPO].items->number : DEFAULT_TEMPO);
    bool is_compound = score->meter->beat_type == 8 && score->meter->beats % 3 == 0;
    int power = 0; /* of two: the beat type */
    while (1 << power < score->meter->beat_type) {
        power++;
    }
    size_t length = page->title.length < NAME_MAX ? page->title.length : NAME_MAX;
    put_meta(track, NAME, page->title.data, length);
    put_meta(track, SET_TEMPO,
             (char[]){(char)(microseconds >> 16), (char)(microseconds >> 8), (char)microseconds},
             3);
    put_meta(track, TIME,
             (char[]){(char)score->meter->beats, (char)power,
                      (char)(is_compound ? CLICKS_A_QUARTER * 3 / 2 : CLICKS_A_QUARTER),
                      THIRTY_SECONDS_A_QUARTER},
             4);
    if (score->has_key) {
        put_meta(track, KEY, (char[]){(char)score->fifths, (char)score->is_minor}, 2);
    }
    put_time(track, 0);
    put_byte(track, 0xC0); /* program change, channel 1 */
    put_byte(track, score->instrument->program);
}

static void put_note(struct track *track, uint32_t time, unsigned int key, bool is_on) {
    enum { ON = 0x90, OFF = 0x80, VELOCITY = 80, RELEASE = 64 };
    put_time(track, time);
    put_byte(track, is_on ? ON : OFF);
    put_byte(track, key);
    put_byte(track, is_on ? VELOCITY : RELEASE);
}

/* Ends the notes that end by then. */
static void put_endings(struct track *track, uint32_t time) {
    size_t count = 0;
    while (count < track->ending_count && track->endings[count].time <= time) {
        put_note(track, track->endings[count].time, track->endings[count].key, false);
        count++;
    }
    track->ending_count -= count;
    memmove(track->endings, track->endings + count,
            track->ending_count * sizeof(track->endings[0]));
}

static void add_ending(struct track *track, uint32_t time, uint8_t key) {
    size_t i = track->ending_count++;
    for (; i > 0 && track->endings[i - 1].time > time; i--) {
        track->endings[i] = track->endings[i - 1];
    }
    track->endings[i] = (struct ending){time, key};
}

static void put_sounds(struct track *track, const struct staccato_score *score) {
    enum { KEYS = 128 };
    struct staccato_sounds sounds;
    struct staccato_sound sound;
    staccato_sounds_begin(&sounds, score);
    while (staccato_sounds_next(&sounds, &sound)) {
        put_endings(track, sound.start);
        for (size_t i = 0; i < sound.pitch_count; i++) {
            int key = staccato_sound_midi(score, sound.pitches[i]);
            if (key >= 0 && key < KEYS) { /* octave 9 reaches beyond MIDI's highest key, G9 */
                put_note(track, sound.start, (unsigned int)key, true);
                add_ending(track, sound.start + sound.ticks, (uint8_t)key);
            }
        }
    }
    put_endings(track, UINT32_MAX);
}

static void write(const struct staccato_score *score, const struct staccato_page *page,
                  struct staccato_buffer *out) {
    static const char head[] = "MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0";
    enum { END_OF_TRACK = 0x2F, LENGTH = 4 };
    struct track track = {.out = out};
    put(&track, head, sizeof(head));
    size_t start = out->length;
    put_head(&track, score, page);
    put_sounds(&track, score);
    put_time(&track, staccato_score_ticks(score));
    put_byte(&track, 0xFF);
    put_byte(&track, END_OF_TRACK);
    put_byte(&track, 0);
    for (size_t i = 0; !out->failed && i < LENGTH; i++) {
        out->data[start - LENGTH + i] = (char)((out->length - start) >> (24 - 8 * i));
    }
}

const struct staccato_format staccato_midi = {
    .extension = STACCATO_TEXT_INIT("mid"),
    .content_type = STACCATO_TEXT_INIT("audio/midi"),
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .write = write,
};

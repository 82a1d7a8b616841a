/* Theory once more, by letters and semitones, with nothing taken from core. */
#include "answers.h"

#include <stdlib.h>
#include <string.h>

#include "rule.h"

enum { LETTERS = 7, OCTAVE = 12, WHOLE = 4 * DOCUMENT_QUARTER, NONE = -1, NAME_SIZE = 8 };

static const char letters[] = "CDEFGAB";
static const char fifths[] = "FCGDAEB";

static int modulo(int number, int by) {
    return (number % by + by) % by;
}

static const char *text_of(json_object *object, const char *member) {
    const char *text = json_object_get_string(json_object_object_get(object, member));
    return text != NULL ? text : "";
}

static int number_of(json_object *object, const char *member) {
    return json_object_get_int(json_object_object_get(object, member));
}

/* ---- pitches ---- */

struct pitch {
    int letter, alter, octave;
};

static struct pitch pitch_of(const struct document_note *note) {
    return (struct pitch){(int)(strchr(letters, note->step) - letters), note->alter, note->octave};
}

/* From a name: a letter of either case, signs, an octave or none, which is 4. */
static struct pitch pitch_named(const char *name) {
    char capital = (char)(*name >= 'a' ? *name - 'a' + 'A' : *name);
    struct pitch pitch = {(int)(strchr(letters, capital) - letters), 0, 4};
    for (name++; *name == '#' || *name == '-' || *name == 'b'; name++) {
        pitch.alter += *name == '#' ? 1 : -1;
    }
    pitch.octave = *name != '\0' ? *name - '0' : pitch.octave;
    return pitch;
}

static int sound(struct pitch pitch) {
    static const int natural[LETTERS] = {0, 2, 4, 5, 7, 9, 11};
    return OCTAVE * pitch.octave + natural[pitch.letter] + pitch.alter;
}

static int place(struct pitch pitch) {
    return LETTERS * pitch.octave + pitch.letter;
}

/* What so many fifths do to a letter: the sharps come in the order F C G D A E B. */
static int alter_in_key(int key, int letter) {
    int rank = (int)(strchr(fifths, letters[letter]) - fifths);
    return (key - rank + 2 * LETTERS - 1) / LETTERS - 1;
}

static bool is_same(struct pitch pitch, struct pitch other) {
    return pitch.letter == other.letter && pitch.alter == other.alter;
}

/* The major key of a tonic, in fifths above C. */
static int key_of(struct pitch tonic) {
    return (int)(strchr(fifths, letters[tonic.letter]) - fifths) - 1 + LETTERS * tonic.alter;
}

/* ---- what all games have ---- */

static const struct {
    const char *name;
    char sign;
    int line, octave;
    const char *lowest_root; /* of intervals, without an octave */
} clefs[] = {
    {"treble", 'G', 2, 4, "C4"},   {"bass", 'F', 4, 3, "E2"},    {"alto", 'C', 3, 4, "F3"},
    {"tenor", 'C', 4, 3, "D3"},    {"soprano", 'C', 1, 4, "C4"}, {"mezzo_soprano", 'C', 2, 4, "A3"},
    {"baritone", 'F', 3, 3, "B2"},
};

/* The row of a clef; of one that there is not, some row. */
static size_t find_clef(const char *name) {
    size_t i = sizeof(clefs) / sizeof(clefs[0]) - 1;
    while (i > 0 && strcmp(clefs[i].name, name) != 0) {
        i--;
    }
    return i;
}

/* Whether a member of the answer is an entry of the list that was asked for. */
static bool is_entry(json_object *asked, const char *list, json_object *answer,
                     const char *member) {
    json_object *entries = json_object_object_get(asked, list);
    json_object *drawn = json_object_object_get(answer, member);
    for (size_t i = 0; i < json_object_array_length(entries); i++) {
        if (json_object_equal(json_object_array_get_idx(entries, i), drawn)) {
            return true;
        }
    }
    return false;
}

static const char *clef_fault(json_object *asked, json_object *answer,
                              const struct document *document) {
    size_t clef = find_clef(text_of(answer, "clef"));
    RULE(is_entry(asked, "clefs", answer, "clef"), "a clef of the list");
    RULE(document->clef_sign == clefs[clef].sign && document->clef_line == clefs[clef].line &&
             document->clef_octave_change == 0,
         "the clef that is answered");
    return NULL;
}

/* The octave that a game begins in. */
static int first_octave(json_object *asked, json_object *answer) {
    json_object *octave = json_object_object_get(asked, "octave");
    return octave != NULL ? json_object_get_int(octave)
                          : clefs[find_clef(text_of(answer, "clef"))].octave;
}

static const char *accidentals_fault(const struct document *document) {
    int key = document->has_key ? document->fifths : 0;
    for (size_t i = 0; i < document->note_count; i++) {
        const struct document_note *note = &document->notes[i];
        bool is_needed = note->alter != alter_in_key(key, pitch_of(note).letter);
        for (size_t other = 0; other < document->note_count; other++) {
            const struct document_note *near = &document->notes[other];
            is_needed |= document->notes[document->note_count - 1].in_chord && note->alter == 0 &&
                         near->step == note->step && near->alter != 0;
        }
        RULE(note->has_accidental == is_needed, "accidentals where the signature is another");
        RULE(!is_needed || note->accidental == note->alter, "an accidental is its alteration");
        RULE(!is_needed || note->has_alter, "what has an accidental has an alter");
    }
    return NULL;
}

static const char *notes_fault(const struct document *document, size_t count, int length,
                               bool is_chord) {
    RULE(document->measure_count == 1 && document->note_count == count, "so many notes, no more");
    for (size_t i = 0; i < count; i++) {
        const struct document_note *note = &document->notes[i];
        RULE(!note->is_rest && note->duration == length && note->type == length, "equal notes");
        RULE(note->in_chord == (is_chord && i > 0), "together or one by one");
    }
    return accidentals_fault(document);
}

/* ---- the games ---- */

static const char *note_game_fault(json_object *asked, json_object *answer,
                                   const struct document *document) {
    const char *fault = notes_fault(document, 1, DOCUMENT_QUARTER, false);
    RULE(fault == NULL, fault);
    struct pitch note = pitch_of(&document->notes[0]);
    struct pitch tonic = pitch_named(text_of(asked, "scale"));
    int from = sound(pitch_named(text_of(asked, "lowNote")));
    int to = sound(pitch_named(text_of(asked, "highNote")));
    RULE(is_same(pitch_named(text_of(answer, "noteName")), note), "noteName is the note's");
    RULE(atoi(text_of(answer, "noteOctave")) == note.octave, "noteOctave is the note's");
    RULE(document->has_key && document->fifths == key_of(tonic), "the signature is the scale's");
    RULE(note.alter == alter_in_key(key_of(tonic), note.letter), "a note of the scale");
    RULE(sound(note) >= from && sound(note) <= to, "a note of the range");
    size_t clef = find_clef(text_of(asked, "clef"));
    RULE(document->clef_sign == clefs[clef].sign && document->clef_line == clefs[clef].line,
         "the clef that was asked for");
    return NULL;
}

static const char *key_signature_game_fault(json_object *asked, json_object *answer,
                                            const struct document *document) {
    int sharps = number_of(answer, "sharps");
    RULE(is_entry(asked, "keySignatures", answer, "sharps"), "sharps is one of the list");
    RULE(document->has_key && document->fifths == sharps, "sharps is the signature");
    RULE(key_of(pitch_named(text_of(answer, "tonic"))) == sharps, "tonic is of this key");
    RULE(key_of(pitch_named(text_of(answer, "minorTonic"))) - 3 == sharps, "minorTonic, too");
    RULE(document->note_count == 1 && document->notes[0].fills_measure, "a rest, nothing more");
    return clef_fault(asked, answer, document);
}

static const char *scale_game_fault(json_object *asked, json_object *answer,
                                    const struct document *document) {
    enum { NOTES = 8 };
    static const char *const types[][2] = {{"2212221", "major"},
                                           {"2122122", "natural_minor"},
                                           {"2122131", "harmonic_minor"},
                                           {"2122221", "melodic_minor"}};
    char steps[NOTES] = "";
    const char *fault = notes_fault(document, NOTES, WHOLE, false);
    RULE(fault == NULL, fault);
    for (size_t i = 0; i + 1 < NOTES; i++) {
        struct pitch from = pitch_of(&document->notes[i]);
        struct pitch to = pitch_of(&document->notes[i + 1]);
        RULE(place(to) == place(from) + 1, "one note a letter");
        steps[i] = (char)('0' + (sound(to) - sound(from)));
    }
    const char *type = "";
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        type = strcmp(types[i][0], steps) == 0 ? types[i][1] : type;
    }
    struct pitch tonic = pitch_of(&document->notes[0]);
    bool has_key = strcmp(text_of(asked, "questionMode"), "key_signature") == 0;
    int key = key_of(tonic) - (strcmp(type, "major") == 0 ? 0 : 3);
    RULE(is_entry(asked, "tonicPool", answer, "tonic"), "tonic is one of the pool");
    RULE(is_same(pitch_named(text_of(answer, "tonic")), tonic), "tonic is the first note");
    RULE(is_entry(asked, "scaleTypes", answer, "scaleType"), "scaleType is one of the list");
    RULE(strcmp(text_of(answer, "scaleType"), type) == 0, "scaleType is what the steps are");
    RULE(tonic.octave == first_octave(asked, answer), "it begins in the octave");
    RULE(document->has_key == has_key && (!has_key || document->fifths == key), "its signature");
    return clef_fault(asked, answer, document);
}

/* By letter above the root, semitones above it within an octave; NONE: it has no such note. */
static const struct {
    const char *name;
    int semitones[LETTERS];
} qualities[] = {
    {"major", {0, NONE, 4, NONE, 7, NONE, NONE}},
    {"minor", {0, NONE, 3, NONE, 7, NONE, NONE}},
    {"augmented", {0, NONE, 4, NONE, 8, NONE, NONE}},
    {"diminished", {0, NONE, 3, NONE, 6, NONE, NONE}},
    {"dominant7", {0, NONE, 4, NONE, 7, NONE, 10}},
    {"major7", {0, NONE, 4, NONE, 7, NONE, 11}},
    {"minor7", {0, NONE, 3, NONE, 7, NONE, 10}},
    {"half_diminished7", {0, NONE, 3, NONE, 6, NONE, 10}},
    {"diminished7", {0, NONE, 3, NONE, 6, NONE, 9}},
    {"dominant9", {0, 2, 4, NONE, 7, NONE, 10}},
    {"major9", {0, 2, 4, NONE, 7, NONE, 11}},
    {"minor9", {0, 2, 3, NONE, 7, NONE, 10}},
};

/* The quality that the notes have above one of them, or NULL. */
static const char *find_quality(const struct document *document, struct pitch root) {
    int semitones[LETTERS];
    for (size_t i = 0; i < LETTERS; i++) {
        semitones[i] = NONE;
    }
    for (size_t i = 0; i < document->note_count; i++) {
        struct pitch note = pitch_of(&document->notes[i]);
        semitones[modulo(note.letter - root.letter, LETTERS)] =
            modulo(sound(note) - sound(root), OCTAVE);
    }
    for (size_t i = 0; i < sizeof(qualities) / sizeof(qualities[0]); i++) {
        if (memcmp(qualities[i].semitones, semitones, sizeof(semitones)) == 0) {
            return qualities[i].name;
        }
    }
    return NULL;
}

static const char *chord_game_fault(json_object *asked, json_object *answer,
                                    const struct document *document) {
    const char *fault = notes_fault(document, document->note_count, WHOLE, true);
    const char *quality = NULL;
    struct pitch root = {0};
    struct pitch lowest = pitch_of(&document->notes[0]);
    RULE(fault == NULL, fault);
    for (size_t i = 0; i < document->note_count; i++) {
        struct pitch note = pitch_of(&document->notes[i]);
        RULE(i == 0 || sound(note) > sound(pitch_of(&document->notes[i - 1])), "lowest first");
        if (find_quality(document, note) != NULL) {
            RULE(quality == NULL, "one root only");
            quality = find_quality(document, note);
            root = note;
        }
    }
    RULE(quality != NULL, "a chord");
    RULE(is_entry(asked, "rootPool", answer, "root"), "root is one of the pool");
    RULE(is_same(pitch_named(text_of(answer, "root")), root), "root is the chord's");
    RULE(is_entry(asked, "qualities", answer, "quality"), "quality is one of the list");
    RULE(strcmp(text_of(answer, "quality"), quality) == 0, "quality is the chord's");
    int inversion = modulo(lowest.letter - root.letter, LETTERS) / 2;
    RULE(number_of(answer, "inversion") == inversion, "inversion is by the lowest note");
    RULE(inversion == 0 || number_of(asked, "inversions") != 0, "inverted if asked for");
    RULE(inversion > 0 || root.octave == first_octave(asked, answer), "it begins in the octave");
    return clef_fault(asked, answer, document);
}

/* The letters of an interval's quality, by how much it differs from the major scale's. */
static const char *name_quality(int number, int difference) {
    static const char *const perfect[] = {NULL, "dd", "d", "P", "A", "AA"};
    static const char *const other[] = {"dd", "d", "m", "M", "A", "AA"};
    int simple = (number - 1) % LETTERS;
    bool is_perfect = simple == 0 || simple == 3 || simple == 4;
    const char *name =
        difference < -3 || difference > 2 ? NULL : (is_perfect ? perfect : other)[difference + 3];
    return name != NULL ? name : "";
}

static const char *interval_game_fault(json_object *asked, json_object *answer,
                                       const struct document *document) {
    bool is_harmonic = strcmp(text_of(asked, "displayMode"), "harmonic") == 0;
    const char *fault = notes_fault(document, 2, WHOLE, is_harmonic);
    RULE(fault == NULL, fault);
    struct pitch root = pitch_of(&document->notes[0]);
    struct pitch other = pitch_of(&document->notes[1]);
    int number = place(other) - place(root) + 1;
    int octaves = (number - 1) / LETTERS;
    int major = octaves * OCTAVE + sound((struct pitch){(number - 1) % LETTERS, 0, 0});
    const char *quality = name_quality(number, sound(other) - sound(root) - major);
    json_object *octave = json_object_object_get(asked, "octave");
    size_t clef = find_clef(text_of(answer, "clef"));
    int first = octave != NULL ? LETTERS * json_object_get_int(octave)
                               : place(pitch_named(clefs[clef].lowest_root));
    int roots = octave != NULL ? LETTERS : LETTERS + 1;
    RULE(is_entry(asked, "intervals", answer, "interval"), "interval is one of the list");
    RULE(number_of(answer, "number") == number, "number counts letters");
    RULE(strcmp(text_of(answer, "quality"), quality) == 0, "quality is by semitones");
    const char *interval = text_of(answer, "interval");
    RULE(strncmp(interval, quality, strlen(quality)) == 0 &&
             atoi(interval + strlen(quality)) == number,
         "interval is both");
    RULE(root.alter == 0 && place(root) >= first && place(root) < first + roots, "its root");
    return clef_fault(asked, answer, document);
}

const char *answers_fault(const char *path, json_object *asked, json_object *answer,
                          const struct document *document) {
    static const struct {
        const char *path;
        int beats, beat_type;
        const char *(*fault)(json_object *, json_object *, const struct document *);
    } games[] = {
        {"/note-game", 4, 4, note_game_fault},
        {"/key-signature-game", 4, 4, key_signature_game_fault},
        {"/scale-game", 8, 1, scale_game_fault},
        {"/chord-game", 4, 4, chord_game_fault},
        {"/interval-game", 4, 4, interval_game_fault},
    };
    for (size_t i = 0; i < sizeof(games) / sizeof(games[0]); i++) {
        if (strcmp(games[i].path, path) == 0) {
            bool is_melodic = strcmp(text_of(asked, "displayMode"), "melodic") == 0;
            RULE(document->beats == (is_melodic ? 2 : games[i].beats), "the game's time");
            RULE(document->beat_type == (is_melodic ? 1 : games[i].beat_type), "the game's time");
            return games[i].fault(asked, answer, document);
        }
    }
    return "no such game";
}

const char *answers_pitches_fault(json_object *asked, json_object *answer) {
    json_object *pitches = json_object_object_get(answer, "pitches");
    bool is_major = strcmp(text_of(asked, "scaleType"), "major") == 0;
    int key = key_of(pitch_named(text_of(asked, "tonic")));
    int from = sound(pitch_named(text_of(asked, "lowNote")));
    int to = sound(pitch_named(text_of(asked, "highNote")));
    size_t count = 0;
    for (int sounding = from; sounding <= to; sounding++) {
        bool is_in_scale = !is_major;
        for (int letter = 0; letter < LETTERS; letter++) {
            struct pitch note = {letter, alter_in_key(key, letter), 0};
            is_in_scale |= modulo(sounding - sound(note), OCTAVE) == 0;
        }
        if (is_in_scale) {
            RULE(count < json_object_array_length(pitches), "all of them");
            const char *name = json_object_get_string(json_object_array_get_idx(pitches, count));
            struct pitch pitch = pitch_named(name);
            RULE(sound(pitch) == sounding, "in order, and no others");
            RULE(!is_major || pitch.alter == alter_in_key(key, pitch.letter), "as the key spells");
            count++;
        }
    }
    RULE(count == json_object_array_length(pitches), "no more than these");
    return NULL;
}

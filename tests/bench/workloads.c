/* What is played, by name. */
#include "workloads.h"

#include <string.h>

static const struct workload workloads[] = {
    {.name = "mary", .path = "/mary", .body = "{\"tonic\":\"C\",\"octave\":4}"},
    {.name = "random_112", .path = "/random", .digits = 3},
    {.name = "random_10", .path = "/random", .digits = 10},
    {.name = "random_100", .path = "/random", .digits = 100},
    {.name = "random_1024", .path = "/random", .digits = 1024},
    {.name = "note_game", .path = "/note-game", .body = "{\"scale\":\"B-\",\"octave\":\"4\"}"},
    {.name = "note_game_range",
     .path = "/note-game",
     .body =
         "{\"scale\":\"E-\",\"octave\":\"4\",\"lowNote\":\"G3\",\"highNote\":\"C6\",\"clef\":\"alto\"}"},
    {.name = "key_signature_game", .path = "/key-signature-game", .body = "{}"},
    {.name = "scale_game",
     .path = "/scale-game",
     .body = "{\"questionMode\":\"key_signature\",\"clefs\":[\"treble\",\"bass\"]}"},
    {.name = "chord_game",
     .path = "/chord-game",
     .body = "{\"inversions\":true,\"clefs\":[\"treble\",\"bass\"]}"},
    {.name = "interval_game", .path = "/interval-game", .body = "{\"displayMode\":\"melodic\"}"},
    {.name = "scale_pitches",
     .path = "/scale-pitches",
     .body =
         "{\"tonic\":\"C\",\"scaleType\":\"chromatic\",\"lowNote\":\"C3\",\"highNote\":\"C6\"}"},
    {.name = "score_10", .path = "/score", .events = 10},
    {.name = "score_43", .path = "/score", .events = 43}, /* eight bars */
    {.name = "score_1024", .path = "/score", .events = 1024},
    {.name = "sight_reading", .path = "/sight-reading", .body = "{\"level\":\"strings-2\"}"},
    {.name = "sight_reading_two_hands",
     .path = "/sight-reading",
     .body = "{\"level\":\"piano-5\",\"hand\":\"together\"}"},
    {.name = "seeded_note_game",
     .path = "/note-game",
     .body = "{\"scale\":\"B-\",\"octave\":\"4\",\"seed\":\"7b-monday\"}"},
    {.name = "count_100_note_game",
     .path = "/note-game",
     .body = "{\"scale\":\"B-\",\"octave\":\"4\",\"seed\":\"7b-monday\",\"count\":100}"},
    {.name = "link_mary", .path = "/mary.musicxml", .link = "tonic=C&octave=4"},
    {.name = "link_midi", .path = "/mary.mid", .link = "tonic=C&octave=4"},
    {.name = "picture_note_game",
     .path = "/note-game.svg",
     .body = "{\"scale\":\"B-\",\"octave\":\"4\"}"},
    {.name = "picture_mary", .path = "/mary.svg", .body = "{\"tonic\":\"C-\",\"octave\":4}"},
    {.name = "picture_2111021",
     .path = "/random.svg",
     .body = "{\"rhythm\":\"2111021\",\"rhythmType\":16,\"tonic\":\"B4\"}"},
    {.name = "picture_11021",
     .path = "/random.svg",
     .body = "{\"rhythm\":\"11021\",\"rhythmType\":16,\"tonic\":\"B7\"}"},
    {.name = "picture_20_digits",
     .path = "/random.svg",
     .body = "{\"rhythm\":\"21110212110211102110\",\"rhythmType\":16,\"tonic\":\"f#4\"}"},
    {.name = "picture_1024", .path = "/random.svg", .digits = 1024},
    {.name = "picture_score_1024", .path = "/score.svg", .events = 1024},
    {.name = "link_note_game",
     .path = "/note-game.musicxml",
     .link = "scale=B-&octave=4&seed=7b-monday"},
    {.name = "link_json", .path = "/note-game.json", .link = "scale=B-&octave=4&seed=7b-monday"},
    {.name = "link_chord_game",
     .path = "/chord-game.json",
     .link = "inversions=true&clefs=treble&clefs=bass&seed=7b-monday"},
    {.name = "link_304_note_game",
     .path = "/note-game.json",
     .link = "scale=B-&octave=4&seed=7b-monday",
     .status = 304},
    {.name = "link_304_chord_game",
     .path = "/chord-game.musicxml",
     .link = "inversions=true&clefs=treble&clefs=bass&seed=7b-monday",
     .status = 304},
};

const struct workload *find_workload(const char *name) {
    for (size_t i = 0; i < sizeof(workloads) / sizeof(workloads[0]); i++) {
        if (strcmp(workloads[i].name, name) == 0) {
            return &workloads[i];
        }
    }
    return NULL;
}

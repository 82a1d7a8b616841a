/* Lists: each entry is as likely as the others, and one bad entry refuses the request always. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "service.h"

TestSuite(properties_lists, .timeout = 60);

enum { DRAWS = 6000, VALUES = 8, TRIES = 200 };

/* The seeds are 0, 1, 2 and so on, so that it is the same each time. Of draws that are random
 * chi-squared exceeds 36 once in 100,000 with seven degrees of freedom, with fewer less often. A
 * value of weight 1/3 that is drawn a fifth more often than that gives about 120. */
static const double threshold = 36.0;

static struct config config;
static struct service service;

static int post(const char *path, const char *body) {
    const struct request request = {.method = STACCATO_TEXT("POST"),
                                    .path = {path, strlen(path)},
                                    .body = {body, strlen(body)}};
    if (service.config == NULL) {
        config.max_body = 65536;
        cr_assert(service_open(&service, &config));
    }
    service_answer(&service, &request, metrics_clock());
    staccato_buffer_append(&service.response.body, "", 1);
    return service.response.status;
}

static int post_seeded(const char *path, const char *body, int seed) {
    char seeded[512];
    (void)snprintf(seeded, sizeof(seeded), "{\"seed\":\"%d\",%s", seed, body + 1);
    return post(path, seeded);
}

/* A list with its duplicates, or a range; the member of the answer that it decides, with each of
 * its values and how many entries of the list it is. */
static const struct {
    const char *path, *body, *member;
    struct {
        const char *value;
        int weight;
    } values[VALUES];
} lists[] = {
    {"/key-signature-game",
     "{\"clefs\":[\"alto\",\"bass\",\"alto\"]}",
     "clef",
     {{"\"alto\"", 2}, {"\"bass\"", 1}}},
    {"/key-signature-game",
     "{\"keySignatures\":[-7,0,0,3]}",
     "sharps",
     {{"-7", 1}, {"0", 2}, {"3", 1}}},
    {"/scale-game",
     "{\"tonicPool\":[\"Bb\",\"B-\",\"C\",\"C\"]}",
     "tonic",
     {{"\"Bb\"", 1}, {"\"B-\"", 1}, {"\"C\"", 2}}},
    {"/scale-game",
     "{\"scaleTypes\":[\"major\",\"harmonic_minor\",\"major\"]}",
     "scaleType",
     {{"\"major\"", 2}, {"\"harmonic_minor\"", 1}}},
    {"/scale-game",
     "{\"clefs\":[\"tenor\",\"soprano\"]}",
     "clef",
     {{"\"tenor\"", 1}, {"\"soprano\"", 1}}},
    {"/chord-game", "{\"rootPool\":[\"F#\",\"G\",\"F#\"]}", "root", {{"\"F#\"", 2}, {"\"G\"", 1}}},
    {"/chord-game",
     "{\"qualities\":[\"minor\",\"minor9\",\"major\",\"minor\"]}",
     "quality",
     {{"\"minor\"", 2}, {"\"minor9\"", 1}, {"\"major\"", 1}}},
    {"/chord-game",
     "{\"qualities\":[\"major\"],\"inversions\":true}",
     "inversion",
     {{"0", 1}, {"1", 1}, {"2", 1}}},
    {"/chord-game",
     "{\"qualities\":[\"minor9\"],\"inversions\":true}",
     "inversion",
     {{"0", 1}, {"1", 1}, {"2", 1}, {"3", 1}}},
    {"/chord-game",
     "{\"clefs\":[\"bass\",\"tenor\",\"bass\",\"treble\",\"bass\"]}",
     "clef",
     {{"\"bass\"", 3}, {"\"tenor\"", 1}, {"\"treble\"", 1}}},
    {"/interval-game",
     "{\"clefs\":[\"alto\",\"baritone\",\"soprano\",\"alto\"],\"displayMode\":\"melodic\"}",
     "clef",
     {{"\"alto\"", 2}, {"\"baritone\"", 1}, {"\"soprano\"", 1}}},
    {"/note-game",
     "{\"scale\":\"C\",\"octave\":\"\",\"lowNote\":\"E3\",\"highNote\":\"F4\"}",
     "noteName",
     {{"\"E\"", 2},
      {"\"F\"", 2},
      {"\"G\"", 1},
      {"\"A\"", 1},
      {"\"B\"", 1},
      {"\"C\"", 1},
      {"\"D\"", 1}}},
    {"/note-game",
     "{\"scale\":\"C\",\"octave\":\"\",\"lowNote\":\"E3\",\"highNote\":\"F4\"}",
     "noteOctave",
     {{"\"3\"", 5}, {"\"4\"", 4}}},
    {"/note-game",
     "{\"scale\":\"C-\",\"octave\":\"\",\"lowNote\":\"B3\",\"highNote\":\"E-4\"}",
     "noteName",
     {{"\"C-\"", 1}, {"\"D-\"", 1}, {"\"E-\"", 1}}},
    {"/interval-game",
     "{\"intervals\":[\"m3\",\"P5\",\"P5\",\"AA4\"]}",
     "interval",
     {{"\"m3\"", 1}, {"\"P5\"", 2}, {"\"AA4\"", 1}}},
};

/* Which of the values the answer has; VALUES: none. */
static size_t find_value(size_t list) {
    for (size_t i = 0; i < VALUES && lists[list].values[i].value != NULL; i++) {
        char member[64];
        (void)snprintf(member, sizeof(member), ",\"%s\":%s", lists[list].member,
                       lists[list].values[i].value);
        const char *found = strstr(service.response.body.data, member);
        if (found != NULL && strchr(",}", found[strlen(member)]) != NULL) {
            return i;
        }
    }
    return VALUES;
}

Test(properties_lists, are_drawn_from_uniformly_and_duplicates_weigh_more) {
    for (size_t list = 0; list < sizeof(lists) / sizeof(lists[0]); list++) {
        int counts[VALUES] = {0};
        int weights = 0;
        double chi_squared = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            cr_assert_eq(post_seeded(lists[list].path, lists[list].body, draw), 200, "%s",
                         lists[list].body);
            size_t value = find_value(list);
            cr_assert_lt(value, (size_t)VALUES, "%s", service.response.body.data);
            counts[value]++;
        }
        for (size_t i = 0; i < VALUES; i++) {
            weights += lists[list].values[i].weight;
        }
        for (size_t i = 0; i < VALUES && lists[list].values[i].weight > 0; i++) {
            double expected = (double)DRAWS * lists[list].values[i].weight / weights;
            chi_squared += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        cr_expect_lt(chi_squared, threshold, "%s: chi-squared %.1f", lists[list].body, chi_squared);
    }
}

/* The root of an interval, which no answer names: the first note. */
Test(properties_lists, roots_of_intervals_are_drawn_uniformly) {
    static const struct {
        const char *body;
        int weights[7]; /* of C … B */
    } roots[] = {
        {"{\"octave\":4}", {1, 1, 1, 1, 1, 1, 1}},
        {"{\"clefs\":[\"bass\"]}", {1, 1, 2, 1, 1, 1, 1}}, /* E2 to E3 */
        {"{\"clefs\":[\"treble\"]}", {2, 1, 1, 1, 1, 1, 1}},
    };
    static const char letters[] = "CDEFGAB";
    static const char step[] = "<step>";
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        int counts[7] = {0};
        int weights = 0;
        double chi_squared = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            cr_assert_eq(post_seeded("/interval-game", roots[i].body, draw), 200);
            const char *found = strstr(service.response.body.data, step);
            cr_assert_not_null(found);
            counts[strchr(letters, found[sizeof(step) - 1]) - letters]++;
        }
        for (size_t letter = 0; letter < 7; letter++) {
            weights += roots[i].weights[letter];
        }
        for (size_t letter = 0; letter < 7; letter++) {
            double expected = (double)DRAWS * roots[i].weights[letter] / weights;
            chi_squared += (counts[letter] - expected) * (counts[letter] - expected) / expected;
        }
        cr_expect_lt(chi_squared, threshold, "%s: chi-squared %.1f", roots[i].body, chi_squared);
    }
}

Test(properties_lists, one_bad_entry_refuses_the_request_every_time) {
    static const struct {
        const char *path, *body;
        int status;
    } bad[] = {
        {"/key-signature-game", "{\"keySignatures\":[0,1,2,8]}", 422},
        {"/key-signature-game", "{\"keySignatures\":[-8,1,2,3]}", 422},
        {"/key-signature-game", "{\"clefs\":[\"alto\",\"bass\",\"violin\"]}", 422},
        {"/scale-game", "{\"tonicPool\":[\"C\",\"D\",\"G\",\"H\"]}", 400},
        {"/scale-game",
         "{\"tonicPool\":[\"C\",\"G#\"],\"scaleTypes\":[\"natural_minor\",\"major\"]}", 400},
        {"/scale-game", "{\"scaleTypes\":[\"major\",\"dorian\"]}", 422},
        {"/chord-game", "{\"rootPool\":[\"c\",\"D\",\"E\",\"F\"]}", 400},
        {"/chord-game", "{\"rootPool\":[\"D\",\"E##\",\"F\"]}", 400},
        {"/chord-game",
         "{\"rootPool\":[\"C\",\"B\"],\"qualities\":[\"major\",\"major9\"],\"inversions\":true,"
         "\"octave\":7}",
         400},
        {"/chord-game", "{\"qualities\":[\"major\",\"Major\"]}", 422},
        {"/interval-game", "{\"intervals\":[\"P4\",\"P5\",\"P6\",\"P8\"]}", 400},
        {"/interval-game", "{\"intervals\":[\"d1\",\"P5\",\"P4\",\"P8\"]}", 400},
        {"/interval-game", "{\"clefs\":[\"alto\",\"treble \"]}", 422},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            cr_assert_eq(post(bad[i].path, bad[i].body), bad[i].status, "%s, attempt %d",
                         bad[i].body, attempt);
        }
    }
}

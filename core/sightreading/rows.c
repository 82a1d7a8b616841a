/* What is drawn once: key, meter, number of measures, upbeat and which new rhythm must occur. */
#include "parts.h"

#include "pitch.h"

/* The level's key, drawn so that new ones are not rare: where they are less than a quarter of the
 * keys, 30 % of the draws take one; where minor is new, 40 % are in minor. */
static const struct staccato_sight_key *draw_key(const struct staccato_sight_wish *wish,
                                                 struct staccato_draw *draw) {
    const struct staccato_sight_level *level = wish->level;
    unsigned int majors = 0;
    if (wish->key != NULL) {
        (void)staccato_draw_below(draw, 1);
        return wish->key;
    }
    while (majors < level->key_count && !level->keys[majors].is_minor) {
        majors++;
    }
    unsigned int minors = level->key_count - majors;
    if (level->new_key_count > 0 && 4u * level->new_key_count < level->key_count &&
        staccato_sight_chance(draw, 30)) {
        return &level->keys[level->new_keys[staccato_draw_below(draw, level->new_key_count)]];
    }
    if (!level->new_minor) {
        return &level->keys[staccato_draw_below(draw, level->key_count)];
    }
    if (minors > 0 && (majors == 0 || staccato_sight_chance(draw, 40))) {
        return &level->keys[majors + staccato_draw_below(draw, minors)];
    }
    return &level->keys[staccato_draw_below(draw, majors)];
}

/* A meter of the level's, or the one asked for with the level's measures, if it has that meter. */
static struct staccato_sight_lengths draw_meter(const struct staccato_sight_wish *wish,
                                                struct staccato_draw *draw) {
    const struct staccato_sight_level *level = wish->level;
    if (wish->meter < 0) {
        bool is_new = level->new_meter_count > 0 &&
                      4u * level->new_meter_count < level->meter_count &&
                      staccato_sight_chance(draw, 30);
        return level
            ->meters[is_new ? level->new_meters[staccato_draw_below(draw, level->new_meter_count)]
                            : staccato_draw_below(draw, level->meter_count)];
    }
    (void)staccato_draw_below(draw, 1);
    for (size_t i = 0; i < level->meter_count; i++) {
        if (level->meters[i].meter == wish->meter) {
            return level->meters[i];
        }
    }
    return (struct staccato_sight_lengths){
        .meter = (uint8_t)wish->meter, .count = 1, .measures = {8}};
}

/* Where so many measures were asked for, the fewest notes are those of the level's same number. */
static void draw_measures(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_lengths *lengths, struct staccato_draw *draw,
                          struct staccato_sight_piece *piece) {
    uint32_t row = staccato_draw_below(draw, wish->measures > 0 ? 1 : lengths->count);
    piece->measures = wish->measures > 0 ? wish->measures : lengths->measures[row];
    piece->least_notes = 0;
    for (size_t i = 0; i < lengths->count; i++) {
        if (lengths->measures[i] == piece->measures) {
            piece->least_notes = lengths->least_notes[i];
        }
    }
    piece->form = staccato_sight_forms;
    while (piece->form->measures != piece->measures) {
        piece->form++;
    }
}

static void write_key(const struct staccato_sight_wish *wish, struct staccato_sight_piece *piece) {
    static const int8_t sharps[] = {3, 0, 4, 1, 5, 2, 6};
    int fifths = piece->key->fifths;
    if (wish->transposition % 12 != 0) {
        fifths += (-wish->transposition * 7 + 53) % 12 - 5;
    }
    piece->fifths = (int8_t)fifths;
    piece->tonic = (int8_t)staccato_sight_degree(fifths * 4 + (piece->key->is_minor ? 5 : 0));
    for (int i = 0; i < 7; i++) {
        int letter = sharps[fifths > 0 ? i : 6 - i];
        piece->signature[letter] = (int8_t)(i >= (fifths > 0 ? fifths : -fifths) ? 0
                                            : fifths > 0                         ? 1
                                                                                 : -1);
    }
    for (int degree = 0; degree < 7; degree++) {
        const int step = piece->tonic + degree;
        const struct staccato_pitch pitch = {(int8_t)(step % 7), piece->signature[step % 7],
                                             (int8_t)(step / 7)};
        piece->midi[degree] = (int8_t)staccato_pitch_midi(pitch);
    }
}

static void draw_focus(const struct staccato_sight_wish *wish, unsigned int meter,
                       struct staccato_draw *draw, struct staccato_sight_piece *piece) {
    const struct staccato_sight_focus
        *fit[sizeof(wish->level->focuses) / sizeof(wish->level->focuses[0])];
    unsigned int count = 0;
    for (size_t i = 0; i < wish->level->focus_count; i++) {
        if (wish->level->focuses[i].meters >> meter & 1) {
            fit[count++] = &wish->level->focuses[i];
        }
    }
    piece->focus = NULL;
    if (count > 0 && staccato_sight_chance(draw, 15 + 22 * count)) {
        piece->focus = fit[staccato_draw_below(draw, count)];
    }
}

void staccato_sight_rows(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                         struct staccato_sight_piece *piece) {
    piece->key = draw_key(wish, draw);
    const struct staccato_sight_lengths lengths = draw_meter(wish, draw);
    piece->meter = &staccato_sight_meters[lengths.meter];
    draw_measures(wish, &lengths, draw, piece);
    piece->upbeat = 0;
    if (wish->level->upbeat && piece->meter->upbeat > 0 &&
        staccato_sight_chance(draw, wish->level->new_upbeat ? 35 : 25)) {
        piece->upbeat = piece->meter->upbeat;
    }
    write_key(wish, piece);
    if (piece->fifths >= -7 && piece->fifths <= 7) {
        draw_focus(wish, lengths.meter, draw, piece);
    }
}

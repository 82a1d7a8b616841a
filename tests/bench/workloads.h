/* What tests/bench/cost.c can play. */
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <stddef.h>

struct workload {
    const char *name;
    const char *path;
    const char *body; /* as a client sends it; NULL: a pattern or a melody */
    size_t digits;    /* of /random: its pattern is that many, 112112… */
    size_t events;    /* of /score: its melody has that many */
    const char
        *link;  /* instead of a POST, which has body then for comparison: the query of a GET */
    int status; /* of the answer, unless 200; 304: the client has the answer and says so */
};

/* The one of that name; NULL if there is none. */
const struct workload *find_workload(const char *name);

#endif

/* Lists of connections, and who in them gives way. */
#include "connection.h"

void connection_insert(struct connection_list *list, struct connection *connection) {
    struct connection *before = list->newest;
    while (before != NULL && before->progress > connection->progress) {
        before = before->previous;
    }
    struct connection *after = before != NULL ? before->next : list->oldest;
    connection->previous = before;
    connection->next = after;
    *(before != NULL ? &before->next : &list->oldest) = connection;
    *(after != NULL ? &after->previous : &list->newest) = connection;
    list->count++;
    connection->held = connection->assembly.bytes.capacity + connection->unsent.capacity;
    list->held += connection->held;
}

void connection_remove(struct connection_list *list, struct connection *connection) {
    if (connection->previous != NULL) {
        connection->previous->next = connection->next;
    } else {
        list->oldest = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    } else {
        list->newest = connection->previous;
    }
    list->count--;
    list->held -= connection->held;
}

struct connection *connection_slowest(const struct connection_list lists[STATES]) {
    struct connection *receiving = lists[STATE_RECEIVING].oldest;
    struct connection *ready = lists[STATE_READY].oldest;
    bool is_ready = ready != NULL && (receiving == NULL || ready->progress <= receiving->progress);
    return is_ready ? ready : receiving;
}

struct connection *connection_longest(const struct connection_list lists[STATES]) {
    static const enum connection_state busy[] = {STATE_RECEIVING, STATE_READY, STATE_SENDING};
    struct connection *longest = NULL;
    for (size_t i = 0; i < sizeof(busy) / sizeof(busy[0]); i++) {
        for (struct connection *each = lists[busy[i]].oldest; each != NULL; each = each->next) {
            longest = longest == NULL || each->began < longest->began ? each : longest;
        }
    }
    return longest;
}

/* Lists of connections. */
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

/* Lists of connections. */
#include "connection.h"

void connection_append(struct connection_list *list, struct connection *connection) {
    connection->previous = list->newest;
    connection->next = NULL;
    if (list->newest != NULL) {
        list->newest->next = connection;
    } else {
        list->oldest = connection;
    }
    list->newest = connection;
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

/* What CONTENT_LENGTH says of a body, and what comes. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_lengths, .timeout = 60);

/* Sends a request to /mary on a connection of its own; NULL: without CONTENT_LENGTH. */
static int ask(const struct worker *worker, const char *length, size_t body_length) {
    struct staccato_buffer bytes = {0};
    struct staccato_buffer pairs = {0};
    struct peer_answer answer = {0};
    char body[200];
    memset(body, ' ', sizeof(body));
    memcpy(body, PEER_MARY, strlen(PEER_MARY));
    peer_append_pair(&pairs, STACCATO_TEXT("REQUEST_METHOD"), STACCATO_TEXT("POST"));
    peer_append_pair(&pairs, STACCATO_TEXT("PATH_INFO"), STACCATO_TEXT("/mary"));
    if (length != NULL) {
        peer_append_pair(&pairs, STACCATO_TEXT("CONTENT_LENGTH"),
                         (struct staccato_text){length, strlen(length)});
    }
    peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(&bytes, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    peer_append_stream(&bytes, FCGI_STDIN, 1, (struct staccato_text){body, body_length}, 7, 0);
    int fd = peer_connect(worker);
    cr_assert(peer_send(fd, bytes.data, bytes.length));
    cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "%s", length);
    int status = answer.status;
    if (status == 400) {
        static const char said[] =
            "{\"detail\":\"The request body is not as long as its Content-Length\"}";
        cr_expect(staccato_text_equal(answer.body, STACCATO_TEXT(said)));
    }
    (void)close(fd);
    peer_free(&answer);
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&bytes);
    return status;
}

/* Caddy 2.6 sends -1 for each chunked body: what is no number says nothing. */
Test(faults_lengths, that_are_no_number_leave_it_to_the_stream) {
    static const char *const lengths[] = {NULL, "", "-1", "+27", " 27", "27 ", "0x1b", "x"};
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_BODY=100"}});
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        static const struct {
            size_t body;
            int status;
        } cases[] = {{27, 200}, {28, 200}, {100, 200}, {101, 413}, {0, 422}};
        for (size_t j = 0; j < sizeof(cases) / sizeof(cases[0]); j++) {
            int status = ask(&worker, lengths[i], cases[j].body);
            cr_expect_eq(status, cases[j].status, "'%s', %zu bytes: %d", lengths[i], cases[j].body,
                         status);
        }
    }
    worker_end(&worker);
}

/* Of a cut body nobody knows what it would have said. */
Test(faults_lengths, unlike_the_body_are_an_error) {
    static const struct {
        const char *length;
        size_t body;
        int status;
    } cases[] = {
        {"27", 27, 200},
        {"027", 27, 200},
        {"26", 27, 400},
        {"28", 27, 400},
        {"0", 27, 400},
        {"1", 0, 400},
        {"0", 0, 422},
        {"100", 100, 200},
        {"100", 99, 400},
        {"99", 100, 400},
        {"101", 100, 413},
        {"100", 101, 413},
        {"18446744073709551615", 27, 413},
        {"18446744073709551616", 27, 413},
    };
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_BODY=100"}});
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int status = ask(&worker, cases[i].length, cases[i].body);
        cr_expect_eq(status, cases[i].status, "%s for %zu bytes: %d", cases[i].length,
                     cases[i].body, status);
    }
    worker_end(&worker);
}

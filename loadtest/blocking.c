/* What staccato is compared with: the textbook FastCGI loop, one blocking request after another.
 *
 * A kept connection would tie this loop to one of the web server's connections while all others
 * starve, so loadtest/run starts it behind a web server that doesn't keep them.
 *
 * It answers everything with the document in the file that LOADTEST_DOCUMENT names: staccato's own
 * answer to /mary, so both send the same bytes. It reads the body and composes nothing, which is in
 * its favour.
 */
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>

enum { DOCUMENT_MAX = 65536 };

int main(void) {
    static char document[DOCUMENT_MAX];
    const char *path = getenv("LOADTEST_DOCUMENT");
    FILE *file = path != NULL ? fopen(path, "rb") : NULL;
    if (file == NULL) {
        (void)fprintf(stderr, "loadtest-blocking: LOADTEST_DOCUMENT must name a readable file\n");
        return EXIT_FAILURE;
    }
    int length = (int)fread(document, 1, sizeof(document), file);
    (void)fclose(file);

    FCGX_Request request;
    if (FCGX_IsCGI()) {
        return EXIT_SUCCESS; /* asked whether it starts */
    }
    if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0) {
        return EXIT_FAILURE;
    }
    while (FCGX_Accept_r(&request) == 0) {
        char body[4096];
        while (FCGX_GetStr(body, (int)sizeof(body), request.in) > 0) {
        }
        (void)FCGX_FPrintF(request.out,
                           "Content-Type: application/xml\r\nContent-Length: %d\r\n\r\n", length);
        (void)FCGX_PutStr(document, length, request.out);
        FCGX_Finish_r(&request);
    }
    return EXIT_SUCCESS;
}

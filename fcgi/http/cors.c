/* CORS as the original's middleware answers it. */
#include "cors.h"

bool cors_allowed(const struct config *config, const struct request *request) {
    for (size_t i = 0; request->origin.length > 0 && i < config->origin_count; i++) {
        if (staccato_text_equal(request->origin, config->origins[i])) {
            return true;
        }
    }
    return false;
}

bool cors_is_preflight(const struct request *request) {
    return staccato_text_equal(request->method, STACCATO_TEXT("OPTIONS")) &&
           request->origin.data != NULL && request->preflight_method.data != NULL;
}

void cors_write_headers(struct staccato_text origin, struct staccato_buffer *out) {
    staccato_buffer_append_text(out, STACCATO_TEXT("Access-Control-Allow-Origin: "));
    staccato_buffer_append_text(out, origin);
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\nVary: Origin\r\n"));
}

void cors_write_public(struct staccato_buffer *out) {
    staccato_buffer_append_text(
        out, STACCATO_TEXT("Access-Control-Allow-Origin: *\r\n"
                           "Access-Control-Expose-Headers: Content-Location, ETag\r\n"));
}

/* What a header's name may consist of (RFC 9110, tchar), and what separates names in a list. The
 * rest of what a client asks for is dropped, so that no line of its making enters the answer. */
static bool may_stand_in_header_list(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("!#$%&'*+-.^_`|~, ", byte));
}

void cors_write_preflight(const struct request *request, struct staccato_buffer *out) {
    staccato_buffer_append_text(out,
                                STACCATO_TEXT("Access-Control-Allow-Methods: "
                                              "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n"
                                              "Access-Control-Max-Age: 600\r\n"));
    if (request->preflight_headers.length == 0) {
        return;
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("Access-Control-Allow-Headers: "));
    for (size_t i = 0; i < request->preflight_headers.length; i++) {
        if (may_stand_in_header_list(request->preflight_headers.data[i])) {
            staccato_buffer_append(out, &request->preflight_headers.data[i], 1);
        }
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
}

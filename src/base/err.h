/*
 * Errors: a code for the program, one sentence for the person.
 *
 * The list is closed and said once: name, the word the API answers as `code`, HTTP status, exit code of the
 * command line, and the sentence used when whoever failed gave none. ERR_OK is 0.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/*    name                    code                   status exit sentence */
#define ERR_LIST(X)                                                                                              \
    X(ERR_OK,                 "ok",                     200, 0, "All is well.")                                    \
    X(ERR_NOT_MODIFIED,       "not_modified",           304, 0, "Nothing has changed.")                            \
    X(ERR_BAD_REQUEST,        "bad_request",            400, 2, "The request could not be understood.")            \
    X(ERR_UNAUTHENTICATED,    "not_signed_in",          401, 3, "Sign in first.")                                  \
    X(ERR_FORBIDDEN,          "forbidden",              403, 3, "You may not do this.")                            \
    X(ERR_NOT_FOUND,          "not_found",              404, 4, "There is nothing here.")                          \
    X(ERR_METHOD,             "method_not_allowed",     405, 2, "This address does not take that method.")         \
    X(ERR_TIMEOUT,            "request_timeout",        408, 5, "The request took too long to arrive.")            \
    X(ERR_CONFLICT,           "conflict",               409, 4, "This does not fit what is there.")                \
    X(ERR_RESYNC,             "resync",                 409, 4, "Too much has happened since; read everything anew.") \
    X(ERR_GONE,               "gone",                   410, 4, "This is no longer valid.")                        \
    X(ERR_CHANGED,            "changed_meanwhile",      412, 4, "Somebody changed this record meanwhile.")         \
    X(ERR_TOO_LARGE,          "body_too_large",         413, 2, "The request is too large.")                       \
    X(ERR_URI_TOO_LONG,       "uri_too_long",           414, 2, "The address is too long.")                        \
    X(ERR_MEDIA_TYPE,         "media_type",             415, 2, "Send this as application/json.")                  \
    X(ERR_EXPECTATION,        "expectation_failed",     417, 2, "The only expectation that can be met is \"100-continue\".") \
    X(ERR_INVALID,            "invalid",                422, 2, "Some of what was sent is not acceptable.")        \
    X(ERR_CONDITION_REQUIRED, "condition_required",     428, 2, "Say with If-Match which version you changed.")    \
    X(ERR_RATE_LIMITED,       "rate_limited",           429, 5, "Too many requests; try again a little later.")    \
    X(ERR_HEADERS_TOO_LARGE,  "headers_too_large",      431, 2, "The headers of the request are too large.")       \
    X(ERR_INTERNAL,           "internal",               500, 1, "Something went wrong on our side.")               \
    X(ERR_NOT_IMPLEMENTED,    "not_implemented",        501, 2, "This way of sending is not supported.")           \
    X(ERR_BUSY,               "busy",                   503, 5, "The server is busy; try again in a moment.")      \
    X(ERR_VERSION,            "http_version",           505, 2, "Only HTTP/1.0 and HTTP/1.1 are spoken here.")     \
    X(ERR_DISK_FULL,          "disk_full",              507, 6, "The disk is full; nothing was saved.")

enum err {
#define X(name, code, status, exit, sentence) name,
    ERR_LIST(X)
#undef X
};

const char *err_code(enum err err);
int err_status(enum err err);
int err_exit(enum err err);
const char *err_sentence(enum err err);

/* The only macro that returns: hands an error on to the caller, untouched. */
#define TRY(call)                    \
    do {                             \
        enum err try_err_ = (call);  \
        if (try_err_ != ERR_OK)      \
            return try_err_;         \
    } while (0)

#endif

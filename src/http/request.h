/*
 * A request, fully arrived and checked: borrowed views into memory that lives until the answer is written.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/ctx.h"

enum http_method { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, HTTP_METHODS };

enum { REQUEST_PARAMS_MOST = 8, REQUEST_HEADERS_MOST = 100, REQUEST_BODY_MOST_BYTES = 1024 * 1024 };

struct http_header {
    struct str name;  /* lower-cased */
    struct str value; /* trimmed */
};

struct request_param {
    const char *name;  /* as in the route's path, without the colon */
    struct str value;  /* percent-decoded */
};

struct request_body_stream; /* listen.c */

struct request {
    struct arena *arena;
    enum http_method method;
    struct str target;  /* as sent: "/api/v1/…?…" */
    struct str path;    /* the part before "?", still percent-encoded; starts with "/" */
    struct str query;   /* the part after "?", still encoded */
    struct http_header *headers;
    int header_count;
    struct str host;
    struct str body;    /* empty when the route streams */
    struct request_body_stream *stream;
    struct str peer_ip; /* of the connection, as text */
    bool local_socket;  /* came over the unix socket of the data directory */
    struct request_param params[REQUEST_PARAMS_MOST]; /* filled in by the router */
    int param_count;
};

const char *http_method_name(enum http_method method);

/* The value of a header by its lower-case name; the empty view when it is not there. */
struct str request_header(const struct request *req, const char *name);

/* The cookie's value; the empty view when there is none. */
struct str request_cookie(const struct request *req, const char *name);

/* A path parameter by its name, decoded; the empty view when the route has none of that name. */
struct str request_param(const struct request *req, const char *name);

/* A path parameter as an id of any kind; 0 (which nothing has) when it is not one. */
id64 request_id(const struct request *req, const char *name);

/* The query as decoded pairs in the order sent ("+" is a space). ERR_BAD_REQUEST for a bad escape or
 * invalid UTF-8, or more than 100 pairs. */
struct query_pair {
    struct str name;
    struct str value;
};
enum err request_query(struct ctx *ctx, const struct request *req, struct query_pair **pairs, int *count);
/* The same of any text written that way: the body of a plain HTML form. */
enum err request_pairs(struct ctx *ctx, const struct request *req, struct str text, struct query_pair **pairs,
                       int *count);

/* Percent-decodes one path or query component; false for a bad escape, a NUL or invalid UTF-8. */
bool url_decode(struct arena *arena, struct str encoded, bool plus_is_space, struct str *out);

/* Reads a streamed body, blocking (on workers only): bytes read, 0 at the end, -1 when the client is gone or late. */
int64_t request_body_read(const struct request *req, char *into, size_t size);

#endif

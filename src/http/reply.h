/*
 * A reply in the making: status, headers, body. The edge adds Date, Content-Length, Connection.
 * Bodies live in the request's arena or, for static files, as long as the program.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/json.h"

enum { REPLY_HEADERS_MOST = 32 };

struct event_stream;

struct reply {
    struct arena *arena;
    int status;                 /* 0 until somebody answers */
    const char *content_type;   /* NULL with no body */
    struct str body;
    struct buf buf;             /* where JSON is written; body is set from it by reply_json_end */
    struct http_header_out {
        const char *name;       /* a literal in its canonical spelling */
        struct str value;
    } headers[REPLY_HEADERS_MOST];
    int header_count;
    struct event_stream *events; /* the connection becomes a stream of server-sent events */
    bool close;                  /* close the connection after this */
};

/* The words of a status: "Not Found". */
const char *http_reason(int status);

void reply_init(struct reply *rep, struct arena *arena);

/* Adds a header; a value with a control character is dropped with a log line (never split an answer). */
void reply_header(struct reply *rep, const char *name, struct str value);

/* The same for a value of our own making: nobody looks through it. */
void reply_header_sure(struct reply *rep, const char *name, struct str value);

/* Status and a JSON body: write between begin and end. */
struct json_writer reply_json(struct reply *rep, int status);
enum err reply_json_end(struct reply *rep, const struct json_writer *w);

/* 204, nothing to say. */
enum err reply_empty(struct reply *rep);

/* Any body that stays valid as long as the arena. */
enum err reply_bytes(struct reply *rep, int status, const char *content_type, struct str body);

/* Forgets everything but the arena: a failure replaces a half-made answer. */
void reply_clear(struct reply *rep);

#endif

/*
 * HTTP/1.1 as bytes: a strict, incremental reader of request heads and bodies (RFC 9112, RFC 9110).
 *
 * Pure: bytes in, struct out; no input or output, no memory of its own. Every byte is looked at once and in order,
 * so a verdict cannot depend on how the network cut the bytes. What is not exactly right is refused; after a
 * refusal the connection has no known framing and must be closed.
 */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include "http/request.h"

enum http_verdict { HTTP_MORE, HTTP_DONE, HTTP_REFUSED };

/* Why something was refused: the status to answer and a sentence. */
struct http_refusal {
    int status;
    const char *why;
};

/* A part of the head: an offset from its first byte and a length. */
struct http_span {
    uint16_t at;
    uint16_t len;
};

struct http_field {
    struct http_span name;  /* lower-cased in place */
    struct http_span value; /* without the white space around it */
};

enum { HTTP_HEAD_MOST_BYTES = 65535 };

struct http_head {
    /* what it says, when the verdict is HTTP_DONE */
    enum http_method method;
    int minor_version;          /* of HTTP/1.x: 0 or 1 */
    struct http_span target;    /* as sent */
    struct http_span path;      /* len 0: "/" (absolute form without a path) */
    struct http_span query;     /* after the "?" */
    struct http_span host;      /* the Host field's value; len 0 when HTTP/1.0 sent none */
    bool asterisk;              /* "OPTIONS *": there is no path */
    bool keep_alive;
    bool chunked;
    bool expects_continue;
    int64_t content_length;     /* -1: none given */
    int field_count;
    size_t at;                  /* bytes read; the length of the head when done */
    struct http_refusal refusal; /* when the verdict is HTTP_REFUSED */

    /* the reader's own */
    uint8_t state;
    uint8_t version_at;
    size_t line_at;
    size_t head_most_bytes;
    size_t line_most_bytes;
    struct http_span authority;
    struct http_field fields[REQUEST_HEADERS_MOST];
};

/* `head_most_bytes` is at most HTTP_HEAD_MOST_BYTES. */
void http_head_init(struct http_head *head, size_t head_most_bytes, size_t line_most_bytes);

/* `bytes` begin with the head's first byte and hold at least as many as at the last call; field names are
 * lower-cased in place. Done and refused are final. */
enum http_verdict http_head_feed(struct http_head *head, char *bytes, size_t len);

/* The checks that need the whole head: Host, framing, Expect (framing.c; called by http_head_feed). */
enum http_verdict http_head_check(struct http_head *head, const char *bytes);

/* The checks of a complete target: its form, its path (framing.c; called by http_head_feed). */
enum http_verdict http_target_check(struct http_head *head, const char *bytes);

static inline struct str http_span_str(const char *bytes, struct http_span span)
{
    return (struct str){ bytes + span.at, span.len };
}

/* Says why and refuses. */
static inline enum http_verdict http_refuse(struct http_refusal *refusal, int status, const char *why)
{
    *refusal = (struct http_refusal){ status, why };
    return HTTP_REFUSED;
}

/* What characters may stand where. */
enum http_char {
    HTTP_TOKEN = 1 << 0,  /* in methods and field names */
    HTTP_TARGET = 1 << 1, /* anywhere in a target */
    HTTP_PATH = 1 << 2,   /* in a path */
    HTTP_VALUE = 1 << 3,  /* in a field's value */
    HTTP_HOST = 1 << 4    /* in a host name */
};
extern const uint8_t http_chars[256];

static inline bool http_char_is(char c, enum http_char kind)
{
    return (http_chars[(unsigned char)c] & kind) != 0;
}

/* The value of a hexadecimal digit; -1 when it is none. */
int http_hex(char c);

/* A body on its way in, by Content-Length or chunked. */
struct http_body {
    int64_t total;  /* bytes of content so far */
    int64_t most;   /* refused with 413 when more is announced */
    uint64_t left;  /* of this chunk, or of the whole */
    struct http_refusal refusal;
    uint8_t state;
    uint8_t digits;
    uint16_t trailer_bytes;
};

/* HTTP_DONE when there is no body, HTTP_REFUSED when more is announced than `most`. */
enum http_verdict http_body_init(struct http_body *body, const struct http_head *head, int64_t most);

/* Takes bytes off the front of `input`; at most one piece of content a call, a view into the input. Call again
 * while HTTP_MORE and input is left. Chunk extensions are refused, trailers checked, limited and dropped. */
enum http_verdict http_body_feed(struct http_body *body, struct str *input, struct str *piece);

#endif

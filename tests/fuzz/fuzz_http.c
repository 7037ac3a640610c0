/*
 * The HTTP reader under any bytes: what is understood must not depend on how they were cut, no view may reach
 * outside them, and what the edge promises of a head must hold.
 *
 * The first byte of an input says where the second feeding is cut; the rest is what arrives.
 */
#include "../unit/http_replay.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "broken promise: %s\n", what);
    abort();
}

static bool clean(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\r' || s.ptr[i] == '\n' || s.ptr[i] == '\0')
            return false;
    return true;
}

/* What the rest of the server relies on, for the first head of the input. */
static void check_promises(const char *data, size_t size)
{
    char *bytes = malloc(size ? size : 1);
    struct http_head head;
    int hosts = 0;

    memcpy(bytes, data, size);
    http_head_init(&head, 32 * 1024, 8 * 1024);
    if (http_head_feed(&head, bytes, size) == HTTP_DONE) {
        struct str path = http_span_str(bytes, head.path);

        demand(head.at <= size && head.at >= 4 && memcmp(bytes + head.at - 4, "\r\n\r\n", 4) == 0, "end of the head");
        demand(head.asterisk || path.len == 0 || path.ptr[0] == '/', "path begins with a slash");
        demand(clean(path) && clean(http_span_str(bytes, head.query)), "target is one line");
        demand(!(head.chunked && head.content_length >= 0), "one framing");
        demand(head.content_length >= -1, "length is a length");
        for (int i = 0; i < head.field_count; i++) {
            struct str name = http_span_str(bytes, head.fields[i].name);

            demand(name.len > 0 && clean(name) && clean(http_span_str(bytes, head.fields[i].value)), "field");
            hosts += str_equal(name, STR("host"));
        }
        demand(hosts == 1 || (hosts == 0 && head.minor_version == 0), "one Host");
    }
    free(bytes);
}

static struct str play(struct replay *replay, const char *bytes, size_t len, size_t piece)
{
    replay_begin(replay);
    for (size_t at = 0; at < len; at += piece)
        replay_feed(replay, bytes + at, piece < len - at ? piece : len - at);
    return replay_end(replay);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct replay whole, cut, bytewise;
    const char *bytes = (const char *)data + 1;
    struct str said;
    size_t len, at;

    if (size < 2 || size > 16 * 1024)
        return 0;
    len = size - 1;
    at = data[0] * len / 256;
    check_promises(bytes, len);
    said = play(&whole, bytes, len, len);
    replay_begin(&cut);
    replay_feed(&cut, bytes, at);
    replay_feed(&cut, bytes + at, len - at);
    demand(str_equal(said, replay_end(&cut)), "the same when cut in two");
    replay_over(&cut);
    if (len <= 1024) {
        demand(str_equal(said, play(&bytewise, bytes, len, 1)), "the same byte by byte");
        replay_over(&bytewise);
    }
    replay_over(&whole);
    return 0;
}

/*
 * Ids are 64-bit, positive and ordered by time: 41 bits of milliseconds since 2024-01-01T00:00Z, 10 bits of
 * node, 12 bits of sequence. They are the primary key in both engines and unique over all kinds of record.
 * Outside they are text: a prefix that says the kind, and 13 characters of Crockford's base 32
 * (https://www.crockford.com/base32.html), for example cus_0K3V9T2M5XJ8Q. 0 means "none".
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/arena.h"

#include <stdatomic.h>

/* POSIX has taken the name id_t. */
typedef int64_t id64;

enum { ID_DIGITS = 13, ID_TEXT_MAX = 3 + 1 + ID_DIGITS };

/* Nodes 0 to ID_NODE_SERVERS are for servers, by their configuration; those above for commands, each of which takes a free one. */
enum { ID_NODE_SERVERS = 1007, ID_NODE_LAST = 1023 };

struct id_source {
    _Atomic int64_t last;
    int64_t node; /* 0 to 1023; different for servers that share a database */
};

/* Greater than every id this source gave before, also when the clock went back. Thread-safe. */
id64 id_new(struct id_source *source, int64_t now_ms);

/* Milliseconds since 1970 at which the id was made. */
int64_t id_time_ms(id64 id);

/* No id made at this time or later is below it. */
id64 id_floor(int64_t time_ms);

/* "cus" and 123 give "cus_000000000003V"; 0 gives the empty view. */
struct str id_text(struct arena *arena, const char *prefix, id64 id);

/* The 13 characters after the prefix, without a NUL. */
void id_write(char into[ID_DIGITS], id64 id);

/* The id in "cus_…"; 0 when the text is not an id. With `prefix` NULL any prefix of three letters will do.
 * Lower-case letters, and O, I, L for 0, 1, 1, are read as Crockford says. */
id64 id_parse(const char *prefix, struct str text);

#endif

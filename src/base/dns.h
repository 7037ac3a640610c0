/*
 * Asking the domain name system for texts (TXT), through the resolver of the C library: of the machine's name servers,
 * or of one that is named. Blocks for a few seconds at most.
 */
#ifndef BASE_DNS_H
#define BASE_DNS_H

#include "base/arena.h"

enum dns_end {
    DNS_FOUND,   /* at least one */
    DNS_NONE,    /* there is no such name, or it has no text */
    DNS_FAILED   /* no name server answered, or it had trouble of its own */
};

enum { DNS_TEXTS_MOST = 32 };

struct dns_texts {
    struct str items[DNS_TEXTS_MOST]; /* the parts of one record joined, as RFC 7208 wants it */
    int count;
};

/* `server` is "127.0.0.1" or "127.0.0.1:5353"; NULL: whom the machine asks. */
enum dns_end dns_texts(struct arena *arena, const char *server, struct str name, struct dns_texts *out);

#endif

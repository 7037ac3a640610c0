/*
 * Handing one message to a mail server (RFC 5321), through libcurl: STARTTLS or TLS with the certificate checked, a
 * login, and an end to every wait. Knows nothing of outboxes.
 *
 * A door keeps its connection from one message to the next; one thread at a time may use it.
 */
#ifndef FEATURES_MAIL_SMTP_H
#define FEATURES_MAIL_SMTP_H

#include "base/arena.h"

struct smtp_server {
    struct str host;
    int64_t port;
    struct str security;  /* "starttls", "tls"; "none" to this machine only */
    struct str username;  /* empty: no login */
    struct str password;
    const char *ca_file;  /* who may vouch for the server; NULL: whom the system trusts */
};

struct smtp_envelope {
    struct str from;      /* bare addresses */
    struct str to;
    struct str message;   /* as mime_write() made it */
};

enum smtp_end {
    SMTP_TAKEN,           /* the server answered 250 to the whole message */
    SMTP_LATER,           /* it did not want this one now */
    SMTP_REFUSED,         /* it will never take this one */
    SMTP_SENDER,          /* it takes no mail from this sender, or not now */
    SMTP_UNSURE,          /* it heard the whole message and did not say whether it has it (RFC 1047) */
    SMTP_UNREACHABLE      /* no connection, no TLS, no login: nothing to do with this mail */
};

struct smtp_answer {
    enum smtp_end end;
    int code;             /* the last of the server's three digits; 0: none */
    struct str words;     /* a sentence with the server's own words, at most 400 bytes; in the arena */
};

struct smtp_door;

/* NULL without memory. */
struct smtp_door *smtp_open(void);
void smtp_close(struct smtp_door *door);

/* Takes 220 seconds at most: 40 for each answer, and what is left for the one to the whole message, since who gives up there
 * has it delivered twice (RFC 5321, 4.5.3.2.6). */
void smtp_send(struct smtp_door *door, struct arena *arena, const struct smtp_server *server,
               const struct smtp_envelope *envelope, struct smtp_answer *answer);

/* From any thread: what has not yet begun to say its message ends at once, as unreachable; what has is given twenty more
 * seconds. For the end of the program. */
void smtp_hurry(struct smtp_door *door);

/* "localhost" or a loopback address: the only ones that may be spoken to in the clear. */
bool smtp_is_this_machine(struct str host);

#endif

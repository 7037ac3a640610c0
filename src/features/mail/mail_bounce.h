/*
 * Mail that came back: reading a delivery status notification (RFC 3464), as a whole message or as its status part alone.
 */
#ifndef FEATURES_MAIL_MAIL_BOUNCE_H
#define FEATURES_MAIL_MAIL_BOUNCE_H

#include "features/mail/mail.h"

struct mail_notice {
    id64 mail_id;            /* from the Message-ID of what came back; 0: not there, or none of ours */
    struct str recipient;    /* whom it did not reach; normal form, or empty */
    struct str status;       /* "5.1.1"; empty: not there */
    bool failed;             /* for good; else delayed, delivered, relayed */
};

/* False when the text is no notification: it says neither what was done nor a status. Any bytes may come. */
bool mail_notice_read(struct arena *arena, struct str text, struct mail_notice *out);

/* Does this status speak of the address (nobody there, no such domain), and not of this one message or moment? */
bool mail_status_is_of_address(struct str status);

struct mail_verdict {
    bool known;              /* one of our mails, or at least an address */
    bool mail_bounced;       /* a mail was marked */
    bool address_marked;
    id64 mail_id;
};

/* What follows from a notification, in ctx's location. ERR_INVALID when it is none. */
enum err mail_bounce(struct ctx *ctx, struct str text, struct mail_verdict *out);

/* Somebody knows that the address is good again. */
enum err mail_forgive(struct ctx *ctx, struct str address);

/* An address that came back and is somebody's still. */
struct mail_bounced {
    struct str hash;
    struct str status;     /* RFC 3463: "5.1.1" */
    int64_t at_ms;
    id64 person_id;
    enum person_kind kind;
    struct str name;
    struct str address;
};

enum { MAIL_BOUNCED_MOST = 200 };

/* The newest MAIL_BOUNCED_MOST of them; what was corrected or has no person any more is left out and counted. */
enum err mail_bounced_list(struct ctx *ctx, struct mail_bounced **out, int *count, int *nobodys);

/* Whose mail it is, 0: nobody's, or they have gone. */
enum err mail_person(struct ctx *ctx, const struct mail *mail, id64 *person_id);

#endif

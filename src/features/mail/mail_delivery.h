/*
 * One mail on its way out: taken under a lease in one short transaction, sent outside of any, and what became of it
 * written down in another. app/mailer.c does that, on a thread of its own.
 */
#ifndef FEATURES_MAIL_MAIL_DELIVERY_H
#define FEATURES_MAIL_MAIL_DELIVERY_H

#include "base/mime.h"
#include "features/mail/mail.h"
#include "features/mail/smtp.h"

/* The lease is longer than smtp_send() can take, so that nobody else begins while one may still be sending. A mail that the
 * server heard whole without a word is said again after a while, and so often at most: each time it may arrive once more. */
enum { MAIL_LEASE_MS = 4 * 60 * 1000, MAIL_GIVE_UP_MS = 3 * 24 * 3600 * 1000, MAIL_KEEP_MS_DAYS = 30 };
enum { MAIL_DOUBTS_MOST = 3, MAIL_DOUBT_PAUSE_MS = 10 * 60 * 1000 };

struct mail_taken {
    id64 id;                 /* 0: nothing to send; `more` says whether to ask again at once */
    bool more;
    id64 location_id;
    struct str lease_token;
    struct smtp_server server;
    struct mime_message message;
};

/* Is anything due, and a server there to take it? Reads only. */
enum err mail_due(struct ctx *ctx, bool *out);

/* In a write outside any location: takes the one that waits longest. What may not go any more is withheld instead. */
enum err mail_take(struct ctx *ctx, struct mail_taken *out);

/* In a write outside any location: what the server answered. A lease that somebody else holds by now changes nothing. */
enum err mail_finish(struct ctx *ctx, const struct mail_taken *taken, const struct smtp_answer *answer);

/* When to try again after so many attempts, from now on; in milliseconds. */
int64_t mail_pause_ms(int64_t attempts);

/* In a write outside any location: what waits is tried at once. When a mailer begins (whoever starts the program may have given
 * it another mail server), and when the clock was set back, lest mail waits for a day that was none. */
enum err mail_begin_again(struct ctx *ctx);

/* In a write: mails that were done with a month ago go. For the jobs. */
enum err mail_forget_old(struct ctx *ctx);

/* Builds what a mail says to its recipient, in ctx's location. */
enum err mail_compose(struct ctx *ctx, const struct mail *mail, id64 person_id, struct mime_message *out);

#endif

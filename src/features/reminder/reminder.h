/*
 * How a member of the team is reminded of what they mean to do: by mail when it is due, by a digest in the morning, and in their
 * own calendar.
 *
 * The calendar address holds a random token, of which only the hash is kept: it is shown once, a new one ends the old one,
 * and it is dead after the user's last day. What stands in the calendar is what the user's role may see.
 */
#ifndef FEATURES_REMINDER_REMINDER_H
#define FEATURES_REMINDER_REMINDER_H

#include "features/followup/followup.h"
#include "features/mail/mail.h"

enum { REMINDER_DIGEST_HOUR = 7, REMINDER_DIGEST_LATEST_HOUR = 12, REMINDER_LISTED_MOST = 20 };

struct reminder {
    id64 user_id;
    bool due_mail;            /* a mail when a follow-up of theirs is due */
    bool digest;              /* one at seven in the morning, of each location where they work */
    struct str calendar_hash; /* empty: no address */
    int64_t calendar_made_ms;
    int64_t updated_ms;
};

extern const struct resource reminder_resource;

/* Of ctx's user, with the defaults where nothing was ever set. ERR_CONFLICT for a program, which nobody reminds. */
enum err reminder_get(struct ctx *ctx, struct reminder *out);
enum err reminder_save(struct ctx *ctx, const struct reminder *reminder);

/* A new address, "https://crm.example.com/cal/TOKEN.ics", instead of the old one; and none any more. */
enum err reminder_calendar_new(struct ctx *ctx, struct str *address);
enum err reminder_calendar_end(struct ctx *ctx);

/* ---- ending them from the mail itself ---------------------------------------------------------------------------- */

/* Whoever holds the link in a reminder: which of their mails it ends, and whether it still comes. */
struct reminder_reader {
    id64 user_id;
    int kind;         /* an index for reminder_reader_set() and the words of the page */
    bool works_here;  /* false: somebody who has left the team gets none anyhow */
    bool on;
};

enum { REMINDER_KIND_DUE, REMINDER_KIND_DIGEST, REMINDER_KINDS };

/* By the token, and into its location. ERR_NOT_FOUND for what we did not make. */
enum err reminder_reader_find(struct ctx *ctx, struct str token, struct reminder_reader *out);

/* In a write: this kind of mail comes no more, or again. Asking twice is harmless. */
enum err reminder_reader_set(struct ctx *ctx, const struct reminder_reader *reader, bool on);

/* For app/hooks.c: does this user still want mails of this kind in ctx's location, and where do they end? */
enum err reminder_mail_wish(struct ctx *ctx, struct str kind, id64 user_id, struct mail_wish *out);

/* Morning digests that are due in some location, without a write; and those of one location. */
enum err reminder_digest_waits(struct ctx *ctx, bool *out);
enum err reminder_digest_due(struct ctx *ctx);

/* For app/hooks.c: this follow-up was announced, in ctx's location. */
enum err reminder_follow_up_due(struct ctx *ctx, id64 follow_up_id);

#endif

/*
 * Getting in for the first time, or again: a link that lets a member of staff choose a password, once.
 *
 * An invitation holds for seven days, a reset for an hour; using one ends all others of the same person, and a reset ends
 * their sessions. A link sets a password and does nothing else: it signs nobody in, so that whatever signing in asks
 * for beside the password, now or one day, is asked for afterwards as always.
 *
 * Where an account is used from a new browser, its owner is told.
 *
 * Who asks for a reset learns nothing about who is on the team: the answer is the same for every address, and so is what
 * the database does, but for the mail.
 */
#ifndef FEATURES_RECOVERY_RECOVERY_H
#define FEATURES_RECOVERY_RECOVERY_H

#include "features/link/link.h"
#include "features/user/user.h"

/* How many links of a kind one person gets within an hour. */
enum { RECOVERY_LINKS_MOST = 3 };

struct recovery {
    id64 id;                  /* of the row */
    id64 user_id;
    enum link_purpose purpose; /* LINK_INVITATION or LINK_PASSWORD_RESET */
    int64_t expires_ms;
    struct str email;
    struct str name;
};

/* Somebody typed this address under "Forgot?". In a write; nothing happens for who is not there, may not sign in, or
 * has asked too often. */
enum err recovery_ask(struct ctx *ctx, struct str email);

/* Mails a link to somebody who has no password yet. ERR_CONFLICT to who has one. */
enum err recovery_invite(struct ctx *ctx, const struct user *user);

/* A link for the owner who is locked out, to be printed and not mailed. In a write. */
enum err recovery_print(struct ctx *ctx, const struct user *user, struct str *url);

/* Somebody signed in as them with a browser not seen before: when, with what, from where, and what to do. No secrets, no link
 * that does anything. Nothing happens where mail is not set up. In the write that starts the session. */
enum err recovery_tell_signed_in(struct ctx *ctx, const struct user *user);

/* ERR_NOT_FOUND for what we did not make, ERR_GONE when it has expired or was used. Reads only. */
enum err recovery_open(struct ctx *ctx, struct str token, struct recovery *out);

/* In a write, with the password hashed already: sets it and ends the links and sessions of the person. */
enum err recovery_use(struct ctx *ctx, struct str token, struct str password_hash);

/* Rows that have expired a day ago. In a write, for the jobs. */
enum err recovery_forget_old(struct ctx *ctx);

#endif

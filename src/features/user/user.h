/*
 * A user is a member of staff: a name, an e-mail address, a password, a role per location, and an optional last day
 * after which their sessions are dead.
 *
 * An owner anywhere is an owner everywhere, and one owner always remains. Managers manage the team of their own
 * locations and can neither make nor change owners. Everybody changes their own name, address and password (with the
 * old one).
 */
#ifndef FEATURES_USER_USER_H
#define FEATURES_USER_USER_H

#include "features/location/location.h"
#include "features/user/permission.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST_BYTES = 1000, USER_ROLES_MOST = 200 };

struct user {
    id64 id;
    struct str name;
    struct str email;       /* unique in the installation */
    struct str password;    /* a PHC string; never shown */
    struct str last_day;    /* "YYYY-MM-DD" or empty */
    bool disabled;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    struct str roles;       /* JSON: [{"location_id", "role"}], what the asker may see of them */
    bool owner;
    struct str new_password; /* as typed, in a body */
    struct str old_password;
    bool invite;             /* in a body: mail them a link to choose a password, instead of giving one here */
};

struct user_role {
    id64 location_id;
    enum role role;
};

struct user_roles {
    struct user_role *items;
    int count;
    bool owner; /* of any location, so of all */
};

extern const struct resource user_resource;

/* ---- who may what ------------------------------------------------------------------------------------------ */

enum err user_roles_of(struct ctx *ctx, id64 user_id, struct user_roles *out);

/* ROLE_OWNER everywhere for an owner; ROLE_NONE for a location that they have nothing to do with. */
enum role user_role_in(const struct user_roles *roles, id64 location_id);

/* Do they work in ctx's location now: a role there, not disabled, the last day not over? False for nobody. */
enum err user_works_here(struct ctx *ctx, id64 user_id, bool *out);

/* What they may do outside a location: in any of theirs. */
uint64_t user_permissions_anywhere(const struct user_roles *roles);

/* The first moment after the last day where they work (UTC without a location); 0: no end. */
int64_t user_end_ms(struct str last_day, struct str time_zone);

/* ---- the team ---------------------------------------------------------------------------------------------- */

/* ERR_NOT_FOUND for somebody whom the actor may not see. `roles` and `owner` are filled in. */
enum err user_get(struct ctx *ctx, id64 id, struct user *out);
enum err user_list(struct ctx *ctx, struct user **out, int *count);

/* With `password` hashed already (password.h); `roles` as the body gave them. Problems are collected. */
enum err user_create(struct ctx *ctx, struct user *user);

/* Saves what changed between `before` and `after`; roles only when `roles_given`. A new password or a disabled
 * account ends the user's sessions, but not the one that asks. */
enum err user_update(struct ctx *ctx, const struct user *before, struct user *after, bool roles_given);

enum err user_delete(struct ctx *ctx, id64 id);

/* By address, for signing in; ERR_NOT_FOUND. */
enum err user_by_email(struct ctx *ctx, struct str email, struct user *out);

/* The first owner of an installation. */
enum err user_create_owner(struct ctx *ctx, struct user *user, id64 location_id);

/* Is there anybody at all? */
enum err user_any(struct ctx *ctx, bool *out);

/* ---- passwords (password.c) ---------------------------------------------------------------------------------
 * argon2id costs 46 MiB and 40 ms each: at most two at once, whoever asks. Only from SLOW routes and the command line.
 * ERR_BUSY when the wait is too long: a flood of sign-ins fills the queue in front of the gate, not the workers. */

struct password_gate;

/* Owned by struct app. */
struct password_gate *password_gate_new(void);
void password_gate_free(struct password_gate *gate);

/* The program's; never asked where ctx->app is NULL. Written in app/app.c. */
struct password_gate *app_password_gate(struct app *app);

enum err password_make(struct ctx *ctx, struct str typed, struct str *phc);

/* With an empty `phc` (nobody there, or no password yet) it takes the same time and is wrong. */
enum err password_check(struct ctx *ctx, struct str phc, struct str typed, bool *right);

/* Before a try to guess the password of an account (an address as typed): ERR_RATE_LIMITED when it has to wait (brake.h).
 * It counts as wrong until password_was_right. */
enum err password_try(struct ctx *ctx, struct str account);
void password_was_right(struct ctx *ctx, struct str account);

/* Adds problems for a password as typed that will not do. */
void user_check_password(struct ctx *ctx, struct str typed, const char *field);

#endif

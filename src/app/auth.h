/*
 * Who asks, and may they? Bearer keys and session cookies become an actor; the route's permission decides.
 *
 * 401 without a valid key or session. Then 404 for a location that is none of theirs, as for one that does not exist.
 * Then 403 for a missing permission. A public route asks nobody.
 */
#ifndef APP_AUTH_H
#define APP_AUTH_H

#include "features/apikey/apikey.h"
#include "features/session/session.h"
#include "http/router.h"

struct app;
struct auth_cache;

enum credential_kind {
    CREDENTIAL_NONE,
    CREDENTIAL_KEY,
    CREDENTIAL_SESSION,
    CREDENTIAL_SOCKET /* whoever may open the socket in the data directory could as well open the database */
};

struct credential {
    enum credential_kind kind;
    struct str hash; /* SHA-256 of the key or token */
};

/* What a credential stands for, as the database has it. */
struct principal {
    struct actor actor;
    struct session_holder holder; /* of a session */
    struct user_roles roles;      /* of a user */
    uint64_t permissions;         /* of a key; of others what they may do in any of their locations */
    bool touch;                   /* its use should be noted: auth_touch */
    struct str seen_day;          /* of a key */
};

/* Reads Authorization, else the cookie; nothing is looked up. ERR_UNAUTHENTICATED for what cannot be valid. */
enum err auth_read(struct ctx *ctx, const struct request *req, struct credential *out);

/* Makes ctx's actor of it. `cache` may be NULL. ERR_UNAUTHENTICATED. */
enum err auth_identify(struct ctx *ctx, const struct credential *credential, struct auth_cache *cache,
                       struct principal *out);

/* Enters the location that the path names and checks the route's permission. */
enum err auth_allow(struct ctx *ctx, const struct route *route, const struct request *req,
                    const struct principal *principal, struct auth_cache *cache);

/* What may it do in this location? False when the location is none of theirs. */
bool auth_permissions_in(const struct principal *principal, id64 location_id, uint64_t *permissions);

/* Notes the use of a key or session, later, by itself. */
void auth_touch(struct app *app, const struct principal *principal, int64_t now_ms);

/* ---- the cache of one loop (auth_cache.c) ---------------------------------------------------------------------
 * Only for the loop's own thread, only on SQLite, where this program is the only one that writes. What it holds is
 * valid as long as `epoch` is: every committed change to staff, sessions, keys or locations moves it on. What it hands
 * out lives until the next auth_cache_begin: one request. */

struct auth_cache *auth_cache_new(void);
void auth_cache_free(struct auth_cache *cache);

/* Before anything is read from the database for this request: forgets all when the epoch is another one. */
void auth_cache_begin(struct auth_cache *cache, int64_t epoch);

struct principal *auth_cache_principal(struct auth_cache *cache, struct str hash);
struct principal *auth_cache_keep_principal(struct auth_cache *cache, struct str hash,
                                            const struct principal *principal);
const struct location *auth_cache_location(struct auth_cache *cache, struct str name);
void auth_cache_keep_location(struct auth_cache *cache, struct str name, const struct location *location);

#endif

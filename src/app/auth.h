/*
 * Who asks, and may they? Bearer keys and session cookies become an actor; the route's permission decides.
 *
 * 401 without a valid key or session. Then 404 for a location that is none of theirs, as for one that does not exist.
 * Then 403 for a missing permission. A public route asks nobody.
 */
#ifndef APP_AUTH_H
#define APP_AUTH_H

#include "base/secret.h"
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

/* What a credential stands for, as the database has it. */
struct principal {
    struct actor actor;
    struct session_holder holder; /* of a session */
    struct user_roles roles;      /* of a user */
    uint64_t permissions;         /* of a key; of others what they may do in any of their locations */
    bool touch;                   /* its use should be noted: auth_touch */
    struct str seen_day;          /* of a key */
    const struct location *location; /* that the path names, where it is known already; NULL: to be looked up */
};

struct credential {
    enum credential_kind kind;
    struct str hash;        /* SHA-256 of the key or token; empty while `known` makes it unnecessary */
    struct str secret;      /* the key or token itself, in the request */
    struct fingerprint print; /* of the secret, where there is a cache */
    struct principal *known;  /* what a cache holds for it; valid for this request */
};

/* Reads Authorization, else the cookie; nothing is looked up but the cache, which may be NULL. ERR_UNAUTHENTICATED for
 * what cannot be valid. */
enum err auth_read(struct ctx *ctx, const struct request *req, struct auth_cache *cache, struct credential *out);

/* Makes ctx's actor of it. `cache` is that of auth_read, or NULL. ERR_UNAUTHENTICATED. */
enum err auth_identify(struct ctx *ctx, const struct credential *credential, struct auth_cache *cache,
                       struct principal *out);

/* Enters the location that the path names and checks the route's permission. */
enum err auth_allow(struct ctx *ctx, const struct route *route, const struct request *req,
                    const struct principal *principal, struct auth_cache *cache);

/* What may it do in this location? False when the location is none of theirs. */
bool auth_permissions_in(const struct principal *principal, id64 location_id, uint64_t *permissions);

/* Is a use of it to be noted, or is it over? */
bool auth_is_due(const struct ctx *ctx, const struct principal *principal);

/* Notes the use of a key or session, later, by itself. */
void auth_touch(struct app *app, const struct principal *principal, int64_t now_ms);

/* ---- the cache of one loop (auth_cache.c) ---------------------------------------------------------------------
 * Only for the loop's own thread, only on SQLite, where this program is the only one that writes. What it holds is
 * valid as long as `epoch` is: every committed change to staff, sessions, keys or locations moves it on. What it hands
 * out lives until the next auth_cache_begin: one request. Keys and tokens are known by a fingerprint, not by themselves:
 * the memory of this program holds none longer than a request. */

struct auth_cache *auth_cache_new(void);
void auth_cache_free(struct auth_cache *cache);

/* Before anything is read from the database for this request: forgets all when the epoch is another one. */
void auth_cache_begin(struct auth_cache *cache, int64_t epoch);

/* Fills in the credential's print, and `known` when the cache holds what it stands for. */
void auth_cache_find(struct auth_cache *cache, struct credential *credential);
struct principal *auth_cache_keep(struct auth_cache *cache, const struct credential *credential,
                                  const struct principal *principal);
/* A copy in `arena` of what `known` stands for and of the location of that name, for a request that goes on to another
 * thread; good until the epoch moves on. NULL when the cache does not hold both. */
struct principal *auth_cache_copy(const struct auth_cache *cache, const struct credential *credential, struct str name,
                                  struct arena *arena);
const struct location *auth_cache_location(struct auth_cache *cache, struct str name);
void auth_cache_keep_location(struct auth_cache *cache, struct str name, const struct location *location);

#endif

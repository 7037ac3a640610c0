/*
 * An API key lets a program act for one location, with a role or a list of permissions.
 *
 * It is shown once; only its SHA-256 is kept, and its beginning, by which people tell keys apart. Nobody makes a key
 * that may do more than they may themselves. A revoked key stays in the list.
 */
#ifndef FEATURES_APIKEY_APIKEY_H
#define FEATURES_APIKEY_APIKEY_H

#include "features/location/location.h"
#include "features/user/permission.h"

struct api_key {
    id64 id;
    id64 location_id;
    struct str name;
    struct str start;         /* "rgl_Ab3d…": enough to recognise it */
    struct str key_hash;
    struct str role;          /* empty: the list below */
    struct string_list permissions;
    int64_t created_ms;
    id64 created_by;          /* the user; 0: the command line */
    id64 maker_id;            /* the same as it is shown */
    struct str seen_day;      /* "YYYY-MM-DD" of its last use */
    int64_t revoked_ms;
    struct str key;           /* whole, in the answer that makes it; empty ever after */
};

extern const struct resource api_key_resource;

/* By the key's hash, unless revoked; ERR_NOT_FOUND. */
enum err api_key_find(struct ctx *ctx, struct str key_hash, struct api_key *out);

/* What it may do: never make or delete locations, whatever its role. */
uint64_t api_key_permissions(const struct api_key *key);

/* Marks it as used today, where that is news; in a write. */
bool api_key_touch_due(const struct api_key *key, int64_t now_ms);
enum err api_key_touch(struct ctx *ctx, id64 id);

/* Makes a key from location_id, name and role or permissions; `key` is filled in. ERR_FORBIDDEN for one mightier than
 * the actor. */
enum err api_key_create(struct ctx *ctx, struct api_key *key);

/* Those that the actor may manage, newest first, revoked ones too. */
enum err api_key_list(struct ctx *ctx, struct api_key **out, int *count);

enum err api_key_revoke(struct ctx *ctx, id64 id);

#endif

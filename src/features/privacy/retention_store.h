/*
 * What is due by the rules of retention.
 */
#ifndef FEATURES_PRIVACY_RETENTION_STORE_H
#define FEATURES_PRIVACY_RETENTION_STORE_H

#include "features/person/person.h"
#include "features/privacy/retention.h"

enum { RETENTION_BATCH = 100 };

/* A look for what is due before a moment, in the order of ids, after one. */
struct retention_look {
    int64_t before_ms;
    id64 after;
    struct str text; /* of a sensitive field: its pattern */
};

enum err retention_store_leads(struct ctx *ctx, const struct retention_look *look, struct id_set *out);
enum err retention_store_births(struct ctx *ctx, const struct retention_look *look, struct id_set *out);
enum err retention_store_sensitive(struct ctx *ctx, const struct retention_look *look, struct id_set *out);
enum err retention_store_holds(struct ctx *ctx, const struct retention_look *look, struct id_set *out);

/* Counts before `due_ms` and from then to `soon_ms`; the first few, in the order of their time. */
enum err retention_store_view_leads(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out);
enum err retention_store_view_births(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out);
enum err retention_store_view_sensitive(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct str pattern,
                                        struct retention_view *out);
enum err retention_store_view_addresses(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out);
/* The first few only. */
enum err retention_store_view_checkouts(struct ctx *ctx, struct retention_view *out);
enum err retention_store_view_holds(struct ctx *ctx, struct retention_view *out);

enum err retention_store_locations(struct ctx *ctx, struct id_set *out);
enum err retention_store_zone(struct ctx *ctx, struct str *out);

/* Of an erasure that has not left the files yet; 0: none. */
enum err retention_store_unclean(struct ctx *ctx, id64 *id);
enum err retention_store_set_clean(struct ctx *ctx);

#endif

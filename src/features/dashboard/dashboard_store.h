/*
 * The first rows of what the dashboard lists.
 */
#ifndef FEATURES_DASHBOARD_DASHBOARD_STORE_H
#define FEATURES_DASHBOARD_DASHBOARD_STORE_H

#include "features/dashboard/dashboard.h"

enum err dashboard_store_customers(struct ctx *ctx, struct recent_customer *out, int *count);
enum err dashboard_store_leads(struct ctx *ctx, id64 *ids, int *count);

/* Open follow-ups whose reminder comes before `until_ms`. */
enum err dashboard_store_due(struct ctx *ctx, int64_t until_ms, id64 *ids, int *count);
/* How many come from..until, the end not included, counted up to DASHBOARD_COUNT_MOST. */
enum err dashboard_store_due_count(struct ctx *ctx, int64_t from_ms, int64_t until_ms, int64_t *out);

/* What somebody calls the record; empty when it is gone or has no name. */
enum err dashboard_store_name(struct ctx *ctx, struct str kind, id64 id, struct str *out);
enum err dashboard_store_actor(struct ctx *ctx, int64_t seq, struct str *name);

#endif

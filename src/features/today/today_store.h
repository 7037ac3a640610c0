/*
 * The rows behind a day's arrivals. All come in one order: start, site, booking.
 */
#ifndef FEATURES_TODAY_TODAY_STORE_H
#define FEATURES_TODAY_TODAY_STORE_H

#include "features/today/today.h"

enum err today_store_arrivals(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *out);
/* For the arrivals that are there. */
enum err today_store_guests(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *today);
enum err today_store_waivers(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *today);
/* Was there any waiver since then? */
enum err today_store_uses_waivers(struct ctx *ctx, int64_t since_ms, bool *out);

#endif

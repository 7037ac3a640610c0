/*
 * A location holds people who are seen together: every person, booking, form and tag belongs to exactly one.
 *
 * Settings of a location are its fields. Locations are few; each request looks its own one up.
 */
#ifndef FEATURES_LOCATION_LOCATION_H
#define FEATURES_LOCATION_LOCATION_H

#include "model/list.h"

struct location {
    id64 id;
    struct str name;
    struct str slug;           /* unique in the installation */
    struct str time_zone;      /* IANA */
    struct str currency;       /* ISO 4217 */
    struct str country;        /* ISO 3166: numbers without + are read there */
    struct str support_email;
    int64_t active_window_days;
    struct str brand_colour;
    struct str logo;           /* "/logo/loc_…/….png", for public pages; empty: none. Another picture has another address */
    int64_t undo_days;         /* how long a deletion can be taken back, 0 to 30 */
    struct string_list relay_domains; /* beside the built-in ones */
    struct str week_starts;           /* monday, sunday, saturday */
    int64_t lead_overdue_hours;       /* an enquiry that nobody answered for so long is overdue */
    int64_t checkout_delay_minutes;   /* a checkout left alone for so long is abandoned */
    int64_t checkout_reminder_hours;  /* after it was abandoned; 0: no reminder */
    struct str checkout_reminder_text;
    int64_t keep_checkouts_days;      /* retention; 0: for ever, like the next three */
    int64_t keep_leads_months;        /* after their last own act */
    int64_t keep_ip_days;
    int64_t keep_guest_births_days;   /* after the trip: then only the age stays */
    struct string_list sensitive_fields; /* custom fields of bookings that are cleared then too */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource location_resource;

/* By slug or by "loc_…"; ERR_NOT_FOUND. */
enum err location_find(struct ctx *ctx, struct str slug_or_id, struct location *out);
enum err location_get(struct ctx *ctx, id64 id, struct location *out);

/* Makes ctx work in this location: id, zone, currency, country. The struct must outlive ctx. */
void location_enter(struct ctx *ctx, const struct location *location);

/* Checks and saves a new location with its head row; problems are collected. The slug comes from the name if empty. */
enum err location_create(struct ctx *ctx, struct location *location);

/* Saves what changed; nothing happens when nothing did. ERR_CONFLICT for another currency or time zone once there
 * are bookings: what was counted was counted in these. */
enum err location_update(struct ctx *ctx, struct location *location);

/* ---- the picture (location_logo.c) ---- */

enum { LOGO_BYTES_MOST = 256 * 1024, LOGO_PIXELS_LEAST = 16, LOGO_PIXELS_MOST = 4000 };

/* ERR_MEDIA_TYPE for what is no PNG or JPEG by its own bytes (an SVG may hold scripts), ERR_TOO_LARGE, ERR_INVALID. */
enum err location_set_logo(struct ctx *ctx, struct str bytes);
/* Harmless when there is none. */
enum err location_remove_logo(struct ctx *ctx);
/* By the two last parts of its address; ERR_NOT_FOUND, for an earlier picture too. */
enum err location_find_logo(struct ctx *ctx, id64 location_id, struct str name, struct str *type, struct str *bytes);

/* ERR_CONFLICT with a sentence while people, bookings or proofs of consent are there. */
enum err location_delete(struct ctx *ctx, id64 id);

/* Those that ctx's actor may know of, by name: a user's, an owner's every one, a key's own. */
enum err location_list(struct ctx *ctx, struct location **out, int *count);

/* Is the address one that a booking site made up for its guest? Such a one is never an identity. */
bool location_is_relay(const struct location *location, struct str address);

#endif

/*
 * A customer: someone with a full profile. The record makes the customer, not the number of bookings.
 *
 * Invariants: an unshared, proven e-mail belongs to one customer of the location; `incomplete` is derived (no e-mail);
 * the analytics are changed only through customer_analytics_set, by the booking feature.
 */
#ifndef FEATURES_CUSTOMER_CUSTOMER_H
#define FEATURES_CUSTOMER_CUSTOMER_H

#include "features/person/person.h"

/* Sums over counted (confirmed, completed) bookings, at their grand total, in the location's currency. */
struct customer_analytics {
    int64_t bookings;          /* counted, any currency */
    int64_t own_bookings;      /* of these in the location's currency: what averages divide by */
    int64_t spent_minor;
    int64_t paid_minor;
    int64_t kept_minor;        /* paid on canceled and no-show bookings */
    int64_t balance_minor;     /* open on counted bookings */
    int64_t canceled;
    int64_t no_shows;
    int64_t first_booking_ms;  /* earliest start of a counted booking; 0: none */
    int64_t latest_booking_ms; /* latest start of a counted booking, past or coming */
    struct str other_currencies; /* JSON: [{"currency", "bookings", "spent"}] */
    /* what time moves; right until turn_ms */
    int64_t last_booking_ms;   /* start of the latest counted booking that has ended */
    int64_t last_end_ms;
    int64_t next_booking_ms;   /* start of the earliest counted booking that has not begun */
    int64_t upcoming_minor;    /* grand totals of those that have not begun */
    int64_t turn_ms;           /* the next start or end of a counted booking; 0: nothing will move */
};

struct customer {
    id64 id;
    id64 location_id;
    struct str name;
    struct str name_fold;
    struct email_list emails;
    struct phone_list phones;
    struct phone_list previous_phones;
    struct str primary_email;
    struct str primary_phone;
    bool no_email;
    bool incomplete;
    struct str company;
    bool organisation;
    struct str called;
    struct str language;
    struct str street;
    struct str city;
    struct str state;
    struct str zip;
    struct str country;
    struct str date_of_birth;
    struct string_list tags;
    struct str notes;
    struct str source;
    struct external_id_list external_ids;
    int64_t archived_ms;
    int64_t active_ms;
    struct str search;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    int64_t view;
    /* analytics as columns, same names as in struct customer_analytics */
    int64_t bookings;
    int64_t own_bookings;
    int64_t spent_minor;
    int64_t paid_minor;
    int64_t kept_minor;
    int64_t balance_minor;
    int64_t canceled;
    int64_t no_shows;
    int64_t first_booking_ms;
    int64_t latest_booking_ms;
    struct str other_currencies;
    int64_t last_booking_ms;
    int64_t last_end_ms;
    int64_t next_booking_ms;
    int64_t upcoming_minor;
    int64_t turn_ms;
    /* virtual, filled in by customer_complete() */
    struct str currency;
    int64_t average_minor;
    int64_t lifetime_minor;
    int64_t days_since_last;
    int64_t guest_appearances;
};

extern const struct resource customer_resource;
extern const struct list_spec customer_list;

/* ERR_NOT_FOUND in another location or when deleted; analytics are right for ctx->now_ms. */
enum err customer_get(struct ctx *ctx, id64 id, struct customer *out);

/* How the record came to be: by_hand needs an e-mail or no_email; outside sources never fail for a person's data. */
enum customer_origin { CUSTOMER_BY_HAND, CUSTOMER_FROM_OUTSIDE };

/* Normalises, checks, saves: child rows, counters, tags, audit. The caller filled in the shown fields. */
enum err customer_create(struct ctx *ctx, struct customer *customer, enum customer_origin origin);

/* Saves what changed between `before` and `after`; removed phones move to previous phones. */
enum err customer_update(struct ctx *ctx, const struct customer *before, struct customer *after);

enum err customer_archive(struct ctx *ctx, id64 id);
enum err customer_unarchive(struct ctx *ctx, id64 id);

/* A person found by who_is_it gains the new addresses and comes back from the archive; active now.
 * `left_out` counts what did not fit (the 21st). The name is never changed. */
enum err customer_gain(struct ctx *ctx, id64 id, const struct identity *identity, int *left_out);

/* Written by the booking feature in the transaction that changed the booking. */
enum err customer_analytics_get(struct ctx *ctx, id64 id, struct customer_analytics *out);
enum err customer_analytics_set(struct ctx *ctx, id64 id, const struct customer_analytics *analytics, int64_t active_ms);

#endif

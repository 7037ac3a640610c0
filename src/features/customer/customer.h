/*
 * A customer: someone with a full profile. The record makes the customer, not the number of bookings.
 *
 * Invariants: an unshared, proven e-mail belongs to one customer of the location; `incomplete` is derived (no e-mail);
 * the analytics are changed only through customer_analytics_set, by the booking feature.
 */
#ifndef FEATURES_CUSTOMER_CUSTOMER_H
#define FEATURES_CUSTOMER_CUSTOMER_H

#include "features/figure/figure.h"
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
    /* how customer_analytics_get found the row: what the figures count */
    int64_t counted_latest_ms;
    bool archived;
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
    int64_t guest_appearances; /* changed by the guest feature only, with each link */
    /* virtual, filled in by customer_complete() */
    struct str currency;
    int64_t average_minor;
    int64_t lifetime_minor;
    struct str days_since_last; /* a JSON number, or null before the first visit */
    int64_t customer_since_ms;  /* the first booking, or the record if that is older */
};

extern const struct resource customer_resource;
extern const struct list_spec customer_list;

/* ERR_NOT_FOUND in another location or when deleted; analytics are right for ctx->now_ms. */
enum err customer_get(struct ctx *ctx, id64 id, struct customer *out);
/* Is there one? Without reading it: for what hangs on it. ERR_NOT_FOUND. */
enum err customer_there(struct ctx *ctx, id64 id);

/* The same for an answer: lists are as resource_get_raw leaves them. */
enum err customer_get_shown(struct ctx *ctx, id64 id, struct customer *out);

/* The same for a change: the location is locked, so that what is read stays true until the commit. */
enum err customer_get_to_change(struct ctx *ctx, id64 id, struct customer *out);

/* How the record came to be. By hand it needs an e-mail or no_email; a program's PUT may leave it out; data that came
 * along with a booking or a form never fails: what is not acceptable is left out. */
enum customer_origin { CUSTOMER_BY_HAND, CUSTOMER_BY_PROGRAM, CUSTOMER_FROM_OUTSIDE };

/* Normalises, checks, saves: child rows, counters, tags, audit. The caller filled in the shown fields. */
enum err customer_create(struct ctx *ctx, struct customer *customer, enum customer_origin origin);

/* Saves what changed between `before` and `after`; removed phones move to previous phones. */
enum err customer_update(struct ctx *ctx, const struct customer *before, struct customer *after);

enum err customer_archive(struct ctx *ctx, id64 id);
enum err customer_unarchive(struct ctx *ctx, id64 id);

/* A person found by who_is_it gains the new addresses and comes back from the archive; active now.
 * `left_out` counts what did not fit (the 21st). The name is never changed. */
enum err customer_gain(struct ctx *ctx, id64 id, const struct identity *identity, int *left_out);

/* Adds to the tags that are there. */
enum err customer_add_tags(struct ctx *ctx, id64 id, const struct string_list *tags);
enum err customer_remove_tags(struct ctx *ctx, id64 id, const struct string_list *tags);

/* Who has this id in another system, locked for a change; ERR_NOT_FOUND. */
enum err customer_of_external(struct ctx *ctx, struct str source, struct str external_id, struct customer *out);

/* The link stands in the customer's list, whatever the other program sent as such. */
void customer_keep_link(struct ctx *ctx, struct customer *customer, const struct external_id_entry *link);

/* Somebody that another program tells about, with an id that nobody has yet (wanted->external_ids holds it): whoever
 * who_is_it finds gets the id, the new addresses, the tags, and of the rest what was empty; else a new one is made.
 * The answer is in *wanted. */
enum err customer_admit(struct ctx *ctx, const struct external_id_entry *link, struct customer *wanted, bool *made);

/* What a deletion touches, before it is done; or since when it is done. */
enum err customer_deletion_preview(struct ctx *ctx, id64 id, struct customer *customer, struct deletion *out);

/* Gone from every list and match at once. `permanent`: cannot be taken back. */
enum err customer_delete(struct ctx *ctx, id64 id, bool permanent);

/* Takes a deletion back. What others have meanwhile is left out and told in *warnings. */
enum err customer_restore(struct ctx *ctx, id64 id, struct customer *out, struct trash_warning **warnings);

/* The members that both kinds of person have. */
struct person customer_person(struct customer *customer);

/* How the figures count it. */
struct figure_customer customer_figure(const struct customer *customer);

/* For lists: the virtual members and what time moves; the number without a filter. */
enum err customer_complete(struct ctx *ctx, void *records, int count);
enum err customer_total(struct ctx *ctx, int64_t *out);

/* Written by the booking feature in the transaction that changed the booking: first got, then set. */
enum err customer_analytics_get(struct ctx *ctx, id64 id, struct customer_analytics *out);
enum err customer_analytics_set(struct ctx *ctx, id64 id, const struct customer_analytics *analytics,
                                int64_t active_ms);

#endif

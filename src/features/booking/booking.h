/*
 * A booking: what somebody booked, when, with how many people, for how much, and who they are.
 *
 * Regulars does not sell trips; the booking engine tells it about them, or a file, or staff type them in. A booking
 * belongs to a customer, waits on a contact until it is confirmed, or stands alone.
 *
 * Invariants: at most one of customer_id and contact_id is set; a customer's analytics agree with the customer's
 * bookings after every change, in the same transaction; what staff set by hand (kept_by_staff, attached_by "user") no
 * later message from outside undoes; a booking is never refused for the quality of a person's data.
 */
#ifndef FEATURES_BOOKING_BOOKING_H
#define FEATURES_BOOKING_BOOKING_H

#include "features/contact/contact.h"

enum {
    BOOKING_BATCH_MOST = 500,
    BOOKING_NEAR_DAYS = 7,        /* how far the desk sees, either side */
    BOOKER_TEXT_MOST = 500,       /* as typed; longer is cut with a warning */
    PROFILE_NAME_MOST = 100,      /* a longer name stays on the booking */
    BOOKING_YEARS_MOST = 100      /* years that are told one by one */
};

struct booking {
    id64 id;
    id64 location_id;
    struct str source;             /* the other system's name; with external_id unique */
    struct str external_id;
    struct str confirmation_code;
    struct str short_code;         /* of the confirmation code, the part before the first hyphen */
    struct str activity;
    struct str site;
    int64_t starts_ms;
    int64_t ends_ms;               /* never before starts_ms */
    bool all_day;                  /* from local midnight to local midnight */
    struct str service_date;       /* local date of the start */
    struct str status;             /* draft pending confirmed completed no-show canceled */
    int64_t party_size;
    struct str manifest;           /* JSON: [{"demographic_id", "title", "count"}] */
    struct str guests;             /* virtual, as sent only: JSON list; empty: nothing was said of them */
    struct str currency;           /* of all amounts */
    int64_t subtotal_minor;
    int64_t taxes_minor;
    int64_t fees_minor;
    int64_t discount_minor;
    int64_t tip_minor;
    int64_t grand_total_minor;     /* may be negative: a refund line */
    int64_t paid_minor;
    int64_t balance_minor;
    struct str channel;
    struct str notes;
    struct str custom;             /* JSON object */
    struct str booker_name;        /* as typed, all five */
    struct str booker_email;
    struct str booker_phone;
    struct str booker_country;
    struct str booker_external_id;
    struct str booked_for;         /* JSON object with the booker's members; empty: the booker */
    struct str booker_email_normal; /* empty when it is no address */
    struct str booker_e164;        /* empty when it is no full number */
    id64 customer_id;
    id64 contact_id;
    struct str attached_by;        /* "match" or "user" */
    struct string_list kept_by_staff; /* names of members that staff set by hand, or that an erasure cleared */
    bool counted;                  /* confirmed or completed */
    int64_t payments;              /* payment records in its currency: with any, they say what was paid */
    int64_t payments_minor;        /* of these, succeeded less refunds */
    int64_t source_updated_ms;
    int64_t erased_ms;             /* what said who it was has gone; no message brings it back */
    struct str search;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    int64_t view;
    int64_t total_participants;    /* virtual: the sum of the manifest */
};

extern const struct resource booking_resource;
extern const struct list_spec booking_list;

/* Whose word it is. By hand: staff, and programs that act for them. */
enum booking_origin { BOOKING_BY_HAND, BOOKING_FROM_OUTSIDE, BOOKING_IMPORTED };

/* What came of writing a booking, beside the booking. */
struct booking_outcome {
    bool made;
    bool applied;                   /* something was written */
    struct problem_list warnings;   /* about people's data, and about messages that came too late */
    struct string_list overridden;  /* members whose word from outside gave way to what staff set by hand */
};

/* Adds to the outcome. */
void booking_warn(struct ctx *ctx, struct booking_outcome *outcome, const char *field, const char *code,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));
void booking_overridden(struct ctx *ctx, struct booking_outcome *outcome, struct str member);

enum err booking_get(struct ctx *ctx, id64 id, struct booking *out);

/* By its source and external id; 0 when there is none. */
enum err booking_find(struct ctx *ctx, struct str source, struct str external_id, id64 *out);

/* Sum of a manifest's counts; 0 for anything that is no manifest. */
int64_t booking_manifest_total(struct str manifest);

/* Payment records of this booking came, changed or went: what was paid moves in the customer's analytics. */
enum err booking_set_payments(struct ctx *ctx, const struct booking *booking, int64_t payments, int64_t payments_minor);

/* Does ctx's actor see it? Everybody who may read bookings does; the desk only sees those close to today. */
bool booking_visible(const struct ctx *ctx, const struct booking *booking);
/* Narrows a list to what ctx's actor sees. */
void booking_list_visible(struct ctx *ctx, struct list_query *query);
void booking_list_customer(struct list_query *query, id64 customer_id);
void booking_list_contact(struct list_query *query, id64 contact_id);

/* Reads a body (READ_CREATE or READ_PATCH) into `booking`: new, or as it is. Problems are returned as an error;
 * oddities in people's data become warnings. The tree is tidied in place. */
void booking_new(struct ctx *ctx, struct booking *booking);
enum err booking_read(struct ctx *ctx, json_t *body, enum read_mode mode, struct booking *booking,
                      struct field_set *given, struct booking_outcome *outcome);

/* Saves a booking that was read: matches it to a person (unless it names its customer), counts it. ERR_CONFLICT when
 * its source and external id are taken. */
enum err booking_create(struct ctx *ctx, struct booking *booking, enum booking_origin origin,
                        struct booking_outcome *outcome);

/* Saves what differs; outcome->applied says whether anything did. */
enum err booking_update(struct ctx *ctx, const struct booking *before, struct booking *after,
                        const struct field_set *given, enum booking_origin origin, struct booking_outcome *outcome);

/* A message from another system: makes or updates the booking with this source and external id. Saying the same twice
 * changes nothing; what is older than what is known changes nothing and says so. */
enum err booking_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                        enum booking_origin origin, struct booking *out, struct booking_outcome *outcome);

/* The same for one item of a batch, which names its source and external id itself; alone in its undoing. */
enum err booking_report_item(struct ctx *ctx, json_t *item, enum booking_origin origin, struct booking *out,
                             struct booking_outcome *outcome);

/* By hand: to this customer, or (0) to nobody. No later message moves it. */
enum err booking_attach(struct ctx *ctx, const struct booking *before, id64 customer_id, struct booking *after);

enum err booking_delete(struct ctx *ctx, const struct booking *booking);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

/* How many bookings hang on a customer or contact. */
enum err booking_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);

/* The person goes: the bookings stay, unlinked, and no later message links them. *undo is a JSON object. */
enum err booking_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);

/* The person is back: links those again that nobody linked meanwhile. */
enum err booking_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);

/* What waited on the contact moves to the customer. */
enum err booking_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id);

/* Who booked under this confirmation code, whole or short: customer or contact of the latest; 0 when nobody did. */
enum err booking_person_by_code(struct ctx *ctx, struct str code, id64 *person_id);

/* ---- for the feature privacy (person/forget.h) --------------------------------------------------------------- */

enum err booking_forget_find(struct ctx *ctx, struct forget *forget);
/* Of those found: after the people have gone. */
enum err booking_forget(struct ctx *ctx, struct forget *forget);
/* Takes these members out of `custom`. */
enum err booking_clear_custom(struct ctx *ctx, id64 id, const struct string_list *names);

/* ---- analytics ------------------------------------------------------------------------------------------- */

/* The sums move by the difference between the two rows (NULL: there is none), for the customers of both and for the
 * day's figures; what time moves is looked up. After the row was saved. Costs the same however many bookings the customers have. */
enum err booking_analytics_moved(struct ctx *ctx, const struct booking *before, const struct booking *after);

/* Everything anew from the bookings. */
enum err booking_analytics_recompute(struct ctx *ctx, id64 customer_id);
enum err booking_analytics_computed(struct ctx *ctx, id64 customer_id, struct customer_analytics *out);

/* How many counted bookings began, or will, in a local year. */
struct booking_year {
    int year;
    int64_t bookings;
    int64_t upcoming; /* of these, not begun */
};

/* Years with any, the latest first, BOOKING_YEARS_MOST at most. Two look-ups a year, in an index. */
enum err booking_analytics_years(struct ctx *ctx, id64 customer_id, struct booking_year years[BOOKING_YEARS_MOST],
                                 int *count);

/* What time moved since the stored analytics were written, for ctx->now_ms; writes nothing. */
enum err booking_analytics_turn(struct ctx *ctx, id64 customer_id, struct customer_analytics *analytics);

#endif

/*
 * Today: who arrives on a local day, by time and site, with what the desk needs to know to greet them.
 *
 * Drafts and canceled bookings do not arrive. A waiver is missing when a booking has fewer signed ones than people,
 * in a location that had any in the last 365 days. Five questions to the database, however many arrive.
 */
#ifndef FEATURES_TODAY_TODAY_H
#define FEATURES_TODAY_TODAY_H

#include "base/ctx.h"

enum { ARRIVALS_MOST = 2000, WAIVER_DAYS = 365, BIRTHDAY_DAYS = 7 };

struct arrival_guest {
    id64 id;
    struct str name;
    id64 demographic_id;
    id64 customer_id;
    struct str date_of_birth;
};

/* A booking of the day, and whose it is. */
struct arrival {
    id64 booking_id;
    int64_t starts_ms;
    int64_t ends_ms;
    bool all_day;
    struct str site;
    struct str activity;
    struct str status;
    struct str confirmation_code;
    struct str short_code;
    int64_t party_size;
    struct str manifest;          /* JSON */
    int64_t participants;         /* by the manifest, else the party size, else the guests; else 0 */
    struct str currency;
    int64_t grand_total_minor;
    int64_t open_minor;           /* still to be paid: booking_open() */
    struct str notes;
    struct str booker_name;
    struct str booked_for;        /* JSON, or empty */
    int64_t waivers;              /* signed */
    struct arrival_guest *guests;
    int guest_count;
    id64 customer_id;             /* 0: nobody, or a lead; the rest is the customer's */
    id64 contact_id;
    struct str name;
    struct str called;
    bool organisation;
    struct str tags;              /* JSON */
    struct str date_of_birth;
    int64_t visits_before;        /* counted bookings that begin before this one */
    struct str last_activity;     /* of the latest of these */
    int64_t last_ms;
};

struct today {
    int64_t day;                  /* since 1970-01-01, local */
    struct arrival *items;
    int count;
    bool more;                    /* the rest of a day with more than ARRIVALS_MOST is left out */
    int64_t participants;
    bool uses_waivers;
};

/* Everything about one local day. */
enum err today_get(struct ctx *ctx, int64_t day, struct today *out);

/* How many are missing; 0 where no waivers are used. */
int64_t today_missing_waivers(const struct today *today, const struct arrival *arrival);

/* Days from `day` to the next birthday, 0 to BIRTHDAY_DAYS; -1 when it is further away or unknown. Who was born on 29
 * February has it on 1 March in other years. */
int today_birthday_in(struct str born, int64_t day);

#endif

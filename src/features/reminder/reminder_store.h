/*
 * The rows of reminders, and what a calendar or a digest shows.
 */
#ifndef FEATURES_REMINDER_REMINDER_STORE_H
#define FEATURES_REMINDER_REMINDER_STORE_H

#include "features/reminder/reminder.h"

enum { REMINDER_EVENTS_MOST = 1000 };

/* With the defaults where there is no row. */
enum err reminder_store_get(struct ctx *ctx, id64 user_id, struct reminder *out);
enum err reminder_store_save(struct ctx *ctx, const struct reminder *reminder);
/* 0 for a token that nobody has. */
enum err reminder_store_by_hash(struct ctx *ctx, struct str hash, id64 *user_id);

/* Who wants a digest and has a role in ctx's location. */
enum err reminder_store_digest_users(struct ctx *ctx, struct id_set *found);
enum err reminder_store_wants_digest(struct ctx *ctx, id64 location_id, bool *out);
enum err reminder_store_digest_day(struct ctx *ctx, id64 location_id, int64_t *day);
enum err reminder_store_set_digest_day(struct ctx *ctx, int64_t day);

/* One event of a calendar: a follow-up with the name of its person. */
struct reminder_event {
    id64 id;
    id64 person_id;
    bool is_customer;
    struct str name;
    struct str note;
    struct str site;
    struct str state;
    struct str outcome;
    int64_t due_ms;
    int64_t remind_ms;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

/* Of a user in ctx's location: open ones, and those that ended since. */
enum err reminder_store_events(struct ctx *ctx, id64 user_id, int64_t ended_since_ms, struct reminder_event *events,
                               int *count);
/* The same of the open ones that remind before a moment, for a digest. */
enum err reminder_store_due(struct ctx *ctx, id64 user_id, int64_t before_ms, struct reminder_event *events, int most,
                            int *count, int64_t *total);
/* Bookings of the local day that are counted, and their people. */
enum err reminder_store_arrivals(struct ctx *ctx, struct str day, int64_t *bookings, int64_t *people);

#endif

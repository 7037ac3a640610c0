/*
 * What happened at the demo business in three years: an invented history, the same at every run on the same day.
 */
#ifndef CLI_DEMO_PLAN_H
#define CLI_DEMO_PLAN_H

#include "cli/demo_people.h"

enum demo_kind { DEMO_LEAD, DEMO_WALK_IN, DEMO_BOOKING };

struct demo_event {
    int64_t at_ms;         /* when it was recorded */
    enum demo_kind kind;
    int person;            /* index into people */
    int number;            /* counts the bookings */
    /* a lead */
    const char *source;
    const char *obtain_method;
    bool consent;
    const char *lost_reason; /* NULL: still open */
    /* a booking */
    const char *activity;
    const char *site;
    const char *channel;
    const char *status;
    int64_t starts_ms;
    int64_t ends_ms;
    int party_size;
    int children;
    const char *currency;
    int64_t total_minor;
    int64_t paid_minor;
    const char *note;      /* NULL: none */
};

struct demo_plan {
    struct demo_person *people;
    int person_count;
    struct demo_event *events; /* in the order of at_ms */
    int event_count;
};

/* Everything up to now_ms and the bookings that are ahead. `zone` is the business's time zone. */
void demo_plan_make(struct arena *arena, struct str zone, int64_t now_ms, struct demo_plan *out);

#endif

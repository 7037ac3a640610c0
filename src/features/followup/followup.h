/*
 * A follow-up: what somebody means to do about a customer or contact, and when.
 *
 * Open, then done or canceled; neither comes back. A snooze puts the reminder off and leaves the due time as it is. When
 * the reminder comes up it is announced once, as the event "follow_up.due". A contact's status follows its open
 * follow-ups. They go with their person, and come back with it.
 *
 * Invariants: remind_ms is the end of the snooze, else the due time; announced_ms is 0 until that moment was announced;
 * contact.follow_up_ms agrees after every change, in the same transaction.
 */
#ifndef FEATURES_FOLLOWUP_FOLLOWUP_H
#define FEATURES_FOLLOWUP_FOLLOWUP_H

#include "features/booking/booking.h"

enum { FOLLOW_UP_NOTE_MOST = 1000, FOLLOW_UP_SNOOZE_MINUTES_MOST = 366 * 24 * 60 };

struct follow_up {
    id64 id;
    id64 location_id;
    id64 person_id;
    struct str kind;         /* customer contact */
    int64_t due_ms;
    struct str note;
    struct str site;
    id64 assignee_id;        /* 0: nobody in particular */
    struct str state;        /* open done canceled */
    struct str outcome;
    int64_t done_ms;
    int64_t snoozed_ms;      /* until when; 0: not snoozed */
    int64_t remind_ms;
    int64_t announced_ms;
    id64 created_by;         /* a user; 0: a program */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual, filled in by follow_up_complete() */
    id64 customer_id;
    id64 contact_id;
    struct str name;         /* the person's */
    int64_t next_booking_ms; /* of the person, or of the customer that a contact became; 0: none */
    int64_t view;            /* goes with what is shown and no field of its own */
};

/* What to do with one: bodies of their own. */
struct follow_up_ending {
    struct str outcome;
};
struct follow_up_snooze {
    int64_t until_ms; /* or */
    int64_t minutes;
};

extern const struct resource follow_up_resource;
extern const struct resource follow_up_ending_resource;
extern const struct resource follow_up_snooze_resource;
extern const struct list_spec follow_up_list;

enum err follow_up_get(struct ctx *ctx, id64 id, struct follow_up *out);
/* The same for a change: what is read stays true until the commit. */
enum err follow_up_get_to_change(struct ctx *ctx, id64 id, struct follow_up *out);

/* Reads a body. A day without hours is that day at nine in the morning. */
enum err follow_up_read(struct ctx *ctx, const json_t *body, enum read_mode mode, struct follow_up *follow_up);

/* Whoever makes it is in charge of it unless it names somebody else, who must work in the location. */
enum err follow_up_create(struct ctx *ctx, struct follow_up *follow_up);

/* Only an open one. Another due time ends a snooze. */
enum err follow_up_update(struct ctx *ctx, const struct follow_up *before, struct follow_up *after);

/* Guarded by the state; asking twice is harmless, ERR_CONFLICT for what has ended otherwise. */
enum err follow_up_do(struct ctx *ctx, id64 id, struct str outcome, struct follow_up *out);
enum err follow_up_cancel(struct ctx *ctx, id64 id, struct follow_up *out);
/* Until a moment ahead, or for so many minutes from now. */
enum err follow_up_snooze(struct ctx *ctx, id64 id, const struct follow_up_snooze *snooze, struct follow_up *out);

/* Open ones, by the reminder: passed, later today (of the location), later. */
struct follow_up_counts {
    int64_t overdue;
    int64_t today;
    int64_t coming;
};
/* Of everybody, and of one user (0: nobody's, all zero). */
enum err follow_up_count(struct ctx *ctx, id64 user_id, struct follow_up_counts *all, struct follow_up_counts *mine);

/* Every location: is a reminder up that nobody announced, without a write; and the announcing, one location a call. */
enum err follow_up_announce_waits(struct ctx *ctx, bool *out);
enum err follow_up_announce_due(struct ctx *ctx);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

/* {"due_at", "note", "site", "assignee_id"} of a bulk action: checked, problems are collected; and for one person. */
enum err follow_up_check_plan(struct ctx *ctx, const json_t *plan);
enum err follow_up_plan(struct ctx *ctx, enum person_kind kind, id64 person_id, const json_t *plan);

enum err follow_up_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);
/* The person goes, and its follow-ups with it: *undo is a JSON object with a list of them, whole. */
enum err follow_up_keep_of_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err follow_up_bring_back(struct ctx *ctx, id64 person_id, const json_t *undo);

/* For the feature privacy (person/forget.h): they go with the person. */
enum err follow_up_forget_find(struct ctx *ctx, struct forget *forget);

#endif

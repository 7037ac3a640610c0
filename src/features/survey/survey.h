/*
 * A survey: questions to people after their visit; and a response: one person's answers to it.
 *
 * A question keeps its id and its kind for ever; its text, order and choices may change. Every edit of the questions makes
 * a new version, and a response belongs to the version that was asked: an edited survey does not change old answers. What
 * the answers of a survey add up to is counted in the transaction that saves them, by question and value.
 *
 * The overall rating of a response is the mean of its ratings (1 to 5); without any, half the mean of its scores (0 to
 * 10); in tenths. A response belongs to the person that it names, else to whoever booked what it is about, else to
 * whoever has the e-mail address. Once a deletion unlinked it, no message links it again.
 */
#ifndef FEATURES_SURVEY_SURVEY_H
#define FEATURES_SURVEY_SURVEY_H

#include "features/booking/booking.h"

enum {
    SURVEY_QUESTIONS_MOST = 50,
    SURVEY_QUESTION_ID_MOST = 50,
    SURVEY_QUESTION_TEXT_MOST = 500,
    SURVEY_CHOICES_MOST = 50,
    SURVEY_CHOICE_MOST = 200,
    SURVEY_ANSWER_TEXT_MOST = 10000,
    SURVEY_QUESTIONS_BYTES = 200000,
    SURVEY_ANSWERS_BYTES = 800000
};

struct survey {
    id64 id;
    id64 location_id;
    struct str name;
    struct str description;
    struct str questions;   /* JSON: [{"id", "kind", "text", "required", "choices"}] */
    struct str thank_you;
    bool active;
    int64_t version;
    int64_t responses;      /* how many there are */
    bool send;              /* by itself, see survey_sending.h */
    int64_t send_after_hours;
    struct str send_subject;
    struct str send_text;
    int64_t send_since_ms;  /* when that was switched on; 0: it is not */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

struct survey_response {
    id64 id;
    id64 location_id;
    struct str source;
    struct str external_id;
    id64 survey_id;
    int64_t version;        /* of the questions */
    id64 person_id;
    struct str kind;        /* customer contact, or empty */
    id64 booking_id;
    struct str answers;     /* JSON: [{"question_id", "value"}] */
    int64_t rating_tenths;  /* -1: nothing was rated */
    int64_t scores;         /* answers from 0 to 10: how many, of these 9 or 10, of these 0 to 6 */
    int64_t promoters;
    int64_t detractors;
    int64_t at_ms;
    bool unlinked;
    int64_t erased_ms;      /* texts have gone; no message brings them back */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual */
    id64 customer_id;
    id64 contact_id;
    struct str person_name;
    int64_t view;           /* goes with the name */
    struct str email;       /* in a body: by which the person is found; not kept */
    struct str overall;     /* JSON: 4.5, or null */
};

extern const struct resource survey_resource;
extern const struct resource survey_response_resource;
extern const struct list_spec survey_list;
extern const struct list_spec survey_response_list;

/* ---- definitions --------------------------------------------------------------------------------------------- */

enum err survey_get(struct ctx *ctx, id64 id, struct survey *out);
/* The same for a change: what is read stays true until the commit. */
enum err survey_get_to_change(struct ctx *ctx, id64 id, struct survey *out);

/* Questions without an id get one that was never used. */
enum err survey_create(struct ctx *ctx, struct survey *survey);
enum err survey_update(struct ctx *ctx, const struct survey *before, struct survey *after);

/* ERR_CONFLICT while there are responses: deactivate it then. */
enum err survey_delete(struct ctx *ctx, const struct survey *survey);

/* The questions as they stood in a version; ERR_NOT_FOUND. */
enum err survey_version_get(struct ctx *ctx, id64 survey_id, int64_t version, struct str *questions, int64_t *at_ms);

/* ---- responses ----------------------------------------------------------------------------------------------- */

enum err survey_response_get(struct ctx *ctx, id64 id, struct survey_response *out);
enum err survey_response_get_to_change(struct ctx *ctx, id64 id, struct survey_response *out);

/* Checked against the version that it names, else the present one. ERR_CONFLICT for a survey that is not active, and
 * when source and external id are taken. */
enum err survey_response_create(struct ctx *ctx, struct survey_response *response);

/* A message from another system: makes or updates the one with this source and external id. */
enum err survey_response_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                                struct survey_response *out, bool *made);

enum err survey_response_delete(struct ctx *ctx, const struct survey_response *response);

/* ---- what they add up to ------------------------------------------------------------------------------------- */

/* Writes {"survey_id", "responses", "average_rating", "questions": […]}: all questions ever asked. */
enum err survey_put_figures(struct json_writer *w, struct ctx *ctx, const struct survey *survey);

/* Of a customer and the contacts linked to it: {"responses", "average_rating", "score"}. */
enum err survey_put_person_figures(struct json_writer *w, struct ctx *ctx, id64 customer_id);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

enum err survey_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);
/* The person goes: the responses stay, unlinked for good. *undo is a JSON object of lists of ids. */
enum err survey_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err survey_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);
/* After all that was theirs is linked again: responses that came since then about a booking of theirs. */
enum err survey_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms);

/* ---- for the feature privacy (person/forget.h), after bookings ------------------------------------------------ */

enum err survey_forget_find(struct ctx *ctx, struct forget *forget);
enum err survey_forget(struct ctx *ctx, struct forget *forget);

#endif

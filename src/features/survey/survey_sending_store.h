/*
 * The rows of invitations.
 */
#ifndef FEATURES_SURVEY_SURVEY_SENDING_STORE_H
#define FEATURES_SURVEY_SURVEY_SENDING_STORE_H

#include "features/survey/survey_sending.h"

/* Surveys that are sent, of all locations: id, location_id, send_after_hours, send_since_ms. */
struct sending {
    id64 survey_id;
    id64 location_id;
    int64_t after_hours;
    int64_t since_ms;
};
enum err survey_sending_store_all(struct ctx *ctx, struct sending **out, int *count);

/* Counted bookings that ended in [from_ms, to_ms) and were not looked at for this survey: id, customer_id. */
struct sending_booking {
    id64 id;
    id64 customer_id;
};
enum err survey_sending_store_bookings(struct ctx *ctx, const struct sending *sending, int64_t from_ms, int64_t to_ms,
                                       struct sending_booking *out, int most, int *count);

enum err survey_sending_store_add(struct ctx *ctx, const struct survey_invitation *invitation);
/* The same; one that was skipped for its booking is sent now. *mine is false when it was sent before. */
enum err survey_sending_store_add_again(struct ctx *ctx, struct survey_invitation *invitation, bool *mine);
/* The counted booking of the customer that ended last; 0: none. */
enum err survey_sending_store_last_visit(struct ctx *ctx, id64 customer_id, id64 *booking_id);
enum err survey_sending_store_figures(struct ctx *ctx, id64 survey_id, struct survey_sending_figures *out);
enum err survey_sending_store_asked_since(struct ctx *ctx, id64 survey_id, id64 person_id, int64_t since_ms, bool *out);
enum err survey_sending_store_get(struct ctx *ctx, id64 id, struct survey_invitation *out);
/* *mine is false when it was answered already. */
enum err survey_sending_store_answer(struct ctx *ctx, id64 id, id64 response_id, bool *mine);
enum err survey_sending_store_of_person(struct ctx *ctx, id64 person_id, struct id_set *ids);
enum err survey_sending_store_unlink(struct ctx *ctx, id64 person_id);

#endif

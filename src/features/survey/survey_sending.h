/*
 * Sending a survey to whoever was there, so many hours after the end of their booking.
 *
 * A booking is looked at once for a survey, within three days after its turn, whatever came of it (survey_invitation):
 * nobody is asked twice about a visit, and nobody more than once in 30 days by the same survey. It goes to the customer's primary
 * address, and only where mail for the purpose `surveys` is allowed; the outbox asks once more before it goes. Bookings that ended before
 * the sending was switched on are left alone.
 *
 * The link in the mail is signed, names the invitation, works for 90 days and is answered once.
 */
#ifndef FEATURES_SURVEY_SURVEY_SENDING_H
#define FEATURES_SURVEY_SURVEY_SENDING_H

#include "features/survey/survey.h"

struct survey_invitation {
    id64 id;
    id64 location_id;
    id64 survey_id;
    id64 booking_id;
    id64 person_id;   /* 0: has gone */
    struct str state; /* sent answered skipped */
    int64_t answered_ms;
    id64 mail_id;     /* that was ordered just now; not kept */
};

/* How many were asked (answered or not), answered, and were looked at and left alone; when the last mail was ordered. */
struct survey_sending_figures {
    int64_t sent;
    int64_t answered;
    int64_t skipped;
    int64_t last_ms;
};

/* Is there a booking to be looked at, without a write; and looking at some of them, of one location a call. */
enum err survey_sending_waits(struct ctx *ctx, bool *out);
enum err survey_sending_due(struct ctx *ctx);

/* By hand, to one customer about the visit out->booking_id, 0: their last one. The same rules as by itself; ERR_CONFLICT
 * says which one forbids it. One that was left alone before is asked now. */
enum err survey_send(struct ctx *ctx, id64 survey_id, id64 customer_id, struct survey_invitation *out);

enum err survey_sending_figures(struct ctx *ctx, id64 survey_id, struct survey_sending_figures *out);

/* What stands behind a link: enters its location. ERR_NOT_FOUND, ERR_GONE. */
enum err survey_invitation_open(struct ctx *ctx, struct str token, struct survey_invitation *invitation,
                                struct survey *survey);

/* Answers it, once: {"question_id": value} in `answers` as the table of answers wants them. ERR_CONFLICT when it was answered. */
enum err survey_invitation_answer(struct ctx *ctx, const struct survey_invitation *invitation, struct str answers);

/* For app/hooks.c: the person goes; the mails that wait are not sent. */
enum err survey_sending_unlink_person(struct ctx *ctx, id64 person_id);

#endif

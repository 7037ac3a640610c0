#include "features/survey/survey_sending.h"

#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/link/link.h"
#include "features/mail/mail.h"
#include "features/survey/survey_mail.h"
#include "features/survey/survey_sending_store.h"

enum { BOOKINGS_MOST = 100 };

static const int64_t LOOK_FOR_MS = 3LL * 24 * 3600 * 1000, ASKED_AGAIN_MS = 30LL * 24 * 3600 * 1000;
static const int64_t LINK_GOOD_FOR_MS = 90LL * 24 * 3600 * 1000;

/* ---- which bookings --------------------------------------------------------------------------------------------- */

static enum err find_bookings(struct ctx *ctx, const struct sending *sending, struct sending_booking *out, int most,
                              int *count)
{
    int64_t to_ms = ctx->now_ms - sending->after_hours * HOUR_MS, from_ms = to_ms - LOOK_FOR_MS;

    return survey_sending_store_bookings(ctx, sending, from_ms > sending->since_ms ? from_ms : sending->since_ms, to_ms,
                                         out, most, count);
}

/* The first survey that has any; survey_id 0: none. */
static enum err find_waiting(struct ctx *ctx, struct sending *out)
{
    struct sending_booking one;
    struct sending *all;
    int count, found = 0;

    *out = (struct sending){ 0 };
    TRY(survey_sending_store_all(ctx, &all, &count));
    for (int i = 0; i < count && found == 0; i++) {
        TRY(find_bookings(ctx, &all[i], &one, 1, &found));
        if (found)
            *out = all[i];
    }
    return ERR_OK;
}

enum err survey_sending_waits(struct ctx *ctx, bool *out)
{
    struct sending sending;

    TRY(find_waiting(ctx, &sending));
    *out = sending.survey_id != 0;
    return ERR_OK;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static struct str once_key(struct ctx *ctx, id64 invitation_id)
{
    return arena_printf(ctx->arena, "survey:%lld", (long long)invitation_id);
}

static enum err order(struct ctx *ctx, const struct survey *survey, const struct customer *customer,
                      struct survey_invitation *invitation)
{
    const struct link link = { .purpose = LINK_SURVEY,
                               .location_id = ctx->location_id,
                               .subject_id = invitation->id,
                               .expires_ms = ctx->now_ms + LINK_GOOD_FOR_MS };
    struct mail_order mail = {
        .kind = "survey",
        .person_kind = PERSON_CUSTOMER,
        .person_id = customer->id,
        .to = customer->primary_email,
        .to_name = customer->name,
        .purpose = "surveys",
        .reference_id = invitation->booking_id,
        .once = once_key(ctx, invitation->id),
    };
    struct mail_values values;
    struct survey_mail written;
    struct str token, url;

    TRY(link_token(ctx, &link, &token));
    TRY(link_address(ctx, "/s/", token, &url));
    TRY(mail_values_of(ctx, PERSON_CUSTOMER, customer->id, &values));
    survey_mail_write(ctx, survey, &values, url, &written);
    mail.subject = written.subject;
    mail.text = written.text;
    return mail_order(ctx, &mail, &invitation->mail_id);
}

/* Why somebody is not asked; *why is NULL when they may be. */
static enum err why_not(struct ctx *ctx, const struct survey *survey, const struct customer *customer, const char **why)
{
    bool asked, given;

    *why = "This person has no e-mail address that mail may go to.";
    if (customer->primary_email.len == 0 || location_is_relay(ctx->location, customer->primary_email))
        return ERR_OK;
    *why = "They book for others and were not there themselves.";
    if (customer->organisation)
        return ERR_OK;
    *why = "This survey went to them within the last 30 days.";
    TRY(survey_sending_store_asked_since(ctx, survey->id, customer->id, ctx->now_ms - ASKED_AGAIN_MS, &asked));
    if (asked)
        return ERR_OK;
    TRY(consent_state(ctx, customer->id, "email", "surveys", &given));
    *why = given ? NULL : "They have not agreed to be asked by e-mail how it was.";
    return ERR_OK;
}

static enum err look_at(struct ctx *ctx, const struct survey *survey, const struct sending_booking *booking)
{
    struct survey_invitation invitation = {
        .id = ctx_new_id(ctx), .survey_id = survey->id, .booking_id = booking->id, .state = STR("skipped")
    };
    struct customer customer;
    const char *why = "nobody";

    if (booking->customer_id) {
        TRY(customer_get(ctx, booking->customer_id, &customer));
        TRY(why_not(ctx, survey, &customer, &why));
        invitation.person_id = customer.id;
    }
    if (!why)
        invitation.state = STR("sent");
    TRY(survey_sending_store_add(ctx, &invitation));
    return why ? ERR_OK : order(ctx, survey, &customer, &invitation);
}

/* The visit that it is about: the one that is named, else their last. */
static enum err find_visit(struct ctx *ctx, const struct customer *customer, id64 *booking_id)
{
    struct booking booking;
    enum err err;

    if (*booking_id == 0)
        TRY(survey_sending_store_last_visit(ctx, customer->id, booking_id));
    if (*booking_id == 0)
        return fail(ctx, ERR_CONFLICT, "They have not been here yet: a survey asks about a visit.");
    err = booking_get(ctx, *booking_id, &booking);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && booking.customer_id != customer->id)) {
        problem_add(ctx, STR("booking_id"), "unknown", "They have no such booking.");
        return problems_err(ctx);
    }
    TRY(err);
    return booking.ends_ms > ctx->now_ms ? fail(ctx, ERR_CONFLICT, "That visit is not over yet.") : ERR_OK;
}

enum err survey_send(struct ctx *ctx, id64 survey_id, id64 customer_id, struct survey_invitation *out)
{
    struct survey survey;
    struct customer customer;
    const char *why;
    bool mine;

    TRY(survey_get_to_change(ctx, survey_id, &survey));
    TRY(customer_get(ctx, customer_id, &customer));
    if (!survey.active)
        return fail(ctx, ERR_CONFLICT, "This survey takes no answers; make it active first.");
    TRY(find_visit(ctx, &customer, &out->booking_id));
    TRY(why_not(ctx, &survey, &customer, &why));
    if (why)
        return fail(ctx, ERR_CONFLICT, "%s", why);
    out->id = ctx_new_id(ctx);
    out->location_id = ctx->location_id;
    out->survey_id = survey_id;
    out->person_id = customer_id;
    out->state = STR("sent");
    TRY(survey_sending_store_add_again(ctx, out, &mine));
    if (!mine)
        return fail(ctx, ERR_CONFLICT, "They were asked about this visit already.");
    TRY(order(ctx, &survey, &customer, out));
    return audit_record(ctx, "survey.sent", survey_id);
}

enum err survey_sending_figures(struct ctx *ctx, id64 survey_id, struct survey_sending_figures *out)
{
    return survey_sending_store_figures(ctx, survey_id, out);
}

enum err survey_sending_due(struct ctx *ctx)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct sending_booking bookings[BOOKINGS_MOST];
    struct sending sending;
    struct survey survey;
    int count;

    TRY(find_waiting(ctx, &sending));
    if (sending.survey_id == 0)
        return ERR_OK;
    TRY(store_lock_location(ctx, sending.location_id));
    TRY(location_get(ctx, sending.location_id, location));
    location_enter(ctx, location);
    TRY(survey_get(ctx, sending.survey_id, &survey));
    TRY(find_bookings(ctx, &sending, bookings, BOOKINGS_MOST, &count));
    for (int i = 0; i < count; i++)
        TRY(look_at(ctx, &survey, &bookings[i]));
    return ERR_OK;
}

/* ---- answering --------------------------------------------------------------------------------------------------- */

/* Whoever was erased is not asked any more: what they wrote would be theirs again. */
static enum err must_be_somebodys(struct ctx *ctx, id64 booking_id)
{
    struct booking booking;
    enum err err = booking_get(ctx, booking_id, &booking);

    if (err == ERR_OK && booking.erased_ms)
        return ERR_GONE;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err survey_invitation_open(struct ctx *ctx, struct str token, struct survey_invitation *invitation,
                                struct survey *survey)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct link link;

    TRY(link_open(ctx, token, LINK_SURVEY, &link));
    TRY(location_get(ctx, link.location_id, location));
    location_enter(ctx, location);
    TRY(survey_sending_store_get(ctx, link.subject_id, invitation));
    TRY(must_be_somebodys(ctx, invitation->booking_id));
    return survey_get(ctx, invitation->survey_id, survey);
}

/* Whose it is comes from the booking when the person has gone or was merged since. */
enum err survey_invitation_answer(struct ctx *ctx, const struct survey_invitation *invitation, struct str answers)
{
    struct survey_response response = {
        .survey_id = invitation->survey_id,
        .booking_id = invitation->booking_id,
        .answers = answers,
        .at_ms = ctx->now_ms,
        .customer_id = invitation->person_id,
    };
    struct booking booking;
    enum err err;
    bool mine;

    TRY(store_lock_location(ctx, ctx->location_id));
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .name = STR("survey") };
    err = booking_get(ctx, invitation->booking_id, &booking);
    if (err == ERR_NOT_FOUND)
        response.booking_id = 0;
    else
        TRY(err);
    TRY(survey_response_create(ctx, &response));
    TRY(survey_sending_store_answer(ctx, invitation->id, response.id, &mine));
    return mine ? ERR_OK : fail(ctx, ERR_CONFLICT, "This was answered already. Thank you.");
}

/* ---- people who go ----------------------------------------------------------------------------------------------- */

enum err survey_sending_unlink_person(struct ctx *ctx, id64 person_id)
{
    struct id_set ids = { 0 };

    TRY(survey_sending_store_of_person(ctx, person_id, &ids));
    for (int i = 0; i < ids.count; i++)
        TRY(mail_cancel(ctx, once_key(ctx, ids.items[i])));
    return ids.count ? survey_sending_store_unlink(ctx, person_id) : ERR_OK;
}

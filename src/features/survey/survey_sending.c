#include "features/survey/survey_sending.h"

#include "features/consent/consent.h"
#include "features/link/link.h"
#include "features/mail/mail.h"
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

static struct str or_else(struct str text, struct str otherwise)
{
    return text.len ? text : otherwise;
}

static enum err mail_text(struct ctx *ctx, const struct survey *survey, const struct customer *customer, struct str url,
                          struct str *out)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    buf_printf(&buf, "Hello %.*s,\n\n", STR_PRINT(or_else(customer->called, customer->name)));
    if (survey->send_text.len)
        buf_printf(&buf, "%.*s\n\n", STR_PRINT(survey->send_text));
    else
        buf_printf(&buf, "Thank you for coming to %.*s. How was it? It takes a minute:\n\n",
                   STR_PRINT(ctx->location->name));
    buf_printf(&buf, "%.*s\n\n%.*s\n", STR_PRINT(url), STR_PRINT(ctx->location->name));
    *out = buf_str(&buf);
    return ERR_OK;
}

static enum err order(struct ctx *ctx, const struct survey *survey, const struct customer *customer,
                      const struct survey_invitation *invitation)
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
    struct str token, url;

    TRY(link_token(ctx, &link, &token));
    TRY(link_address(ctx, "/s/", token, &url));
    mail.subject = or_else(survey->send_subject,
                           arena_printf(ctx->arena, "How was it at %.*s?", STR_PRINT(ctx->location->name)));
    TRY(mail_text(ctx, survey, customer, url, &mail.text));
    return mail_order(ctx, &mail, NULL);
}

static enum err may_be_asked(struct ctx *ctx, const struct survey *survey, const struct customer *customer, bool *out)
{
    bool asked;

    *out = false;
    if (customer->primary_email.len == 0 || customer->organisation ||
        location_is_relay(ctx->location, customer->primary_email))
        return ERR_OK;
    TRY(survey_sending_store_asked_since(ctx, survey->id, customer->id, ctx->now_ms - ASKED_AGAIN_MS, &asked));
    return asked ? ERR_OK : consent_state(ctx, customer->id, "email", "surveys", out);
}

static enum err look_at(struct ctx *ctx, const struct survey *survey, const struct sending_booking *booking)
{
    struct survey_invitation invitation = {
        .id = ctx_new_id(ctx), .survey_id = survey->id, .booking_id = booking->id, .state = STR("skipped")
    };
    struct customer customer;
    bool may = false;

    if (booking->customer_id) {
        TRY(customer_get(ctx, booking->customer_id, &customer));
        TRY(may_be_asked(ctx, survey, &customer, &may));
        invitation.person_id = customer.id;
    }
    if (may)
        invitation.state = STR("sent");
    TRY(survey_sending_store_add(ctx, &invitation));
    return may ? order(ctx, survey, &customer, &invitation) : ERR_OK;
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

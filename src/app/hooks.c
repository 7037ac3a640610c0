/*
 * What happens elsewhere when something happens here: one readable list.
 *
 *   somebody is invited to the team                they get a mail with a link to choose a password
 *   somebody signs in with a browser not seen before   they are told by mail
 *   a location's settings are changed              days that are over are written down, contacts counted by new days
 *   a location is made                             it gets a contact form and a subscribe form
 *   a customer's time-dependent figures are due    bookings compute them
 *   a person is about to be deleted                bookings, guest entries and records are counted
 *   a person is deleted                            these are unlinked and stay
 *   a person is taken back                         those that nobody linked meanwhile are linked again, and what came
 *                                                  since is linked as if it came now
 *   a person has an address that was nobody's      communications that wait for it are theirs
 *   a contact becomes a customer                   bookings that waited on it move, the customer's figures follow;
 *                                                  a guest of these bookings is none any more; records move too
 *   a booking brings a manifest                    its categories are looked up
 *   a booking is saved                             its guests come and move along, its categories are in use; records
 *                                                  that waited for it are its own, and follow its person
 *                                                  the checkout that its person left is recovered
 *   a booking is deleted                           its guests go, its records stay without it
 *   a follow-up is announced                       whoever is in charge gets a mail
 *   a mail reminds somebody of the team            they can have switched that kind off
 *   somebody says a confirmation code              bookings know whose it is
 */
#include "features/hooks.h"

#include "features/booking/booking.h"
#include "features/checkout/checkout.h"
#include "features/communication/communication.h"
#include "features/demographic/demographic.h"
#include "features/followup/followup.h"
#include "features/form/submission.h"
#include "features/guest/guest.h"
#include "features/record/record.h"
#include "features/recovery/recovery.h"
#include "features/reminder/reminder.h"
#include "features/survey/survey.h"

enum err hook_user_invited(struct ctx *ctx, const struct user *user)
{
    return recovery_invite(ctx, user);
}

enum err hook_signed_in_anew(struct ctx *ctx, const struct user *user)
{
    return recovery_tell_signed_in(ctx, user);
}

/* Days that are over are written down as they were seen then. */
enum err hook_location_changed(struct ctx *ctx, const struct location *before, const struct location *after)
{
    location_enter(ctx, before);
    TRY(figure_close_days(ctx));
    location_enter(ctx, after);
    if (str_equal(before->time_zone, after->time_zone))
        return ERR_OK;
    TRY(figure_zone_changed(ctx));
    return checkout_zone_changed(ctx);
}

/* Made from wherever the caller stands, which is where it goes on. */
enum err hook_location_created(struct ctx *ctx, const struct location *location)
{
    static const struct location nowhere = { .time_zone = { "UTC", 3 } };
    const struct location *was = ctx->location;
    enum err err;

    location_enter(ctx, location);
    err = form_create_defaults(ctx);
    location_enter(ctx, was ? was : &nowhere);
    ctx->location = was;
    return err;
}

enum err hook_customer_turned(struct ctx *ctx, id64 customer_id, struct customer_analytics *analytics)
{
    return booking_analytics_turn(ctx, customer_id, analytics);
}

struct str hook_person_text(struct ctx *ctx, id64 person_id)
{
    enum person_kind kind;

    if (person_kind_of(ctx, person_id, &kind) != ERR_OK || kind == PERSON_NONE)
        return STR_EMPTY;
    return id_text(ctx->arena, person_prefix(kind), person_id);
}

enum err hook_person_ties(struct ctx *ctx, id64 person_id, struct person_ties *out)
{
    *out = (struct person_ties){ 0 };
    TRY(booking_count_of_person(ctx, person_id, &out->bookings));
    TRY(guest_count_of_person(ctx, person_id, &out->guests));
    TRY(record_count_of_person(ctx, person_id, &out->records));
    TRY(communication_count_of_person(ctx, person_id, &out->communications));
    TRY(survey_count_of_person(ctx, person_id, &out->responses));
    return follow_up_count_of_person(ctx, person_id, &out->follow_ups);
}

/* Whoever has something that hangs on people: its name in the undo, how it lets go, how it takes hold again, and (or NULL)
 * how what came since the deletion is linked. A form or a checkout of somebody deleted has made somebody new. */
static const struct {
    const char *name;
    enum err (*unlink)(struct ctx *ctx, id64 person_id, struct str *undo);
    enum err (*relink)(struct ctx *ctx, id64 person_id, const json_t *undo);
    enum err (*catch_up)(struct ctx *ctx, id64 person_id, int64_t since_ms);
} ties[] = {
    { "bookings", booking_unlink_person, booking_relink_person, NULL },
    { "guests", guest_unlink_person, guest_relink_person, guest_catch_up },
    { "records", record_unlink_person, record_relink_person, record_catch_up },
    { "communications", communication_unlink_person, communication_relink_person, communication_catch_up },
    { "responses", survey_unlink_person, survey_relink_person, survey_catch_up },
    { "submissions", submission_unlink_person, submission_relink_person, NULL },
    { "checkouts", checkout_unlink_person, checkout_relink_person, NULL },
    { "follow_ups", follow_up_keep_of_person, follow_up_bring_back, NULL },
};

enum err hook_person_deleted(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_object(&w);
    for (size_t i = 0; i < sizeof(ties) / sizeof(ties[0]); i++) {
        struct str part;

        TRY(ties[i].unlink(ctx, person_id, &part));
        put_name(&w, str_from(ties[i].name));
        put_raw(&w, part);
    }
    put_object_end(&w);
    *undo = buf_str(&buf);
    return ERR_OK;
}

enum err hook_person_restored(struct ctx *ctx, const struct trash_item *item)
{
    const json_t *undo = json_object_get(item->snapshot, "ties");

    for (size_t i = 0; i < sizeof(ties) / sizeof(ties[0]); i++)
        TRY(ties[i].relink(ctx, item->id, json_object_get(undo, ties[i].name)));
    for (size_t i = 0; i < sizeof(ties) / sizeof(ties[0]); i++)
        if (ties[i].catch_up)
            TRY(ties[i].catch_up(ctx, item->id, item->deleted_ms));
    return ERR_OK;
}

enum err hook_person_reached(struct ctx *ctx, const struct person *person, struct str address)
{
    return communication_claim(ctx, person, address);
}

enum err hook_contact_converted(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    TRY(booking_move_contact(ctx, contact_id, customer_id));
    TRY(guest_became_booker(ctx, customer_id));
    return record_move_contact(ctx, contact_id, customer_id);
}

enum err hook_follow_up_check(struct ctx *ctx, const json_t *plan)
{
    return follow_up_check_plan(ctx, plan);
}

enum err hook_follow_up_plan(struct ctx *ctx, enum person_kind kind, id64 person_id, const json_t *plan)
{
    return follow_up_plan(ctx, kind, person_id, plan);
}

enum err hook_follow_up_due(struct ctx *ctx, id64 follow_up_id)
{
    return reminder_follow_up_due(ctx, follow_up_id);
}

enum err hook_mail_wish(struct ctx *ctx, struct str kind, id64 user_id, struct mail_wish *out)
{
    return reminder_mail_wish(ctx, kind, user_id, out);
}

enum err hook_person_by_code(struct ctx *ctx, struct str code, id64 *id)
{
    return booking_person_by_code(ctx, code, id);
}

enum err hook_manifest_settle(struct ctx *ctx, json_t *manifest)
{
    return demographic_settle_manifest(ctx, manifest);
}

enum err hook_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after, bool by_hand,
                            struct booking_outcome *outcome)
{
    if (!before || !str_equal(before->manifest, after->manifest))
        TRY(demographic_in_manifest(ctx, after->manifest));
    TRY(record_booking_saved(ctx, before, after));
    TRY(checkout_booking_saved(ctx, before, after));
    return guest_booking_saved(ctx, before, after, by_hand, outcome);
}

enum err hook_booking_gone(struct ctx *ctx, const struct booking *booking)
{
    TRY(record_booking_gone(ctx, booking));
    TRY(checkout_booking_gone(ctx, booking));
    return guest_booking_gone(ctx, booking);
}

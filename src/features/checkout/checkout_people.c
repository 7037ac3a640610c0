/*
 * Whose a checkout is: found or made when it is left alone, brought back by a booking, taken out when it is erased.
 */
#include "features/audit/audit.h"
#include "features/checkout/checkout_rules.h"

#include "base/text.h"
#include "features/checkout/checkout_store.h"
#include "features/mail/mail.h"

enum { LEFT_MOST = 20 };

static const int64_t REMINDED_AGAIN_MS = 7LL * 24 * 3600 * 1000;

/* ---- who it is --------------------------------------------------------------------------------------------------- */

/* What somebody typed on a page is proven by nobody. */
static void show_identity(struct ctx *ctx, const struct checkout *checkout, struct identity *identity)
{
    *identity = (struct identity){ .name = checkout->name };
    identity_add_email(ctx, identity, checkout->email);
    identity_add_phone(ctx, identity, checkout->phone, STR_EMPTY);
}

static void mark_unproven(struct identity *identity)
{
    for (int i = 0; i < identity->emails.count; i++)
        identity->emails.items[i].unproven = true;
    for (int i = 0; i < identity->phones.count; i++)
        identity->phones.items[i].unproven = true;
}

static struct str name_of(const struct checkout *checkout)
{
    if (checkout->name.len)
        return checkout->name;
    if (checkout->email_normal.len)
        return str_slice(checkout->email_normal, 0, str_find(checkout->email_normal, '@'));
    return checkout->phone;
}

static enum err make_contact(struct ctx *ctx, const struct checkout *checkout, const struct identity *identity,
                             id64 *id)
{
    struct contact contact = {
        .name = text_cut(name_of(checkout), 100),
        .emails = identity->emails,
        .phones = identity->phones,
        .source = STR("abandoned-checkout"),
        .obtain_method = STR("checkout"),
        .captured_ms = checkout->created_ms,
    };

    TRY(contact_create(ctx, &contact));
    *id = contact.id;
    return ERR_OK;
}

/* Whoever is known gains what is new, unproven; nothing is learned where e-mail and phone say different people. */
static enum err add_to_known(struct ctx *ctx, const struct who *who, struct identity *identity)
{
    const struct identity nothing = { 0 };
    int left_out;

    mark_unproven(identity);
    if (who->disagree || who->organisation)
        *identity = nothing;
    if (who->kind == PERSON_CUSTOMER)
        return customer_gain(ctx, who->id, identity, &left_out);
    return contact_gain(ctx, who->id, identity, &left_out);
}

static enum err find_person(struct ctx *ctx, struct checkout *checkout)
{
    struct identity identity;
    struct who who;

    /* what cannot be an address or a full number says nobody */
    if (checkout->email_normal.len == 0 && checkout->e164.len == 0)
        return ERR_OK;
    show_identity(ctx, checkout, &identity);
    TRY(who_is_it(ctx, &identity, &who));
    if (who.kind == PERSON_NONE) {
        checkout->kind = STR("contact");
        return make_contact(ctx, checkout, &identity, &checkout->person_id);
    }
    checkout->kind = str_from(person_kind_name(who.kind));
    checkout->person_id = who.id;
    return add_to_known(ctx, &who, &identity);
}

/* ---- reminding ---------------------------------------------------------------------------------------------------------- */

/* At most one for a checkout, and one a week for a person. */
static enum err order_reminder(struct ctx *ctx, struct checkout *checkout)
{
    struct mail_order order = {
        .kind = "checkout-reminder",
        .person_kind = str_equal(checkout->kind, STR("customer")) ? PERSON_CUSTOMER : PERSON_CONTACT,
        .person_id = checkout->person_id,
        .to = checkout->email_normal,
        .to_name = checkout->name,
        .purpose = "marketing",
        .not_before_ms = ctx->now_ms + ctx->location->checkout_reminder_hours * HOUR_MS,
        .once = checkout_mail_key(ctx, checkout),
    };
    bool allowed, reminded;

    if (ctx->location->checkout_reminder_hours == 0 || checkout->reminded_ms || checkout->email_normal.len == 0 ||
        checkout->resume_url.len == 0 || location_is_relay(ctx->location, checkout->email_normal))
        return ERR_OK;
    TRY(checkout_may_remind(ctx, checkout, &allowed));
    TRY(checkout_store_reminded(ctx, checkout->person_id, ctx->now_ms - REMINDED_AGAIN_MS, &reminded));
    if (!allowed || reminded)
        return ERR_OK;
    checkout_reminder(ctx, checkout, ctx->location->checkout_reminder_text, &order.subject, &order.text);
    TRY(mail_order(ctx, &order, NULL));
    checkout->reminded_ms = ctx->now_ms;
    return ERR_OK;
}

enum err checkout_abandon(struct ctx *ctx, const struct checkout *before)
{
    struct checkout after = *before;

    if (!checkout_is(before, "open"))
        return ERR_OK;
    after.state = STR("abandoned");
    after.due_ms = 0;
    if (after.abandoned_ms == 0)
        after.abandoned_ms = ctx->now_ms;
    if (after.person_id == 0)
        TRY(find_person(ctx, &after));
    if (after.person_id) {
        TRY(checkout_take_consent(ctx, &after));
        TRY(order_reminder(ctx, &after));
    }
    return checkout_save(ctx, "checkout.abandoned", before, &after);
}

/* ---- a booking brings it back ----------------------------------------------------------------------------------- */

static bool is_a_coming(const struct booking *booking)
{
    return str_equal(booking->status, STR("pending")) || str_equal(booking->status, STR("confirmed")) ||
           str_equal(booking->status, STR("completed"));
}

/* One that was never left alone is only completed: it is no merit of anybody. */
static enum err bring_back(struct ctx *ctx, const struct checkout *before, const struct booking *booking)
{
    struct checkout after = *before;

    after.due_ms = 0;
    after.booking_id = booking->id;
    if (before->abandoned_ms) {
        after.state = STR("recovered");
        after.recovered_ms = ctx->now_ms;
    } else {
        after.state = STR("completed");
        after.completed_ms = ctx->now_ms;
    }
    if (after.person_id == 0) {
        after.person_id = booking->customer_id ? booking->customer_id : booking->contact_id;
        after.kind = after.person_id == 0 ? STR_EMPTY : booking->customer_id ? STR("customer") : STR("contact");
    }
    return checkout_save(ctx, before->abandoned_ms ? "checkout.recovered" : "checkout.completed", before, &after);
}

/* The newest that was there before the booking; older ones stay what they are, and nobody is reminded of any. */
enum err checkout_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    struct checkout_of of = {
        .person_id = after->customer_id ? after->customer_id : after->contact_id,
        .email_normal = after->booker_email_normal,
        .e164 = after->booker_e164,
        .since_ms = ctx->now_ms - CHECKOUT_RECOVERY_DAYS * DAY_MS,
    };
    struct id_set left = { 0 };
    bool found = false;

    if (!is_a_coming(after) || (before && is_a_coming(before) && before->customer_id == after->customer_id &&
                                before->contact_id == after->contact_id))
        return ERR_OK;
    TRY(checkout_store_left_by(ctx, &of, LEFT_MOST, &left));
    for (int i = 0; i < left.count; i++) {
        struct checkout checkout;

        TRY(checkout_get(ctx, left.items[i], &checkout));
        if (checkout.created_ms > after->created_ms)
            continue;
        TRY(mail_cancel(ctx, checkout_mail_key(ctx, &checkout)));
        if (!found)
            TRY(bring_back(ctx, &checkout, after));
        found = true;
    }
    return ERR_OK;
}

enum err checkout_booking_gone(struct ctx *ctx, const struct booking *booking)
{
    const id64 people[2] = { booking->customer_id, booking->contact_id };

    return checkout_store_unlink_booking(ctx, booking->id, people);
}

/* ---- people who go and come back -------------------------------------------------------------------------------- */

enum err checkout_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked = { .name = "ids" };

    TRY(checkout_store_ids_of(ctx, person_id, &linked.ids));
    for (int i = 0; i < linked.ids.count; i++)
        TRY(mail_cancel(ctx, checkout_mail_key(ctx, &(struct checkout){ .id = linked.ids.items[i] })));
    *undo = trash_lists_text(ctx, "chk", &linked, 1);
    return linked.ids.count > 0 ? checkout_store_unlink(ctx, person_id) : ERR_OK;
}

enum err checkout_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    struct id_set linked = { 0 };
    enum person_kind kind;

    TRY(person_kind_of(ctx, person_id, &kind));
    trash_list_read(ctx, undo, "ids", &linked);
    for (int i = 0; i < linked.count; i++)
        TRY(checkout_store_relink(ctx, linked.items[i], person_id, str_from(person_kind_name(kind))));
    return ERR_OK;
}

/* ---- taking people out ------------------------------------------------------------------------------------------- */

enum err checkout_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(checkout_store_ids_of(ctx, forget->people.items[i], &forget->checkouts));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(checkout_store_find_email(ctx, forget->emails.items[i], &forget->checkouts));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(checkout_store_find_phone(ctx, forget->phones.items[i], &forget->checkouts));
    id_set_settle(&forget->checkouts);
    return ERR_OK;
}

/* Its state, days, value and what it was about stay: they are counted. */
static enum err take_out(struct ctx *ctx, id64 id)
{
    struct checkout before, after;
    enum err err = checkout_get(ctx, id, &before);

    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    after = before;
    after.name = after.email = after.email_normal = after.phone = after.e164 = after.search = STR_EMPTY;
    after.resume_url = after.consent_wording = after.consent_page = after.kind = STR_EMPTY;
    after.cart = STR("[]");
    after.consent = false;
    after.person_id = after.due_ms = after.consent_ms = 0;
    after.erased_ms = ctx->now_ms;
    TRY(mail_cancel(ctx, checkout_mail_key(ctx, &before)));
    TRY(person_erase_key(ctx, STR("checkout"), &after.external_id));
    return checkout_save(ctx, NULL, &before, &after);
}

enum err checkout_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->checkouts.count; i++)
        TRY(take_out(ctx, forget->checkouts.items[i]));
    return ERR_OK;
}

enum err checkout_expired_count(struct ctx *ctx, int64_t before_ms, int64_t *count)
{
    return checkout_store_expired_count(ctx, before_ms, count);
}

enum err checkout_expire(struct ctx *ctx, int64_t before_ms, int most, int *done)
{
    struct id_set ids = { 0 };

    TRY(checkout_store_expired(ctx, before_ms, most, &ids));
    for (int i = 0; i < ids.count; i++) {
        TRY(take_out(ctx, ids.items[i]));
        TRY(audit_forget_values(ctx, ids.items[i]));
    }
    *done = ids.count;
    return ERR_OK;
}

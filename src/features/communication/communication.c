/*
 * The rules of communications.
 */
#include "features/communication/communication.h"

#include "base/email.h"
#include "base/phone.h"
#include "features/audit/audit.h"
#include "features/communication/communication_store.h"
#include "model/external.h"

#include <string.h>

static bool is_note(const struct communication *communication)
{
    return str_equal(communication->via, STR("note"));
}

static struct str kind_text(const struct person_ref *person)
{
    return person->id != 0 ? str_from(person_kind_name(person->kind)) : STR_EMPTY;
}

/* ---- whose --------------------------------------------------------------------------------------------------- */

static enum err refresh(struct ctx *ctx, struct str kind, id64 person_id)
{
    return str_equal(kind, STR("contact")) ? contact_refresh_standing(ctx, person_id) : ERR_OK;
}

/* An address that can be read stands for the person, whichever way the message went. */
static void derive_address(struct ctx *ctx, struct communication *communication)
{
    struct str typed = communication->address;
    struct phone_number number;
    const char *why;

    communication->address_normal = STR_EMPTY;
    if (typed.len == 0)
        return;
    if (memchr(typed.ptr, '@', typed.len)) {
        if (!email_normal(ctx->arena, typed, &communication->address_normal, &why))
            communication->address_normal = STR_EMPTY;
        return;
    }
    phone_parse(ctx->arena, typed, ctx->country, &number);
    communication->address_normal = number.e164;
}

static enum err by_address(struct ctx *ctx, struct str address, struct person_ref *out)
{
    *out = (struct person_ref){ .kind = PERSON_NONE };
    if (address.len == 0)
        return ERR_OK;
    return address.ptr[0] == '+' && !memchr(address.ptr, '@', address.len) ? who_has_phone(ctx, address, out)
                                                                           : who_has_email(ctx, address, out);
}

/* The booking must be there; whoever booked it is whom it concerns when nothing else says so. */
static enum err by_reference(struct ctx *ctx, id64 booking_id, struct person_ref *out)
{
    struct booking booking;
    enum err err;

    *out = (struct person_ref){ .kind = PERSON_NONE };
    if (booking_id == 0)
        return ERR_OK;
    err = booking_get(ctx, booking_id, &booking);
    if (err == ERR_NOT_FOUND) {
        problem_add(ctx, STR("reference"), "unknown", "There is no such booking.");
        return ERR_OK;
    }
    TRY(err);
    if (booking.customer_id != 0)
        *out = (struct person_ref){ PERSON_CUSTOMER, booking.customer_id };
    else if (booking.contact_id != 0)
        *out = (struct person_ref){ PERSON_CONTACT, booking.contact_id };
    return ERR_OK;
}

static enum err set_person(struct ctx *ctx, struct communication *communication, const struct person_ref *person)
{
    communication->person_id = person->id;
    communication->kind = kind_text(person);
    communication->customer_id = person->kind == PERSON_CUSTOMER ? person->id : 0;
    communication->contact_id = person->kind == PERSON_CONTACT ? person->id : 0;
    return person_name_of(ctx, person->id, &communication->person_name, &communication->view);
}

/* By key, else by address, else by booking. */
static enum err find_person(struct ctx *ctx, struct communication *communication)
{
    struct person_ref person, booker;

    TRY(person_named(ctx, communication->customer_id, communication->contact_id, &person));
    TRY(by_reference(ctx, communication->reference_id, &booker));
    if (ctx->problem_count > 0)
        return ERR_OK;
    if (person.id == 0)
        TRY(by_address(ctx, communication->address_normal, &person));
    if (person.id == 0)
        person = booker;
    return set_person(ctx, communication, &person);
}

static void check(struct ctx *ctx, struct communication *communication)
{
    if (is_note(communication))
        communication->direction = STR_EMPTY;
    else if (communication->direction.len == 0)
        communication->direction = STR("out");
    if (communication->at_ms == 0)
        communication->at_ms = ctx->now_ms;
    external_key_check(ctx, communication->source, communication->external_id);
    if (is_note(communication) && communication->person_id == 0 && ctx->problem_count == 0)
        problem_add(ctx, STR("customer_id"), "required", "A note is about somebody: name a customer or a contact.");
}

/* ---- logging ------------------------------------------------------------------------------------------------- */

static enum err check_free(struct ctx *ctx, const struct communication *communication)
{
    id64 other = 0;

    if (communication->external_id.len > 0)
        TRY(communication_store_find_external(ctx, communication->source, communication->external_id, &other));
    if (other != 0)
        problem_taken(ctx, STR("external_id"), id_text(ctx->arena, "com", other), "This one is known already.");
    return ERR_OK;
}

enum err communication_create(struct ctx *ctx, struct communication *communication)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    derive_address(ctx, communication);
    TRY(find_person(ctx, communication));
    check(ctx, communication);
    TRY(problems_err(ctx));
    TRY(check_free(ctx, communication));
    TRY(problems_err(ctx));
    communication->id = ctx_new_id(ctx);
    communication->location_id = ctx->location_id;
    communication->staff_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    communication->created_ms = communication->updated_ms = ctx->now_ms;
    communication->edit = 1;
    TRY(resource_insert(ctx, &communication_resource, communication));
    TRY(audit_record(ctx, "communication.created", communication->id));
    return refresh(ctx, communication->kind, communication->person_id);
}

enum err communication_by_external(struct ctx *ctx, struct str source, struct str external_id,
                                   struct communication *out)
{
    id64 id;

    TRY(communication_store_find_external(ctx, source, external_id, &id));
    return id ? communication_get(ctx, id, out) : ERR_NOT_FOUND;
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

enum err communication_get_to_change(struct ctx *ctx, id64 id, struct communication *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return communication_get(ctx, id, out);
}

/* A patch that names one kind of person leaves the other. */
static void settle_named(const struct field_set *given, struct communication *after)
{
    bool customer = resource_given(&communication_resource, given, "customer_id");
    bool contact = resource_given(&communication_resource, given, "contact_id");

    if (customer && after->customer_id != 0 && !contact)
        after->contact_id = 0;
    if (contact && after->contact_id != 0 && !customer)
        after->customer_id = 0;
}

static enum err settle_person(struct ctx *ctx, const struct communication *before, struct communication *after,
                              const struct field_set *given)
{
    bool named = resource_given(&communication_resource, given, "customer_id") ||
                 resource_given(&communication_resource, given, "contact_id");

    settle_named(given, after);
    if (after->customer_id == 0 && after->contact_id == 0 && (named || before->unlinked)) {
        struct person_ref nobody = { .kind = PERSON_NONE };

        TRY(set_person(ctx, after, &nobody));
        after->unlinked = true;
        return by_reference(ctx, after->reference_id, &nobody);
    }
    TRY(find_person(ctx, after));
    if (after->person_id != 0)
        after->unlinked = false;
    return ERR_OK;
}

/* Whose it is stands in no member of the table: an event of its own. */
static enum err record_link(struct ctx *ctx, const struct communication *before, const struct communication *after)
{
    if (before->person_id == after->person_id)
        return ERR_OK;
    TRY(audit_record(ctx, after->person_id ? "communication.linked" : "communication.unlinked", after->id));
    return refresh(ctx, before->kind, before->person_id);
}

enum err communication_update(struct ctx *ctx, const struct communication *before, struct communication *after,
                              const struct field_set *given)
{
    struct str changes;

    derive_address(ctx, after);
    TRY(settle_person(ctx, before, after, given));
    check(ctx, after);
    TRY(problems_err(ctx));
    changes = resource_changes(ctx, &communication_resource, before, after);
    if (changes.len == 0 && before->person_id == after->person_id)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &communication_resource, after));
    TRY(audit_changes(ctx, "communication.updated", after->id, changes));
    TRY(record_link(ctx, before, after));
    return refresh(ctx, after->kind, after->person_id);
}

enum err communication_set_status(struct ctx *ctx, id64 id, struct str status)
{
    struct communication before, after;
    enum err err = communication_get_to_change(ctx, id, &before);

    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    if (str_equal(before.status, status))
        return ERR_OK;
    after = before;
    after.status = status;
    after.updated_ms = ctx->now_ms;
    after.edit = before.edit + 1;
    TRY(resource_update(ctx, &communication_resource, &after));
    return audit_changes(ctx, "communication.updated", id,
                         resource_changes(ctx, &communication_resource, &before, &after));
}

/* ---- from other systems -------------------------------------------------------------------------------------- */

static enum err report_again(struct ctx *ctx, id64 id, json_t *body, struct communication *out)
{
    struct communication before;
    struct field_set given;

    TRY(communication_get(ctx, id, &before));
    *out = before;
    if (before.erased_ms != 0)
        return ERR_OK;
    if (before.unlinked) {
        json_object_del(body, "customer_id");
        json_object_del(body, "contact_id");
    }
    TRY(resource_read(ctx, &communication_resource, body, READ_PATCH, NULL, out, &given));
    return communication_update(ctx, &before, out, &given);
}

/* One that was erased bears another name. */
static enum err find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *id)
{
    struct str key;

    TRY(communication_store_find_external(ctx, source, external_id, id));
    if (*id != 0)
        return ERR_OK;
    TRY(person_erased_key(ctx, source, external_id, &key));
    return key.len > 0 ? communication_store_find_external(ctx, source, key, id) : ERR_OK;
}

enum err communication_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                              struct communication *out, bool *made)
{
    struct field_set given;
    id64 id;

    *made = false;
    TRY(store_lock_location(ctx, ctx->location_id));
    external_key_read(ctx, body, &source, &external_id);
    TRY(find_external(ctx, source, external_id, &id));
    if (id != 0)
        return report_again(ctx, id, body, out);
    *out = (struct communication){ .source = source, .external_id = external_id };
    TRY(resource_read(ctx, &communication_resource, body, READ_CREATE, NULL, out, &given));
    *made = true;
    return communication_create(ctx, out);
}

enum err communication_delete(struct ctx *ctx, const struct communication *communication)
{
    TRY(communication_store_delete(ctx, communication->id));
    TRY(audit_gone(
        ctx, "communication.deleted", communication->id,
        (const struct audit_tie[]){ { "customer_id", id_text(ctx->arena, "cus", communication->customer_id) },
                                    { "contact_id", id_text(ctx->arena, "con", communication->contact_id) },
                                    { "to", communication->address_normal },
                                    { "reference", id_text(ctx->arena, "bkg", communication->reference_id) },
                                    { NULL, STR_EMPTY } }));
    return refresh(ctx, communication->kind, communication->person_id);
}

/* ---- people who go, come back and turn up -------------------------------------------------------------------- */

enum err communication_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return communication_store_count_of(ctx, person_id, out);
}

enum err communication_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked = { .name = "linked" };

    TRY(communication_store_ids_of(ctx, person_id, &linked.ids));
    *undo = trash_lists_text(ctx, "com", &linked, 1);
    return linked.ids.count > 0 ? communication_store_unlink(ctx, person_id) : ERR_OK;
}

enum err communication_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    struct id_set linked = { 0 };
    enum person_kind kind;

    TRY(person_kind_of(ctx, person_id, &kind));
    trash_list_read(ctx, undo, "linked", &linked);
    for (int i = 0; i < linked.count; i++)
        TRY(communication_store_relink(ctx, linked.items[i], person_id, str_from(person_kind_name(kind))));
    return refresh(ctx, str_from(person_kind_name(kind)), person_id);
}

enum err communication_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms)
{
    struct person_ref person = { .id = person_id };
    int64_t linked;

    TRY(person_kind_of(ctx, person_id, &person.kind));
    TRY(communication_store_catch_up(ctx, person_id, kind_text(&person), since_ms, &linked));
    return linked > 0 ? refresh(ctx, kind_text(&person), person_id) : ERR_OK;
}

enum err communication_claim(struct ctx *ctx, const struct person *person, struct str address)
{
    struct person_ref owner = { person->kind, person->id };
    int64_t claimed;

    if (location_is_relay(ctx->location, address))
        return ERR_OK;
    if (person->kind == PERSON_CONTACT && person->customer_id != 0)
        owner = (struct person_ref){ PERSON_CUSTOMER, person->customer_id };
    TRY(communication_store_claim(ctx, address, owner.id, kind_text(&owner), &claimed));
    return claimed > 0 ? refresh(ctx, kind_text(&owner), owner.id) : ERR_OK;
}

#include "features/consent/consent.h"

#include "base/secret.h"
#include "features/audit/audit.h"
#include "features/consent/consent_store.h"

enum err consent_is_withdrawn(struct ctx *ctx, id64 person_id, bool *withdrawn)
{
    struct consent newest = { 0 };
    enum err err = consent_store_newest(ctx, person_id, STR("any"), STR("marketing"), &newest);

    *withdrawn = err == ERR_OK && !newest.given;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err consent_append(struct ctx *ctx, struct consent *event)
{
    if (event->given && !str_equal(event->obtain_method, STR("double-opt-in"))) {
        bool withdrawn = false;

        TRY(consent_is_withdrawn(ctx, event->person_id, &withdrawn));
        if (withdrawn)
            return fail(ctx, ERR_CONFLICT,
                        "This person has withdrawn; only their own confirmation by double opt-in can say yes again.");
    }
    event->id = ctx_new_id(ctx);
    event->location_id = ctx->location_id;
    event->at_ms = ctx->now_ms;
    event->staff_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    if (event->kind.len == 0)
        event->kind = STR("consent");
    TRY(resource_insert(ctx, &consent_resource, event));
    return audit_record(ctx, event->given ? "consent.given" : "consent.withdrawn", event->person_id);
}

enum err consent_state_set(struct ctx *ctx, id64 person_id, bool given, struct str obtain_method, bool demonstrable)
{
    struct consent event = {
        .person_id = person_id,
        .channel = STR("any"),
        .purpose = STR("marketing"),
        .given = given,
        .obtain_method = obtain_method.len ? obtain_method : STR("manual"),
        .demonstrable = demonstrable,
    };

    return consent_append(ctx, &event);
}

enum err consent_state(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose, bool *given)
{
    struct consent newest = { 0 };
    enum err err = consent_store_newest(ctx, person_id, str_from(channel), str_from(purpose), &newest);

    *given = err == ERR_OK && newest.given;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err consent_forget_person(struct ctx *ctx, id64 person_id)
{
    struct str key = STR_EMPTY;
    struct consent *events;
    int count;

    do {
        TRY(consent_store_unhashed(ctx, person_id, &events, &count));
        if (count && key.len == 0)
            TRY(consent_store_key(ctx, &key));
        for (int i = 0; i < count; i++)
            TRY(consent_store_set_hash(ctx, events[i].id, hmac_sha256_hex(ctx->arena, key, events[i].address)));
    } while (count > 0);
    return consent_store_unlink(ctx, person_id);
}

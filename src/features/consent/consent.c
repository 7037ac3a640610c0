/*
 * The ledger's rules: what may be appended, and what follows (consent.h). What is derived is in consent_states.c.
 */
#include "features/consent/consent.h"

#include "base/email.h"
#include "base/secret.h"
#include "features/audit/audit.h"
#include "features/consent/consent_store.h"

static bool is_marketing(const struct consent *event)
{
    return str_equal(event->purpose, STR("marketing"));
}

static bool is_double_opt_in(const struct consent *event)
{
    return event->given && str_equal(event->obtain_method, CONSENT_DOUBLE_OPT_IN);
}

/* ---- may it be said? ----------------------------------------------------------------------------------------- */

static bool concerns(struct str channel, const char *of)
{
    return str_equal(channel, STR("any")) || str_equal(channel, str_from(of));
}

static enum err refuse_after_withdrawal(struct ctx *ctx, const struct consent *event)
{
    struct consent_standing standings[CONSENT_STATES];

    TRY(consent_standings(ctx, event->person_id, standings));
    for (int i = 0; i < CONSENT_STATES; i++)
        if (standings[i].withdrawn && str_equal(event->purpose, str_from(standings[i].purpose)) &&
            concerns(event->channel, standings[i].channel))
            return fail(ctx, ERR_CONFLICT,
                        "This person has withdrawn; only their own confirmation by double opt-in can say yes again.");
    return ERR_OK;
}

static bool reaches(struct str channel, bool is_phone)
{
    return str_equal(channel, STR("any")) || is_phone != str_equal(channel, STR("email"));
}

static enum err refuse_suppressed(struct ctx *ctx, const struct consent *event)
{
    struct consent_address *addresses;
    int count;

    if (!is_marketing(event))
        return ERR_OK;
    TRY(consent_store_addresses(ctx, event->person_id, &addresses, &count));
    for (int i = 0; i < count; i++) {
        bool suppressed = false;

        if (reaches(event->channel, addresses[i].is_phone))
            TRY(consent_suppressed(ctx, addresses[i].text, &suppressed));
        if (suppressed)
            return fail(ctx, ERR_CONFLICT,
                        "Somebody withdrew this address; only their own confirmation by double opt-in can say yes "
                        "again.");
    }
    return ERR_OK;
}

static enum err check(struct ctx *ctx, const struct consent *event)
{
    if (!event->given)
        return ERR_OK;
    if (is_double_opt_in(event)) {
        if (ctx->actor.kind != ACTOR_FORM)
            problem_add(ctx, STR("obtain_method"), "invalid",
                        "double-opt-in is written by the person's own confirmation alone.");
        return problems_err(ctx);
    }
    TRY(refuse_after_withdrawal(ctx, event));
    return refuse_suppressed(ctx, event);
}

/* ---- appending ----------------------------------------------------------------------------------------------- */

/* The address that an event is for, when nobody says: the primary one of the channel. */
static enum err fill_in_address(struct ctx *ctx, struct consent *event)
{
    struct str normal = STR_EMPTY, email, phone;
    const char *why;

    if (event->address.len) {
        if (email_normal(ctx->arena, event->address, &normal, &why))
            event->address = normal;
        return ERR_OK;
    }
    TRY(consent_store_primary(ctx, event->person_id, &email, &phone));
    event->address = reaches(event->channel, false) ? email : phone;
    if (event->address.len == 0 && str_equal(event->channel, STR("any")))
        event->address = phone;
    return ERR_OK;
}

/* Who says no is written to by none of the addresses; who says yes again by all. */
static enum err follow_suppression(struct ctx *ctx, const struct consent *event)
{
    struct consent_address *addresses;
    int count;

    if (!is_marketing(event) || (event->given && !is_double_opt_in(event)))
        return ERR_OK;
    TRY(consent_store_addresses(ctx, event->person_id, &addresses, &count));
    for (int i = 0; i < count; i++) {
        struct str hash;

        if (!reaches(event->channel, addresses[i].is_phone))
            continue;
        TRY(consent_hash(ctx, addresses[i].text, &hash));
        if (event->given)
            TRY(consent_store_unsuppress(ctx, hash));
        else
            TRY(consent_store_suppress(ctx, hash, "withdrawn"));
    }
    return ERR_OK;
}

enum err consent_append(struct ctx *ctx, struct consent *event)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(check(ctx, event));
    TRY(fill_in_address(ctx, event));
    event->id = ctx_new_id(ctx);
    event->location_id = ctx->location_id;
    if (event->at_ms == 0)
        event->at_ms = ctx->now_ms;
    event->staff_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    if (event->kind.len == 0)
        event->kind = STR("consent");
    TRY(resource_insert(ctx, &consent_resource, event));
    TRY(audit_record(ctx, event->given ? "consent.given" : "consent.withdrawn", event->person_id));
    TRY(follow_suppression(ctx, event));
    return consent_refresh(ctx, event->person_id);
}

enum err consent_record(struct ctx *ctx, struct consent *event)
{
    id64 id = event->customer_id ? event->customer_id : event->contact_id;
    const char *member = event->customer_id ? "customer_id" : "contact_id";
    struct str kind = { 0 };

    TRY(store_lock_location(ctx, ctx->location_id));
    if (!event->customer_id == !event->contact_id)
        problem_add(ctx, STR("customer_id"), "required", "Say either customer_id or contact_id.");
    else
        TRY(consent_store_kind(ctx, id, &kind));
    if (kind.ptr && !str_equal(kind, event->customer_id ? STR("customer") : STR("contact")))
        problem_add(ctx, str_from(member), "unknown", "There is nobody with this id.");
    if (event->given && event->obtain_method.len == 0)
        problem_add(ctx, STR("obtain_method"), "required", "Say how the consent was obtained.");
    if (event->at_ms > ctx->now_ms)
        problem_add(ctx, STR("at"), "out_of_range", "This lies in the future.");
    TRY(problems_err(ctx));
    event->person_id = id;
    if (event->obtain_method.len == 0)
        event->obtain_method = STR("manual");
    event->demonstrable = !str_equal(event->obtain_method, STR("manual"));
    TRY(consent_append(ctx, event));
    return consent_complete(ctx, event, 1);
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

enum err consent_withdraw(struct ctx *ctx, id64 person_id, struct str obtain_method)
{
    struct consent_standing standings[CONSENT_STATES];
    bool withdrawn = true;
    struct str kind;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(consent_store_kind(ctx, person_id, &kind));
    if (kind.len == 0)
        return ERR_NOT_FOUND;
    TRY(consent_standings(ctx, person_id, standings));
    for (int i = 0; i < CONSENT_STATES; i++)
        withdrawn &= standings[i].withdrawn || !str_equal(str_from(standings[i].purpose), STR("marketing"));
    return withdrawn ? ERR_OK : consent_state_set(ctx, person_id, false, obtain_method, false);
}

/* ---- suppression --------------------------------------------------------------------------------------------- */

enum err consent_hasher(struct ctx *ctx, struct consent_hasher *out)
{
    return consent_store_key(ctx, &out->key);
}

enum err consent_hasher_known(struct ctx *ctx, struct consent_hasher *out)
{
    return consent_store_known_key(ctx, &out->key);
}

struct str consent_hash_with(const struct consent_hasher *hasher, struct arena *arena, struct str address)
{
    return hmac_sha256_hex(arena, hasher->key, address);
}

enum err consent_hash(struct ctx *ctx, struct str address, struct str *hash)
{
    struct consent_hasher hasher;

    TRY(consent_hasher(ctx, &hasher));
    *hash = consent_hash_with(&hasher, ctx->arena, address);
    return ERR_OK;
}

enum err consent_suppressed(struct ctx *ctx, struct str address, bool *suppressed)
{
    struct str hash;

    TRY(consent_hash(ctx, address, &hash));
    return consent_store_suppressed(ctx, hash, suppressed);
}

enum err consent_suppressed_count(struct ctx *ctx, struct suppressed_count *out)
{
    return consent_store_suppressed_count(ctx, out);
}

enum err consent_suppress(struct ctx *ctx, struct str address, const char *reason)
{
    struct str hash;

    TRY(consent_hash(ctx, address, &hash));
    return consent_store_suppress(ctx, hash, reason);
}

enum err consent_suppress_hash(struct ctx *ctx, struct str hash, const char *reason)
{
    return consent_store_suppress(ctx, hash, reason);
}

/* ---- departures ---------------------------------------------------------------------------------------------- */

enum err consent_forget_person(struct ctx *ctx, id64 person_id)
{
    struct consent *events;
    int count;

    do {
        TRY(consent_store_unhashed(ctx, person_id, &events, &count));
        for (int i = 0; i < count; i++) {
            struct str hash;

            TRY(consent_hash(ctx, events[i].address, &hash));
            TRY(consent_store_set_hash(ctx, events[i].id, hash));
        }
    } while (count > 0);
    return consent_store_unlink(ctx, person_id);
}

/* Words that say how, and nothing about whom. */
static bool is_known_method(struct str method)
{
    static const char *const known[] = { "manual",        "form-submission", "opt-in-checkbox",
                                         "double-opt-in", "import",          "unsubscribe",
                                         "bulk",          "checkout" };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (str_equal(method, str_from(known[i])))
            return true;
    return false;
}

static enum err reduce(struct ctx *ctx, struct consent *event)
{
    if (!is_known_method(event->obtain_method))
        event->obtain_method = STR("other");
    if (event->wording.len && !str_starts(event->wording, STR("sha256:")))
        event->wording = arena_printf(ctx->arena, "sha256:%.*s", STR_PRINT(sha256_hex(ctx->arena, event->wording)));
    return consent_store_set_texts(ctx, event);
}

enum err consent_reduce(struct ctx *ctx, id64 person_id)
{
    struct consent *events;
    int count;

    TRY(consent_store_texts(ctx, person_id, &events, &count));
    for (int i = 0; i < count; i++)
        TRY(reduce(ctx, &events[i]));
    return ERR_OK;
}

enum err consent_orphans(struct ctx *ctx, struct str address, struct id_set *found)
{
    struct str key, hash;

    TRY(consent_store_known_key(ctx, &key));
    if (key.len == 0)
        return ERR_OK;
    hash = hmac_sha256_hex(ctx->arena, key, address);
    return consent_store_orphans(ctx, hash, found);
}

enum err consent_reduce_one(struct ctx *ctx, id64 event_id)
{
    struct consent event;

    TRY(consent_store_text(ctx, event_id, &event));
    return reduce(ctx, &event);
}

enum err consent_hand_over(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    return consent_store_move(ctx, contact_id, customer_id);
}

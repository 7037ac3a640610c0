/*
 * Messages from other systems: the same twice changes nothing, an older one changes nothing and says so.
 */
#include "features/booking/booking_rules.h"
#include "features/booking/booking_store.h"

#include "base/text.h"

enum { NAME_MOST = 100 };

/* Source and external id come from the address; the body may repeat them, but not say something else. */
static void take_key(struct ctx *ctx, json_t *body, const char *member, struct str expected)
{
    const json_t *value = json_object_get(body, member);

    if (!value)
        return;
    if (!json_is_string(value) || !str_equal(text_line(ctx->arena, json_text(value)), expected))
        problem_add(ctx, str_from(member), "invalid", "This is not what the address says.");
    json_object_del(body, member);
}

static void check_key(struct ctx *ctx, const char *member, struct str text)
{
    if (text.len == 0)
        problem_add(ctx, str_from(member), "required", "This must be said.");
    else if (text_length(text) > NAME_MOST)
        problem_add(ctx, str_from(member), "too_long", "At most %d characters.", NAME_MOST);
}

/* Whom a message is about it says with booker; a link to a customer is made by hand. */
static void refuse_links(struct ctx *ctx, json_t *body)
{
    if (!json_object_get(body, "customer_id"))
        return;
    problem_add(ctx, STR("customer_id"), "read_only", "Attach a booking by hand, through its customer.");
    json_object_del(body, "customer_id");
}

static enum err report_new(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                           enum booking_origin origin, struct booking *out, struct booking_outcome *outcome)
{
    struct field_set given;

    booking_new(ctx, out);
    out->source = source;
    out->external_id = external_id;
    TRY(booking_read(ctx, body, READ_CREATE, out, &given, outcome));
    return booking_create(ctx, out, origin, outcome);
}

static enum err report_again(struct ctx *ctx, id64 id, json_t *body, enum booking_origin origin, struct booking *out,
                             struct booking_outcome *outcome)
{
    struct booking before;
    struct field_set given;

    TRY(booking_get(ctx, id, &before));
    *out = before;
    if (before.erased_ms != 0)
        booking_leave_erased(body);
    TRY(booking_read(ctx, body, READ_PATCH, out, &given, outcome));
    if (out->source_updated_ms >= before.source_updated_ms)
        return booking_update(ctx, &before, out, &given, origin, outcome);
    bool says_when = resource_given(&booking_resource, &given, "source_updated_at") && out->source_updated_ms != 0;
    if (!says_when) {
        out->source_updated_ms = before.source_updated_ms;
        return booking_update(ctx, &before, out, &given, origin, outcome);
    }
    *out = before;
    booking_warn(ctx, outcome, "source_updated_at", "older", "A message of %.*s came before this one; nothing changed.",
                 STR_PRINT(time_text(ctx->arena, before.source_updated_ms)));
    return ERR_OK;
}

enum err booking_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                        enum booking_origin origin, struct booking *out, struct booking_outcome *outcome)
{
    id64 id;

    *outcome = (struct booking_outcome){ 0 };
    source = text_line(ctx->arena, source);
    external_id = text_line(ctx->arena, external_id);
    check_key(ctx, "source", source);
    check_key(ctx, "external_id", external_id);
    take_key(ctx, body, "source", source);
    take_key(ctx, body, "external_id", external_id);
    refuse_links(ctx, body);
    TRY(booking_find(ctx, source, external_id, &id));
    if (id != 0)
        return report_again(ctx, id, body, origin, out, outcome);
    return report_new(ctx, source, external_id, body, origin, out, outcome);
}

enum err booking_report_item(struct ctx *ctx, json_t *item, enum booking_origin origin, struct booking *out,
                             struct booking_outcome *outcome)
{
    struct str source = json_text(json_object_get(item, "source"));
    struct str external_id = json_text(json_object_get(item, "external_id"));

    ctx_forgive(ctx);
    TRY(store_part_begin(ctx));
    enum err err = booking_report(ctx, source, external_id, item, origin, out, outcome);
    if (err == ERR_OK)
        return store_part_keep(ctx);
    TRY(store_part_undo(ctx));
    return err;
}

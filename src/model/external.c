#include "model/external.h"

#include "base/text.h"

enum { KEY_MOST = 100 };

static void read_part(struct ctx *ctx, json_t *body, const char *member, struct str *part)
{
    const json_t *value = json_object_get(body, member);

    *part = text_line(ctx->arena, *part);
    if (part->len == 0)
        problem_add(ctx, str_from(member), "required", "This must be said.");
    else if (text_length(*part) > KEY_MOST)
        problem_add(ctx, str_from(member), "too_long", "At most %d characters.", KEY_MOST);
    if (!value)
        return;
    if (!json_is_string(value) || !str_equal(text_line(ctx->arena, json_text(value)), *part))
        problem_add(ctx, str_from(member), "invalid", "This is not what the address says.");
    json_object_del(body, member);
}

void external_key_read(struct ctx *ctx, json_t *body, struct str *source, struct str *external_id)
{
    read_part(ctx, body, "source", source);
    read_part(ctx, body, "external_id", external_id);
}

void external_key_check(struct ctx *ctx, struct str source, struct str external_id)
{
    if (external_id.len > 0 && source.len == 0)
        problem_add(ctx, STR("source"), "required", "An id of another system needs the system's name.");
}

/*
 * What was sent as an address: an e-mail in its normal form, a phone in E.164.
 */
#include "features/privacy/privacy.h"

#include "base/email.h"
#include "base/phone.h"

static void read_email(struct ctx *ctx, struct str typed, struct erasure_subject *subject)
{
    const char *why;

    subject->kind = "email";
    if (!email_normal(ctx->arena, typed, &subject->address, &why))
        problem_add(ctx, STR("email"), "invalid", "%s", why);
}

static void read_phone(struct ctx *ctx, struct str typed, struct erasure_subject *subject)
{
    struct phone_number phone = { 0 };

    subject->kind = "phone";
    phone_parse(ctx->arena, typed, ctx->country, &phone);
    subject->address = phone.e164;
    if (phone.e164.len == 0)
        problem_add(ctx, STR("phone"), "invalid", "This is not a full phone number.");
}

enum err erasure_read_address(struct ctx *ctx, json_t *body, struct erasure_subject *subject)
{
    struct str email, phone;
    const char *member;
    json_t *value;

    *subject = (struct erasure_subject){ 0 };
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object with email or phone.");
    json_object_foreach(body, member, value)
    {
        if (!str_equal(str_from(member), STR("email")) && !str_equal(str_from(member), STR("phone")))
            problem_add(ctx, str_from(member), "unknown", "This member is not known here.");
        else if (!json_is_string(value))
            problem_add(ctx, str_from(member), "invalid", "This is a text.");
    }
    email = json_text(json_object_get(body, "email"));
    phone = json_text(json_object_get(body, "phone"));
    if (email.len > 0 && phone.len > 0)
        problem_add(ctx, STR("phone"), "invalid", "One at a time: an e-mail or a phone.");
    else if (email.len > 0)
        read_email(ctx, email, subject);
    else if (phone.len > 0)
        read_phone(ctx, phone, subject);
    else
        problem_add(ctx, STR("email"), "required", "Say an e-mail or a phone.");
    return problems_err(ctx);
}

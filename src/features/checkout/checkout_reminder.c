/*
 * What the reminder of a checkout says: to whoever left it, and in the settings before it is switched on.
 */
#include "features/checkout/checkout_rules.h"

#include "base/text.h"

static void put_why(struct buf *buf, const struct checkout *checkout, struct str text)
{
    if (text.len)
        buf_printf(buf, "%.*s\n", STR_PRINT(text));
    else if (checkout->activity.len)
        buf_printf(buf,
                   "You were about to book %.*s, and it did not come to an end. If you would still like to come, go on "
                   "where you were:\n",
                   STR_PRINT(checkout->activity));
    else
        buf_printf(buf,
                   "You were about to book with us, and it did not come to an end. If you would still like to "
                   "come, go on where you were:\n");
}

void checkout_reminder(struct ctx *ctx, const struct checkout *checkout, struct str text, struct str *subject,
                       struct str *body)
{
    const struct location *location = ctx->location;
    struct buf buf;

    *subject = checkout->activity.len
                   ? arena_printf(ctx->arena, "Your booking: %.*s", STR_PRINT(text_cut(checkout->activity, 150)))
                   : arena_printf(ctx->arena, "Your booking at %.*s", STR_PRINT(location->name));
    buf_init(&buf, ctx->arena, 1024);
    if (checkout->name.len)
        buf_printf(&buf, "Hello %.*s,\n\n", STR_PRINT(checkout->name));
    put_why(&buf, checkout, text);
    buf_printf(&buf, "\n%.*s\n\nIf you have changed your mind there is nothing to do.\n\n%.*s\n",
               STR_PRINT(checkout->resume_url), STR_PRINT(location->name));
    *body = buf_str(&buf);
}

void checkout_reminder_sample(struct ctx *ctx, struct str text, struct str *subject, struct str *body)
{
    const struct checkout sample = { .name = STR("Ana Ruiz"),
                                     .activity = STR("Sunset kayak"),
                                     .resume_url = STR("https://book.example.com/checkout/7f3a") };

    checkout_reminder(ctx, &sample, text, subject, body);
}

#include "features/mail/mail_test.h"

#include "features/mail/mail_delivery.h"
#include "features/mail/mail_settings.h"

#define RECORD struct mail_test
static const struct field fields[] = {
    { FIELD(to), .type = FT_EMAIL, .flags = F_VIRTUAL, .help = "To which address; one's own, if nobody says" },
};
#undef RECORD

const struct resource mail_test_resource = {
    .name = "mail_test",
    .size = sizeof(struct mail_test),
    RESOURCE_FIELDS(fields),
    .help = "A test of the mail server",
};

static enum err send(struct ctx *ctx, const struct smtp_server *server, const struct mime_message *message,
                     struct smtp_answer *answer)
{
    struct smtp_envelope envelope = { .from = message->from.address, .to = message->to.address };
    struct smtp_door *door = smtp_open();
    struct buf buf;

    if (!door)
        return ERR_BUSY;
    buf_init(&buf, ctx->arena, 16 * 1024);
    mime_write(&buf, message);
    envelope.message = buf_str(&buf);
    smtp_send(door, ctx->arena, server, &envelope, answer);
    smtp_close(door);
    return ERR_OK;
}

enum err mail_send_test(struct ctx *ctx, struct str to, struct smtp_answer *answer)
{
    struct mail mail = { .id = ctx_new_id(ctx), .kind = STR("test"), .to_address = to };
    struct mail_server server;
    struct smtp_server ready;
    struct mime_message message;

    mail.subject = arena_printf(ctx->arena, "A test from %.*s", STR_PRINT(ctx->location->name));
    mail.body = arena_printf(ctx->arena,
                             "This is the test that somebody asked for in the mail settings of %.*s.\n\n"
                             "That you read it means: the mail server takes mail from Regulars, and it arrives.",
                             STR_PRINT(ctx->location->name));
    TRY(mail_server_get(ctx, &server));
    if (!mail_server_ready(ctx, &server, &ready))
        return fail(ctx, ERR_CONFLICT, "Say first which mail server to use.");
    TRY(mail_compose(ctx, &mail, 0, &message));
    if (message.from.address.len == 0)
        return fail(ctx, ERR_CONFLICT, "Say first from which address this location writes.");
    return send(ctx, &ready, &message, answer);
}

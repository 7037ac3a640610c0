/*
 * The server and the senders (mail_settings.h).
 */
#include "features/mail/mail_settings.h"

#include "features/audit/audit.h"
#include "features/mail/mail.h"
#include "features/mail/mail_settings_store.h"
#include "features/mail/mail_store.h"
#include "features/user/permission.h"

#include <string.h>

enum { SERVER_ID = 1, PORT_STARTTLS = 587, PORT_TLS = 465, PORT_NONE = 25 };

static const char *const securities[] = { "starttls", "tls", "none", NULL };

/* clang-format off */
#define RECORD struct mail_server
static const struct field server_fields[] = {
    { FIELD(id),               .type = FT_ID,     .flags = F_HIDDEN, .prefix = "mse" },
    { FIELD(host),             .type = FT_TEXT,   .max = 253, .help = "The mail server, such as smtp.example.com; null: none" },
    { FIELD(port),             .type = FT_INT,    .min = 1, .max = 65535, .standard = "587", .help = "587 with STARTTLS, 465 with TLS" },
    { FIELD(security),         .type = FT_CHOICE, .choices = securities, .standard = "\"starttls\"", .help = "starttls, tls, or none: in the clear, to a server on the same machine only" },
    { FIELD(username),         .type = FT_TEXT,   .max = 254, .help = "To sign in with; null: without signing in" },
    { FIELD(password),         .type = FT_TEXT,   .flags = F_WRITE_ONLY | F_NO_AUDIT, .max = 500, .help = "Its password; kept, never shown" },
    { FIELD(password_set),     .type = FT_BOOL,   .flags = F_VIRTUAL | F_READ_ONLY, .help = "Is there a password?" },
    { FIELD(from_environment), .type = FT_BOOL,   .flags = F_VIRTUAL | F_READ_ONLY, .help = "The program was started with a server; it cannot be changed here" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),             .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
};
#undef RECORD

#define RECORD struct mail_sender
static const struct field sender_fields[] = {
    { FIELD(id),          .type = FT_ID,    .flags = F_HIDDEN, .prefix = "msn" },
    { FIELD(location_id), .type = FT_ID,    .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(name),        .type = FT_TEXT,  .help = "Who mails come from; null: the location's name" },
    { FIELD(address),     .type = FT_EMAIL, .help = "From which address; null: the location's support address" },
    { FIELD(footer),      .type = FT_LINES, .max = 2000, .help = "Under every mail to a person: who the business is, where, how to reach it" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),        .type = FT_INT,   .flags = F_HIDDEN | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource mail_server_resource = {
    .name = "mail_server",
    .table = "mail_server",
    .prefix = "mse",
    .size = sizeof(struct mail_server),
    RESOURCE_FIELDS(server_fields),
    .help = "The server that takes the installation's mail",
};

const struct resource mail_sender_resource = {
    .name = "mail_sender",
    .table = "mail_sender",
    .prefix = "msn",
    .size = sizeof(struct mail_sender),
    RESOURCE_FIELDS(sender_fields),
    .help = "As whom a location writes",
};

/* ---- the server -------------------------------------------------------------------------------------------------- */

static const struct mail_environment *environment(const struct ctx *ctx)
{
    static const struct mail_environment none;

    return ctx->app ? app_mail_environment(ctx->app) : &none;
}

static int64_t usual_port(struct str security)
{
    return str_equal(security, STR("tls")) ? PORT_TLS : str_equal(security, STR("none")) ? PORT_NONE : PORT_STARTTLS;
}

static void take_environment(const struct mail_environment *from, struct mail_server *out)
{
    out->host = str_from(from->host);
    out->security = from->security ? str_from(from->security) : STR("starttls");
    out->port = from->port ? from->port : usual_port(out->security);
    out->username = str_from(from->user);
    out->password = str_from(from->password);
    out->from_environment = true;
}

enum err mail_server_get(struct ctx *ctx, struct mail_server *out)
{
    enum err err = resource_get(ctx, &mail_server_resource, 0, SERVER_ID, out);

    if (err == ERR_NOT_FOUND) {
        *out = (struct mail_server){ .id = SERVER_ID, .port = PORT_STARTTLS, .security = STR("starttls") };
        err = ERR_OK;
    }
    TRY(err);
    if (environment(ctx)->host)
        take_environment(environment(ctx), out);
    out->password_set = out->password.len > 0;
    return ERR_OK;
}

/* The password was given for this server and this name: it goes nowhere else. */
static void forget_password(const struct mail_server *before, struct mail_server *after)
{
    bool same = str_equal(before->host, after->host) && str_equal(before->username, after->username);

    if (!same && before->password.len && str_equal(before->password, after->password))
        after->password = STR_EMPTY;
}

static bool is_host(struct str host)
{
    for (size_t i = 0; i < host.len; i++) {
        unsigned char c = (unsigned char)host.ptr[i];

        if (!strchr(".-:[]_", c) && (c < '0' || c > '9') && ((c | 32) < 'a' || (c | 32) > 'z'))
            return false;
    }
    return host.len > 0;
}

static void check_server(struct ctx *ctx, const struct mail_server *server)
{
    if (server->host.len && !is_host(server->host))
        problem_add(ctx, STR("host"), "invalid", "This is not the name of a server, such as smtp.example.com.");
    if (str_equal(server->security, STR("none")) && server->host.len && !smtp_is_this_machine(server->host))
        problem_add(ctx, STR("security"), "invalid",
                    "Without encryption mail goes to a server on this machine only; choose STARTTLS or TLS.");
}

enum err mail_server_update(struct ctx *ctx, const struct mail_server *before, struct mail_server *after)
{
    struct str changes;

    if (before->from_environment)
        return fail(ctx, ERR_CONFLICT, "The mail server stands in the environment of the program; change it there.");
    check_server(ctx, after);
    TRY(problems_err(ctx));
    forget_password(before, after);
    changes = resource_changes(ctx, &mail_server_resource, before, after);
    if (changes.len == 0 && str_equal(before->password, after->password))
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    after->password_set = after->password.len > 0;
    if (before->edit == 0) {
        after->created_ms = ctx->now_ms;
        TRY(resource_insert(ctx, &mail_server_resource, after));
    } else {
        TRY(resource_update(ctx, &mail_server_resource, after));
    }
    TRY(mail_store_wake(ctx));
    return changes.len ? audit_changes(ctx, "mail_server.updated", SERVER_ID, changes)
                       : audit_record(ctx, "mail_server.password_changed", SERVER_ID);
}

bool mail_server_ready(struct ctx *ctx, const struct mail_server *server, struct smtp_server *out)
{
    *out = (struct smtp_server){
        .host = server->host,
        .port = server->port,
        .security = server->security,
        .username = server->username,
        .password = server->password,
        .ca_file = environment(ctx)->ca_file,
    };
    return server->host.len > 0;
}

const char *mail_dns(const struct ctx *ctx)
{
    return environment(ctx)->dns;
}

/* ---- the sender -------------------------------------------------------------------------------------------------- */

enum err mail_sender_get(struct ctx *ctx, struct mail_sender *out)
{
    id64 id;

    *out = (struct mail_sender){ .location_id = ctx->location_id };
    TRY(mail_settings_store_sender(ctx, &id));
    return id ? resource_get(ctx, &mail_sender_resource, ctx->location_id, id, out) : ERR_OK;
}

enum err mail_sender_get_to_change(struct ctx *ctx, struct mail_sender *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return mail_sender_get(ctx, out);
}

enum err mail_sender_update(struct ctx *ctx, const struct mail_sender *before, struct mail_sender *after)
{
    struct str changes;

    TRY(problems_err(ctx));
    changes = resource_changes(ctx, &mail_sender_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    if (before->id == 0) {
        after->id = ctx_new_id(ctx);
        after->created_ms = ctx->now_ms;
        TRY(resource_insert(ctx, &mail_sender_resource, after));
    } else {
        TRY(resource_update(ctx, &mail_sender_resource, after));
    }
    TRY(mail_store_wake(ctx));
    return audit_changes(ctx, "mail_sender.updated", after->id, changes);
}

struct mime_mailbox mail_sender_from(struct ctx *ctx, const struct mail_sender *sender)
{
    return (struct mime_mailbox){
        .address = sender->address.len ? sender->address : ctx->location->support_email,
        .name = sender->name.len ? sender->name : ctx->location->name,
    };
}

/* ---- both -------------------------------------------------------------------------------------------------------- */

enum err mail_can_go(struct ctx *ctx, bool *out)
{
    struct mail_server server;
    struct mail_sender sender;

    TRY(mail_server_get(ctx, &server));
    TRY(mail_sender_get(ctx, &sender));
    *out = server.host.len && mail_sender_from(ctx, &sender).address.len;
    return ERR_OK;
}

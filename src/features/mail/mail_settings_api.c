/*
 * Routes and handlers of the mail settings: server, sender, test, domain, what waits, what came back.
 */
#include "api/api.h"
#include "base/email.h"
#include "features/mail/mail.h"
#include "features/mail/mail_bounce.h"
#include "features/mail/mail_domain.h"
#include "features/mail/mail_settings.h"
#include "features/mail/mail_test.h"
#include "features/user/user.h"

/* ---- server and sender ------------------------------------------------------------------------------------------- */

static enum err show_server(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_server server;

    (void)req;
    TRY(mail_server_get(ctx, &server));
    return reply_resource(ctx, rep, 200, &mail_server_resource, &server);
}

static enum err change_server(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_server before, after;
    struct field_set given;

    TRY(mail_server_get(ctx, &before));
    TRY(request_condition_of(ctx, req, &mail_server_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &mail_server_resource, READ_PATCH, &after, &given));
    TRY(mail_server_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &mail_server_resource, &after);
}

static enum err show_sender(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_sender sender;

    (void)req;
    TRY(mail_sender_get(ctx, &sender));
    return reply_resource(ctx, rep, 200, &mail_sender_resource, &sender);
}

static enum err change_sender(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_sender before, after;
    struct field_set given;

    TRY(mail_sender_get_to_change(ctx, &before));
    TRY(request_condition_of(ctx, req, &mail_sender_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &mail_sender_resource, READ_PATCH, &after, &given));
    TRY(mail_sender_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &mail_sender_resource, &after);
}

/* ---- does it work? ----------------------------------------------------------------------------------------------- */

static enum err own_address(struct ctx *ctx, struct str *to)
{
    struct user user;

    if (to->len == 0 && ctx->actor.kind == ACTOR_USER) {
        TRY(user_get(ctx, ctx->actor.id, &user));
        *to = user.email;
    }
    if (to->len == 0)
        problem_add(ctx, STR("to"), "required", "Say to which address.");
    return problems_err(ctx);
}

static enum err test(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_test asked = { 0 };
    struct smtp_answer answer;
    struct field_set given;
    struct json_writer w;

    TRY(request_resource(ctx, req, &mail_test_resource, READ_CREATE, &asked, &given));
    TRY(own_address(ctx, &asked.to));
    TRY(mail_send_test(ctx, asked.to, &answer));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "sent");
    put_bool(&w, answer.end == SMTP_TAKEN);
    put_key(&w, "to");
    put_string(&w, asked.to);
    put_key(&w, "code");
    put_int(&w, answer.code);
    put_key(&w, "answer");
    put_string(&w, answer.words);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static void put_check(struct json_writer *w, const struct mail_record_check *check)
{
    put_object(w);
    put_key(w, "what");
    put_string(w, str_from(check->what));
    put_key(w, "state");
    put_string(w, str_from(check->state));
    put_key(w, "name");
    put_string(w, check->name);
    put_key(w, "found");
    put_string_or_null(w, check->found);
    put_key(w, "advice");
    put_string(w, check->advice);
    put_key(w, "add");
    put_string_or_null(w, check->add);
    put_object_end(w);
}

static enum err domain(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "selector", NULL };
    struct mail_record_check checks[MAIL_RECORD_CHECKS];
    struct mail_server server;
    struct mail_sender sender;
    struct mime_mailbox from;
    struct str selector;
    struct json_writer w;

    TRY(request_query_only(ctx, req, names));
    selector = request_query_value(ctx, req, "selector");
    TRY(mail_server_get(ctx, &server));
    TRY(mail_sender_get(ctx, &sender));
    from = mail_sender_from(ctx, &sender);
    if (from.address.len == 0)
        return fail(ctx, ERR_CONFLICT, "Say first from which address this location writes.");
    mail_domain_check(ctx, email_domain(from.address), selector, server.host, mail_dns(ctx), checks);
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "domain");
    put_string(&w, email_domain(from.address));
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < MAIL_RECORD_CHECKS; i++)
        put_check(&w, &checks[i]);
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err state(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_server server;
    int64_t count, oldest_ms;
    struct json_writer w;

    (void)req;
    TRY(mail_server_get(ctx, &server));
    TRY(mail_waiting(ctx, &count, &oldest_ms));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "configured");
    put_bool(&w, server.host.len > 0);
    put_key(&w, "waiting");
    put_int(&w, count);
    put_key(&w, "oldest_at");
    put_time(&w, oldest_ms);
    put_key(&w, "late");
    put_bool(&w, count > 0 && ctx->now_ms - oldest_ms > MAIL_LATE_MS);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- what came back ---------------------------------------------------------------------------------------------- */

static enum err bounce(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_verdict verdict;
    struct json_writer w;

    TRY(mail_bounce(ctx, req->body, &verdict));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "mail_id");
    put_id(&w, "mai", verdict.mail_id);
    put_key(&w, "mail_bounced");
    put_bool(&w, verdict.mail_bounced);
    put_key(&w, "address_marked");
    put_bool(&w, verdict.address_marked);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static void put_bounced(struct json_writer *w, const struct mail_bounced *bounced)
{
    put_object(w);
    put_key(w, "name");
    put_string(w, bounced->name);
    put_key(w, "customer_id");
    put_id(w, "cus", bounced->kind == PERSON_CUSTOMER ? bounced->person_id : 0);
    put_key(w, "contact_id");
    put_id(w, "con", bounced->kind == PERSON_CUSTOMER ? 0 : bounced->person_id);
    put_key(w, "address");
    put_string(w, bounced->address);
    put_key(w, "status");
    put_string(w, bounced->status);
    put_key(w, "at");
    put_time(w, bounced->at_ms);
    put_object_end(w);
}

static enum err list_bounced(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_bounced *all;
    struct json_writer w;
    int count, nobodys;

    (void)req;
    TRY(mail_bounced_list(ctx, &all, &count, &nobodys));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        put_bounced(&w, &all[i]);
    put_array_end(&w);
    put_key(&w, "others");
    put_int(&w, nobodys);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err forgive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(mail_forgive(ctx, json_text(json_object_get(body, "address"))));
    return reply_empty(rep);
}

#define STRING(name) "\"" name "\":{\"type\":\"string\"}"
#define MAYBE(name) "\"" name "\":{\"type\":[\"string\",\"null\"]}"
#define FLAG(name) "\"" name "\":{\"type\":\"boolean\"}"
#define NUMBER(name) "\"" name "\":{\"type\":\"integer\"}"
#define OBJECT_OF(required, members) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" members "}}"

#define TEST_JSON \
    OBJECT_OF("\"sent\",\"to\",\"code\",\"answer\"",                              \
              FLAG("sent") "," STRING("to") "," NUMBER("code") "," STRING("answe" \
                                                                          "r"))
#define CHECK_JSON                                                                             \
    OBJECT_OF("\"what\",\"state\",\"name\",\"found\",\"advice\",\"add\"",                       \
              STRING("what") "," STRING("state") "," STRING("name") "," MAYBE("found") "," STRING("advice") "," MAYBE( \
                  "add"))
#define DOMAIN_JSON \
    OBJECT_OF("\"domain\",\"items\"", STRING("domain") ",\"items\":{\"type\":\"array\",\"items\":" CHECK_JSON "}")
#define STATE_JSON                                                        \
    OBJECT_OF("\"configured\",\"waiting\",\"oldest_at\",\"late\"",         \
              FLAG("configured") "," NUMBER("waiting") "," MAYBE("oldest_at") "," FLAG("late"))
#define BOUNCED_JSON                                                                                              \
    "{\"type\":\"object\",\"required\":[\"items\",\"others\"],\"properties\":{\"items\":{\"type\":\"array\"," \
    "\"items\":" \
    OBJECT_OF("\"name\",\"address\",\"status\",\"at\"", STRING("name") "," MAYBE("customer_id") "," MAYBE("contact_id") "," \
              STRING("address") "," STRING("status") "," STRING("at")) \
    "},\"others\":{\"type\":\"integer\",\"description\":\"Came back too, and are nobody's any more\"}}}"
#define BOUNCE_JSON                                              \
    OBJECT_OF("\"mail_id\",\"mail_bounced\",\"address_marked\"", \
              MAYBE("mail_id") "," FLAG("mail_bounced") "," FLAG("address_marked"))

static const struct query_param selectors[] = {
    { "selector", "string", "DKIM's selector; without it the usual ones are tried" },
    { NULL, NULL, NULL },
};

/* clang-format off */
extern const struct route mail_server_routes[];
extern const int mail_server_route_count;

const struct route mail_server_routes[] = {
    { GET,   "/mail-server", PERM_LOCATION_WRITE, READ,  show_server,   "The mail server of the installation, without its password", .gives = &mail_server_resource },
    { PATCH, "/mail-server", PERM_LOCATION_WRITE, WRITE, change_server, "Change the mail server", .takes = &mail_server_resource, .gives = &mail_server_resource },
};

extern const struct route mail_settings_routes[];
extern const int mail_settings_route_count;

const struct route mail_settings_routes[] = {
    { GET,   "/mail-sender",       PERM_SETTINGS_READ,  READ,  show_sender,   "As whom the location writes", .gives = &mail_sender_resource },
    { PATCH, "/mail-sender",       PERM_SETTINGS_WRITE, WRITE, change_sender, "Change as whom the location writes", .takes = &mail_sender_resource, .gives = &mail_sender_resource },
    { POST,  "/mail-test",         PERM_SETTINGS_WRITE, SLOW,  test,          "Send a test now, and see what the mail server answers", .status = 200, .takes = &mail_test_resource, .gives_json = TEST_JSON },
    { GET,   "/mail-domain",       PERM_SETTINGS_READ,  SLOW,  domain,        "What the domain name system says of the sender's domain: SPF, DKIM, DMARC", .gives_json = DOMAIN_JSON, .query = selectors },
    { GET,   "/mail-state",        PERM_PERSON_READ,    READ,  state,         "How much mail waits, and since when", .gives_json = STATE_JSON },
    { GET,   "/mail/bounces",      PERM_PERSON_LIST,    SLOW,  list_bounced,  "Addresses that mail came back from and whose they are, the newest 200", .gives_json = BOUNCED_JSON },
    { POST,  "/mail/bounces",      PERM_PERSON_WRITE,   WRITE, bounce,        "Hand in a delivery status notification, as message/rfc822 or message/delivery-status", .status = 200, .gives_json = BOUNCE_JSON },
    { POST,  "/mail/good-address", PERM_PERSON_WRITE,   WRITE, forgive,       "Mail to this address may go again, although it came back before", .status = 204,
      .takes_json = OBJECT_OF("\"address\"", STRING("address")) },
};
/* clang-format on */

const int mail_server_route_count = (int)(sizeof(mail_server_routes) / sizeof(mail_server_routes[0]));
const int mail_settings_route_count = (int)(sizeof(mail_settings_routes) / sizeof(mail_settings_routes[0]));

/*
 * Signed links, and the outbox: what is ordered, once, canceled, counted, forgotten.
 */
#include "store_fixture.h"

#include "check.h"

#include "base/phone.h"
#include "base/secret.h"
#include "features/contact/contact.h"
#include "features/link/link.h"
#include "features/mail/mail.h"

#include <string.h>

static const int64_t BEGIN_MS = 1780308000000;

static struct fixture *shared_fixture;
static id64 place_id;
static struct location place;
static struct id_source ids;

STATEMENT read_communication = SQL("SELECT status, title FROM communication WHERE location_id = $1 AND id = $2");

static void in_place(struct ctx *ctx)
{
    ctx->ids = &ids;
    ctx->now_ms = BEGIN_MS;
    place.id = place_id;
    ENSURE(location_get(ctx, place_id, &place) == ERR_OK);
    location_enter(ctx, &place);
}

static enum err make_place(struct ctx *ctx, void *data)
{
    struct location made = {
        .name = STR("Harbour"),
        .slug = STR("harbour"),
        .time_zone = STR("Europe/Madrid"),
        .currency = STR("EUR"),
        .country = STR("ES"),
        .active_window_days = 90,
    };

    (void)data;
    ctx->ids = &ids;
    ctx->now_ms = BEGIN_MS;
    TRY(location_create(ctx, &made));
    place_id = made.id;
    return link_start(ctx, STR("https://crm.example.com"));
}

/* ---- links ------------------------------------------------------------------------------------------------------- */

static enum err open_links(struct ctx *ctx, void *data)
{
    struct link link = { LINK_UNSUBSCRIBE, place_id, 77, 0 }, out;
    struct str token, url, other;
    char broken[128];

    (void)data;
    in_place(ctx);
    TRY(link_token(ctx, &link, &token));
    ENSURE_EQUAL(link_open(ctx, token, LINK_UNSUBSCRIBE, &out), ERR_OK);
    ENSURE_EQUAL(out.location_id, place_id);
    ENSURE_EQUAL(out.subject_id, 77);
    ENSURE_EQUAL(out.expires_ms, 0);
    ENSURE_EQUAL(link_open(ctx, token, LINK_CONFIRM, &out), ERR_NOT_FOUND);

    /* every character counts, the last one's unused bits too */
    for (size_t i = 0; i < token.len; i++) {
        memcpy(broken, token.ptr, token.len);
        broken[i] = broken[i] == 'A' ? 'B' : 'A';
        ENSURE_EQUAL(link_open(ctx, (struct str){ broken, token.len }, LINK_UNSUBSCRIBE, &out), ERR_NOT_FOUND);
    }
    for (size_t len = 0; len < token.len; len++)
        ENSURE_EQUAL(link_open(ctx, str_slice(token, 0, len), LINK_UNSUBSCRIBE, &out), ERR_NOT_FOUND);

    link.expires_ms = BEGIN_MS + 1500;
    TRY(link_token(ctx, &link, &other));
    ENSURE_EQUAL(link_open(ctx, other, LINK_UNSUBSCRIBE, &out), ERR_OK);
    ENSURE_EQUAL(out.expires_ms, BEGIN_MS + 1500);
    ctx->now_ms = BEGIN_MS + 1500;
    ENSURE_EQUAL(link_open(ctx, other, LINK_UNSUBSCRIBE, &out), ERR_GONE);
    ctx_forgive(ctx);

    TRY(link_address(ctx, "/u/", token, &url));
    ENSURE(str_starts(url, STR("https://crm.example.com/u/")));
    ENSURE(str_ends(url, token));
    return ERR_OK;
}

static void links_say_what_they_are_for(void **state)
{
    (void)state;
    fixture_do(shared_fixture, STORE_WRITE, open_links, NULL);
}

/* ---- the outbox -------------------------------------------------------------------------------------------------- */

static void check_status(struct ctx *ctx, id64 communication_id, struct str status)
{
    struct rows rows;

    ENSURE(store_row(ctx, &read_communication, ARGS(INT(place_id), INT(communication_id)), &rows));
    check_str("status", row_text(&rows, 0), status);
    check_str("title", row_text(&rows, 1), STR("Hello Bcc: everybody@example.com"));
    ENSURE_EQUAL(rows_end(&rows), ERR_OK);
}

static enum err order_and_cancel(struct ctx *ctx, void *data)
{
    struct contact contact = { .name = STR("Ana Ruiz"), .source = STR("manual"), .contact_consent = true };
    struct mail_order order = {
        .kind = "personal",
        .to = STR(" ANA@example.com "),
        .to_name = STR("Ana\r\nRuiz"),
        .subject = STR("Hello\r\nBcc: everybody@example.com"),
        .text = STR("How was it?"),
        .once = STR("first"),
    };
    int64_t count, oldest_ms;
    struct mail mail;
    id64 id, again;

    (void)data;
    in_place(ctx);
    TRY(contact_create(ctx, &contact));
    order.person_kind = PERSON_CONTACT;
    order.person_id = contact.id;
    TRY(mail_order(ctx, &order, &id));
    TRY(mail_order(ctx, &order, &again));
    ENSURE_EQUAL(id, again);
    TRY(mail_get(ctx, id, &mail));
    check_str("to", mail.to_address, STR("ana@example.com"));
    check_str("name", mail.to_name, STR("Ana Ruiz"));
    check_str("state", mail.state, STR("waiting"));
    check_status(ctx, mail.communication_id, STR("waiting"));

    order.once = STR_EMPTY;
    order.not_before_ms = BEGIN_MS + 60000;
    TRY(mail_order(ctx, &order, &again));
    ENSURE(again != id);
    TRY(mail_waiting(ctx, &count, &oldest_ms));
    ENSURE_EQUAL(count, 1);
    ENSURE_EQUAL(oldest_ms, BEGIN_MS);

    TRY(mail_cancel(ctx, STR("first")));
    TRY(mail_cancel(ctx, STR("first")));
    TRY(mail_cancel(ctx, STR("never ordered")));
    TRY(mail_get(ctx, id, &mail));
    check_str("state", mail.state, STR("canceled"));
    ENSURE_EQUAL(mail.body.len, 0);
    check_status(ctx, mail.communication_id, STR("canceled"));
    TRY(mail_waiting(ctx, &count, &oldest_ms));
    ENSURE_EQUAL(count, 0);
    ENSURE_EQUAL(oldest_ms, 0);

    TRY(mail_forget_person(ctx, contact.id));
    TRY(mail_get(ctx, again, &mail));
    check_str("state", mail.state, STR("canceled"));
    ENSURE_EQUAL(mail.to_address.len + mail.to_name.len + mail.subject.len + mail.body.len, 0);

    order.to = STR("no address");
    ENSURE_EQUAL(mail_order(ctx, &order, &id), ERR_INVALID);
    ctx_forgive(ctx);
    return ERR_OK;
}

static void orders_wait_once_and_can_be_canceled(void **state)
{
    (void)state;
    fixture_do(shared_fixture, STORE_WRITE, order_and_cancel, NULL);
}

static int run(const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_say_what_they_are_for),
        cmocka_unit_test(orders_wait_once_and_can_be_canceled),
    };
    int failed;

    shared_fixture = fixture_new();
    shared_fixture->migrations = embedded_migrations;
    ENSURE(fixture_open(shared_fixture));
    fixture_do(shared_fixture, STORE_WRITE, make_place, NULL);
    failed = cmocka_run_group_tests_name(name, tests, NULL, NULL);
    fixture_free(shared_fixture);
    return failed;
}

int main(void)
{
    int failed;

    ENSURE(secret_start());
    phone_warm();
    failed = run("mail on SQLite");
    if (!fixture_has_postgres()) {
        puts("# mail on PostgreSQL skipped: there is no server");
        return failed;
    }
    fixture_engine = STORE_POSTGRES;
    return failed + run("mail on PostgreSQL");
}

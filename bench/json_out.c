/*
 * JSON out: a page of customers written by the field table (resource_put) against the same written by hand, key after
 * literal key, with the same writer. Both give the same bytes.
 *
 *     json_out [ROUNDS]
 */
#include "bench.h"
#include "sample.h"

#include "base/clock.h"
#include "features/user/permission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 50, PAGES_A_ROUND = 400, ROUNDS_MOST = 101 };

/* ---- by hand ----------------------------------------------------------------------------------------------- */

static void put_money(struct json_writer *w, int64_t amount, struct str currency)
{
    put_object(w);
    put_key(w, "amount");
    put_int(w, amount);
    put_key(w, "currency");
    put_string(w, currency);
    put_object_end(w);
}

static void put_address(struct json_writer *w, const struct customer *c)
{
    put_key(w, "address");
    put_object(w);
    put_key(w, "street");
    put_string_or_null(w, c->street);
    put_key(w, "city");
    put_string_or_null(w, c->city);
    put_key(w, "state");
    put_string_or_null(w, c->state);
    put_key(w, "zip");
    put_string_or_null(w, c->zip);
    put_key(w, "country");
    put_string_or_null(w, c->country);
    put_object_end(w);
}

static void put_analytics(struct json_writer *w, const struct customer *c)
{
    put_key(w, "analytics");
    put_object(w);
    put_key(w, "total_bookings");
    put_int(w, c->bookings);
    put_key(w, "bookings_in_currency");
    put_int(w, c->own_bookings);
    put_key(w, "total_spent");
    put_money(w, c->spent_minor, c->currency);
    put_key(w, "lifetime_value");
    put_money(w, c->lifetime_minor, c->currency);
    put_key(w, "average_booking");
    put_money(w, c->average_minor, c->currency);
    put_key(w, "paid");
    put_money(w, c->paid_minor, c->currency);
    put_key(w, "upcoming_value");
    put_money(w, c->upcoming_minor, c->currency);
    put_key(w, "kept");
    put_money(w, c->kept_minor, c->currency);
    put_key(w, "open_balance");
    put_money(w, c->balance_minor, c->currency);
    put_key(w, "other_currencies");
    put_raw(w, c->other_currencies);
    put_key(w, "first_booking_at");
    put_time(w, c->first_booking_ms);
    put_key(w, "last_booking_at");
    put_time(w, c->last_booking_ms);
    put_key(w, "last_visit_ended_at");
    put_time(w, c->last_end_ms);
    put_key(w, "days_since_last");
    put_raw(w, c->days_since_last);
    put_key(w, "next_booking_at");
    put_time(w, c->next_booking_ms);
    put_key(w, "customer_since");
    put_time(w, c->customer_since_ms);
    put_key(w, "guest_appearances");
    put_int(w, c->guest_appearances);
    put_key(w, "canceled");
    put_int(w, c->canceled);
    put_key(w, "no_show");
    put_int(w, c->no_shows);
    put_object_end(w);
}

static void put_who(struct json_writer *w, const struct customer *c)
{
    put_key(w, "id");
    put_id(w, "cus", c->id);
    put_key(w, "name");
    put_string_or_null(w, c->name);
    put_key(w, "emails");
    put_raw(w, c->emails.json);
    put_key(w, "phones");
    put_raw(w, c->phones.json);
    put_key(w, "previous_phones");
    put_raw(w, c->previous_phones.json);
    put_key(w, "primary_email");
    put_string_or_null(w, c->primary_email);
    put_key(w, "primary_phone");
    put_string_or_null(w, c->primary_phone);
    put_key(w, "no_email");
    put_bool(w, c->no_email);
    put_key(w, "incomplete");
    put_bool(w, c->incomplete);
    put_key(w, "company");
    put_string_or_null(w, c->company);
    put_key(w, "organisation");
    put_bool(w, c->organisation);
    put_key(w, "called");
    put_string_or_null(w, c->called);
    put_key(w, "language");
    put_string_or_null(w, c->language);
}

static void put_by_hand(struct json_writer *w, const struct customer *c)
{
    put_object(w);
    put_who(w, c);
    put_address(w, c);
    put_key(w, "date_of_birth");
    put_string_or_null(w, c->date_of_birth);
    put_key(w, "tags");
    put_raw(w, c->tags.json);
    put_key(w, "notes");
    put_string_or_null(w, c->notes);
    put_key(w, "source");
    put_string_or_null(w, c->source);
    put_key(w, "external_ids");
    put_raw(w, c->external_ids.json);
    put_key(w, "archived_at");
    put_time(w, c->archived_ms);
    put_key(w, "created_at");
    put_time(w, c->created_ms);
    put_key(w, "updated_at");
    put_time(w, c->updated_ms);
    put_analytics(w, c);
    put_object_end(w);
}

/* ---- both -------------------------------------------------------------------------------------------------- */

/* As list_run_raw loads them for an answer: lists as their rows' JSON. */
static void make_page(struct ctx *ctx, struct customer page[PAGE])
{
    for (int i = 0; i < PAGE; i++) {
        struct customer *c = &page[i];

        sample_customer(ctx, i * 19997, c);
        c->emails = (struct email_list){ .json = emails_json(ctx->arena, &c->emails) };
        c->phones = (struct phone_list){ .json = phones_json(ctx->arena, &c->phones) };
        c->previous_phones = (struct phone_list){ .json = STR("[]") };
        c->tags = (struct string_list){ .json = strings_json(ctx->arena, &c->tags) };
        c->external_ids = (struct external_id_list){ .json = STR("[]") };
        c->currency = ctx->currency;
        c->lifetime_minor = c->spent_minor;
        c->average_minor = c->own_bookings ? c->spent_minor / c->own_bookings : 0;
        c->customer_since_ms = c->created_ms;
        c->days_since_last = c->last_end_ms ? STR("217") : STR("null");
    }
}

static struct str write_page(struct ctx *ctx, const struct customer page[PAGE], bool by_hand, struct buf *buf)
{
    struct json_writer w;

    buf->len = 0;
    put_begin(&w, buf);
    put_array(&w);
    for (int i = 0; i < PAGE; i++) {
        if (by_hand)
            put_by_hand(&w, &page[i]);
        else
            resource_put(&w, ctx, &customer_resource, &page[i]);
    }
    put_array_end(&w);
    return buf_str(buf);
}

static double page_us(struct ctx *ctx, const struct customer page[PAGE], bool by_hand, struct buf *buf)
{
    int64_t begin_ns = own_cpu_ns();

    for (int i = 0; i < PAGES_A_ROUND; i++)
        write_page(ctx, page, by_hand, buf);
    return (double)(own_cpu_ns() - begin_ns) / 1e3 / PAGES_A_ROUND;
}

static void check_equal(struct ctx *ctx, const struct customer page[PAGE], struct buf *buf)
{
    struct str by_table = arena_str(ctx->arena, write_page(ctx, page, false, buf));

    if (!str_equal(by_table, write_page(ctx, page, true, buf)))
        give_up("the two do not write the same; by the table:\n%.*s\nby hand:\n%.*s", STR_PRINT(by_table),
                STR_PRINT(buf_str(buf)));
}

int main(int argc, char **argv)
{
    static struct customer page[PAGE];
    double by_table[ROUNDS_MOST], by_hand[ROUNDS_MOST], ratio[ROUNDS_MOST];
    long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 21;
    struct id_source ids = { 0 };
    struct arena arena;
    struct ctx ctx;
    struct buf buf;

    bench_name = "json_out";
    if (rounds < 1 || rounds > ROUNDS_MOST)
        give_up("1 to %d rounds", ROUNDS_MOST);
    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.ids = &ids;
    ctx.now_ms = 1777777777777;
    ctx.permissions = UINT64_MAX;
    ctx.currency = STR("EUR");
    make_page(&ctx, page);
    buf_init(&buf, &arena, 256 * 1024);
    check_equal(&ctx, page, &buf);
    for (int i = 0; i < rounds; i++) {
        by_table[i] = page_us(&ctx, page, false, &buf);
        by_hand[i] = page_us(&ctx, page, true, &buf);
        ratio[i] = by_table[i] / by_hand[i];
    }
    printf("table_us=%.2f hand_us=%.2f ratio=%.3f bytes=%zu\n", median(by_table, (int)rounds),
           median(by_hand, (int)rounds), median(ratio, (int)rounds), buf.len);
    arena_clear(&arena);
    return 0;
}

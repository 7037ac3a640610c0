#include "model/plan.h"

#include "base/region.h"

#include <string.h>

/* Ten trillion minor units: 900,000 such amounts still add up in 64 bits. */
static const int64_t AMOUNT_MOST = 10000000000000;

static struct str *currency_member(const struct plan_field *at, void *record)
{
    return at->currency < 0 ? NULL : (struct str *)((char *)record + at->currency);
}

static struct str currency_of(const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    struct str currency = STR_EMPTY;

    if (at->currency >= 0)
        currency = *(const struct str *)((const char *)record + at->currency);
    return currency.len ? currency : ctx->currency;
}

void money_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    put_object(w);
    put_key(w, "amount");
    put_int(w, *(const int64_t *)plan_member_of(at, record));
    put_key(w, "currency");
    put_string(w, currency_of(ctx, at, record));
    put_object_end(w);
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static struct str place_currency(const struct reader *r)
{
    return r->reading && r->reading->currency.len ? r->reading->currency : r->ctx->currency;
}

static bool read_amount(struct reader *r, const json_t *value, int64_t *out)
{
    int64_t most = r->at->field->max ? r->at->field->max : AMOUNT_MOST;
    int64_t least = r->at->field->min || r->at->field->max ? r->at->field->min : -AMOUNT_MOST;

    if (!json_is_integer(value)) {
        reader_problem(r, "wrong_type", "An amount is a whole number of minor units (cents).");
        return false;
    }
    *out = json_integer_value(value);
    if (*out > most || *out < least) {
        reader_problem(r, "out_of_range", "Between %lld and %lld.", (long long)least, (long long)most);
        return false;
    }
    return true;
}

static bool read_currency(struct reader *r, const json_t *value, struct str *out)
{
    struct str code;

    if (!value || json_is_null(value))
        return true;
    r->member = "currency";
    if (!reader_string(r, value, &code))
        return false;
    if (!str_equal(code, place_currency(r)) && !currency_known(code)) {
        reader_problem(r, "invalid", "This is not a currency code of three letters (ISO 4217) like EUR.");
        return false;
    }
    *out = arena_str(r->ctx->arena, code);
    return true;
}

/* Amount and currency of either form; the currency is empty when it was not said. */
static bool read_money(struct reader *r, const json_t *value, int64_t *amount, struct str *currency)
{
    json_t *object = (json_t *)(uintptr_t)value; /* jansson's iterator wants to be able to change it */

    *currency = STR_EMPTY;
    if (!json_is_object(value))
        return read_amount(r, value, amount);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        r->member = json_object_iter_key(at);
        if (strcmp(r->member, "amount") != 0 && strcmp(r->member, "currency") != 0) {
            reader_problem(r, "unknown", "Money has amount and currency only.");
            return false;
        }
    }
    r->member = "amount";
    return read_amount(r, json_object_get(value, "amount"), amount) &&
           read_currency(r, json_object_get(value, "currency"), currency);
}

static bool agrees(struct reader *r, struct str currency, struct str with)
{
    if (str_equal(currency, with))
        return true;
    r->member = NULL;
    reader_problem(r, "invalid", "The other amounts are in %.*s; one record has one currency.", STR_PRINT(with));
    return false;
}

void money_read(struct reader *r, const json_t *value, void *member)
{
    struct str *recorded = currency_member(r->at, r->record);
    struct str currency;
    int64_t amount;

    if (!read_money(r, value, &amount, &currency))
        return;
    if (currency.len && !recorded) {
        if (!agrees(r, currency, place_currency(r)))
            return;
    } else if (currency.len && r->currency_by) {
        if (!agrees(r, currency, *recorded))
            return;
    } else if (currency.len) {
        *recorded = currency;
        r->currency_by = r->at;
    }
    *(int64_t *)member = amount;
}

/* Amounts that stay while the currency around them changes would silently mean something else. */
static bool leaves_amounts(const struct reader *r)
{
    for (int i = 0; i < r->plan->count; i++) {
        const struct plan_field *at = &r->plan->fields[i];

        if (at->field->type == FT_MONEY && at->currency >= 0 && !(at->flags & F_READ_ONLY) &&
            !(r->given->bits[i / 64] >> (i % 64) & 1) && *(const int64_t *)plan_member_of(at, r->record) != 0)
            return true;
    }
    return false;
}

void money_finish(struct reader *r)
{
    for (int i = 0; i < r->plan->count; i++) {
        const struct plan_field *at = &r->plan->fields[i];
        struct str *recorded = at->field->type == FT_MONEY ? currency_member(at, r->record) : NULL;

        if (!recorded)
            continue;
        if (r->currency_by && r->currency_before.len && !str_equal(*recorded, r->currency_before) &&
            leaves_amounts(r)) {
            r->at = r->currency_by;
            r->member = NULL;
            reader_problem(r, "invalid", "The other amounts are in %.*s; give all of them to change the currency.",
                           STR_PRINT(r->currency_before));
            *recorded = r->currency_before;
        }
        if (recorded->len == 0)
            *recorded = place_currency(r);
        return; /* a table has one currency member for what it reads */
    }
}

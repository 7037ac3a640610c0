/*
 * From what was sent to a booking: people's data is taken as it comes, everything else must be right.
 */
#include "features/booking/booking_rules.h"

#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/zone.h"
#include "features/hooks.h"

#include <stdarg.h>
#include <stdio.h>

enum { MANIFEST_MOST = 100, MANIFEST_COUNT_MOST = 100000, TITLE_MOST = 100, WARNINGS_MOST = 100 };

void booking_warn(struct ctx *ctx, struct booking_outcome *outcome, const char *field, const char *code,
                  const char *format, ...)
{
    char sentence[300];
    va_list args;

    if (outcome->warnings.count == WARNINGS_MOST)
        return;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    struct problem *problem = ARENA_NEW(ctx->arena, struct problem);
    problem->field = arena_str(ctx->arena, str_from(field));
    problem->code = code;
    problem->detail = arena_str(ctx->arena, str_from(sentence));
    if (outcome->warnings.last)
        outcome->warnings.last->next = problem;
    else
        outcome->warnings.first = problem;
    outcome->warnings.last = problem;
    outcome->warnings.count++;
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static const char *const person_members[] = { "name", "email", "phone", "country", "external_id" };
enum { PERSON_MEMBERS = sizeof(person_members) / sizeof(person_members[0]) };

static void replace_text(json_t *object, const char *member, struct str text)
{
    json_object_set_new(object, member, json_stringn(text.ptr, text.len));
}

/* Whatever stands there becomes a text that the booking can keep, or nothing. */
static void tidy_member(struct ctx *ctx, json_t *person, const char *object, const char *member,
                        struct booking_outcome *outcome)
{
    const json_t *value = json_object_get(person, member);
    struct str field = arena_printf(ctx->arena, "%s.%s", object, member);

    if (!value || json_is_null(value))
        return;
    if (json_is_integer(value)) {
        replace_text(person, member, arena_printf(ctx->arena, "%lld", (long long)json_integer_value(value)));
        return;
    }
    if (!json_is_string(value)) {
        booking_warn(ctx, outcome, field.ptr, "wrong_type", "This is no text and was left out.");
        json_object_del(person, member);
        return;
    }
    struct str text = text_line(ctx->arena, json_text(value));
    if (text_length(text) > BOOKER_TEXT_MOST) {
        booking_warn(ctx, outcome, field.ptr, "too_long", "Only the first %d characters were kept.", BOOKER_TEXT_MOST);
        replace_text(person, member, text_cut(text, BOOKER_TEXT_MOST));
    }
}

static void tidy_person(struct ctx *ctx, json_t *body, const char *object, struct booking_outcome *outcome)
{
    json_t *person = json_object_get(body, object);

    if (!json_is_object(person))
        return;
    for (int i = 0; i < PERSON_MEMBERS; i++)
        tidy_member(ctx, person, object, person_members[i], outcome);
}

/* The table sees JSON only: its members are looked at here. */
static void check_booked_for(struct ctx *ctx, const json_t *person)
{
    const char *name;
    json_t *value;

    if (!person || json_is_null(person))
        return;
    if (!json_is_object(person)) {
        problem_add(ctx, STR("booked_for"), "wrong_type", "This must be an object like booker, or null.");
        return;
    }
    json_object_foreach((json_t *)person, name, value)
    {
        bool known = false;
        for (int i = 0; i < PERSON_MEMBERS; i++)
            known = known || str_equal(str_from(name), str_from(person_members[i]));
        if (!known)
            problem_add(ctx, arena_printf(ctx->arena, "booked_for.%s", name), "unknown", "There is no such member.");
    }
}

/* ---- the manifest ---------------------------------------------------------------------------------------- */

static void check_manifest_row(struct ctx *ctx, const json_t *row, int i)
{
    const char *name;
    json_t *value;
    struct str place = arena_printf(ctx->arena, "manifest[%d]", i);

    if (!json_is_object(row)) {
        problem_add(ctx, place, "wrong_type", "This must be an object with a title and a count.");
        return;
    }
    json_object_foreach((json_t *)row, name, value)
    {
        struct str field = arena_printf(ctx->arena, "%s.%s", place.ptr, name);
        struct str member = str_from(name);
        if (!str_equal(member, STR("title")) && !str_equal(member, STR("count")) &&
            !str_equal(member, STR("demographic_id")))
            problem_add(ctx, field, "unknown", "There is no such member.");
    }
    const json_t *title = json_object_get(row, "title");
    struct str text = text_line(ctx->arena, json_text(title));
    if (text.len == 0 || text_length(text) > TITLE_MOST)
        problem_add(ctx, arena_printf(ctx->arena, "%s.title", place.ptr), text.len ? "too_long" : "required",
                    "A title has 1 to %d characters.", TITLE_MOST);
    const json_t *count = json_object_get(row, "count");
    if (!json_is_integer(count) || json_integer_value(count) < 0 || json_integer_value(count) > MANIFEST_COUNT_MOST)
        problem_add(ctx, arena_printf(ctx->arena, "%s.count", place.ptr), count ? "out_of_range" : "required",
                    "A count is a whole number from 0 to %d.", MANIFEST_COUNT_MOST);
    const json_t *demographic = json_object_get(row, "demographic_id");
    if (demographic && !json_is_null(demographic) && !json_is_string(demographic))
        problem_add(ctx, arena_printf(ctx->arena, "%s.demographic_id", place.ptr), "wrong_type", "This must be text.");
}

static void check_manifest(struct ctx *ctx, const json_t *manifest)
{
    if (!manifest || json_is_null(manifest))
        return;
    if (!json_is_array(manifest)) {
        problem_add(ctx, STR("manifest"), "wrong_type", "This must be a list of titles with their counts.");
        return;
    }
    if (json_array_size(manifest) > MANIFEST_MOST)
        problem_add(ctx, STR("manifest"), "too_many", "A manifest has at most %d rows.", MANIFEST_MOST);
    else
        for (size_t i = 0; i < json_array_size(manifest); i++)
            check_manifest_row(ctx, json_array_get(manifest, i), (int)i);
}

int64_t booking_manifest_total(struct str manifest)
{
    int64_t total = 0;

    if (manifest.len <= 2)
        return 0;
    json_t *tree = json_loadb(manifest.ptr, manifest.len, 0, NULL);
    for (size_t i = 0; i < json_array_size(tree); i++)
        total += json_integer_value(json_object_get(json_array_get(tree, i), "count"));
    json_decref(tree);
    return total;
}

/* ---- when ------------------------------------------------------------------------------------------------ */

/* "2026-05-01": a day without hours. */
static bool is_day(const json_t *value)
{
    int64_t day;

    return date_parse(str_trim(json_text(value)), &day);
}

static int64_t day_start(const struct ctx *ctx, int64_t ms)
{
    return zone_day_start_ms(ctx->time_zone, zone_day(ctx->time_zone, ms));
}

/* The midnight after the local day of a moment. */
static int64_t day_end(const struct ctx *ctx, int64_t ms)
{
    return zone_day_start_ms(ctx->time_zone, zone_day(ctx->time_zone, ms) + 1);
}

static int64_t days_of(const struct ctx *ctx, const struct booking *booking)
{
    return zone_day(ctx->time_zone, booking->ends_ms - 1) - zone_day(ctx->time_zone, booking->starts_ms);
}

/* Whole days: a start and an end that were not said follow from what was there. */
static void settle_days(const struct ctx *ctx, const struct booking *before, struct booking *booking, bool end_given)
{
    int64_t first = zone_day(ctx->time_zone, booking->starts_ms);
    int64_t more = 0;

    if (end_given && booking->ends_ms < booking->starts_ms)
        return; /* a problem, said by the caller */
    if (end_given && booking->ends_ms > booking->starts_ms)
        more = zone_day(ctx->time_zone, booking->ends_ms - 1) - first;
    else if (before->all_day && before->ends_ms > before->starts_ms)
        more = days_of(ctx, before);
    booking->starts_ms = zone_day_start_ms(ctx->time_zone, first);
    booking->ends_ms = zone_day_start_ms(ctx->time_zone, first + more + 1);
}

static void settle_times(struct ctx *ctx, const json_t *body, const struct booking *before, struct booking *booking)
{
    const json_t *start = json_object_get(body, "starts_at");
    const json_t *end = json_object_get(body, "ends_at");
    bool end_given = end && booking->ends_ms != 0;

    if (booking->starts_ms == 0)
        return; /* a problem by now: it is required */
    if (start && !json_object_get(body, "all_day"))
        booking->all_day = is_day(start);
    if (end_given && is_day(end) && booking->ends_ms >= day_start(ctx, booking->starts_ms))
        booking->ends_ms = day_end(ctx, booking->ends_ms);
    if (booking->all_day && (start || end || !before->all_day))
        settle_days(ctx, before, booking, end_given || (!start && before->ends_ms != 0));
    else if (!end_given && before->starts_ms != 0 && !end && !before->all_day)
        booking->ends_ms = before->ends_ms + (booking->starts_ms - before->starts_ms);
    else if (!end_given && (end || start))
        booking->ends_ms = booking->starts_ms;
    if (booking->ends_ms < booking->starts_ms)
        problem_add(ctx, STR("ends_at"), "out_of_range", "The end lies before the start.");
}

/* ---- money ----------------------------------------------------------------------------------------------- */

static void settle_balance(const json_t *body, const struct booking *before, struct booking *booking)
{
    const json_t *balance = json_object_get(body, "balance");
    bool computed_before = before->balance_minor == before->grand_total_minor - before->paid_minor;

    if (balance && !json_is_null(balance))
        return;
    if (balance || computed_before || json_object_get(body, "grand_total") || json_object_get(body, "paid"))
        booking->balance_minor = booking->grand_total_minor - booking->paid_minor;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

void booking_new(struct ctx *ctx, struct booking *booking)
{
    *booking = (struct booking){
        .status = STR("confirmed"),
        .manifest = STR("[]"),
        .custom = STR("{}"),
        .attached_by = STR("match"),
        .currency = STR_EMPTY,
        .location_id = ctx->location_id,
    };
}

enum err booking_read(struct ctx *ctx, json_t *body, enum read_mode mode, struct booking *booking,
                      struct field_set *given, struct booking_outcome *outcome)
{
    const struct booking before = *booking;
    const struct reading reading = {
        .country = ctx->country,
        .currency = before.currency.len ? before.currency : ctx->currency,
    };

    tidy_person(ctx, body, "booker", outcome);
    tidy_person(ctx, body, "booked_for", outcome);
    TRY(hook_manifest_settle(ctx, json_object_get(body, "manifest")));
    TRY(resource_read(ctx, &booking_resource, body, mode, &reading, booking, given));
    check_manifest(ctx, json_object_get(body, "manifest"));
    check_booked_for(ctx, json_object_get(body, "booked_for"));
    settle_times(ctx, body, &before, booking);
    settle_balance(body, &before, booking);
    if (booking->currency.len == 0)
        booking->currency = ctx->currency;
    if (booking->status.len == 0)
        booking->status = STR("confirmed");
    if (booking->manifest.len == 0)
        booking->manifest = STR("[]");
    if (booking->custom.len == 0)
        booking->custom = STR("{}");
    if (json_object_get(body, "manifest") && !json_object_get(body, "party_size"))
        booking->party_size = booking_manifest_total(booking->manifest);
    return problems_err(ctx);
}

static bool is_counted(const struct booking *booking)
{
    return str_equal(booking->status, STR("confirmed")) || str_equal(booking->status, STR("completed"));
}

bool booking_is_draft(const struct booking *booking)
{
    return str_equal(booking->status, STR("draft"));
}

/* Each part folded, on a line of its own; a phone as the digits that were typed and as the whole number's. */
static struct str search_text(struct ctx *ctx, const struct booking *booking)
{
    const struct str lines[] = {
        text_fold(ctx->arena, booking->booker_name),       text_fold(ctx->arena, booking->booker_email),
        phone_digits(ctx->arena, booking->booker_phone),   phone_digits(ctx->arena, booking->booker_e164),
        text_fold(ctx->arena, booking->confirmation_code), text_fold(ctx->arena, booking->external_id),
        text_fold(ctx->arena, booking->activity),
    };
    struct buf buf;

    buf_init(&buf, ctx->arena, 200);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (lines[i].len == 0)
            continue;
        if (buf.len > 0)
            buf_add_char(&buf, '\n');
        buf_add(&buf, lines[i]);
    }
    return buf_str(&buf);
}

void booking_derive(struct ctx *ctx, struct booking *booking)
{
    struct phone_number phone = { 0 };
    const char *why;

    booking->short_code = str_slice(booking->confirmation_code, 0, str_find(booking->confirmation_code, '-'));
    booking->service_date = date_text(ctx->arena, zone_day(ctx->time_zone, booking->starts_ms));
    booking->counted = is_counted(booking);
    booking->total_participants = booking_manifest_total(booking->manifest);
    if (!email_normal(ctx->arena, booking->booker_email, &booking->booker_email_normal, &why))
        booking->booker_email_normal = STR_EMPTY;
    if (booking->booker_phone.len > 0)
        phone_parse(ctx->arena, booking->booker_phone,
                    phone_country_known(booking->booker_country) ? booking->booker_country : ctx->country, &phone);
    booking->booker_e164 = phone.e164;
    booking->search = search_text(ctx, booking);
}

void booking_warn_booker(struct ctx *ctx, const struct booking *booking, struct booking_outcome *outcome)
{
    struct str ignored;
    const char *why = "";

    if (text_length(booking->booker_name) > PROFILE_NAME_MOST)
        booking_warn(ctx, outcome, "booker.name", "too_long",
                     "A profile's name has at most %d characters; this one stays on the booking.", PROFILE_NAME_MOST);
    if (booking->booker_email.len > 0 && !email_normal(ctx->arena, booking->booker_email, &ignored, &why))
        booking_warn(ctx, outcome, "booker.email", "invalid", "%s It stays on the booking.", why);
    else if (booking->booker_email_normal.len > 0 && location_is_relay(ctx->location, booking->booker_email_normal))
        booking_warn(ctx, outcome, "booker.email", "relay",
                     "A booking site made this address up; it stays on the booking and identifies nobody.");
    if (booking->booker_phone.len > 0 && booking->booker_e164.len == 0)
        booking_warn(ctx, outcome, "booker.phone", "invalid",
                     "This is not a full number; it stays on the booking and identifies nobody.");
    if (booking->booker_country.len > 0 && !phone_country_known(booking->booker_country))
        booking_warn(ctx, outcome, "booker.country", "invalid", "This is not a country code of two letters like ES.");
    if (booking->booker_external_id.len > 0 && booking->source.len == 0)
        booking_warn(ctx, outcome, "booker.external_id", "invalid",
                     "Without the booking's source this identifies nobody.");
}

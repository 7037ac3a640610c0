/*
 * Settings of reminders, and the mails. The calendar is written in calendar.c.
 */
#include "features/reminder/reminder.h"

#include "base/secret.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/link/link.h"
#include "features/mail/mail.h"
#include "features/reminder/reminder_links.h"
#include "features/reminder/reminder_store.h"
#include "features/user/user.h"

/* ---- settings ---------------------------------------------------------------------------------------------------- */

enum err reminder_get(struct ctx *ctx, struct reminder *out)
{
    if (ctx->actor.kind != ACTOR_USER)
        return fail(ctx, ERR_CONFLICT, "Reminders are for people: sign in as one.");
    return reminder_store_get(ctx, ctx->actor.id, out);
}

enum err reminder_save(struct ctx *ctx, const struct reminder *reminder)
{
    return reminder_store_save(ctx, reminder);
}

enum err reminder_calendar_new(struct ctx *ctx, struct str *address)
{
    struct str token = random_token(ctx->arena);
    struct reminder reminder;

    TRY(reminder_get(ctx, &reminder));
    reminder.calendar_hash = sha256_hex(ctx->arena, token);
    reminder.calendar_made_ms = ctx->now_ms;
    TRY(reminder_store_save(ctx, &reminder));
    TRY(audit_record(ctx, "user.calendar_address_made", ctx->actor.id));
    return link_address(ctx, "/cal/", arena_printf(ctx->arena, "%.*s.ics", STR_PRINT(token)), address);
}

enum err reminder_calendar_end(struct ctx *ctx)
{
    struct reminder reminder;

    TRY(reminder_get(ctx, &reminder));
    if (reminder.calendar_hash.len == 0)
        return ERR_OK;
    reminder.calendar_hash = STR_EMPTY;
    reminder.calendar_made_ms = 0;
    TRY(reminder_store_save(ctx, &reminder));
    return audit_record(ctx, "user.calendar_address_ended", ctx->actor.id);
}

/* ---- links and times --------------------------------------------------------------------------------------------- */

enum err reminder_person_link(struct ctx *ctx, id64 person_id, bool is_customer, struct str *url)
{
    struct str path = arena_printf(ctx->arena, "/l/%.*s/%s/", STR_PRINT(ctx->location->slug),
                                   is_customer ? "customers" : "leads");

    return link_address(ctx, path.ptr, id_text(ctx->arena, is_customer ? "cus" : "con", person_id), url);
}

bool reminder_sees_notes(uint64_t permissions)
{
    return (permissions & PERM_PRIVATE_READ) != 0;
}

/* "2026-05-04 12:00" */
static struct str local_time(struct ctx *ctx, int64_t ms)
{
    struct str text = zone_text(ctx->arena, ctx->time_zone, ms);

    return arena_printf(ctx->arena, "%.10s %.5s", text.ptr, text.ptr + 11);
}

static enum err permissions_here(struct ctx *ctx, id64 user_id, uint64_t *out)
{
    struct user_roles roles;

    TRY(user_roles_of(ctx, user_id, &roles));
    *out = role_permissions(user_role_in(&roles, ctx->location_id));
    return ERR_OK;
}

/* ---- when a follow-up is due ------------------------------------------------------------------------------------- */

static enum err due_text(struct ctx *ctx, const struct follow_up *follow_up, uint64_t permissions, struct str *out)
{
    bool is_customer = follow_up->customer_id != 0;
    struct str link;
    struct buf buf;

    TRY(reminder_person_link(ctx, follow_up->person_id, is_customer, &link));
    buf_init(&buf, ctx->arena, 512);
    buf_printf(&buf, "%.*s, due %.*s (%.*s).\n\n", STR_PRINT(follow_up->name),
               STR_PRINT(local_time(ctx, follow_up->due_ms)), STR_PRINT(ctx->location->name));
    if (follow_up->note.len && reminder_sees_notes(permissions))
        buf_printf(&buf, "%.*s\n\n", STR_PRINT(follow_up->note));
    buf_printf(
        &buf,
        "%.*s\n\nYou get this because you are in charge of it; My reminders, under your name, says which mails come.\n",
        STR_PRINT(link));
    *out = buf_str(&buf);
    return ERR_OK;
}

/* Is there anybody to write to? Where mail cannot go nothing waits: a reminder of last week helps nobody. */
static enum err mail_reaches(struct ctx *ctx, id64 user_id, bool *out)
{
    TRY(mail_can_go(ctx, out));
    return *out ? user_works_here(ctx, user_id, out) : ERR_OK;
}

enum err reminder_follow_up_due(struct ctx *ctx, id64 follow_up_id)
{
    struct mail_order order = { .kind = "follow-up-due" };
    struct follow_up follow_up;
    struct reminder reminder;
    uint64_t permissions;
    struct user user;
    bool reaches;

    TRY(follow_up_get(ctx, follow_up_id, &follow_up));
    TRY(mail_reaches(ctx, follow_up.assignee_id, &reaches));
    if (!reaches)
        return ERR_OK;
    TRY(reminder_store_get(ctx, follow_up.assignee_id, &reminder));
    if (!reminder.due_mail)
        return ERR_OK;
    TRY(user_get(ctx, follow_up.assignee_id, &user));
    TRY(permissions_here(ctx, user.id, &permissions));
    order.reader_id = user.id;
    order.to = user.email;
    order.to_name = user.name;
    order.subject = arena_printf(ctx->arena, "Due: %.*s", STR_PRINT(follow_up.name));
    order.once = arena_printf(ctx->arena, "follow-up-due:%lld:%lld", (long long)follow_up.id,
                              (long long)follow_up.remind_ms);
    TRY(due_text(ctx, &follow_up, permissions, &order.text));
    return mail_order(ctx, &order, NULL);
}

/* ---- in the morning ---------------------------------------------------------------------------------------------- */

static bool is_morning(struct ctx *ctx, struct str zone)
{
    struct str text = zone_text(ctx->arena, zone, ctx->now_ms);
    int64_t hour = 0;

    str_to_int(str_slice(text, 11, 13), &hour);
    return hour >= REMINDER_DIGEST_HOUR && hour < REMINDER_DIGEST_LATEST_HOUR;
}

/* The first location whose digests of today are not made; 0: none. */
static enum err find_waiting(struct ctx *ctx, id64 *location_id)
{
    struct location *locations;
    int count;

    *location_id = 0;
    TRY(location_list(ctx, &locations, &count));
    for (int i = 0; i < count && *location_id == 0; i++) {
        int64_t done, today = zone_day(locations[i].time_zone, ctx->now_ms);
        bool wanted;

        if (!is_morning(ctx, locations[i].time_zone))
            continue;
        TRY(reminder_store_digest_day(ctx, locations[i].id, &done));
        if (done == today)
            continue;
        TRY(reminder_store_wants_digest(ctx, locations[i].id, &wanted));
        if (wanted)
            *location_id = locations[i].id;
    }
    return ERR_OK;
}

enum err reminder_digest_waits(struct ctx *ctx, bool *out)
{
    id64 location_id;

    TRY(find_waiting(ctx, &location_id));
    *out = location_id != 0;
    return ERR_OK;
}

struct digest {
    struct reminder_event events[REMINDER_LISTED_MOST];
    int count;
    int64_t total;
    int64_t bookings;
    int64_t people;
};

static void put_event(struct buf *buf, struct ctx *ctx, const struct reminder_event *event, uint64_t permissions)
{
    buf_printf(buf, "- %.*s  %.*s%s", STR_PRINT(local_time(ctx, event->remind_ms)), STR_PRINT(event->name),
               event->remind_ms <= ctx->now_ms ? " (overdue)" : "");
    if (event->note.len && reminder_sees_notes(permissions))
        buf_printf(buf, ": %.*s", STR_PRINT(event->note));
    buf_add_char(buf, '\n');
}

static enum err digest_text(struct ctx *ctx, const struct digest *digest, uint64_t permissions, struct str *out)
{
    struct str link;
    struct buf buf;

    TRY(link_address(ctx, "/l/", arena_printf(ctx->arena, "%.*s/follow-ups", STR_PRINT(ctx->location->slug)), &link));
    buf_init(&buf, ctx->arena, 2048);
    buf_printf(&buf, "Good morning.\n\n");
    if (digest->bookings)
        buf_printf(&buf, "Today %lld %s at %.*s, %lld %s.\n\n", (long long)digest->bookings,
                   digest->bookings == 1 ? "booking arrives" : "bookings arrive", STR_PRINT(ctx->location->name),
                   (long long)digest->people, digest->people == 1 ? "person" : "people");
    if (digest->total)
        buf_printf(&buf, "Yours to do today, %lld in all:\n\n", (long long)digest->total);
    for (int i = 0; i < digest->count; i++)
        put_event(&buf, ctx, &digest->events[i], permissions);
    if (digest->total > digest->count)
        buf_printf(&buf, "and %lld more.\n", (long long)(digest->total - digest->count));
    buf_printf(&buf, "\n%.*s\n\nMy reminders, under your name, says which mails come.\n", STR_PRINT(link));
    *out = buf_str(&buf);
    return ERR_OK;
}

/* A day that brings nothing needs no mail. */
static enum err digest_for(struct ctx *ctx, id64 user_id, int64_t today)
{
    struct digest *digest = ARENA_NEW(ctx->arena, struct digest);
    int64_t tomorrow_ms = zone_day_start_ms(ctx->time_zone, today + 1);
    struct mail_order order = { .kind = "digest" };
    uint64_t permissions;
    struct user user;
    bool reaches;

    TRY(mail_reaches(ctx, user_id, &reaches));
    if (!reaches)
        return ERR_OK;
    TRY(user_get(ctx, user_id, &user));
    TRY(permissions_here(ctx, user_id, &permissions));
    TRY(reminder_store_due(ctx, user_id, tomorrow_ms, digest->events, REMINDER_LISTED_MOST, &digest->count,
                           &digest->total));
    if (permissions & (PERM_BOOKING_READ | PERM_BOOKING_NEAR))
        TRY(reminder_store_arrivals(ctx, date_text(ctx->arena, today), &digest->bookings, &digest->people));
    if (digest->total == 0 && digest->bookings == 0)
        return ERR_OK;
    order.reader_id = user.id;
    order.to = user.email;
    order.to_name = user.name;
    order.subject = arena_printf(ctx->arena, "%.*s today: %lld to do, %lld %s", STR_PRINT(ctx->location->name),
                                 (long long)digest->total, (long long)digest->bookings,
                                 digest->bookings == 1 ? "booking" : "bookings");
    order.once = arena_printf(ctx->arena, "digest:%lld:%lld", (long long)user_id, (long long)today);
    TRY(digest_text(ctx, digest, permissions, &order.text));
    return mail_order(ctx, &order, NULL);
}

enum err reminder_digest_due(struct ctx *ctx)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct id_set users = { 0 };
    int64_t today, done;
    id64 location_id;

    TRY(find_waiting(ctx, &location_id));
    if (location_id == 0)
        return ERR_OK;
    TRY(store_lock_location(ctx, location_id));
    TRY(location_get(ctx, location_id, location));
    location_enter(ctx, location);
    today = zone_day(ctx->time_zone, ctx->now_ms);
    TRY(reminder_store_digest_day(ctx, location_id, &done));
    if (done == today)
        return ERR_OK;
    TRY(reminder_store_digest_users(ctx, &users));
    for (int i = 0; i < users.count; i++)
        TRY(digest_for(ctx, users.items[i], today));
    return reminder_store_set_digest_day(ctx, today);
}

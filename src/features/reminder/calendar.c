#include "features/reminder/calendar.h"

#include "base/secret.h"
#include "base/zone.h"
#include "features/reminder/reminder_links.h"
#include "features/reminder/reminder_store.h"
#include "features/user/user.h"

#include <string.h>

enum { LINE_BYTES = 75 };

static const int64_t ENDED_FOR_MS = 30LL * 24 * 3600 * 1000, YEAR_MS = 366LL * 24 * 3600 * 1000;

/* ---- lines --------------------------------------------------------------------------------------------------------- */

static bool begins_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

void calendar_line(struct buf *buf, struct str name, struct str value)
{
    struct str line = arena_printf(buf->arena, "%.*s:%.*s", STR_PRINT(name), STR_PRINT(value));
    size_t room = LINE_BYTES;

    while (line.len > room) {
        size_t cut = room;

        while (cut > 1 && !begins_character(line.ptr[cut]))
            cut--;
        buf_add(buf, str_slice(line, 0, cut));
        buf_add_text(buf, "\r\n ");
        line = str_slice(line, cut, line.len);
        room = LINE_BYTES - 1;
    }
    buf_add(buf, line);
    buf_add_text(buf, "\r\n");
}

struct str calendar_text(struct arena *arena, struct str text)
{
    struct buf buf;

    buf_init(&buf, arena, text.len + 16);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\n')
            buf_add_text(&buf, "\\n");
        else if (c == '\\' || c == ';' || c == ',') {
            buf_add_char(&buf, '\\');
            buf_add_char(&buf, c);
        } else if ((unsigned char)c >= ' ' && c != 0x7f) {
            buf_add_char(&buf, c);
        }
    }
    return buf_str(&buf);
}

static void line(struct buf *buf, const char *name, struct str value)
{
    calendar_line(buf, str_from(name), value);
}

/* "20260504T100000" of a moment seen as UTC. */
static struct str stamp(struct arena *arena, int64_t ms)
{
    char text[TIME_TEXT_BYTES];

    time_write(text, ms);
    return arena_printf(arena, "%.4s%.2s%.2sT%.2s%.2s%.2s", text, text + 5, text + 8, text + 11, text + 14, text + 17);
}

static struct str stamp_utc(struct arena *arena, int64_t ms)
{
    return arena_printf(arena, "%.*sZ", STR_PRINT(stamp(arena, ms)));
}

/* ---- zones --------------------------------------------------------------------------------------------------------- */

/* "+0200"; a zone of the past may have seconds. */
static struct str offset_text(struct arena *arena, int64_t offset_ms)
{
    int64_t seconds = offset_ms / SECOND_MS, away = seconds < 0 ? -seconds : seconds;
    char sign = seconds < 0 ? '-' : '+';

    if (away % 60)
        return arena_printf(arena, "%c%02d%02d%02d", sign, (int)(away / 3600), (int)(away / 60 % 60), (int)(away % 60));
    return arena_printf(arena, "%c%02d%02d", sign, (int)(away / 3600), (int)(away / 60 % 60));
}

static void put_change(struct buf *buf, struct arena *arena, int64_t at_ms, struct zone_span before,
                       struct zone_span after)
{
    const char *kind = after.summer ? "DAYLIGHT" : "STANDARD";

    line(buf, "BEGIN", str_from(kind));
    line(buf, "DTSTART", stamp(arena, at_ms + before.offset_ms));
    line(buf, "TZOFFSETFROM", offset_text(arena, before.offset_ms));
    line(buf, "TZOFFSETTO", offset_text(arena, after.offset_ms));
    line(buf, "END", str_from(kind));
}

void calendar_zone(struct buf *buf, struct arena *arena, struct str zone, int64_t from_ms, int64_t to_ms)
{
    struct zone_span now = zone_span(zone, from_ms);
    int64_t at_ms = from_ms;

    line(buf, "BEGIN", STR("VTIMEZONE"));
    line(buf, "TZID", zone);
    put_change(buf, arena, from_ms, now, now);
    while (now.until_ms < to_ms) {
        struct zone_span before = now;

        at_ms = now.until_ms;
        now = zone_span(zone, at_ms);
        put_change(buf, arena, at_ms, before, now);
    }
    line(buf, "END", STR("VTIMEZONE"));
}

/* ---- events -------------------------------------------------------------------------------------------------------- */

struct calendar {
    struct buf events;
    struct buf zones;
    struct str zone_names[64];
    int zone_count;
};

static struct str summary(struct ctx *ctx, const struct reminder_event *event)
{
    struct str name = event->name.len ? event->name : STR("somebody");

    return arena_printf(ctx->arena, str_equal(event->state, STR("done")) ? "Done: %.*s" : "Follow up: %.*s",
                        STR_PRINT(name));
}

static enum err description(struct ctx *ctx, const struct reminder_event *event, bool notes, struct str *out)
{
    struct str link;
    struct buf buf;

    TRY(reminder_person_link(ctx, event->person_id, event->is_customer, &link));
    buf_init(&buf, ctx->arena, 256);
    if (notes && event->note.len)
        buf_printf(&buf, "%.*s\n\n", STR_PRINT(event->note));
    if (notes && event->outcome.len)
        buf_printf(&buf, "%.*s\n\n", STR_PRINT(event->outcome));
    buf_add(&buf, link);
    *out = buf_str(&buf);
    return ERR_OK;
}

static void put_alarm(struct buf *buf, struct str text)
{
    line(buf, "BEGIN", STR("VALARM"));
    line(buf, "ACTION", STR("DISPLAY"));
    line(buf, "DESCRIPTION", text);
    line(buf, "TRIGGER;RELATED=START", STR("PT0S"));
    line(buf, "END", STR("VALARM"));
}

/* Does the clock of the wall show this time twice? */
static bool comes_twice(struct str zone, int64_t ms)
{
    struct zone_span now = zone_span(zone, ms), next = zone_span(zone, now.until_ms);
    struct zone_span earlier = zone_span(zone, ms - 3 * HOUR_MS);

    return ms >= now.until_ms - (now.offset_ms - next.offset_ms) ||
           (ms >= earlier.until_ms && ms < earlier.until_ms + (earlier.offset_ms - now.offset_ms));
}

/* Local, so that it stays where it is when a country changes its mind; the first of two equal times is not what every
 * calendar takes it for, so those are said in UTC. */
static void put_start(struct buf *buf, struct ctx *ctx, int64_t ms)
{
    if (comes_twice(ctx->time_zone, ms))
        line(buf, "DTSTART", stamp_utc(ctx->arena, ms));
    else
        line(buf, arena_printf(ctx->arena, "DTSTART;TZID=%.*s", STR_PRINT(ctx->time_zone)).ptr,
             stamp(ctx->arena, ms + zone_span(ctx->time_zone, ms).offset_ms));
}

static enum err put_event(struct buf *buf, struct ctx *ctx, const struct reminder_event *event, bool notes)
{
    struct str title = calendar_text(ctx->arena, summary(ctx, event)), about, url;
    bool open = str_equal(event->state, STR("open"));

    TRY(description(ctx, event, notes, &about));
    TRY(reminder_person_link(ctx, event->person_id, event->is_customer, &url));
    line(buf, "BEGIN", STR("VEVENT"));
    line(buf, "UID", arena_printf(ctx->arena, "%.*s@regulars", STR_PRINT(id_text(ctx->arena, "fup", event->id))));
    line(buf, "DTSTAMP", stamp_utc(ctx->arena, event->updated_ms));
    line(buf, "CREATED", stamp_utc(ctx->arena, event->created_ms));
    line(buf, "LAST-MODIFIED", stamp_utc(ctx->arena, event->updated_ms));
    line(buf, "SEQUENCE", arena_printf(ctx->arena, "%lld", (long long)(event->edit - 1)));
    put_start(buf, ctx, event->remind_ms);
    line(buf, "DURATION", STR("PT15M"));
    line(buf, "SUMMARY", title);
    line(buf, "DESCRIPTION", calendar_text(ctx->arena, about));
    if (event->site.len)
        line(buf, "LOCATION", calendar_text(ctx->arena, event->site));
    line(buf, "URL", url);
    line(buf, "STATUS", str_equal(event->state, STR("canceled")) ? STR("CANCELLED") : STR("CONFIRMED"));
    line(buf, "TRANSP", STR("TRANSPARENT"));
    if (open)
        put_alarm(buf, title);
    line(buf, "END", STR("VEVENT"));
    return ERR_OK;
}

/* A zone once, for the years that its events lie in. */
static void add_zone(struct calendar *calendar, struct ctx *ctx, const struct reminder_event *events, int count)
{
    int64_t from_ms = ctx->now_ms, to_ms = ctx->now_ms;

    for (int i = 0; i < count; i++) {
        from_ms = events[i].remind_ms < from_ms ? events[i].remind_ms : from_ms;
        to_ms = events[i].remind_ms > to_ms ? events[i].remind_ms : to_ms;
    }
    for (int i = 0; i < calendar->zone_count; i++)
        if (str_equal(calendar->zone_names[i], ctx->time_zone))
            return;
    if (calendar->zone_count == (int)(sizeof(calendar->zone_names) / sizeof(calendar->zone_names[0])))
        return;
    calendar->zone_names[calendar->zone_count++] = ctx->time_zone;
    calendar_zone(&calendar->zones, ctx->arena, ctx->time_zone, from_ms - YEAR_MS, to_ms + YEAR_MS);
}

static enum err add_location(struct calendar *calendar, struct ctx *ctx, id64 user_id, uint64_t permissions)
{
    struct reminder_event *events = ARENA_ARRAY(ctx->arena, struct reminder_event, REMINDER_EVENTS_MOST);
    int count;

    TRY(reminder_store_events(ctx, user_id, ctx->now_ms - ENDED_FOR_MS, events, &count));
    if (count == 0)
        return ERR_OK;
    add_zone(calendar, ctx, events, count);
    for (int i = 0; i < count; i++)
        TRY(put_event(&calendar->events, ctx, &events[i], reminder_sees_notes(permissions)));
    return ERR_OK;
}

static void begin(struct buf *buf)
{
    line(buf, "BEGIN", STR("VCALENDAR"));
    line(buf, "VERSION", STR("2.0"));
    line(buf, "PRODID", STR("-//Regulars//Follow-ups//EN"));
    line(buf, "CALSCALE", STR("GREGORIAN"));
    line(buf, "NAME", STR("Follow-ups"));
    line(buf, "X-WR-CALNAME", STR("Follow-ups"));
    line(buf, "REFRESH-INTERVAL;VALUE=DURATION", STR("PT15M"));
    line(buf, "X-PUBLISHED-TTL", STR("PT15M"));
}

/* Of every location where they work today. */
static enum err add_all(struct calendar *calendar, struct ctx *ctx, id64 user_id, bool *works_anywhere)
{
    struct location *locations;
    struct user_roles roles;
    int count;

    *works_anywhere = false;
    TRY(user_roles_of(ctx, user_id, &roles));
    TRY(location_list(ctx, &locations, &count));
    for (int i = 0; i < count; i++) {
        enum role role = user_role_in(&roles, locations[i].id);
        bool works;

        if (role == ROLE_NONE)
            continue;
        location_enter(ctx, &locations[i]);
        TRY(user_works_here(ctx, user_id, &works));
        *works_anywhere = *works_anywhere || works;
        if (works)
            TRY(add_location(calendar, ctx, user_id, role_permissions(role)));
    }
    return ERR_OK;
}

enum err calendar_for_token(struct ctx *ctx, struct str token, struct str *ics)
{
    struct calendar calendar = { 0 };
    id64 user_id;
    bool works;
    struct buf buf;

    TRY(reminder_store_by_hash(ctx, sha256_hex(ctx->arena, token), &user_id));
    if (user_id == 0)
        return ERR_NOT_FOUND;
    ctx->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("calendar") };
    buf_init(&calendar.events, ctx->arena, 16 * 1024);
    buf_init(&calendar.zones, ctx->arena, 4 * 1024);
    TRY(add_all(&calendar, ctx, user_id, &works));
    if (!works)
        return ERR_NOT_FOUND;
    buf_init(&buf, ctx->arena, calendar.events.len + calendar.zones.len + 1024);
    begin(&buf);
    buf_add(&buf, buf_str(&calendar.zones));
    buf_add(&buf, buf_str(&calendar.events));
    line(&buf, "END", STR("VCALENDAR"));
    *ics = buf_str(&buf);
    return ERR_OK;
}

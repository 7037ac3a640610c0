#include "base/zone.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>

/* Opening a calendar costs some 20 µs, asking it about 0.3 µs, so each thread keeps the few it used last. */
enum { NAME_MOST_LEN = 63, SLOT_COUNT = 8, SPAN_COUNT = 128 };

/* Spans are kept by the 25 days (2^31 ms) they were asked for in: the clocks change within few of them, so that times
 * before and after a change seldom drive each other out. */
enum { SPAN_SHIFT = 31 };

/* The offset from UTC does not change in [from_ms, until_ms). */
struct span {
    int64_t from_ms;
    int64_t until_ms;
    int64_t offset_ms;
    bool summer;
};

struct slot {
    UCalendar *calendar;
    size_t name_len;
    char name[NAME_MOST_LEN + 1];
    struct span spans[SPAN_COUNT][2]; /* an unused one is empty */
};

struct slots {
    struct slot slot[SLOT_COUNT];
    unsigned next; /* to be given away */
};

static pthread_once_t key_made = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static _Thread_local struct slots *mine;

/* Further than ICU knows any change of clocks. */
static const int64_t FAR_MS = (int64_t)1 << 57;

/* ---- names */

/* ICU still reads the names that Java had in 1996; BST is Bangladesh there. */
static bool is_java_name(struct str name)
{
    static const char names[][4] = { "ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT",
                                     "CST", "CTT", "EAT", "ECT", "IET", "IST", "JST", "MIT", "NET",
                                     "NST", "PLT", "PNT", "PRT", "PST", "SST", "VST" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal(name, str_from(names[i])))
            return true;
    return str_starts(name, STR("SystemV/"));
}

/* The name as ICU wants it; false when it cannot be one. */
static bool to_uchars(struct str name, UChar into[NAME_MOST_LEN + 1])
{
    if (name.len == 0 || name.len > NAME_MOST_LEN)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] <= ' ' || name.ptr[i] > '~')
            return false;
        into[i] = (UChar)name.ptr[i];
    }
    into[name.len] = 0;
    return true;
}

bool zone_known(struct str name)
{
    UChar id[NAME_MOST_LEN + 1], canonical[NAME_MOST_LEN + 1];
    UErrorCode status = U_ZERO_ERROR;
    UBool listed = false;

    if (is_java_name(name) || str_equal(name, STR("Etc/Unknown")) || !to_uchars(name, id))
        return false;
    ucal_getCanonicalTimeZoneID(id, -1, canonical, NAME_MOST_LEN + 1, &listed, &status);
    return U_SUCCESS(status) && listed;
}

/* ---- one calendar for each zone a thread uses */

static void free_slots(void *thing)
{
    struct slots *slots = thing;

    for (int i = 0; i < SLOT_COUNT; i++)
        if (slots->slot[i].calendar)
            ucal_close(slots->slot[i].calendar);
    free(slots);
    mine = NULL;
}

static void make_key(void)
{
    if (pthread_key_create(&key, free_slots) != 0)
        abort();
}

static struct slots *thread_slots(void)
{
    if (mine)
        return mine;
    pthread_once(&key_made, make_key);
    mine = calloc(1, sizeof(*mine));
    if (!mine || pthread_setspecific(key, mine) != 0)
        abort();
    return mine;
}

static UCalendar *open_calendar(struct str zone)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[NAME_MOST_LEN + 1];
    UCalendar *calendar;

    if (!zone_known(zone) || !to_uchars(zone, id))
        to_uchars(STR("Etc/UTC"), id);
    calendar = ucal_open(id, -1, "en", UCAL_GREGORIAN, &status);
    /* without its data ICU has no calendar at all, and no answer of ours would be right */
    if (U_FAILURE(status))
        abort();
    return calendar;
}

static struct slot *slot_for(struct str zone)
{
    struct slots *slots = thread_slots();
    struct slot *slot;

    if (zone.len > NAME_MOST_LEN)
        zone = STR("Etc/UTC");
    for (int i = 0; i < SLOT_COUNT; i++) {
        slot = &slots->slot[i];
        if (slot->calendar && str_equal(zone, (struct str){ slot->name, slot->name_len }))
            return slot;
    }
    slot = &slots->slot[slots->next++ % SLOT_COUNT];
    if (slot->calendar)
        ucal_close(slot->calendar);
    *slot = (struct slot){ .calendar = open_calendar(zone), .name_len = zone.len };
    if (zone.len)
        memcpy(slot->name, zone.ptr, zone.len);
    return slot;
}

/* ---- offsets */

/* When the clocks changed last (at or before the calendar's time) or change next; `otherwise` when they never do. */
static int64_t transition_ms(struct slot *slot, UTimeZoneTransitionType type, int64_t otherwise)
{
    UErrorCode status = U_ZERO_ERROR;
    UDate date;

    if (ucal_getTimeZoneTransitionDate(slot->calendar, type, &date, &status) && U_SUCCESS(status))
        return (int64_t)date;
    return otherwise;
}

static struct span find_span(struct slot *slot, int64_t ms)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw, summer;

    ucal_setMillis(slot->calendar, (UDate)ms, &status);
    raw = ucal_get(slot->calendar, UCAL_ZONE_OFFSET, &status);
    summer = ucal_get(slot->calendar, UCAL_DST_OFFSET, &status);
    return (struct span){
        .from_ms = transition_ms(slot, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, -FAR_MS - DAY_MS),
        .until_ms = transition_ms(slot, UCAL_TZ_TRANSITION_NEXT, FAR_MS + DAY_MS),
        .offset_ms = U_SUCCESS(status) ? raw + summer : 0,
        .summer = U_SUCCESS(status) && summer != 0,
    };
}

static struct span span_at(struct slot *slot, int64_t ms)
{
    /* two of each: where the clocks change within one, moments before and after it are asked for in turn */
    struct span *pair = slot->spans[(ms >> SPAN_SHIFT) & (SPAN_COUNT - 1)];

    for (int i = 0; i < 2; i++)
        if (ms >= pair[i].from_ms && ms < pair[i].until_ms)
            return pair[i];
    pair[1] = pair[0];
    pair[0] = find_span(slot, ms);
    return pair[0];
}

/* A local time as a moment, with the offset before the change where the clocks skip or repeat it. */
static int64_t from_local(struct slot *slot, int64_t local_ms)
{
    struct span span = span_at(slot, local_ms);
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = 0, summer = 0;

    /* no offset and no gap is longer than a day, so two days from any change there is no question */
    if (local_ms >= span.from_ms + 2 * DAY_MS && local_ms < span.until_ms - 2 * DAY_MS)
        return local_ms - span.offset_ms;
    ucal_setMillis(slot->calendar, (UDate)local_ms, &status);
    ucal_getTimeZoneOffsetFromLocal(slot->calendar, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, &raw, &summer, &status);
    return U_SUCCESS(status) ? local_ms - raw - summer : local_ms;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static int64_t clamp(int64_t value, int64_t most)
{
    return value < -most ? -most : value > most ? most : value;
}

int64_t zone_day(struct str zone, int64_t ms)
{
    ms = clamp(ms, FAR_MS);
    return floor_divide(ms + span_at(slot_for(zone), ms).offset_ms, DAY_MS);
}

int64_t zone_day_start_ms(struct str zone, int64_t day)
{
    struct slot *slot = slot_for(zone);
    int64_t midnight_ms = clamp(day, FAR_MS / DAY_MS) * DAY_MS;
    int64_t ms = from_local(slot, midnight_ms);

    /* where the clocks skip midnight, the day begins when they do */
    if (ms + span_at(slot, ms).offset_ms != midnight_ms)
        return span_at(slot, ms).from_ms;
    return ms;
}

bool zone_parse_local(struct str zone, struct str text, int64_t *ms_out)
{
    int64_t day, local_ms;

    if (date_parse(text, &day)) {
        *ms_out = zone_day_start_ms(zone, day);
        return true;
    }
    if (!time_parse_local(text, &local_ms))
        return false;
    *ms_out = from_local(slot_for(zone), local_ms);
    return true;
}

struct zone_span zone_span(struct str zone, int64_t ms)
{
    struct span span = span_at(slot_for(zone), clamp(ms, FAR_MS));

    return (struct zone_span){ .offset_ms = span.offset_ms, .until_ms = span.until_ms, .summer = span.summer };
}

struct str zone_text(struct arena *arena, struct str zone, int64_t ms)
{
    char text[TIME_TEXT_BYTES];
    int64_t minutes = floor_divide(span_at(slot_for(zone), clamp(ms, FAR_MS)).offset_ms, MINUTE_MS);
    int away = (int)(minutes < 0 ? -minutes : minutes);

    /* before 1900 offsets had seconds, which RFC 3339 cannot say: whole minutes on both sides are the same moment */
    time_write(text, clamp(ms, FAR_MS) + minutes * MINUTE_MS);
    return arena_printf(arena, "%.19s%c%02d:%02d", text, minutes < 0 ? '-' : '+', away / 60, away % 60);
}

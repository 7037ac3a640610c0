/*
 * A page of a timeline: the streams of the kinds, merged. How an entry reads is in timeline_entry.c.
 *
 * A stream may have been read up to its limit without giving enough, because rows were passed over (notes among
 * communications, consent events in the audit). What stands behind its last row then waits for the next page: a page may
 * be short, and still say that there is more.
 */
#include "features/timeline/timeline_store.h"

#include "features/checkout/checkout.h"
#include "features/communication/communication.h"
#include "features/consent/consent.h"
#include "features/followup/followup.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/record/record.h"
#include "features/survey/survey.h"
#include "features/timeline/timeline_entry.h"
#include "features/user/permission.h"

enum { ROWS_MOST = 500 }; /* of a stream in which rows are passed over */

#define KIND(name) (1u << TIMELINE_##name)
#define OF_AUDIT (KIND(CONVERSION) | KIND(TAG) | KIND(CHANGE))

const char *const timeline_kinds[] = {
    "booking", "guest-appearance", "communication", "note", "survey-response", "record", "follow-up", "checkout",
    "consent", "submission",       "conversion",    "tag",  "change",          NULL
};

static const struct {
    unsigned kinds;
    uint64_t see;
    const struct list_spec *list;
} sources[SOURCES] = {
    [SOURCE_BOOKING] = { KIND(BOOKING), PERM_BOOKING_READ, &booking_list },
    [SOURCE_GUEST] = { KIND(GUEST), PERM_BOOKING_READ, &guest_list },
    [SOURCE_COMMUNICATION] = { KIND(COMMUNICATION) | KIND(NOTE), 0, &communication_list },
    [SOURCE_RESPONSE] = { KIND(RESPONSE), 0, &survey_response_list },
    [SOURCE_RECORD] = { KIND(RECORD), PERM_BOOKING_READ, &record_list },
    [SOURCE_FOLLOW_UP] = { KIND(FOLLOW_UP), 0, &follow_up_list },
    [SOURCE_CHECKOUT] = { KIND(CHECKOUT), 0, &checkout_list },
    [SOURCE_CONSENT] = { KIND(CONSENT), PERM_CONSENT_READ, &consent_list },
    [SOURCE_SUBMISSION] = { KIND(SUBMISSION), 0, &submission_list },
};

/* What one kind of thing has for the page, newest first. */
struct stream {
    struct timeline_entry *entries;
    int count;
    int next;
    bool stops;                 /* there is more, not read, behind `stop` */
    struct timeline_place stop;
};

struct merge {
    struct ctx *ctx;
    const struct timeline_query *query;
    id64 people[1 + TIMELINE_CONTACTS_MOST];
    int people_count;
    struct stream streams[SOURCES + 1]; /* the audit's is the last */
};

static bool is_newer(const struct timeline_place *a, const struct timeline_place *b)
{
    return a->at_ms != b->at_ms ? a->at_ms > b->at_ms : a->id > b->id;
}

/* Sorted in: the rows of one person come in order, and there are few people. */
static void insert(struct stream *stream, const struct timeline_entry *entry, bool by_seq)
{
    int at = stream->count++;

    for (; at > 0; at--) {
        const struct timeline_entry *before = &stream->entries[at - 1];
        struct timeline_place a = { entry->at_ms, entry->id, 0 }, b = { before->at_ms, before->id, 0 };

        if (by_seq ? entry->seq < before->seq : !is_newer(&a, &b))
            break;
        stream->entries[at] = *before;
    }
    stream->entries[at] = *entry;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static enum timeline_kind kind_of_row(enum timeline_source source, const struct timeline_row *row)
{
    switch (source) {
    case SOURCE_BOOKING: return TIMELINE_BOOKING;
    case SOURCE_GUEST: return TIMELINE_GUEST;
    case SOURCE_COMMUNICATION: return row->is_note ? TIMELINE_NOTE : TIMELINE_COMMUNICATION;
    case SOURCE_RESPONSE: return TIMELINE_RESPONSE;
    case SOURCE_RECORD: return TIMELINE_RECORD;
    case SOURCE_FOLLOW_UP: return TIMELINE_FOLLOW_UP;
    case SOURCE_CHECKOUT: return TIMELINE_CHECKOUT;
    case SOURCE_CONSENT: return TIMELINE_CONSENT;
    case SOURCE_SUBMISSION: return TIMELINE_SUBMISSION;
    case SOURCES: break;
    }
    return TIMELINE_KINDS;
}

/* Nothing behind the nearest stop may be shown. */
static void stop_at(struct stream *stream, struct timeline_place place, bool by_seq)
{
    bool nearer = by_seq ? place.seq > stream->stop.seq : is_newer(&place, &stream->stop);

    if (!stream->stops || nearer)
        stream->stop = place;
    stream->stops = true;
}

/* Filled before they are read: nothing of it has to be empty first. */
static struct timeline_entry *entries_for(struct ctx *ctx, int most)
{
    return arena_bytes(ctx->arena, sizeof(struct timeline_entry) * (size_t)most);
}

/* Guests stand on customers only. */
static bool has_any(enum timeline_source source, bool is_contact)
{
    return !(is_contact && source == SOURCE_GUEST);
}

static enum err read_source(struct merge *m, enum timeline_source source, struct stream *stream)
{
    unsigned wanted = sources[source].kinds & m->query->kinds;
    struct timeline_span span = { .source = source,
                                  .tells_notes = wanted != sources[source].kinds,
                                  .after = &m->query->after,
                                  .most = wanted == sources[source].kinds ? m->query->limit + 1 : ROWS_MOST };
    struct timeline_row *rows;

    if (!wanted || (sources[source].see & m->ctx->permissions) != sources[source].see)
        return ERR_OK;
    rows = arena_bytes(m->ctx->arena, sizeof(*rows) * (size_t)span.most);
    stream->entries = entries_for(m->ctx, span.most * m->people_count);
    for (int i = 0; i < m->people_count; i++) {
        int count;

        span.person_id = m->people[i];
        span.is_contact = i > 0 || !m->query->is_customer;
        if (!has_any(source, span.is_contact))
            continue;
        TRY(timeline_store_rows(m->ctx, &span, rows, &count));
        for (int k = 0; k < count; k++) {
            struct timeline_entry entry = { .kind = kind_of_row(source, &rows[k]),
                                            .at_ms = rows[k].at_ms,
                                            .id = rows[k].id,
                                            .resource = sources[source].list->resource };

            if (wanted & (1u << entry.kind))
                insert(stream, &entry, false);
        }
        if (count == span.most)
            stop_at(stream, (struct timeline_place){ rows[count - 1].at_ms, rows[count - 1].id, 0 }, false);
    }
    return ERR_OK;
}

static enum err read_audit(struct merge *m, struct stream *stream)
{
    /* which kind a change is depends on what was changed: asked of all only when some are left out */
    bool all = (m->query->kinds & OF_AUDIT) == OF_AUDIT;
    int most = all ? 2 * (m->query->limit + 1) : ROWS_MOST;
    struct timeline_entry *found;

    if (!(m->query->kinds & OF_AUDIT))
        return ERR_OK;
    found = entries_for(m->ctx, most);
    stream->entries = entries_for(m->ctx, most * m->people_count);
    for (int i = 0; i < m->people_count; i++) {
        int count;

        TRY(timeline_store_audit(m->ctx, m->people[i], m->query->after.seq, most, found, &count));
        for (int k = 0; k < count; k++) {
            if (!all)
                TRY(timeline_store_values(m->ctx, &found[k]));
            if (timeline_entry_from_audit(&found[k]) && (m->query->kinds & (1u << found[k].kind)))
                insert(stream, &found[k], true);
        }
        if (count == most)
            stop_at(stream, (struct timeline_place){ found[most - 1].at_ms, found[most - 1].id, found[most - 1].seq },
                    true);
    }
    return ERR_OK;
}

/* ---- merging ------------------------------------------------------------------------------------------------- */

static bool is_audit(const struct merge *m, const struct stream *stream)
{
    return stream == &m->streams[SOURCES];
}

/* Where a stream goes on: its next entry or its stop; false when it has ended. */
static bool head_of(const struct merge *m, const struct stream *stream, struct timeline_place *head, bool *is_stop)
{
    const struct timeline_entry *entry = stream->next < stream->count ? &stream->entries[stream->next] : NULL;
    bool behind = false;

    if (entry)
        *head = (struct timeline_place){ entry->at_ms, entry->id, entry->seq };
    if (entry && stream->stops)
        behind = is_audit(m, stream) ? entry->seq < stream->stop.seq : is_newer(&stream->stop, head);
    *is_stop = !entry || behind;
    if (*is_stop)
        *head = stream->stop;
    return entry || stream->stops;
}

static struct stream *newest(struct merge *m, struct timeline_place *head, bool *is_stop)
{
    struct stream *best = NULL;

    for (int i = 0; i <= SOURCES; i++) {
        struct timeline_place at;
        bool stops;

        if (!head_of(m, &m->streams[i], &at, &stops) || (best && !is_newer(&at, head)))
            continue;
        best = &m->streams[i];
        *head = at;
        *is_stop = stops;
    }
    return best;
}

static void pass(const struct merge *m, const struct stream *stream, const struct timeline_place *place,
                 struct timeline_place *next)
{
    if (is_audit(m, stream)) {
        next->seq = place->seq;
    } else {
        next->at_ms = place->at_ms;
        next->id = place->id;
    }
}

static void merge(struct merge *m, struct timeline_page *out)
{
    struct timeline_place head = { 0 };
    struct stream *stream;
    bool is_stop = false;

    out->next = m->query->after;
    while ((stream = newest(m, &head, &is_stop))) {
        out->more = is_stop || out->count == m->query->limit;
        if (out->count == m->query->limit)
            return;
        pass(m, stream, &head, &out->next);
        if (is_stop)
            return;
        out->entries[out->count++] = stream->entries[stream->next++];
    }
}

/* ---- filling in ---------------------------------------------------------------------------------------------- */

/* The records of one kind side by side: what stands beside them is looked up once. */
static enum err fill_in(struct ctx *ctx, const struct list_spec *list, struct timeline_page *page)
{
    size_t size = list->resource->size;
    char *records = arena_array(ctx->arena, size, (size_t)page->count);
    int count = 0;

    for (int i = 0; i < page->count; i++) {
        struct timeline_entry *entry = &page->entries[i];

        if (entry->resource != list->resource)
            continue;
        entry->record = records + size * (size_t)count++;
        TRY(resource_get_raw(ctx, list->resource, ctx->location_id, entry->id, entry->record));
    }
    return list->complete && count > 0 ? list->complete(ctx, records, count) : ERR_OK;
}

static bool any_of(const struct timeline_page *page, const struct resource *resource)
{
    for (int i = 0; i < page->count; i++)
        if (page->entries[i].resource == resource)
            return true;
    return false;
}

static enum err fill_in_all(struct ctx *ctx, struct timeline_page *page)
{
    for (int i = 0; i < SOURCES; i++)
        if (any_of(page, sources[i].list->resource))
            TRY(fill_in(ctx, sources[i].list, page));
    for (int i = 0; i < page->count; i++) {
        struct timeline_entry *entry = &page->entries[i];

        if (!entry->resource) {
            TRY(timeline_store_values(ctx, entry));
            timeline_entry_from_audit(entry);
        } else if (entry->resource == &communication_resource) {
            const struct communication *message = entry->record;

            entry->kind = str_equal(message->via, STR("note")) ? TIMELINE_NOTE : TIMELINE_COMMUNICATION;
        }
        TRY(timeline_entry_describe(ctx, entry));
    }
    return ERR_OK;
}

enum err timeline_run(struct ctx *ctx, const struct timeline_query *query, struct timeline_page *out)
{
    struct merge *m = ARENA_NEW(ctx->arena, struct merge);
    int contacts = 0;

    *m = (struct merge){ .ctx = ctx, .query = query, .people = { query->person_id }, .people_count = 1 };
    if (query->is_customer)
        TRY(timeline_store_contacts(ctx, query->person_id, m->people + 1, &contacts));
    m->people_count += contacts;
    for (int i = 0; i < SOURCES; i++)
        TRY(read_source(m, (enum timeline_source)i, &m->streams[i]));
    TRY(read_audit(m, &m->streams[SOURCES]));
    *out = (struct timeline_page){ 0 };
    out->entries = ARENA_ARRAY(ctx->arena, struct timeline_entry, (size_t)query->limit + 1);
    merge(m, out);
    return fill_in_all(ctx, out);
}

/*
 * The SQL of follow-ups.
 */
#include "features/followup/followup_store.h"

/* clang-format off */
STATEMENT count_of = SQL("SELECT count(*) FROM follow_up WHERE location_id = $1 AND person_id = $2");
STATEMENT ids_of = SQL("SELECT id FROM follow_up WHERE location_id = $1 AND person_id = $2 ORDER BY remind_ms, id");

#define COUNTS(whose) \
    "SELECT (SELECT count(*) FROM follow_up WHERE location_id = $1" whose " AND state = 'open' AND remind_ms <= $2)," \
    " (SELECT count(*) FROM follow_up WHERE location_id = $1" whose " AND state = 'open' AND remind_ms > $2 AND remind_ms < $3)," \
    " (SELECT count(*) FROM follow_up WHERE location_id = $1" whose " AND state = 'open' AND remind_ms >= $3)"
STATEMENT counts_of_all = SQL(COUNTS(""));
STATEMENT counts_of_one = SQL(COUNTS(" AND assignee_id = $4"));

STATEMENT waiting = SQL(
    "SELECT location_id FROM follow_up WHERE state = 'open' AND announced_ms = 0 AND remind_ms <= $1"
    " ORDER BY remind_ms LIMIT 1");

STATEMENT due = SQL(
    "SELECT id FROM follow_up WHERE location_id = $1 AND state = 'open' AND announced_ms = 0 AND remind_ms <= $2"
    " ORDER BY remind_ms, id LIMIT $3");

STATEMENT mark = SQL(
    "UPDATE follow_up SET announced_ms = $3"
    " WHERE location_id = $1 AND id = $2 AND state = 'open' AND announced_ms = 0");

/* Counted bookings of the customer, of the one that a contact became, and what waits on a contact. */
STATEMENT beside = SQL(
    "SELECT COALESCE(c.name, k.name, ''), COALESCE("
    "(SELECT b.starts_ms FROM booking b WHERE b.location_id = $1 AND b.customer_id = COALESCE(c.id, k.customer_id)"
    " AND (b.counted, b.starts_ms) > (1, $3) ORDER BY b.counted, b.starts_ms LIMIT 1),"
    "(SELECT min(b.starts_ms) FROM booking b WHERE b.location_id = $1 AND b.contact_id = k.id"
    " AND b.status IN ('pending', 'confirmed') AND b.starts_ms > $3), 0)"
    " FROM person p LEFT JOIN customer c ON c.location_id = p.location_id AND c.id = p.id"
    " LEFT JOIN contact k ON k.location_id = p.location_id AND k.id = p.id"
    " WHERE p.location_id = $1 AND p.id = $2");

static const char *const lists[] = { "overdue", "today", "coming", "done", NULL };
static const char *const list_sql[] = {
    "(r.state = 'open' AND r.remind_ms <= :now)",
    "(r.state = 'open' AND r.remind_ms > :now AND r.remind_ms < :tomorrow)",
    "(r.state = 'open' AND r.remind_ms >= :tomorrow)",
    "(r.state = 'done')",
};

static const struct list_filter filters[] = {
    { .name = "list", .kind = FILTER_CHOICE, .choices = lists, .choice_sql = list_sql, .help = "Open ones whose time has passed, comes later today, comes later; or those that are done" },
    { .name = "assignee", .kind = FILTER_ID, .sql = "r.assignee_id = ?", .prefix = "usr", .help = "Who is in charge; me is whoever asks" },
    { .name = "assigned", .kind = FILTER_BOOL, .sql = "r.assignee_id IS NOT NULL", .help = "Is anybody in charge?" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "cus", .help = "About this customer" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "About this contact" },
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.due_ms >= ?", .help = "Due on this day or later" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.due_ms < ?", .help = "Due on this day or earlier" },
};

/* By when somebody is to look at it: a snoozed one stands where it will remind again. */
static const struct list_sort sorts[] = {
    { .name = "due_at", .sql = "r.remind_ms" },
};
/* clang-format on */

const struct list_spec follow_up_list = {
    .resource = &follow_up_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "due_at",
    .complete = follow_up_complete,
};

/* ---- what is shown beside the row -------------------------------------------------------------------------- */

static int64_t fingerprint(const struct follow_up *follow_up)
{
    uint64_t sum = (uint64_t)(follow_up->next_booking_ms ^ follow_up->announced_ms);

    for (size_t i = 0; i < follow_up->name.len; i++)
        sum = sum * 31 + (unsigned char)follow_up->name.ptr[i];
    return (int64_t)(sum >> 12);
}

/* `before`: the one that stands before it on the page, often the same person's; or NULL. */
static enum err complete_one(struct ctx *ctx, const struct follow_up *before, struct follow_up *follow_up)
{
    struct rows rows;

    follow_up->customer_id = str_equal(follow_up->kind, STR("customer")) ? follow_up->person_id : 0;
    follow_up->contact_id = str_equal(follow_up->kind, STR("contact")) ? follow_up->person_id : 0;
    if (before && before->person_id == follow_up->person_id) {
        follow_up->name = before->name;
        follow_up->next_booking_ms = before->next_booking_ms;
        follow_up->view = fingerprint(follow_up);
        return ERR_OK;
    }
    if (store_row(ctx, &beside, ARGS(INT(ctx->location_id), INT(follow_up->person_id), INT(ctx->now_ms)), &rows)) {
        follow_up->name = row_text(&rows, 0);
        follow_up->next_booking_ms = row_int(&rows, 1);
    }
    follow_up->view = fingerprint(follow_up);
    return rows_end(&rows);
}

enum err follow_up_complete(struct ctx *ctx, void *records, int count)
{
    struct follow_up *all = records;

    for (int i = 0; i < count; i++)
        TRY(complete_one(ctx, i > 0 ? &all[i - 1] : NULL, &all[i]));
    return ERR_OK;
}

/* ---- of a person --------------------------------------------------------------------------------------------- */

enum err follow_up_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err follow_up_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(ctx->location_id), INT(person_id)), found);
}

/* ---- counts and reminders ------------------------------------------------------------------------------------ */

enum err follow_up_store_counts(struct ctx *ctx, id64 user_id, int64_t tomorrow_ms, struct follow_up_counts *out)
{
    struct rows rows;
    bool found;

    *out = (struct follow_up_counts){ 0 };
    if (user_id != 0)
        found = store_row(ctx, &counts_of_one,
                          ARGS(INT(ctx->location_id), INT(ctx->now_ms), INT(tomorrow_ms), INT(user_id)), &rows);
    else
        found = store_row(ctx, &counts_of_all, ARGS(INT(ctx->location_id), INT(ctx->now_ms), INT(tomorrow_ms)), &rows);
    if (found)
        *out = (struct follow_up_counts){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2) };
    return rows_end(&rows);
}

enum err follow_up_store_waiting(struct ctx *ctx, id64 *location_id)
{
    return store_int(ctx, &waiting, ARGS(INT(ctx->now_ms)), 0, location_id);
}

enum err follow_up_store_due(struct ctx *ctx, int most, struct id_set *found)
{
    return store_ids(ctx, &due, ARGS(INT(ctx->location_id), INT(ctx->now_ms), INT(most)), found);
}

enum err follow_up_store_mark(struct ctx *ctx, id64 id, bool *marked)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &mark, ARGS(INT(ctx->location_id), INT(id), INT(ctx->now_ms)), &changed));
    *marked = changed == 1;
    return ERR_OK;
}

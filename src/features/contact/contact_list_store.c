/*
 * What the list of contacts can be asked. Status and type follow from columns, as in contact.c.
 */
#include "features/contact/contact.h"

enum { LINKED_MOST = 30 };

/* clang-format off */
#define CONTACT_TAGGED \
    "r.id IN (SELECT t.person_id FROM tag g JOIN person_tag t ON t.location_id = g.location_id AND t.tag_id = g.id" \
    " WHERE g.location_id = :location AND g.name_fold = ?)"

static const char *const types[] = { "Email", "Phone", "Both", "Unknown", NULL };
static const char *const type_sql[] = {
    "(r.primary_email <> '' AND r.primary_phone = '')",
    "(r.primary_email = '' AND r.primary_phone <> '')",
    "(r.primary_email <> '' AND r.primary_phone <> '')",
    "(r.primary_email = '' AND r.primary_phone = '')",
};

#define OPEN "r.customer_id IS NULL AND r.lost_ms = 0"

static const char *const statuses[] = {
    "converted", "lost", "follow-up-due", "follow-up-scheduled", "contacted", "new", NULL
};
static const char *const status_sql[] = {
    "(r.customer_id IS NOT NULL)",
    "(r.customer_id IS NULL AND r.lost_ms <> 0)",
    "(" OPEN " AND r.follow_up_ms <> 0 AND r.follow_up_ms <= :now)",
    "(" OPEN " AND r.follow_up_ms > :now)",
    "(" OPEN " AND r.follow_up_ms = 0 AND r.contacted_ms <> 0)",
    "(" OPEN " AND r.follow_up_ms = 0 AND r.contacted_ms = 0)",
};

static const struct list_filter filters[] = {
    { .name = "q", .kind = FILTER_SEARCH, .sql = "r.search", .help = "Part of name, e-mail, phone, company or tag" },
    { .name = "tag", .kind = FILTER_FOLD, .sql = CONTACT_TAGGED, .help = "Has this tag; repeat for any of several" },
    { .name = "tag_all", .kind = FILTER_ALL_FOLD, .sql = CONTACT_TAGGED, .help = "Has this tag; repeat for all of several" },
    { .name = "captured_from", .kind = FILTER_DAY_FROM, .sql = "r.captured_ms >= ?", .help = "Captured on this day or later" },
    { .name = "captured_to", .kind = FILTER_DAY_TO, .sql = "r.captured_ms < ?", .help = "Captured on this day or earlier" },
    { .name = "consent", .kind = FILTER_BOOL, .sql = "r.contact_consent = 1", .help = "Agrees to hear from us" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.customer_id = ?", .prefix = "cus", .help = "Linked to this customer" },
    { .name = "linked", .kind = FILTER_BOOL, .sql = "r.customer_id IS NOT NULL", .help = "Linked to any customer" },
    { .name = "type", .kind = FILTER_CHOICE, .choices = types, .choice_sql = type_sql, .help = "Which of e-mail and phone are known" },
    { .name = "status", .kind = FILTER_CHOICE, .choices = statuses, .choice_sql = status_sql, .help = "Where the lead stands" },
    { .name = "has_email", .kind = FILTER_BOOL, .sql = "r.primary_email <> ''", .help = "Has an e-mail address" },
    { .name = "has_phone", .kind = FILTER_BOOL, .sql = "r.primary_phone <> ''", .help = "Has a phone number" },
    { .name = "archived", .kind = FILTER_BOOL, .sql = "r.archived_ms <> 0", .help = "Archived ones, which are left out otherwise" },
    { .name = "email", .kind = FILTER_EMAIL, .sql =
        "r.id IN (SELECT a.person_id FROM person_email a WHERE a.location_id = :location AND a.address = ?)",
      .help = "Has exactly this e-mail address" },
    { .name = "phone", .kind = FILTER_PHONE, .sql =
        "r.id IN (SELECT a.person_id FROM person_phone a WHERE a.location_id = :location AND a.e164 = ?)",
      .help = "Has exactly this phone number, now or before" },
};

static const struct list_sort sorts[] = {
    { .name = "captured_at", .sql = "r.captured_ms" },
    { .name = "name", .sql = "r.name_fold", .text = true },
    { .name = "created_at", .sql = "r.id" }, /* ids are ordered by time, and there is an index */
    { .name = "updated_at", .sql = "r.updated_ms" },
};
/* clang-format on */

const struct list_spec contact_list = {
    .resource = &contact_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "-captured_at",
    .scope = "r.archived_ms = 0",
    .scope_unless = "archived",
    .total = contact_total,
    .complete = contact_complete,
};

STATEMENT linked_to = SQL("SELECT id FROM contact WHERE location_id = $1 AND customer_id = $2 ORDER BY id LIMIT $3");

/* The ids of those linked to the customer, as many as fit, behind the `count` that are there. */
static enum err add_linked(struct ctx *ctx, id64 customer_id, id64 people[1 + LINKED_MOST], int *count)
{
    struct rows rows;

    store_query(ctx, &linked_to, ARGS(INT(ctx->location_id), INT(customer_id), INT(LINKED_MOST)), &rows);
    while (rows_next(&rows))
        people[(*count)++] = row_int(&rows, 0);
    return rows_end(&rows);
}

enum err contact_list_of_customer(struct ctx *ctx, struct list_query *query, id64 customer_id)
{
    id64 contacts[1 + LINKED_MOST] = { 0 };
    int count = 0;

    TRY(add_linked(ctx, customer_id, contacts, &count));
    if (count < LINKED_MOST)
        list_narrow_any(ctx, query, "r.id = ?", contacts, count > 0 ? count : 1);
    else
        list_narrow(query, "r.customer_id = ?", customer_id);
    return ERR_OK;
}

/* Named one by one, they are few to the planner; a subquery could be any number, and all of a location were walked. */
enum err contact_list_with_customer(struct ctx *ctx, struct list_query *query, id64 customer_id)
{
    id64 people[1 + LINKED_MOST] = { customer_id };
    int count = 1;

    TRY(add_linked(ctx, customer_id, people, &count));
    if (count <= LINKED_MOST)
        list_narrow_any(ctx, query, "r.person_id = ?", people, count);
    else
        list_narrow(query,
                    "r.person_id IN (SELECT k.id FROM contact k WHERE k.location_id = :location AND k.customer_id = ?"
                    " UNION ALL SELECT CAST(? AS BIGINT))",
                    customer_id);
    return ERR_OK;
}

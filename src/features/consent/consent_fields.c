/*
 * The table of a consent event, and how the ledger is filtered.
 */
#include "features/consent/consent.h"
#include "features/consent/consent_store.h"
#include "features/user/permission.h"

#define RECORD struct consent

static const char *const channels[] = { "email", "sms", "phone", "any", NULL };
static const char *const purposes[] = { "marketing", "surveys", NULL };
static const char *const kinds[] = { "consent", "existing-customer", NULL };

/* clang-format off */
static const struct field consent_fields[] = {
    { FIELD(id),            .type = FT_ID, .flags = F_READ_ONLY, .prefix = "cst", .help = "The event" },
    { FIELD(location_id),   .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(person_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(customer_id),   .type = FT_ID, .flags = F_VIRTUAL, .prefix = "cus", .help = "Whose; null when the person has gone" },
    { FIELD(contact_id),    .type = FT_ID, .flags = F_VIRTUAL, .prefix = "con", .help = "The same for a contact" },
    { FIELD(channel),       .type = FT_CHOICE, .flags = F_REQUIRED | F_FILTER, .choices = channels, .help = "Which way of writing or calling" },
    { FIELD(purpose),       .type = FT_CHOICE, .flags = F_REQUIRED | F_FILTER, .choices = purposes, .help = "What for" },
    { FIELD(given),         .type = FT_BOOL, .flags = F_REQUIRED, .help = "Given or withdrawn" },
    { FIELD(kind),          .type = FT_CHOICE, .flags = F_FILTER, .choices = kinds, .help = "consent, or existing-customer: the law's soft opt-in" },
    { FIELD(address),       .type = FT_TEXT, .max = 254, .see = PERM_PRIVATE_READ, .help = "Which address it is for; the primary one, if nobody says" },
    { FIELD(address_hash),  .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD(obtain_method), .type = FT_TEXT, .flags = F_FILTER, .max = 100, .help = "How it was obtained; double-opt-in is written by the person's own confirmation alone" },
    { FIELD(wording),       .type = FT_LINES, .max = 10000, .help = "The exact words that were shown" },
    { FIELD(form_id),       .type = FT_ID, .prefix = "frm", .help = "From which form" },
    { FIELD(page),          .type = FT_TEXT, .max = 2000, .help = "On which page" },
    { FIELD(ip),            .type = FT_TEXT, .max = 100, .see = PERM_PRIVATE_READ, .help = "From which address of the network" },
    { FIELD(user_agent),    .type = FT_TEXT, .max = 500, .see = PERM_PRIVATE_READ, .help = "With which browser" },
    { FIELD(demonstrable),  .type = FT_BOOL, .flags = F_READ_ONLY, .help = "Can it be shown to who asks? A default cannot: it counts for a personal answer, never for mail to many" },
    { FIELD(staff_id),      .type = FT_INT, .flags = F_HIDDEN },
    { FIELD(user_id),       .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "usr", .help = "Who recorded it" },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_SORT | F_LOCAL, .help = "When it was said; now, if nobody says" },
};
/* clang-format on */

const struct resource consent_resource = {
    .name = "consent",
    .table = "consent",
    .prefix = "cst",
    .size = sizeof(struct consent),
    RESOURCE_FIELDS(consent_fields),
    .help = "One event of the consent ledger: given or withdrawn, and how it can be shown.",
};

/* clang-format off */
#define WITH_CUSTOMER \
    "r.person_id IN (SELECT k.id FROM contact k WHERE k.location_id = :location AND k.customer_id = ?" \
    " UNION ALL SELECT CAST(? AS BIGINT))"

static const struct list_filter filters[] = {
    { .name = "customer_id",  .kind = FILTER_ID, .prefix = "cus", .sql = WITH_CUSTOMER, .help = "Of this customer and the contacts linked to it" },
    { .name = "contact_id",   .kind = FILTER_ID, .prefix = "con", .sql = "r.person_id = ?", .help = "Of this contact" },
    { .name = "given",        .kind = FILTER_BOOL, .sql = "r.given = 1", .help = "Given, or withdrawn" },
    { .name = "demonstrable", .kind = FILTER_BOOL, .sql = "r.demonstrable = 1", .help = "Can it be shown to who asks?" },
    { .name = "from",         .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "From this day on" },
    { .name = "to",           .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "Up to this day" },
};
/* clang-format on */

const struct list_spec consent_list = {
    .resource = &consent_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-at",
    .complete = consent_complete,
};

/* Named one by one: see contact_list_with_customer(). */
enum err consent_list_customer(struct ctx *ctx, struct list_query *query, id64 customer_id)
{
    id64 people[CONSENT_PEOPLE_MOST];
    int count;

    TRY(consent_store_people(ctx, customer_id, people, &count));
    if (count < CONSENT_PEOPLE_MOST)
        list_narrow_any(ctx, query, "r.person_id = ?", people, count);
    else
        list_narrow(query, WITH_CUSTOMER, customer_id);
    return ERR_OK;
}

/*
 * The table of an audit entry, and how its list is filtered.
 */
#include "features/audit/audit.h"
#include "features/audit/audit_store.h"
#include "features/user/permission.h"

#define RECORD struct audit

/* clang-format off */
static const struct field actor_fields[] = {
    { FIELD_AS("kind", actor_kind), .type = FT_TEXT, .flags = F_READ_ONLY, .help = "user, api_key, form, system or nobody" },
    { FIELD_AS("id", actor_ref),    .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "The user or the key" },
    { FIELD_AS("name", actor_name), .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .max = 200, .help = "As they were called then" },
};

static const struct field fields[] = {
    { FIELD(id),                .type = FT_ID, .flags = F_READ_ONLY, .prefix = "aud", .help = "The entry" },
    { FIELD(location_id),       .type = FT_ID, .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(seq),               .type = FT_INT, .flags = F_READ_ONLY | F_SORT, .help = "Its number in the chain" },
    { FIELD_AS("at", at_ms),    .type = FT_TIME, .flags = F_READ_ONLY, .help = "When" },
    { OBJECT("actor", actor_fields), .flags = F_READ_ONLY, .help = "Who" },
    { FIELD(actor_id),          .type = FT_INT, .flags = F_HIDDEN | F_READ_ONLY },
    { FIELD(ip),                .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "From where; kept 30 days" },
    { FIELD(action),            .type = FT_TEXT, .flags = F_READ_ONLY | F_FILTER, .help = "What was done: customer.updated" },
    { FIELD_AS("record_id", record_ref), .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "To which record" },
    { .name = "record", .column = "record_id", .offset = offsetof(RECORD, record_id), .type = FT_INT, .flags = F_HIDDEN | F_READ_ONLY },
    { FIELD(changes),           .type = FT_JSON, .flags = F_READ_ONLY | F_VIRTUAL, .max = 1000000, .see = PERM_PRIVATE_READ, .help = "Old and new values" },
    { FIELD(who_commitment),    .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY },
    { FIELD(what_commitment),   .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY },
    { FIELD(hash),              .type = FT_TEXT, .flags = F_READ_ONLY, .help = "SHA-256 over the entry and the hash before it" },
};
/* clang-format on */

#undef RECORD

const struct resource audit_resource = {
    .name = "audit",
    .table = "audit",
    .prefix = "aud",
    .size = sizeof(struct audit),
    RESOURCE_FIELDS(fields),
    .help = "One entry of the audit: who did what to which record",
};

static enum err complete(struct ctx *ctx, void *records, int count)
{
    struct audit *entries = records;

    for (int i = 0; i < count; i++) {
        struct audit_values values;
        bool is_user = str_equal(entries[i].actor_kind, STR("user"));

        TRY(audit_store_values(ctx, entries[i].seq, &values));
        entries[i].actor_name = values.actor_name;
        entries[i].ip = values.ip;
        entries[i].changes = values.changes;
        entries[i].actor_ref = id_text(ctx->arena, is_user ? "usr" : "key", entries[i].actor_id);
        entries[i].record_ref = audit_record_ref(ctx, entries[i].action, entries[i].record_id);
    }
    return ERR_OK;
}

/* clang-format off */
static const char *const actor_kinds[] = { "user", "api_key", "form", "system", "nobody", NULL };

static const struct list_filter filters[] = {
    { .name = "actor_kind", .kind = FILTER_CHOICE, .sql = "r.actor_kind = ?", .choices = actor_kinds, .help = "What kind of actor" },
    { .name = "user_id",    .kind = FILTER_ID, .sql = "r.actor_id = ?", .prefix = "usr", .help = "What this member of staff did" },
    { .name = "api_key_id", .kind = FILTER_ID, .sql = "r.actor_id = ?", .prefix = "key", .help = "What this key did" },
    { .name = "record_id",  .kind = FILTER_ID, .sql = "r.record_id = ?", .help = "What happened to this record" },
    { .name = "from",       .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "From this day on" },
    { .name = "to",         .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "Up to this day" },
};
/* clang-format on */

const struct list_spec audit_list = {
    .resource = &audit_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-seq",
    .complete = complete,
};

#include "features/audit/audit.h"

#include "base/secret.h"
#include "features/audit/audit_store.h"
#include "features/hooks.h"

enum { SALT_CHARACTERS = 22, VERIFY_BATCH = 500, KEEP_BYTES = 1024 * 1024 };

static struct str kind_name(enum actor_kind kind)
{
    switch (kind) {
    case ACTOR_NOBODY: return STR("nobody");
    case ACTOR_USER: return STR("user");
    case ACTOR_API_KEY: return STR("api_key");
    case ACTOR_FORM: return STR("form");
    case ACTOR_SYSTEM: return STR("system");
    }
    return STR_EMPTY;
}

/* 128 bits and more: enough that nobody guesses a value behind its commitment. */
static struct str salt(struct ctx *ctx)
{
    return str_slice(random_token(ctx->arena), 0, SALT_CHARACTERS);
}

static enum err append(struct ctx *ctx, const char *action, id64 record_id, struct str changes)
{
    struct str before;
    struct audit_values values = {
        .who_salt = salt(ctx),
        .actor_name = ctx->actor.name,
        .ip = ctx->ip,
        .what_salt = changes.len ? salt(ctx) : STR_EMPTY,
        .changes = changes,
    };
    struct audit entry = {
        .id = ctx_new_id(ctx),
        .location_id = ctx->location_id,
        .at_ms = ctx->now_ms,
        .actor_kind = kind_name(ctx->actor.kind),
        .actor_id = ctx->actor.id,
        .action = str_from(action),
        .record_id = record_id,
        .who_commitment = audit_who_commitment(ctx->arena, &values),
        .what_commitment = changes.len ? audit_what_commitment(ctx->arena, &values) : STR_EMPTY,
    };

    TRY(audit_store_next(ctx, &entry.seq, &before));
    entry.hash = audit_hash(ctx->arena, before, &entry);
    return audit_store_append(ctx, &entry, &values);
}

enum err audit_record(struct ctx *ctx, const char *action, id64 record_id)
{
    return append(ctx, action, record_id, STR_EMPTY);
}

enum err audit_changes(struct ctx *ctx, const char *action, id64 record_id, struct str changes)
{
    if (changes.len == 0)
        return ERR_OK;
    return append(ctx, action, record_id, changes);
}

enum err audit_gone(struct ctx *ctx, const char *action, id64 record_id, const struct audit_tie *ties)
{
    struct json_writer w;
    struct buf buf;
    bool any = false;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    for (; ties->name; ties++) {
        if (ties->value.len == 0)
            continue;
        any = true;
        put_object(&w);
        put_key(&w, "field");
        put_string(&w, str_from(ties->name));
        put_key(&w, "old");
        put_string(&w, ties->value);
        put_key(&w, "new");
        put_null(&w);
        put_object_end(&w);
    }
    put_array_end(&w);
    return append(ctx, action, record_id, any ? buf_str(&buf) : STR_EMPTY);
}

/* clang-format off */
static const struct { const char *kind, *prefix; } prefixes[] = {
    { "customer", "cus" }, { "contact", "con" }, { "booking", "bkg" }, { "guest", "gst" }, { "tag", "tag" },
    { "location", "loc" }, { "user", "usr" }, { "api_key", "key" }, { "session", "ses" }, { "demographic", "dem" },
    { "communication", "com" }, { "survey", "svy" }, { "survey_response", "rsp" }, { "record", "rec" }, { "checkout", "chk" },
    { "follow_up", "fup" }, { "mail", "mai" }, { "mail_template", "tpl" }, { "job", "job" }, { "settings", "loc" }, { "segment", "seg" }, { "form", "frm" },
    { "submission", "sub" }, { "enquiry", "enq" }, { "erasure", "ers" },
};
/* clang-format on */

struct str audit_record_ref(struct ctx *ctx, struct str action, id64 record_id)
{
    struct str kind = str_slice(action, 0, str_find(action, '.'));

    if (str_equal(kind, STR("consent")))
        return hook_person_text(ctx, record_id);
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (str_equal(kind, str_from(prefixes[i].kind)))
            return id_text(ctx->arena, prefixes[i].prefix, record_id);
    return STR_EMPTY;
}

enum err audit_forget_values(struct ctx *ctx, id64 record_id)
{
    return audit_store_forget_values(ctx, record_id);
}

enum err audit_forget_values_with(struct ctx *ctx, id64 record_id, struct str pattern)
{
    return audit_store_forget_values_with(ctx, record_id, pattern);
}

enum err audit_forget_addresses(struct ctx *ctx, int64_t before_ms, int64_t *changed)
{
    return audit_store_forget_addresses(ctx, before_ms, changed);
}

struct walk {
    enum err (*read)(struct ctx *ctx, int64_t seq, int most, struct audit *entries, struct audit_values *values,
                     int *count);
    enum err (*visit)(struct ctx *ctx, const struct audit *entry, void *data);
    void *data;
};

static enum err each(struct ctx *ctx, int64_t after, const struct walk *walk)
{
    struct audit *entries = ARENA_ARRAY(ctx->arena, struct audit, VERIFY_BATCH);
    struct audit_values *values = ARENA_ARRAY(ctx->arena, struct audit_values, VERIFY_BATCH);
    struct arena batch;
    struct arena *outer = ctx->arena;
    enum err err = ERR_OK;
    int count;

    arena_init(&batch);
    do {
        ctx->arena = &batch;
        err = walk->read(ctx, after, VERIFY_BATCH, entries, values, &count);
        ctx->arena = outer;
        for (int i = 0; err == ERR_OK && i < count; i++) {
            entries[i].actor_name = values[i].actor_name;
            entries[i].ip = values[i].ip;
            entries[i].changes = values[i].changes;
            after = entries[i].seq;
            err = walk->visit(ctx, &entries[i], walk->data);
        }
        arena_reset(&batch, KEEP_BYTES);
    } while (err == ERR_OK && count == VERIFY_BATCH);
    arena_clear(&batch);
    return err;
}

enum err audit_each(struct ctx *ctx, int64_t after,
                    enum err (*visit)(struct ctx *ctx, const struct audit *entry, void *data), void *data)
{
    return each(ctx, after, &(struct walk){ audit_store_after, visit, data });
}

enum err audit_each_deletion(struct ctx *ctx, int64_t after,
                             enum err (*visit)(struct ctx *ctx, const struct audit *entry, void *data), void *data)
{
    return each(ctx, after, &(struct walk){ audit_store_deletions_after, visit, data });
}

enum err audit_forget_entry(struct ctx *ctx, int64_t seq, bool who)
{
    return audit_store_forget_entry(ctx, seq, who);
}

/* NULL when the entry is as it was written, after one with the hash `before`. */
static const char *fault_of(struct ctx *ctx, struct str before, int64_t seq_before, const struct audit *entry,
                            const struct audit_values *values)
{
    if (entry->seq != seq_before + 1)
        return "The entries before this one are missing.";
    if (!str_equal(entry->hash, audit_hash(ctx->arena, before, entry)))
        return "This entry, or the order of the entries, was changed.";
    if (values->who_salt.len && !str_equal(entry->who_commitment, audit_who_commitment(ctx->arena, values)))
        return "Who did this, or from where, was changed.";
    if (!values->who_salt.len && (values->actor_name.len || values->ip.len))
        return "Who did this was written in later.";
    if (values->what_salt.len && !str_equal(entry->what_commitment, audit_what_commitment(ctx->arena, values)))
        return "The old or new values were changed.";
    if (!values->what_salt.len && values->changes.len)
        return "Old or new values were written in later.";
    return NULL;
}

static void broken(struct ctx *ctx, struct audit_verdict *out, int64_t seq, const char *fault)
{
    (void)ctx;
    out->whole = false;
    out->seq = seq;
    out->fault = str_from(fault);
}

enum err audit_verify(struct ctx *ctx, struct audit_verdict *out)
{
    struct audit *entries = ARENA_ARRAY(ctx->arena, struct audit, VERIFY_BATCH);
    struct audit_values *values = ARENA_ARRAY(ctx->arena, struct audit_values, VERIFY_BATCH);
    char last_hash[2 * SHA256_BYTES + 1] = "";
    int64_t head_seq;
    struct str head_hash;
    int count;

    *out = (struct audit_verdict){ .whole = true };
    TRY(audit_store_head(ctx, &head_seq, &head_hash));
    do {
        struct arena_mark mark = arena_mark(ctx->arena);

        TRY(audit_store_after(ctx, out->entries, VERIFY_BATCH, entries, values, &count));
        for (int i = 0; i < count; i++, out->entries++) {
            const char *fault = fault_of(ctx, str_from(last_hash), out->entries, &entries[i], &values[i]);

            if (fault) {
                broken(ctx, out, entries[i].seq, fault);
                return ERR_OK;
            }
            for (size_t k = 0; k < entries[i].hash.len && k < sizeof(last_hash) - 1; k++)
                last_hash[k] = entries[i].hash.ptr[k];
        }
        arena_rewind(ctx->arena, mark);
    } while (count == VERIFY_BATCH);
    out->hash = arena_str(ctx->arena, str_from(last_hash));
    if (head_seq != out->entries || !str_equal(head_hash, out->hash))
        broken(ctx, out, out->entries + 1, "The newest entries were cut off.");
    return ERR_OK;
}

#include "features/audit/audit_chain.h"

#include "base/secret.h"

static void add(struct buf *buf, struct str part)
{
    buf_add_int(buf, (int64_t)part.len);
    buf_add_char(buf, ':');
    buf_add(buf, part);
}

static void add_int(struct buf *buf, int64_t number)
{
    buf_add_int(buf, number);
    buf_add_char(buf, ';');
}

struct str audit_who_commitment(struct arena *arena, const struct audit_values *values)
{
    struct buf buf;

    buf_init(&buf, arena, 256);
    add(&buf, values->who_salt);
    add(&buf, values->actor_name);
    add(&buf, values->ip);
    return sha256_hex(arena, buf_str(&buf));
}

struct str audit_what_commitment(struct arena *arena, const struct audit_values *values)
{
    struct buf buf;

    buf_init(&buf, arena, values->changes.len + 128);
    add(&buf, values->what_salt);
    add(&buf, values->changes);
    return sha256_hex(arena, buf_str(&buf));
}

struct str audit_hash(struct arena *arena, struct str before, const struct audit *entry)
{
    struct buf buf;

    buf_init(&buf, arena, 512);
    add(&buf, before);
    add_int(&buf, entry->id);
    add_int(&buf, entry->location_id);
    add_int(&buf, entry->seq);
    add_int(&buf, entry->at_ms);
    add(&buf, entry->actor_kind);
    add_int(&buf, entry->actor_id);
    add(&buf, entry->action);
    add_int(&buf, entry->record_id);
    add(&buf, entry->who_commitment);
    add(&buf, entry->what_commitment);
    return sha256_hex(arena, buf_str(&buf));
}

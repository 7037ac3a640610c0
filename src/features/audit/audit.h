/*
 * The audit: who did what to which record, when, from where, with old and new values, in the same transaction.
 *
 * Entries of a location form a chain: each hash is SHA-256 over the hash before it and the entry's own text (see
 * audit_chain.h), so a changed, missing, swapped or cut-off entry is found. The chain covers values only through
 * commitments, SHA-256(salt ‖ value): when somebody is erased, salt and value go together and the chain stays whole.
 * What belongs to no location (the team, locations themselves) is the chain of location 0.
 *
 * The chain is also the change feed: its sequence numbers count without gaps and become visible in order.
 */
#ifndef FEATURES_AUDIT_AUDIT_H
#define FEATURES_AUDIT_AUDIT_H

#include "model/list.h"

struct audit {
    id64 id;
    id64 location_id;
    int64_t seq;               /* from 1, without gaps */
    int64_t at_ms;
    struct str actor_kind;     /* user api_key form system nobody */
    id64 actor_id;
    struct str action;         /* "customer.updated": the kind of record, and what was done */
    id64 record_id;
    struct str who_commitment;
    struct str what_commitment;
    struct str hash;
    /* virtual, filled in by audit_complete() */
    struct str actor_ref;      /* "usr_…" or "key_…" */
    struct str actor_name;     /* empty when it has gone */
    struct str ip;
    struct str record_ref;     /* "cus_…" */
    struct str changes;        /* JSON: [{"field", "old", "new"}]; empty when there are none or they have gone */
};

extern const struct resource audit_resource;
extern const struct list_spec audit_list;

/* An event without values: audit_record(ctx, "customer.archived", id). */
enum err audit_record(struct ctx *ctx, const char *action, id64 record_id);

/* With what changed, as resource_changes() gives it; nothing is written when `changes` is empty. */
enum err audit_changes(struct ctx *ctx, const char *action, id64 record_id, struct str changes);

/* A record goes: whose it was, and with which address. Only so can what the audit knows of it be found when that person is
 * erased. Empty values are left out; the list ends with a NULL name. */
struct audit_tie {
    const char *name; /* "customer_id" */
    struct str value;
};
enum err audit_gone(struct ctx *ctx, const char *action, id64 record_id, const struct audit_tie *ties);

/* The record's kind is the action's first word: the outside text of its id ("customer.created" and 7 give "cus_…"). What is
 * said of consent is about the person: empty when that one is gone. */
struct str audit_record_ref(struct ctx *ctx, struct str action, id64 record_id);

/* The values of all entries about this record go, with their salts; the chain stays whole. */
enum err audit_forget_values(struct ctx *ctx, id64 record_id);

/* Shows every entry after number `after` that still has values or a name, in order. SLOW where there are many. */
enum err audit_each(struct ctx *ctx, int64_t after,
                    enum err (*visit)(struct ctx *ctx, const struct audit *entry, void *data), void *data);

/* The same of deletions alone ("guest.deleted"): much less is read. */
enum err audit_each_deletion(struct ctx *ctx, int64_t after,
                             enum err (*visit)(struct ctx *ctx, const struct audit *entry, void *data), void *data);

/* The values of one entry go, with their salt; with `who` also whose name it bears and from where. */
enum err audit_forget_entry(struct ctx *ctx, int64_t seq, bool who);

/* The same for those of its entries whose values are like a pattern of LIKE … ESCAPE '!'. */
enum err audit_forget_values_with(struct ctx *ctx, id64 record_id, struct str pattern);

/* Where and from whose name: goes too, for entries made before `before_ms` (IP addresses live 30 days). Some hundred a
 * call; *changed is 0 when there are no more. */
enum err audit_forget_addresses(struct ctx *ctx, int64_t before_ms, int64_t *changed);

/* What is wrong with a chain. */
struct audit_verdict {
    int64_t entries;
    bool whole;
    int64_t seq;        /* of the first fault */
    struct str fault;   /* one sentence */
    struct str hash;    /* of the last entry: what to keep elsewhere as a witness */
};

/* Walks the whole chain of ctx's location (0: what belongs to none). SLOW. */
enum err audit_verify(struct ctx *ctx, struct audit_verdict *out);

#endif

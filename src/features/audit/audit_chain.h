/*
 * What the chain's hashes are made of. Every part is written as its length in bytes, a colon, and itself, so that no two
 * different entries have the same text.
 */
#ifndef FEATURES_AUDIT_AUDIT_CHAIN_H
#define FEATURES_AUDIT_AUDIT_CHAIN_H

#include "features/audit/audit.h"

struct audit_values {
    struct str who_salt;
    struct str actor_name;
    struct str ip;
    struct str what_salt;
    struct str changes;
};

/* Lower-case hex of SHA-256(salt, name, ip) and SHA-256(salt, changes). */
struct str audit_who_commitment(struct arena *arena, const struct audit_values *values);
struct str audit_what_commitment(struct arena *arena, const struct audit_values *values);

/* The hash of an entry whose commitments are there, after the one with the hash `before` ("" for the first). */
struct str audit_hash(struct arena *arena, struct str before, const struct audit *entry);

#endif

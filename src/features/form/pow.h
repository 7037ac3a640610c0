/*
 * Proof of work: the ALTCHA v2 protocol, PBKDF2/SHA-256, deterministic mode (https://altcha.org/docs/v2/).
 *
 * A challenge names a random counter's key by its first half; whoever finds the counter has the whole key, and two signatures
 * say that it was ours: one over the parameters (they cannot be changed), one over the key (it can be checked without
 * computing it again). So verifying costs two HMACs and no database. A challenge is bound to its form and ends after ten
 * minutes; that it is used only once is the business of who accepts it (submission_store_use_proof).
 */
#ifndef FEATURES_FORM_POW_H
#define FEATURES_FORM_POW_H

#include "base/ctx.h"

enum { POW_SECONDS = 600, POW_PAYLOAD_MOST = 4096 };

struct pow_secrets {
    struct str signature;
    struct str key;
};

/* How hard: `cost` rounds a try, `counter` tries. */
struct pow_work {
    int64_t cost;
    int64_t counter; /* the answer */
};

struct pow_challenge {
    struct str form_key;
    struct str nonce;      /* 16 bytes each */
    struct str salt;
    int64_t expires_s;
    struct pow_work work;
};

/* A number of tries for a strength ("low", "normal", "high"), doubled `level` times: about 0.1 to 0.3, 0.3 to 1 and 1 to 3 seconds
 * of one core of a small machine at level 0. */
struct pow_work pow_work_for(struct str strength, int level);

/* {"parameters", "signature"}; computes one key: 0.3 ms at cost 1,000. */
struct str pow_challenge_json(struct arena *arena, const struct pow_secrets *secrets,
                              const struct pow_challenge *challenge);

enum pow_verdict {
    POW_GOOD,
    POW_MISSING,
    POW_FORGED,  /* never made by us, changed, or for another form */
    POW_EXPIRED,
    POW_WRONG    /* ours, but not solved */
};

struct pow_proof {
    struct str nonce;      /* hex: what must be used only once */
    int64_t expires_ms;
};

/* The payload as the widget sends it, base 64 over JSON. Unknown members are refused. */
enum pow_verdict pow_check(struct ctx *ctx, const struct pow_secrets *secrets, struct str payload, struct str form_key,
                           struct pow_proof *out);

#endif

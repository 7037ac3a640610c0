/*
 * The ledger's rows: appended; a person's departure takes the person, the address, the IP and the agent out of them. And
 * the suppression list.
 */
#ifndef FEATURES_CONSENT_CONSENT_STORE_H
#define FEATURES_CONSENT_CONSENT_STORE_H

#include "features/consent/consent.h"

/* "customer", "contact"; empty when nobody has the id. */
/* The customer and the contacts linked to it, as many as fit. */
enum { CONSENT_PEOPLE_MOST = 31 };
enum err consent_store_people(struct ctx *ctx, id64 customer_id, id64 people[CONSENT_PEOPLE_MOST], int *count);

enum err consent_store_kind(struct ctx *ctx, id64 person_id, struct str *kind);

/* Whose events count together: the customer whom a contact is linked to, else the person itself. */
enum err consent_store_root(struct ctx *ctx, id64 person_id, id64 *root);

/* The events of the root and the contacts linked to it, in order. What is visited lives until visit returns. */
enum err consent_store_each(struct ctx *ctx, id64 root, void (*visit)(const struct consent *event, void *data),
                            void *data);

/* contact_consent of the root, if it is a contact, and of the contacts linked to it. */
enum err consent_store_refresh(struct ctx *ctx, id64 root, bool by_email, bool by_phone);

struct consent_address {
    struct str text;
    bool is_phone;
};

/* All addresses of the person and of whoever counts together with them. */
enum err consent_store_addresses(struct ctx *ctx, id64 person_id, struct consent_address **out, int *count);
enum err consent_store_primary(struct ctx *ctx, id64 person_id, struct str *email, struct str *phone);

/* Events of the person itself that still carry an address without its hash. */
enum err consent_store_unhashed(struct ctx *ctx, id64 person_id, struct consent **events, int *count);
enum err consent_store_set_hash(struct ctx *ctx, id64 id, struct str hash);
enum err consent_store_unlink(struct ctx *ctx, id64 person_id);
enum err consent_store_move(struct ctx *ctx, id64 contact_id, id64 customer_id);

/* id, obtain_method and wording of the person's own events; setting them clears the page. */
enum err consent_store_texts(struct ctx *ctx, id64 person_id, struct consent **events, int *count);
enum err consent_store_set_texts(struct ctx *ctx, const struct consent *event);

enum err consent_store_suppressed(struct ctx *ctx, struct str hash, bool *suppressed);
enum err consent_store_suppressed_count(struct ctx *ctx, struct suppressed_count *out);
enum err consent_store_suppress(struct ctx *ctx, struct str hash, const char *reason);
enum err consent_store_unsuppress(struct ctx *ctx, struct str hash);

/* The installation's key for hashing addresses; made when it is first asked for. */
enum err consent_store_key(struct ctx *ctx, struct str *key);
/* The same without making one: empty when there is none yet. */
enum err consent_store_known_key(struct ctx *ctx, struct str *key);

/* Events without a person for the address with this hash: a walk. And the texts of one event; ERR_NOT_FOUND. */
enum err consent_store_orphans(struct ctx *ctx, struct str hash, struct id_set *found);
enum err consent_store_text(struct ctx *ctx, id64 event_id, struct consent *event);

#endif

/*
 * The rows that hang on a person: addresses, numbers, links to other systems, pairs; and the location's counters.
 */
#ifndef FEATURES_PERSON_PERSON_STORE_H
#define FEATURES_PERSON_PERSON_STORE_H

#include "features/person/person.h"

/* Somebody who has an address or a number. */
struct holder {
    id64 person_id;
    enum person_kind kind;
    bool shared;
    bool unproven;
    struct str name;
    int64_t archived_ms;
    int64_t active_ms;
    id64 customer_id;  /* of a contact: whom it is linked to */
    bool organisation;
};

struct holders {
    struct holder *items;
    int count; /* at most 200: more than that only a shared address has */
};

enum address_kind { ADDRESS_EMAIL, ADDRESS_PHONE };

enum err person_store_holders(struct ctx *ctx, enum address_kind kind, struct str address, struct holders *out);
enum err person_store_external(struct ctx *ctx, struct str source, struct str external_id, enum person_kind kind,
                               struct holder *out);

/* Names under which an address turned up at a booking or a form, unlike its holder's. */
enum err person_store_names(struct ctx *ctx, struct str address, struct string_list *out);
enum err person_store_name_add(struct ctx *ctx, struct str address, struct str name_fold, id64 person_id);

enum err person_store_insert(struct ctx *ctx, id64 id, enum person_kind kind);
enum err person_store_delete(struct ctx *ctx, id64 id);
enum err person_store_kind(struct ctx *ctx, id64 id, enum person_kind *out);
enum err person_store_name(struct ctx *ctx, id64 id, struct str *out);

enum err person_store_email_insert(struct ctx *ctx, const struct person *person, const struct email_entry *entry);
enum err person_store_email_update(struct ctx *ctx, const struct person *person, const struct email_entry *entry);
enum err person_store_email_delete(struct ctx *ctx, const struct person *person, struct str address);

enum err person_store_phone_insert(struct ctx *ctx, const struct person *person, const struct phone_entry *entry,
                                   bool previous);
enum err person_store_phone_update(struct ctx *ctx, const struct person *person, const struct phone_entry *entry,
                                   bool previous);
enum err person_store_phone_delete(struct ctx *ctx, const struct person *person, struct str e164);

enum err person_store_external_insert(struct ctx *ctx, const struct person *person,
                                      const struct external_id_entry *entry);
enum err person_store_external_delete(struct ctx *ctx, const struct person *person,
                                      const struct external_id_entry *entry);

/* Marks the address shared for all who have it, in their rows too; `except_id` writes its own row itself. */
enum err person_store_share(struct ctx *ctx, enum address_kind kind, struct str address, id64 except_id);

enum err person_store_pair(struct ctx *ctx, id64 one, id64 other, const char *reason);
enum err person_store_unpair(struct ctx *ctx, id64 one, id64 other);

enum err person_store_count(struct ctx *ctx, enum person_kind kind, int live, int archived);
enum err person_store_counted(struct ctx *ctx, enum person_kind kind, int64_t *live);

#endif

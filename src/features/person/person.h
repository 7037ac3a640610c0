/*
 * What customers and contacts have in common: addresses, numbers, tags, links to other systems, and the one rule
 * that decides who somebody is.
 *
 * A person's e-mails, phones, external ids and tags stand in child tables (for finding) and once more as JSON in the
 * person's own row (for reading). person_save_… keeps both the same, in one transaction.
 */
#ifndef FEATURES_PERSON_PERSON_H
#define FEATURES_PERSON_PERSON_H

#include "features/location/location.h"

enum person_kind { PERSON_NONE, PERSON_CUSTOMER, PERSON_CONTACT };

/* What somebody shows of themselves: a booking's booker, a form, a row of an import, a contact to be converted. */
struct identity {
    struct str name;
    struct email_list emails;
    struct phone_list phones;
    struct str source;      /* with external_id: the other system's name */
    struct str external_id; /* empty: none */
    id64 except_id;         /* this person is not looked at (a contact being converted); 0: none */
};

enum who_by { WHO_NOBODY, WHO_BY_EXTERNAL_ID, WHO_BY_EMAIL, WHO_BY_PHONE };

struct who {
    enum person_kind kind;  /* PERSON_NONE: unknown */
    id64 id;
    enum who_by by;
    /* The e-mail (or phone) says somebody else than the phone: nothing may be added to either. */
    bool disagree;
    id64 other_id;          /* whom the phone said; noted in may_be_same by who_is_it itself */
    bool archived;
};

/* Who is it? One rule, used by everything (product.md 3): external id; then an e-mail that is not shared, not a
 * relay and not unproven; then a phone, current or previous, not shared, if the names have a word in common. Customers come
 * before contacts; several hits: unarchived, most recently active, lowest id. Notes disagreements in may_be_same,
 * and marks an e-mail or phone that turns up under a third unrelated name as shared. */
enum err who_is_it(struct ctx *ctx, const struct identity *identity, struct who *out);

/* Normalises what was typed by a stranger into lists; what cannot be read is left out (the caller warns). */
void identity_add_email(struct ctx *ctx, struct identity *identity, struct str typed);
void identity_add_phone(struct ctx *ctx, struct identity *identity, struct str typed, struct str country);

#endif

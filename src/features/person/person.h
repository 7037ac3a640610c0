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
    bool customers_only;    /* contacts are not looked at */
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
    bool organisation;      /* books for others: nothing is learned about it from this */
};

/* Who is it? One rule, used by everything (product.md 3): external id; then an e-mail that is not shared, not a
 * relay and not unproven; then a phone, current or previous, not shared, if the names have a word in common. Customers come
 * before contacts; several hits: unarchived, most recently active, lowest id. Notes disagreements in may_be_same,
 * and marks an e-mail or phone that turns up under a third unrelated name as shared. */
enum err who_is_it(struct ctx *ctx, const struct identity *identity, struct who *out);

/* The same rule for one bare address (normal form) or number (E.164) that says nothing else, without writing anything:
 * shared, unproven and relay ones say nobody; a converted contact answers its customer. */
struct person_ref {
    enum person_kind kind;
    id64 id; /* 0: nobody */
};
enum err who_has_email(struct ctx *ctx, struct str address, struct person_ref *out);
enum err who_has_phone(struct ctx *ctx, struct str e164, struct person_ref *out);

/* Normalises what was typed by a stranger into lists; what cannot be read is left out (the caller warns). */
void identity_add_email(struct ctx *ctx, struct identity *identity, struct str typed);
void identity_add_phone(struct ctx *ctx, struct identity *identity, struct str typed, struct str country);

/* ---- one person as both kinds see it ----------------------------------------------------------------------- */

enum { PERSON_ADDRESSES_MOST = 20 };

/* The members that customers and contacts have in common, by reference into one of either. */
struct person {
    enum person_kind kind;
    id64 id;
    id64 customer_id; /* of a contact: whom it is linked to */
    struct str *name;
    struct str *name_fold;
    struct email_list *emails;
    struct phone_list *phones;
    struct phone_list *previous_phones;
    struct external_id_list *external_ids;
    struct string_list *tags;
    struct str *primary_email;
    struct str *primary_phone;
    struct str *company;
    struct str *search;
};

const char *person_kind_name(enum person_kind kind); /* "customer" */
const char *person_prefix(enum person_kind kind);    /* "cus" */

/* Two people who may be one, found while an address was looked at. */
struct person_pair {
    id64 other_id;
    const char *reason; /* "email", "phone" */
    struct person_pair *next;
};

/* What saving a person means for others: found by person_check, done by person_save. */
struct person_effects {
    struct person_pair *pairs;
    struct string_list share_emails; /* addresses that become shared for all who have them */
    struct string_list share_phones;
    int left_out;                    /* the 21st and later ones */
};

enum person_trust {
    PERSON_STRICT, /* staff or a program said so: what is not acceptable is a problem */
    PERSON_OUTSIDE /* what came along with a booking or a form: what is not acceptable is left out */
};

/* Checks and completes what is about to be saved: name, doubles, limits, relays, who else has the addresses, phones
 * that move to the previous ones. `before` is NULL for a new person. Problems are collected; nothing is written. */
enum err person_check(struct ctx *ctx, struct person *person, const struct person *before, enum person_trust trust,
                      struct person_effects *effects);

/* The members that follow from others: name_fold, primary_email, primary_phone, search. After the tags are set. */
void person_derive(struct ctx *ctx, struct person *person);

/* The row that everything else hangs on; before tags and child rows. */
enum err person_begin(struct ctx *ctx, const struct person *person);

/* Writes the child rows so that they equal the lists, and does the effects. `before` is NULL for a new person. */
enum err person_save(struct ctx *ctx, const struct person *person, const struct person *before,
                     const struct person_effects *effects);

/* Adds what is new in `identity` to the lists; true when something changed. The 21st is left out and counted in
 * *left_out; person_check(PERSON_OUTSIDE) then drops relays and what is another's. An unproven address becomes proven
 * when it comes again and proven, and verified when it comes again and verified. */
bool person_take_in(struct ctx *ctx, struct person *person, const struct identity *identity, int *left_out);

/* The two are known to be one, or to be linked: they are no pair any more. */
enum err person_unpair(struct ctx *ctx, id64 one, id64 other);

/* Whoever has this exact e-mail (normal form) or phone (E.164), customers first, at most 50. */
enum err person_find_email(struct ctx *ctx, struct str address, struct person_ref **out, int *count);
enum err person_find_phone(struct ctx *ctx, struct str e164, struct person_ref **out, int *count);
/* The customer whose own e-mail (normal form) this is, when the names have a word in common: 0 when it is nobody's,
 * shared, unproven, a relay's, or only of `except_id`. Only looks: nothing is noted, as who_is_it does. */
enum err person_of_email(struct ctx *ctx, struct str address, struct str name, id64 except_id, id64 *customer_id);
/* By another system's id; kind PERSON_NONE when nobody has it. */
enum err person_find_external(struct ctx *ctx, struct str source, struct str external_id, enum person_kind kind,
                              struct person_ref *out);

/* What kind of person this is in the location; PERSON_NONE when there is none. */
enum err person_kind_of(struct ctx *ctx, id64 id, enum person_kind *out);

/* How they are called, and a number that goes with it, for the ETag of what shows it. Empty and 0 when there is none. */
enum err person_name_of(struct ctx *ctx, id64 id, struct str *name, int64_t *view);

/* Whom a body names by customer_id or contact_id, 0 being neither; id 0 when nobody is named. Both at once, and who is
 * not there, are problems. */
enum err person_named(struct ctx *ctx, id64 customer_id, id64 contact_id, struct person_ref *out);

/* Lists of tags as sets, without regard to case. */
struct string_list person_tags_joined(struct ctx *ctx, const struct string_list *tags, const struct string_list *more);
struct string_list person_tags_less(struct ctx *ctx, const struct string_list *tags, const struct string_list *less);
bool person_tags_differ(const struct string_list *a, const struct string_list *b);

/* Counters of the location's head row: live ones and archived ones are counted apart. */
enum err person_count(struct ctx *ctx, enum person_kind kind, int live, int archived);
enum err person_counted(struct ctx *ctx, enum person_kind kind, int64_t *live);

#include "features/person/bulk.h"
#include "features/person/deletion.h"
#include "features/person/forget.h"
#include "features/person/trash.h"

#endif

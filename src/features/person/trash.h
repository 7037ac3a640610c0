/*
 * The trash: deleted people who can still be taken back (docs/decisions/0002-deletion.md).
 *
 * A deletion takes a snapshot (the record, what was unlinked from it) and removes the person from every table. Until
 * the location's days are over the snapshot can be put back. Included through person.h.
 */
#ifndef FEATURES_PERSON_TRASH_H
#define FEATURES_PERSON_TRASH_H

#include "features/person/person.h"

struct trash_item {
    id64 id; /* of the person */
    enum person_kind kind;
    int64_t deleted_ms;
    int64_t purge_ms;
    json_t *snapshot; /* {"record", "contacts", "consents", "bookings"}; in ctx's arena */
};

/* What the caller saw unlinked, as JSON values. */
struct trash_links {
    struct str contacts; /* [{"id", "converted_ms"}] */
    struct str bookings; /* what hook_person_deleted gave */
};

/* Takes the person out of every table and, unless `permanent` or the location keeps nothing, into the trash.
 * The caller has unlinked bookings and contacts and given back the tags. `record` is the row as it was. */
enum err trash_person(struct ctx *ctx, const struct person *person, const struct resource *resource, const void *record,
                      const struct trash_links *links, bool permanent);

/* ERR_NOT_FOUND when there is none of this kind. */
enum err trash_get(struct ctx *ctx, id64 id, enum person_kind kind, struct trash_item *out);

/* How many bookings were unlinked: the hook's value is an object of lists of ids. */
int64_t trash_bookings(const struct trash_item *item);

/* The consent events get their person, address, IP and agent back, and the snapshot goes. After the person is saved. */
enum err trash_put_back(struct ctx *ctx, const struct trash_item *item);

/* Something that could not come back because somebody else has it meanwhile. */
struct trash_warning {
    struct str field; /* "emails", "external_ids" */
    struct str value;
    id64 owner_id;
    struct trash_warning *next;
};

/* Takes e-mails and external ids out of the lists that others have meanwhile. */
enum err trash_leave_taken(struct ctx *ctx, struct person *person, struct trash_warning **warnings);

/* [{"field", "code", "detail", "customer_id"}] */
void trash_put_warnings(struct json_writer *w, struct ctx *ctx, const struct trash_warning *warnings);

/* Removes for good what is due, in all locations; at most 1,000 a call. */
enum err trash_purge_due(struct ctx *ctx);

/* How many consent events stay behind without the person. */
enum err trash_consent_count(struct ctx *ctx, id64 person_id, int64_t *out);

#endif

/*
 * The trash: deleted people who can still be taken back (docs/decisions/0002-deletion.md).
 *
 * A deletion takes a snapshot (the record, what was unlinked from it) and removes the person from every table. Until
 * the location's days are over the snapshot can be put back. Included through person.h.
 */
#ifndef FEATURES_PERSON_TRASH_H
#define FEATURES_PERSON_TRASH_H

#include "features/person/person.h"

/* What hangs on a person beside the record: a deletion unlinks it and it stays, but for the follow-ups. */
struct person_ties {
    int64_t bookings;
    int64_t guests;         /* guest entries on bookings of others */
    int64_t records;        /* payments, waivers, orders */
    int64_t communications;
    int64_t responses;      /* to surveys */
    int64_t follow_ups;     /* go with the person */
};

struct trash_item {
    id64 id; /* of the person */
    enum person_kind kind;
    int64_t deleted_ms;
    int64_t purge_ms;
    json_t *snapshot; /* {"record", "contacts", "consents", "ties"}; in ctx's arena */
};

/* What the caller saw unlinked, as JSON values. */
struct trash_links {
    struct str contacts; /* [{"id", "converted_ms"}] */
    struct str ties;     /* what hook_person_deleted gave: {"bookings": {"by_match": [ids], …}, "guests": {…}, …} */
};

/* Rows that hung on the person, by how they were linked: as a tie of the snapshot, {"by_match": ["gst_…"], "by_user": […]}. */
struct trash_list {
    const char *name;
    struct id_set ids;
};
struct str trash_lists_text(struct ctx *ctx, const char *prefix, const struct trash_list *lists, int count);
/* The ids of one of them; none when there is no such list. */
void trash_list_read(struct ctx *ctx, const json_t *tie, const char *name, struct id_set *ids);

/* Takes the person out of every table and, unless `permanent` or the location keeps nothing, into the trash.
 * The caller has unlinked bookings and contacts and given back the tags. `record` is the row as it was. */
enum err trash_person(struct ctx *ctx, const struct person *person, const struct resource *resource, const void *record,
                      const struct trash_links *links, bool permanent);

/* ERR_NOT_FOUND when there is none of this kind. */
enum err trash_get(struct ctx *ctx, id64 id, enum person_kind kind, struct trash_item *out);

/* How much of what was unlinked: the lists of ids in each member of the hook's value, counted. */
void trash_ties(const struct trash_item *item, struct person_ties *out);

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

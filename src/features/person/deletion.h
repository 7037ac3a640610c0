/*
 * What the deletion of a person touches, or touched: told before it is done, and while it can be taken back. The same
 * for customers and contacts. Included through person.h.
 */
#ifndef FEATURES_PERSON_DELETION_H
#define FEATURES_PERSON_DELETION_H

#include "features/person/trash.h"

struct deletion {
    struct person_ties ties; /* stay, unlinked; follow-ups go */
    int64_t contacts;        /* linked to a customer: stay, and are leads again */
    int64_t consent_events;  /* stay, without the person */
    int64_t deleted_ms;      /* 0: still there */
    int64_t undo_until_ms;   /* 0: cannot be taken back */
};

/* Of somebody in the trash, whose record is read into `record`; ERR_NOT_FOUND when there is nobody of this kind. */
enum err deletion_done(struct ctx *ctx, id64 id, enum person_kind kind, const struct resource *resource, void *record,
                       struct deletion *out);

/* Of somebody who is still there. Contacts are not counted. */
enum err deletion_to_come(struct ctx *ctx, id64 id, struct deletion *out);

/* What the two kinds say differently is written between the two by the caller. */
void deletion_put_begin(struct json_writer *w, const struct person *person, const struct deletion *deletion);
struct deletion_rest {
    bool has_notes;
    bool is_archived;
};
void deletion_put_end(struct json_writer *w, const struct person *person, const struct deletion *deletion,
                      struct deletion_rest rest);

/* The schema of what both write; `special` is the kind's own member with its type. */
#define DELETION_SCHEMA(special)                                                                                   \
    "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"            \
    "\"deleted_at\":{\"type\":[\"string\",\"null\"]},\"undo_until\":{\"type\":[\"string\",\"null\"]},"             \
    "\"bookings_unlinked\":{\"type\":\"integer\"},\"guest_entries_unlinked\":{\"type\":\"integer\"},"              \
    "\"records_unlinked\":{\"type\":\"integer\"},\"communications_unlinked\":{\"type\":\"integer\"},"              \
    "\"survey_responses_unlinked\":{\"type\":\"integer\"}," special                                               \
    ","                                                                                                           \
    "\"consent_events_kept\":{\"type\":\"integer\"},\"emails_removed\":{\"type\":\"integer\"},"                    \
    "\"phones_removed\":{\"type\":\"integer\"},\"tags_removed\":{\"type\":\"integer\"},"                           \
    "\"external_ids_removed\":{\"type\":\"integer\"},\"follow_ups_removed\":{\"type\":\"integer\"},"               \
    "\"notes_removed\":{\"type\":\"boolean\"},\"other_ways\":{\"type\":\"array\",\"items\":{\"type\":\"string\","    \
    "\"enum\":[\"archive\",\"erase\"]}}}}"

#endif

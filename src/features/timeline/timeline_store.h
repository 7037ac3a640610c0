/*
 * The reads behind a timeline: one per kind, each a span of one index, newest first.
 */
#ifndef FEATURES_TIMELINE_TIMELINE_STORE_H
#define FEATURES_TIMELINE_TIMELINE_STORE_H

#include "features/timeline/timeline.h"

enum timeline_source {
    SOURCE_BOOKING,
    SOURCE_GUEST,
    SOURCE_COMMUNICATION,
    SOURCE_RESPONSE,
    SOURCE_RECORD,
    SOURCE_FOLLOW_UP,
    SOURCE_CHECKOUT,
    SOURCE_CONSENT,
    SOURCE_SUBMISSION,
    SOURCES
};

/* One row found: where it stands. `is_note` is of communications, when that was asked. */
struct timeline_row {
    int64_t at_ms;
    id64 id;
    bool is_note;
};

/* What is asked: up to `most` rows of one person behind the place. */
struct timeline_span {
    enum timeline_source source;
    id64 person_id;
    bool is_contact;
    bool tells_notes; /* among communications */
    const struct timeline_place *after;
    int most;
};

enum err timeline_store_rows(struct ctx *ctx, const struct timeline_span *span, struct timeline_row *rows, int *count);

/* The same from the audit; fills in at, id, seq, action. */
enum err timeline_store_audit(struct ctx *ctx, id64 person_id, int64_t before_seq, int most,
                              struct timeline_entry *entries, int *count);

/* Fills in what was changed and who did it. */
enum err timeline_store_values(struct ctx *ctx, struct timeline_entry *entry);

/* The contacts linked to a customer, the latest first, at most TIMELINE_CONTACTS_MOST. */
enum err timeline_store_contacts(struct ctx *ctx, id64 customer_id, id64 *ids, int *count);

/* How the user or key is called now; empty when there is none. */
enum err timeline_store_user_name(struct ctx *ctx, id64 id, struct str *name);
enum err timeline_store_key_name(struct ctx *ctx, id64 id, struct str *name);

#endif

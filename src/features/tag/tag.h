/*
 * A tag: a word that staff put on customers and contacts.
 *
 * Tags are equal without regard to case; the first spelling wins in the whole location. A person's tags stand in
 * person_tag (for finding and counting) and once more as JSON in the person's row (for reading); tag_set keeps the
 * first, the person feature the second, renaming both. The counters of a tag are its rows in person_tag.
 */
#ifndef FEATURES_TAG_TAG_H
#define FEATURES_TAG_TAG_H

#include "features/person/person.h"

enum { TAG_LENGTH_MOST = 50, TAGS_MOST_PER_PERSON = 50 };

struct tag {
    id64 id;
    id64 location_id;
    struct str name;
    struct str name_fold;
    struct str colour;     /* "#rrggbb" or empty */
    int64_t customers;     /* how many carry it */
    int64_t contacts;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource tag_resource;
extern const struct list_spec tag_list;

/* The person carries exactly these tags from now on. Normalises, drops doubles, makes the missing ones, and puts the
 * location's spelling into *tags. Problems go to "tags[i]" and "tags"; with any, nothing is changed and ERR_OK comes
 * back: the caller asks problems_err(). */
enum err tag_set(struct ctx *ctx, id64 person_id, enum person_kind kind, struct string_list *tags);

/* Only the checking and normalising of tag_set, without the location's spelling. */
void tag_check(struct ctx *ctx, struct string_list *tags);

/* Before a person's rows go: the counters. The rows themselves may go with the person. */
enum err tag_forget(struct ctx *ctx, id64 person_id);

enum err tag_get(struct ctx *ctx, id64 id, struct tag *out);

/* One that nobody carries yet. ERR_CONFLICT when the name is taken. */
enum err tag_create(struct ctx *ctx, struct tag *tag);

/* Renames and colours. A name that another tag has merges this one into the other, which is then in *after. */
enum err tag_update(struct ctx *ctx, const struct tag *before, struct tag *after);

/* Takes the tag from everybody; `before` says who had it. */
enum err tag_delete(struct ctx *ctx, const struct tag *before);

#endif

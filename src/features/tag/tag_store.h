/*
 * The rows of tags: whose they are, how many, and the copies in the rows of the people who carry them.
 */
#ifndef FEATURES_TAG_TAG_STORE_H
#define FEATURES_TAG_TAG_STORE_H

#include "features/tag/tag.h"

struct tag_ref {
    id64 id;
    struct str name;
    struct str name_fold;
};

struct tag_refs {
    struct tag_ref *items;
    int count;
};

/* The tags of one person, in the order in which they were made. */
enum err tag_store_of_person(struct ctx *ctx, id64 person_id, struct tag_refs *out);

/* Counts one more carrier of the tag with that folded name; *found is false when there is none. */
enum err tag_store_count_up(struct ctx *ctx, struct str fold, enum person_kind kind, struct tag_ref *out, bool *found);
enum err tag_store_link(struct ctx *ctx, id64 tag_id, id64 person_id, enum person_kind kind);
enum err tag_store_unlink(struct ctx *ctx, id64 tag_id, id64 person_id);

/* One carrier fewer on each tag of the person. */
enum err tag_store_count_down_person(struct ctx *ctx, id64 person_id);

/* 0 when no tag has that folded name. */
enum err tag_store_find(struct ctx *ctx, struct str fold, id64 *out);

/* In the rows of everybody who carries the tag: `to` for `from`; an empty `to` takes it away. Doubles go. */
enum err tag_store_respell(struct ctx *ctx, const struct tag *from, struct str to);

/* Whoever carries `from` carries `to`; `from` is carried by nobody afterwards. Counts `to` anew. */
enum err tag_store_pour(struct ctx *ctx, id64 from, id64 to);

enum err tag_store_delete(struct ctx *ctx, id64 id);

#endif

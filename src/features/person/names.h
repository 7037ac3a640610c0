/*
 * When are two names those of unrelated people, and when does an address belong to several of them?
 */
#ifndef FEATURES_PERSON_NAMES_H
#define FEATURES_PERSON_NAMES_H

#include "features/person/person_store.h"

/* The same name, or a word in common (folded). Nothing is in common with an empty name. */
bool names_fit(struct ctx *ctx, struct str a, struct str b);

/* Is `name` the third of names that have nothing to do with each other? Then the address is shared. An address of an
 * organisation that books for others is its own under whatever name it turns up. `more` may be NULL. */
bool names_third(struct ctx *ctx, struct str name, const struct holders *holders, const struct string_list *more,
                 id64 except_id);

#endif

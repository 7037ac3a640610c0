/*
 * Ids, each once. In ctx's arena; {0} is the empty set.
 */
#ifndef BASE_ID_SET_H
#define BASE_ID_SET_H

#include "base/ctx.h"

struct id_set {
    id64 *items; /* in the order of adding until settled */
    int count;
    int room;
    bool settled; /* sorted and unique */
};

void id_set_add(struct ctx *ctx, struct id_set *set, id64 id); /* 0 is left out */
void id_set_settle(struct id_set *set);
/* Settles it. */
bool id_set_has(struct id_set *set, id64 id);

#endif

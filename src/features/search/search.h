/*
 * One question, all that may be meant: customers, open leads and bookings, for who types in the search box.
 *
 * People by any part of name, e-mail, phone, company or tag, as their lists find them with `q`, newest first; bookings by
 * their confirmation code, whole or short. Archived people and converted leads are left out: the customer stands there
 * already. Nothing is counted: a few of each is what is shown while one types, and counting all would cost as much again.
 */
#ifndef FEATURES_SEARCH_SEARCH_H
#define FEATURES_SEARCH_SEARCH_H

#include "model/list.h"

struct search_hits {
    struct list_page customers; /* records as list_run_raw leaves them: for resource_put only */
    struct list_page contacts;
    struct list_page bookings;  /* those that ctx's actor may see */
};

enum { SEARCH_HITS_DEFAULT = 6, SEARCH_HITS_MOST = 25 };

/* `most` of each, 1 to SEARCH_HITS_MOST. ERR_BAD_REQUEST when there is nothing to look for, or too much of it. */
enum err search_run(struct ctx *ctx, struct str q, int most, struct search_hits *out);

#endif

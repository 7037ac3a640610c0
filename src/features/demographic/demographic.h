/*
 * A demographic: a category that a guest can be in, as Adult, Child or Senior.
 *
 * A location has a few, in an order of its own, for all activities or for some. A retired one is offered no more and
 * stays where it was used; one that was never used can be deleted. A booking's manifest counts people per category.
 */
#ifndef FEATURES_DEMOGRAPHIC_DEMOGRAPHIC_H
#define FEATURES_DEMOGRAPHIC_DEMOGRAPHIC_H

#include "model/list.h"

enum { DEMOGRAPHICS_MOST = 200, AGE_MOST = 150, ADULT_AGE = 18 };

struct demographic {
    id64 id;
    id64 location_id;
    struct str title;
    struct str description;
    int64_t min_age;
    int64_t max_age;                /* AGE_MOST: no limit */
    struct string_list activities;  /* none: all */
    int64_t position;               /* from 1 */
    bool retired;
    bool in_manifests;              /* some booking's manifest named it, now or before */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource demographic_resource;
extern const struct list_spec demographic_list;

enum err demographic_get(struct ctx *ctx, id64 id, struct demographic *out);

/* What a new one has where nobody says otherwise. */
void demographic_new(struct demographic *demographic);

/* At the end of the order, unless it says where. ERR_CONFLICT beyond DEMOGRAPHICS_MOST. */
enum err demographic_create(struct ctx *ctx, struct demographic *demographic);
enum err demographic_update(struct ctx *ctx, const struct demographic *before, struct demographic *after);

/* ERR_CONFLICT while a guest is in it, or once a manifest named it: retire it instead. */
enum err demographic_delete(struct ctx *ctx, const struct demographic *demographic);

/* These first, in this order; the rest behind, as they were. Unknown ones and doubles are problems of "ids[i]". */
enum err demographic_set_order(struct ctx *ctx, const id64 *ids, int count);

/* All of the location in their order, retired ones too; what is needed to choose one. */
struct demographics {
    struct demographic *items;
    int count;
};
enum err demographic_all(struct ctx *ctx, struct demographics *out);

/* NULL when there is none with this id. */
const struct demographic *demographic_find(const struct demographics *all, id64 id);

/* The first one in the order that takes this age and activity, one that is for this activity before one for all;
 * 0 when none does, or when the age is below 0. Retired ones are not proposed. */
id64 demographic_fitting(struct ctx *ctx, const struct demographics *all, struct str activity, int64_t age);

/* Whole years between two days ("YYYY-MM-DD"); -1 when there is no birth date, or it lies after `day`. */
int64_t demographic_age(struct str born, struct str day);

/* A manifest as it was sent: its rows' demographic_id must be known (problems of "manifest[i].demographic_id"); a row
 * without a title gets the category's. */
enum err demographic_settle_manifest(struct ctx *ctx, json_t *manifest);

/* A saved manifest names these: they can only be retired from now on. */
enum err demographic_in_manifest(struct ctx *ctx, struct str manifest);

#endif

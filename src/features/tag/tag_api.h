/*
 * The routes of tags, below a location.
 */
#ifndef FEATURES_TAG_TAG_API_H
#define FEATURES_TAG_TAG_API_H

#include "http/router.h"

extern const struct route tag_routes[];
extern const int tag_route_count;

#endif

/*
 * The routes of bookings, below a location.
 */
#ifndef FEATURES_BOOKING_BOOKING_API_H
#define FEATURES_BOOKING_BOOKING_API_H

#include "http/router.h"

extern const struct route booking_routes[];
extern const int booking_route_count;

#endif

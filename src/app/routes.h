/*
 * All routes of the program: the tables of the features, and where their paths begin.
 */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "http/router.h"

enum { ROUTE_TABLES_MOST = 64 };

/* Fills in the tables and returns how many there are. */
int route_tables(struct route_table into[ROUTE_TABLES_MOST]);

/* Is it a route of a table whose writes change who may do what (staff, sessions, keys, locations)? */
bool route_touches_auth(const struct route *route);

/* "READ" "WRITE" "SLOW" */
const char *route_mode_name(enum route_mode mode);

#endif

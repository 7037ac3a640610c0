/*
 * The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0), made from the route tables and the field tables
 * that the server itself works with: nothing is said a second time.
 */
#ifndef APP_OPENAPI_H
#define APP_OPENAPI_H

#include "http/router.h"

/* Writes the whole document for these tables. */
void openapi_put(struct buf *buf, const struct route_table *tables, int count);

#endif

/*
 * The members that a row can have, as tables: for bookings and for customers.
 */
#ifndef FEATURES_IMPORT_IMPORT_MEMBERS_H
#define FEATURES_IMPORT_IMPORT_MEMBERS_H

#include "features/import/import_columns.h"

/* Ends with a NULL key. */
const struct import_member *import_members(enum import_kind kind);

/* By the key of a map, or by its place in the body of the API ("address.city"); NULL when there is none. */
const struct import_member *import_member_by_key(enum import_kind kind, struct str key);

/* By a header's folded name; NULL when it is not recognised. */
const struct import_member *import_member_by_header(enum import_kind kind, struct str folded);

/* "name, email, phone, …" for a sentence. */
struct str import_member_names(struct arena *arena, enum import_kind kind);

#endif

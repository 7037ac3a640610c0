/*
 * A row as the body that the API would take.
 */
#ifndef FEATURES_IMPORT_IMPORT_BODY_H
#define FEATURES_IMPORT_IMPORT_BODY_H

#include "features/import/import_columns.h"

struct import_body {
    json_t *json;            /* owned by whoever asked: json_decref */
    struct str external_id;  /* of the record; empty: none */
};

/* What cannot be read becomes a problem of ctx: ask problems_err(). The caller gives `json` back in any case. */
void import_body_make(struct ctx *ctx, const struct import_options *options, const struct import_layout *layout,
                      const struct csv_row *row, struct import_body *out);

/* Writes one row, in a part of the caller's transaction. What was left out stays in *notes. */
enum err import_booking_write(struct ctx *ctx, const struct import_options *options, struct import_body *body,
                              enum import_verdict *verdict, struct problem_list *notes);
enum err import_customer_write(struct ctx *ctx, const struct import_options *options, struct import_body *body,
                               enum import_verdict *verdict, struct problem_list *notes);

#endif

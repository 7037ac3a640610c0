/*
 * Moving out: customers, contacts and bookings as CSV (RFC 4180; cells that a spreadsheet would calculate are defused)
 * or as JSON lines, in the order in which they were made, a batch at a time.
 *
 * The columns come from the field tables: everything that an answer of the API shows, objects flattened. Amounts stand in
 * CSV as decimal numbers, times in UTC, lists apart by "; ".
 */
#ifndef FEATURES_EXPORT_EXPORT_H
#define FEATURES_EXPORT_EXPORT_H

#include "model/list.h"

enum export_format { EXPORT_CSV, EXPORT_JSONL };

/* Takes the next bytes; false when they cannot be kept any more, which ends the export. */
typedef bool export_sink(void *data, struct str bytes);

struct export_order {
    const struct list_spec *list; /* customer_list, contact_list, booking_list */
    const struct list_param *filters;
    int filter_count;
    enum export_format format;
    export_sink *sink;
    void *data;
};

/* "customers" "contacts" "bookings"; NULL for anything else. */
const struct list_spec *export_list(struct str noun);

/* Writes all of ctx's location that match, as ctx may see them; `*written` counts records. */
enum err export_run(struct ctx *ctx, const struct export_order *order, int64_t *written);

#endif

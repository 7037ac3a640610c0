/*
 * Records as rows of CSV, by their field table.
 */
#ifndef FEATURES_EXPORT_EXPORT_CELL_H
#define FEATURES_EXPORT_EXPORT_CELL_H

#include "model/resource.h"

/* The header row of what ctx may see, and the row of a record, with their line ends. */
void export_header(struct ctx *ctx, const struct resource *resource, struct buf *buf);
void export_row(struct ctx *ctx, const struct resource *resource, const void *record, struct buf *buf);

#endif

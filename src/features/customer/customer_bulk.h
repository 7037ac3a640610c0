/*
 * Bulk actions on customers (person/bulk.h), at once and as a job.
 */
#ifndef FEATURES_CUSTOMER_CUSTOMER_BULK_H
#define FEATURES_CUSTOMER_CUSTOMER_BULK_H

#include "features/customer/customer.h"

extern const struct bulk_kind customer_bulk;

/* One step of a job of the kind "customers.bulk". */
enum err customer_bulk_step(struct ctx *ctx, struct job *job);

#endif

/*
 * Bulk actions on contacts (person/bulk.h), at once and as a job.
 */
#ifndef FEATURES_CONTACT_CONTACT_BULK_H
#define FEATURES_CONTACT_CONTACT_BULK_H

#include "features/contact/contact.h"

extern const struct bulk_kind contact_bulk;

/* One step of a job of the kind "contacts.bulk". */
enum err contact_bulk_step(struct ctx *ctx, struct job *job);

#endif

/*
 * Everything about one person, as they may ask for it: a ZIP archive with person.json (all of it), a CSV file for each kind
 * of record, and a vCard.
 *
 * Whom it is about, and which rows are theirs, is what an erasure would find (features/privacy). Archive in memory,
 * compressed; beside it one record at a time.
 */
#ifndef FEATURES_EXPORT_EXPORT_PERSON_H
#define FEATURES_EXPORT_EXPORT_PERSON_H

#include "features/privacy/privacy.h"

/* The archive, in ctx's arena. ERR_NOT_FOUND as erasure_preview; ERR_TOO_LARGE beyond 256 MB. What was given
 * out stands in the audit, without what it was. */
enum err export_person(struct ctx *ctx, const struct erasure_subject *subject, struct str *zip);

/* vCard 4.0 (RFC 6350) of a customer or contact. */
void export_vcard_customer(struct ctx *ctx, const struct customer *customer, struct buf *buf);
void export_vcard_contact(struct ctx *ctx, const struct contact *contact, struct buf *buf);

#endif

/*
 * A row as a message from another system about a booking.
 */
#include "features/import/import_body.h"

enum err import_booking_write(struct ctx *ctx, const struct import_options *options, struct import_body *body,
                              enum import_verdict *verdict, struct problem_list *notes)
{
    struct booking_outcome outcome = { 0 };
    struct booking booking;

    if (!body->external_id.len) {
        problem_add(ctx, STR("external_id"), "required", "The row has no external id.");
        return problems_err(ctx);
    }
    TRY(booking_report(ctx, options->source, body->external_id, body->json, BOOKING_IMPORTED, &booking, &outcome));
    *notes = outcome.warnings;
    *verdict = outcome.made ? IMPORT_MADE : outcome.applied ? IMPORT_CHANGED : IMPORT_UNCHANGED;
    return ERR_OK;
}

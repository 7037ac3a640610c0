/*
 * What cells hold, as the API wants it: amounts, numbers, yes and no, statuses, times, countries.
 *
 * Each function returns NULL, or one sentence why the cell cannot be read.
 */
#ifndef FEATURES_IMPORT_IMPORT_VALUES_H
#define FEATURES_IMPORT_IMPORT_VALUES_H

#include "base/ctx.h"

/* Is nothing there: empty, or one of the words for it (NULL, NA, N/A, -)? */
bool import_is_absent(struct str cell);

/* How amounts are written. */
struct import_amounts {
    char decimal;     /* '.' or ','; 0: guessed from the amount, refused when it could be both */
    int digits;       /* of the currency: 2 for EUR, 0 for JPY, 3 for KWD */
    bool minor_units; /* whole numbers of the smallest unit */
    bool calculates;  /* sums and products of amounts, "99.50*3+12" */
};

/* "12.50", "1.234,56", "$1,234.56", "(12.50)", "-3" in minor units. More decimals than the currency has are
 * rounded half away from zero. */
const char *import_amount(struct str cell, const struct import_amounts *how, int64_t *minor);

/* "3", "3.0"; with `calculates` also "2+0+1". */
const char *import_number(struct str cell, bool calculates, int64_t *out);

const char *import_bool(struct str cell, bool *out);

/* One of the statuses of a booking: by the map ("Check-Out=completed,…"), by its name, or by a usual other word. */
const char *import_status(struct arena *arena, struct str cell, struct str map, const char **out);

/* "2026-05-01", "2026-05-01T09:30:00", or the latter with an offset, from a cell written in one of `formats`
 * (strptime's letters, apart by |; empty: ISO 8601 only). */
const char *import_time(struct arena *arena, struct str cell, struct str formats, struct str *out);

/* The same for a day without hours. */
const char *import_date(struct arena *arena, struct str cell, struct str formats, struct str *out);

/* Are they formats that import_time can read? A sentence if not. */
const char *import_formats_check(struct str formats);

#endif

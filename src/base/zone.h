/*
 * Time zones (IANA) through ICU's C interface: local days, local times, and back. Thread-safe.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/clock.h"

/* Is it a zone that exists ("Europe/Madrid")? */
bool zone_known(struct str name);

/* The local day (days since 1970-01-01) of a moment. An unknown zone is UTC. */
int64_t zone_day(struct str zone, int64_t ms);

/* The first moment of a local day, daylight saving and skipped midnights included. */
int64_t zone_day_start_ms(struct str zone, int64_t day);

/* Local wall-clock time ("2026-05-01T09:30", seconds optional, or "2026-05-01") as a moment. A time that the clocks
 * skip is moved forward by the gap; one that comes twice is the first. False when it cannot be read. */
bool zone_parse_local(struct str zone, struct str text, int64_t *ms_out);

/* The offset that holds at a moment, until when, and whether it is summer time's. A zone whose clocks never change any more
 * has an end far in the future. */
struct zone_span {
    int64_t offset_ms;
    int64_t until_ms;
    bool summer;
};
struct zone_span zone_span(struct str zone, int64_t ms);

/* "2026-05-01T11:30:00+02:00" */
struct str zone_text(struct arena *arena, struct str zone, int64_t ms);

#endif

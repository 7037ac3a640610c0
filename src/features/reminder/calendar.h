/*
 * A user's follow-ups as an iCalendar (RFC 5545) that calendars subscribe to.
 *
 * Written by ourselves: a calendar of one kind of event is two hundred lines, while libical would be one more parser of
 * outside bytes in the program, and leaves zones and folding to be checked all the same.
 */
#ifndef FEATURES_REMINDER_CALENDAR_H
#define FEATURES_REMINDER_CALENDAR_H

#include "features/reminder/reminder.h"

/* The calendar behind a token. ERR_NOT_FOUND when nobody has it, or whoever had it works nowhere any more. */
enum err calendar_for_token(struct ctx *ctx, struct str token, struct str *ics);

/* ---- writing lines (RFC 5545, 3.1 and 3.3.11) -------------------------------------------------------------- */

/* "NAME:value" with CRLF, folded at 75 bytes and never inside a character. */
void calendar_line(struct buf *buf, struct str name, struct str value);
/* The value with \ ; , and line ends escaped, and other control characters left out. */
struct str calendar_text(struct arena *arena, struct str text);

/* VTIMEZONE of a zone, right for every moment from one to the other: a component for each change of clocks. */
void calendar_zone(struct buf *buf, struct arena *arena, struct str zone, int64_t from_ms, int64_t to_ms);

#endif

/*
 * How one entry of a timeline reads: its kind, title, summary, and who did it.
 */
#ifndef FEATURES_TIMELINE_TIMELINE_ENTRY_H
#define FEATURES_TIMELINE_TIMELINE_ENTRY_H

#include "features/timeline/timeline.h"

/* Says which kind of entry an event of the audit is; false for what stands in the timeline by itself (consent). */
bool timeline_entry_from_audit(struct timeline_entry *entry);

/* Title, summary and actor, from the record or the event. */
enum err timeline_entry_describe(struct ctx *ctx, struct timeline_entry *entry);

#endif

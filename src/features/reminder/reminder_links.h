/*
 * Between the files of this feature.
 */
#ifndef FEATURES_REMINDER_REMINDER_LINKS_H
#define FEATURES_REMINDER_REMINDER_LINKS_H

#include "features/reminder/reminder.h"

/* Where the dashboard shows a person of ctx's location. */
enum err reminder_person_link(struct ctx *ctx, id64 person_id, bool is_customer, struct str *url);

/* May somebody with these permissions read what stands in a note? */
bool reminder_sees_notes(uint64_t permissions);

#endif

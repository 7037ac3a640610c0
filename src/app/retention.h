/*
 * The night of retention (features/privacy/retention.h) as a chore.
 */
#ifndef APP_RETENTION_H
#define APP_RETENTION_H

#include "features/job/chore.h"

enum err retention_chore(struct chore_run *run);

#endif

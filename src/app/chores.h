/*
 * The runner of chores (features/job/chore.h): looks twice a second what is due, does the quick ones on the caller's
 * thread and wakes the threads of the long ones.
 */
#ifndef APP_CHORES_H
#define APP_CHORES_H

#include "features/job/chore.h"

struct app;
struct chores;

/* Owned; the threads of long chores start at once. The plans must outlive it. NULL when there is no thread. */
struct chores *chores_start(struct app *app, const struct chore_plan *plans, int count);

/* One look, and what is due of the quick ones. */
void chores_turn(struct chores *chores);

/* Long ones at work are told to stop and waited for. */
void chores_stop(struct chores *chores);

#endif

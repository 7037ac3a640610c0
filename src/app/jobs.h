/*
 * The runner of long and recurring work: one thread beside the loops, and one for each long chore (app/chores.h).
 *
 * It takes waiting jobs one after another and steps them, a transaction a step, and between them does what time
 * asks for: the table of chores stands in jobs.c. Leases in the database let several servers share both.
 */
#ifndef APP_JOBS_H
#define APP_JOBS_H

struct app;
struct jobs;

/* Owned; starts its thread at once. The app must outlive it. */
struct jobs *jobs_start(struct app *app);

/* Lets the step under way finish, then ends the thread. */
void jobs_stop(struct jobs *jobs);

#endif

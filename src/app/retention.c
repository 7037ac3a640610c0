#include "app/retention.h"

#include "features/privacy/retention.h"

static bool goes_on(void *run)
{
    return chore_goes_on(run);
}

static void step(void *run, struct arena *arena, struct ctx *out)
{
    chore_step(run, arena, out);
}

enum err retention_chore(struct chore_run *run)
{
    return retention_run(
        &(struct retention_host){ .store = run->store, .data = run, .goes_on = goes_on, .step = step });
}

/*
 * Is all well? The disk, mail that waits, the age of the last backup, work that is stuck, the clock: a line for each, with
 * one sentence. `regulars check` prints them and Settings shows them.
 */
#ifndef APP_CHECKUP_H
#define APP_CHECKUP_H

#include "base/ctx.h"

struct config;

enum { CHECKUP_LINES_MOST = 40 };

struct checkup_line {
    const char *name;  /* "disk" "mail" "backup" "jobs" "clock" "database" */
    bool ok;
    struct str detail; /* one sentence, without a full stop */
};

struct checkup {
    struct checkup_line lines[CHECKUP_LINES_MOST];
    int count;
    bool ok; /* every one of them */
};

/* Reads only. ERR_OK also when something is wrong. */
enum err checkup_make(struct ctx *ctx, const struct config *config, struct checkup *out);

#endif

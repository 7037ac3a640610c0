/*
 * Running another program and waiting for its end: without a shell in between unless it is the program, with nothing of ours
 * open but what it is given, and with a limit.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/arena.h"

struct process {
    const char *const *argv;   /* the name is looked up in PATH; ends with NULL */
    const char *const *env;    /* "NAME=value", beside the environment and instead of what has the name; ends with NULL */
    int64_t limit_ms;          /* then it is killed, with all that it started */
    bool (*goes_on)(void *data); /* asked every tenth of a second; NULL: always */
    void *data;
};

enum process_end {
    PROCESS_ENDED,     /* see *exit_code; a signal is 128 and its number */
    PROCESS_NOT_FOUND, /* there is no such program, or it may not be run */
    PROCESS_TOO_LONG,
    PROCESS_STOPPED    /* goes_on said no */
};

/* *said: the last line that it wrote to standard error, at most 300 bytes. Its output goes nowhere. */
enum process_end process_run(struct arena *arena, const struct process *process, int *exit_code, struct str *said);

#endif

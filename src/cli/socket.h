/*
 * Asking the server that runs here: one request over the unix socket in its data directory, as the system.
 */
#ifndef CLI_SOCKET_H
#define CLI_SOCKET_H

#include "cli/cli.h"

struct socket_answer {
    int status;      /* 0: nobody listens */
    struct str body;
};

/* `method` and `path` as they stand in the request line. False after an error was said; status 0 is none. */
bool socket_ask(struct cli *cli, const char *method, struct str path, struct socket_answer *out);

#endif

/*
 * The security headers, in four named sets. Every answer gets exactly one.
 */
#ifndef APP_HEADERS_H
#define APP_HEADERS_H

#include "http/reply.h"

enum header_set {
    HEADERS_API,       /* data: nothing may be loaded, framed or guessed */
    HEADERS_DASHBOARD, /* the dashboard's own files and nothing else */
    HEADERS_PUBLIC,    /* hosted forms and pages behind secret links: may be framed where the form says so */
    HEADERS_WIDGET     /* the script that other origins load */
};

/* `https`: browsers see us over TLS, and shall remember it. */
void headers_add(struct reply *rep, enum header_set set, bool https);

#endif

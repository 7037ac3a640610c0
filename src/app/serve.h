/*
 * The way of a request through the program. Start reading here.
 */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "http/listen.h"

/* The edge's callbacks; `data` is the struct app. */
void serve_request(void *data, struct exchange *exchange);
bool serve_streams(void *data, const struct request *head);

#endif

/*
 * The live side of the change feed: streams of server-sent events, and the one thread that feeds them.
 *
 * The store says which locations changed (also by other servers on the same PostgreSQL database); the thread reads what
 * is new there, for locations that somebody listens to only, and sends every stream what its permissions may see. All
 * places are numbers of the audit's chain, so nothing is lost between reading and listening. Every few seconds, and
 * at once when the team, sessions or keys change, each stream is asked again who it belongs to: it ends with its
 * session, key or role.
 */
#ifndef APP_EVENTS_H
#define APP_EVENTS_H

#include "app/auth.h"

struct app;
struct event_stream;
struct events;

enum { EVENTS_BUFFER_BYTES = 128 * 1024, EVENTS_STREAMS_MOST = 1000, EVENTS_OF_ONE_MOST = 20 };

/* Owned; starts its thread. NULL when there is none to be had. */
struct events *events_start(struct app *app);

/* Ends all streams and the thread; nobody can subscribe any more. What the store still says is heard and ignored. */
void events_stop(struct events *events);

/* After the store was closed. */
void events_free(struct events *events);

/* For store_listen. */
void events_heard(void *events, id64 location_id);

/* Who may do what has changed: looks at all streams at once. */
void events_check(struct events *events);

/* Sends the stream what happens in ctx's location after this place, as long as the credential holds. Takes the
 * sender's reference. ERR_RATE_LIMITED for one with too many, ERR_BUSY when there are too many in all: then the
 * stream is still the caller's. */
enum err events_subscribe(struct events *events, struct ctx *ctx, const struct credential *credential, int64_t after,
                          struct event_stream *stream);

#endif

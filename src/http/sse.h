/*
 * Server-sent events as a kind of answer (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * A handler sets rep->events to a new stream and returns; the edge sends the head and keeps the connection.
 * Any thread may then send; the buffer is bounded: a reader who does not keep up gets one "resync" event and loses
 * what was waiting. The stream is reference-counted: the edge holds one, whoever sends holds one.
 */
#ifndef HTTP_SSE_H
#define HTTP_SSE_H

#include "base/str.h"

struct event_stream;

struct event_stream *event_stream_new(size_t buffer_most_bytes);

/* False when the client is gone: drop your reference then. `id` and `event` may be empty; `data` is one line. */
bool event_stream_send(struct event_stream *stream, struct str id, struct str event, struct str data);

/* Has the client gone? For a sender that has had nothing to send for a while. */
bool event_stream_is_gone(struct event_stream *stream);

/* Gives back the sender's reference and, when `end` is true, ends the answer after what waits is written. */
void event_stream_release(struct event_stream *stream, bool end);

/* Gives back the edge's reference of a stream that no answer will carry: the handler failed or the client left. */
void event_stream_drop(struct event_stream *stream);

#endif

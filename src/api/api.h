/*
 * Between HTTP and the model: what every handler needs to read a request and to answer.
 *
 * Handlers (x_api.c) translate; the shapes come from the field tables. Nothing here knows a feature.
 */
#ifndef API_API_H
#define API_API_H

#include "http/router.h"
#include "model/list.h"

/* The body as JSON: ERR_MEDIA_TYPE when it is not sent as application/json (or merge-patch+json), ERR_BAD_REQUEST
 * when it is not acceptable JSON. */
enum err request_json(struct ctx *ctx, const struct request *req, json_t **out);

/* Reads the body into a record by its table; see resource_read. The place's country, currency and today are ctx's. */
enum err request_resource(struct ctx *ctx, const struct request *req, const struct resource *resource,
                          enum read_mode mode, void *record, struct field_set *given);

/* If-Match against the edit part: ERR_CHANGED when it does not hold; ERR_CONDITION_REQUIRED when it is absent and
 * the dashboard asks (a cookie session). */
enum err request_condition(struct ctx *ctx, const struct request *req, int64_t edit);

/* The same from a record that has an `edit` member. */
enum err request_condition_of(struct ctx *ctx, const struct request *req, const struct resource *resource,
                              const void *record);

/* Understands the query string as a list's; see list_ask. */
enum err request_list(struct ctx *ctx, const struct request *req, const struct list_spec *spec,
                      struct list_query **out);

/* A whole query parameter for routes that are no list; unknown ones are refused by request_query_only. */
struct str request_query_value(struct ctx *ctx, const struct request *req, const char *name);
enum err request_query_only(struct ctx *ctx, const struct request *req, const char *const *names);

/* The record as the answer, with its ETag "<edit>.<view>" when it has these members. */
enum err reply_resource(struct ctx *ctx, struct reply *rep, int status, const struct resource *resource,
                        const void *record);

/* Runs the query and answers {"items", "total", …} with Link headers. */
enum err reply_list(struct ctx *ctx, const struct request *req, struct reply *rep, const struct list_query *query);

/* The envelope for items that the caller has already. */
enum err reply_page(struct ctx *ctx, const struct request *req, struct reply *rep, const struct resource *resource,
                    const struct list_page *page);

/* The same with one more member beside the items. */
struct reply_beside {
    const char *name;
    struct str json;
};
enum err reply_page_beside(struct ctx *ctx, const struct request *req, struct reply *rep,
                           const struct resource *resource, const struct list_page *page, struct reply_beside beside);

void reply_etag(struct reply *rep, int64_t edit, int64_t view);
/* The same from a record; one without a view has its edit in both parts, one without an edit has no ETag. */
void reply_etag_of(struct reply *rep, const struct resource *resource, const void *record);

/* Makes the finished answer to a GET or HEAD a 304 when the asker has it already: If-None-Match against both parts of
 * its ETag. For whoever calls the handlers, once for all of them. */
void reply_shorten(const struct request *req, struct reply *rep);

/* Location: the request's path and the new id. */
void reply_location(struct ctx *ctx, struct reply *rep, const struct request *req, const char *prefix, id64 id);

/* [{"field", "code", "detail", "customer_id"}]: the errors of a problem, the warnings of a booking. */
void put_problems(struct json_writer *w, const struct problem *first);

/* problem+json (RFC 9457) for `err` with ctx's sentence and problems. Its type is about:blank, its title the words of
 * the status; `code` says which of our problems it is. Keeps a Retry-After that was set on a 429 or 503 already. */
void reply_problem(struct ctx *ctx, struct reply *rep, enum err err);

#endif

/*
 * Routes are a table: method, path, permission, mode, handler, summary on one line; the router finds the line.
 *
 * A path segment ":name" matches one non-empty segment. A literal wins over a parameter. What a route takes and
 * gives (for the OpenAPI document) follows on the line by name.
 */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/reply.h"
#include "http/request.h"

struct resource;
struct list_spec;

/* Where the handler runs: READ on the loop, WRITE on the writer, SLOW on a worker (SQLite; see store/store.h). */
enum route_mode { READ, WRITE, SLOW };

enum route_flag {
    ROUTE_PLAIN_LOCATION = 1 << 0, /* path is below /api/v1/locations/:location (":location" is looked up before) */
    ROUTE_STREAMS_BODY = 1 << 1,   /* the handler reads the body itself; up to 4 GB */
    ROUTE_SECRET_ONCE = 1 << 2,    /* the answer shows a secret: an Idempotency-Key never repeats it */
    ROUTE_NO_COOKIE_CHECK = 1 << 3, /* public forms */
    ROUTE_PROBE = 1 << 4,          /* answered before any limit and without the database: is the process alive? */
    ROUTE_PAGE = 1 << 5,           /* answers a page for people (api/page.h), its failures too, unless JSON is asked for */
    ROUTE_CROWD = 1 << 6           /* strangers ask for it in numbers (forms): its slow work goes behind everybody else's */
};

/* A query parameter that a route takes beside those of its list. */
struct query_param {
    const char *name;
    const char *type; /* "string" "integer" "boolean" "date" */
    const char *help;
};

typedef enum err route_handler(struct ctx *ctx, const struct request *req, struct reply *rep);

struct route {
    enum http_method method;
    const char *path;      /* below the table's base */
    uint64_t permission;   /* bits of features/user/permission.h; all are needed */
    enum route_mode mode;
    route_handler *handler;
    const char *summary;

    /* for the OpenAPI document */
    int status;                    /* of success; 0: 200 for GET, PUT, PATCH, 201 for POST, 204 for DELETE */
    int other_status;              /* a second success (200 beside 201, 202), 0: none */
    const struct resource *takes;  /* the body */
    const struct resource *gives;  /* the answer; with `list` its items */
    const struct list_spec *list;  /* the answer is a list with these filters */
    const char *takes_json;        /* a JSON Schema, where no field table says it */
    const char *gives_json;
    const char *gives_type;        /* the answer's media type; NULL: JSON */
    const struct query_param *query; /* ends with a NULL name */
    unsigned flags;                /* enum route_flag */
};

/* A table and where its paths begin. */
struct route_table {
    const char *base;   /* "/api/v1", "/api/v1/locations/:location", "" */
    const struct route *routes;
    int count;
};

struct router;

/* Owned by `arena`; the tables must outlive it. */
struct router *router_new(struct arena *arena, const struct route_table *tables, int count);

/* Fills in req->params. ERR_NOT_FOUND; ERR_METHOD with the methods that are allowed ("GET, PATCH") in *allow.
 * HEAD finds the GET route. */
enum err router_find(const struct router *router, struct request *req, const struct route **route, struct str *allow);

#endif

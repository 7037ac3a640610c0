#include "api/api.h"
#include "features/audit/audit.h"
#include "features/user/permission.h"

static enum err audit_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &audit_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err audit_check(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const none[] = { NULL };
    struct audit_verdict verdict;
    struct json_writer w;

    TRY(request_query_only(ctx, req, none));
    TRY(audit_verify(ctx, &verdict));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "whole");
    put_bool(&w, verdict.whole);
    put_key(&w, "entries");
    put_int(&w, verdict.entries);
    put_key(&w, "hash");
    put_string_or_null(&w, verdict.hash);
    if (!verdict.whole) {
        put_key(&w, "seq");
        put_int(&w, verdict.seq);
        put_key(&w, "fault");
        put_string(&w, verdict.fault);
    }
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

#define VERDICT                                                                                        \
    "{\"type\":\"object\",\"required\":[\"whole\",\"entries\",\"hash\"],\"properties\":{"                \
    "\"whole\":{\"type\":\"boolean\"},\"entries\":{\"type\":\"integer\"},"                               \
    "\"hash\":{\"type\":[\"string\",\"null\"]},\"seq\":{\"type\":\"integer\"},\"fault\":{\"type\":\"string\"}}}"

extern const struct route audit_routes[];
extern const int audit_route_count;

/* clang-format off */
const struct route audit_routes[] = {
    { GET, "/audit",              PERM_AUDIT_READ, SLOW, audit_index, "Who did what, newest first", .gives = &audit_resource, .list = &audit_list },
    { GET, "/audit/verification", PERM_AUDIT_READ, SLOW, audit_check, "Walk the chain: is it whole?", .gives_json = VERDICT },
};
/* clang-format on */

const int audit_route_count = (int)(sizeof(audit_routes) / sizeof(audit_routes[0]));

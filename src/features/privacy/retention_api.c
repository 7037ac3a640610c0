/*
 * What goes by itself, and who goes next.
 */
#include "api/api.h"
#include "features/consent/consent.h"
#include "features/privacy/retention.h"
#include "features/user/permission.h"

static void put_next(struct json_writer *w, struct ctx *ctx, const struct retention_view *view)
{
    bool names = (ctx->permissions & PERM_PERSON_LIST) != 0;

    put_array(w);
    for (int i = 0; i < view->next_count; i++) {
        put_object(w);
        put_key(w, "id");
        put_id(w, view->prefix, view->next[i].id);
        put_key(w, "name");
        put_string_or_null(w, names ? view->next[i].name : STR_EMPTY);
        put_key(w, "goes_at");
        put_time(w, view->next[i].goes_ms);
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_view(struct json_writer *w, struct ctx *ctx, const struct retention_view *view)
{
    put_object(w);
    put_key(w, "rule");
    put_string(w, str_from(view->rule));
    put_key(w, "setting");
    put_string_or_null(w, str_from(view->setting));
    put_key(w, "value");
    put_int(w, view->value);
    put_key(w, "unit");
    put_string_or_null(w, str_from(view->unit));
    put_key(w, "due");
    put_int(w, view->due);
    put_key(w, "soon");
    put_int(w, view->soon);
    put_key(w, "next");
    put_next(w, ctx, view);
    put_object_end(w);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const none[] = { NULL };
    struct retention_view views[RETENTION_RULES];
    struct suppressed_count suppressed;
    int64_t when_ms;
    struct json_writer w;

    TRY(request_query_only(ctx, req, none));
    TRY(retention_preview(ctx, views));
    TRY(retention_when(ctx, &when_ms));
    TRY(consent_suppressed_count(ctx, &suppressed));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "next_at");
    put_time(&w, when_ms);
    put_key(&w, "rules");
    put_array(&w);
    for (int i = 0; i < RETENTION_RULES; i++)
        put_view(&w, ctx, &views[i]);
    put_array_end(&w);
    put_key(&w, "suppressed");
    put_object(&w);
    put_key(&w, "erased");
    put_int(&w, suppressed.erased);
    put_key(&w, "withdrawn");
    put_int(&w, suppressed.withdrawn);
    put_object_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

#define SUPPRESSED                                                                                                \
    "{\"type\":\"object\",\"description\":\"Addresses on the suppression list, which holds only keyed hashes of " \
    "them\","                                                                                                     \
    "\"required\":[\"erased\",\"withdrawn\"],\"properties\":{\"erased\":{\"type\":\"integer\"},"                     \
    "\"withdrawn\":{\"type\":\"integer\"}}}"

#define VIEW                                                                                                      \
    "{\"type\":\"object\",\"required\":[\"next_at\",\"rules\",\"suppressed\"],\"properties\":{"                        \
    "\"suppressed\":" SUPPRESSED                                                                                       \
    ",\"next_at\":{\"type\":\"string\"},"                                                                              \
    "\"rules\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"rule\",\"setting\",\"value\","     \
    "\"unit\",\"due\",\"soon\",\"next\"],\"properties\":{\"rule\":{\"type\":\"string\",\"enum\":[\"leads\","           \
    "\"births\","                                                                                                      \
    "\"sensitive_fields\",\"addresses\",\"checkouts\",\"holds\"]},\"setting\":{\"type\":[\"string\",\"null\"]},"                  \
    "\"value\":{\"type\":\"integer\",\"description\":\"0: kept for ever\"},\"unit\":{\"type\":[\"string\",\"null\"]}," \
    "\"due\":{\"type\":\"integer\",\"description\":\"Go tonight\"},\"soon\":{\"type\":\"integer\","                 \
    "\"description\":\"Go within 30 days\"},\"next\":{\"type\":\"array\",\"description\":\"The first 20\","          \
    "\"items\":{\"type\":\"object\",\"required\":[\"id\",\"name\",\"goes_at\"],\"properties\":{\"id\":{\"type\":"      \
    "\"string\"},"                                                                                                     \
    "\"name\":{\"type\":[\"string\",\"null\"]},\"goes_at\":{\"type\":[\"string\",\"null\"]}}}}}}}}}"

/* clang-format off */
extern const struct route retention_routes[];
extern const int retention_route_count;

const struct route retention_routes[] = {
    { GET, "/retention", PERM_SETTINGS_READ, SLOW, show, "What goes by itself when its time is over, and who goes next", .gives_json = VIEW },
};
/* clang-format on */

const int retention_route_count = (int)(sizeof(retention_routes) / sizeof(retention_routes[0]));

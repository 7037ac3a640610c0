#include "app/openapi.h"

#include "features/user/permission.h"
#include "model/list.h"

#include <string.h>

#ifndef REGULARS_VERSION
#define REGULARS_VERSION "0.1.0"
#endif

enum { RESOURCES_MOST = 64, PATH_PARAMS_MOST = 8 };

/* What has been met while writing the paths, for the components behind them. */
struct document {
    struct json_writer *w;
    struct arena *arena;
    const struct resource *resources[RESOURCES_MOST];
    int resource_count;
};

static const struct {
    enum err err;
    const char *name;
    const char *when;
} problems[] = {
    { ERR_BAD_REQUEST, "400", "Not understandable" },
    { ERR_UNAUTHENTICATED, "401", "Not signed in" },
    { ERR_FORBIDDEN, "403", "Not allowed" },
    { ERR_NOT_FOUND, "404", "Not here" },
    { ERR_CONFLICT, "409", "Does not fit what is there" },
    { ERR_CHANGED, "412", "Changed meanwhile" },
    { ERR_TOO_LARGE, "413", "Too large" },
    { ERR_MEDIA_TYPE, "415", "Not the right content type" },
    { ERR_INVALID, "422", "Understood, but not acceptable" },
    { ERR_CONDITION_REQUIRED, "428", "A condition is required" },
    { ERR_RATE_LIMITED, "429", "Too many requests" },
    { ERR_INTERNAL, "500", "Our fault" },
    { ERR_NOT_IMPLEMENTED, "501", "Not supported" },
    { ERR_BUSY, "503", "Busy" },
    { ERR_DISK_FULL, "507", "The disk is full" },
};

static void put_text(struct json_writer *w, const char *text)
{
    put_string(w, str_from(text));
}

static void remember(struct document *doc, const struct resource *resource)
{
    for (int i = 0; i < doc->resource_count; i++)
        if (doc->resources[i] == resource)
            return;
    if (doc->resource_count < RESOURCES_MOST)
        doc->resources[doc->resource_count++] = resource;
}

static void put_ref(struct document *doc, const struct resource *resource, const char *suffix)
{
    remember(doc, resource);
    put_object(doc->w);
    put_key(doc->w, "$ref");
    put_string(doc->w, arena_printf(doc->arena, "#/components/schemas/%s%s", resource->name, suffix));
    put_object_end(doc->w);
}

/* "/contacts/:id" with its base gives "/api/v1/locations/{location}/contacts/{id}". */
static struct str template_of(struct arena *arena, const char *base, const char *path)
{
    struct str rest = arena_printf(arena, "%s%s", base, path), part;
    struct buf buf;

    buf_init(&buf, arena, 128);
    str_split(&rest, '/', &part);
    while (str_split(&rest, '/', &part)) {
        buf_add_char(&buf, '/');
        if (part.len && part.ptr[0] == ':')
            buf_printf(&buf, "{%.*s}", STR_PRINT(str_slice(part, 1, part.len)));
        else
            buf_add(&buf, part);
    }
    return buf_str(&buf);
}

static void put_path_parameters(struct document *doc, struct str path)
{
    struct json_writer *w = doc->w;

    for (size_t i = 0; i < path.len; i++) {
        size_t end;

        if (path.ptr[i] != '{')
            continue;
        end = i + str_find(str_slice(path, i, path.len), '}');
        put_object(w);
        put_key(w, "name");
        put_string(w, str_slice(path, i + 1, end));
        put_key(w, "in");
        put_text(w, "path");
        put_key(w, "required");
        put_bool(w, true);
        put_key(w, "schema");
        put_raw(w, STR("{\"type\":\"string\"}"));
        put_object_end(w);
    }
}

static void put_query_parameters(struct document *doc, const struct query_param *params)
{
    struct json_writer *w = doc->w;

    for (; params && params->name; params++) {
        bool is_date = strcmp(params->type, "date") == 0;

        put_object(w);
        put_key(w, "name");
        put_text(w, params->name);
        put_key(w, "in");
        put_text(w, "query");
        put_key(w, "description");
        put_text(w, params->help);
        put_key(w, "schema");
        put_object(w);
        put_key(w, "type");
        put_text(w, is_date ? "string" : params->type);
        if (is_date) {
            put_key(w, "format");
            put_text(w, "date");
        }
        put_object_end(w);
        put_object_end(w);
    }
}

static void put_header_parameter(struct document *doc, const char *component)
{
    put_object(doc->w);
    put_key(doc->w, "$ref");
    put_string(doc->w, arena_printf(doc->arena, "#/components/parameters/%s", component));
    put_object_end(doc->w);
}

static bool edits(const struct route *route)
{
    return route->method == PATCH || route->method == DELETE;
}

static void put_parameters(struct document *doc, const struct route *route, struct str path)
{
    put_key(doc->w, "parameters");
    put_array(doc->w);
    put_path_parameters(doc, path);
    put_query_parameters(doc, route->query);
    if (route->list)
        list_put_parameters(doc->w, route->list);
    if (route->method == POST)
        put_header_parameter(doc, "IdempotencyKey");
    if (edits(route))
        put_header_parameter(doc, "IfMatch");
    put_array_end(doc->w);
}

/* Open until the next put_object_end: the schema follows. */
static void put_media(struct document *doc, const char *media_type)
{
    put_name(doc->w, str_from(media_type));
    put_object(doc->w);
    put_key(doc->w, "schema");
}

static void put_page(struct document *doc)
{
    put_media(doc, "text/html");
    put_raw(doc->w, STR("{\"type\":\"string\"}"));
    put_object_end(doc->w);
}

static void put_content(struct document *doc, const char *media_type)
{
    put_key(doc->w, "content");
    put_object(doc->w);
    put_media(doc, media_type);
}

static void put_content_end(struct document *doc)
{
    put_object_end(doc->w);
    put_object_end(doc->w);
}

static void put_body(struct document *doc, const struct route *route)
{
    if (!route->takes && !route->takes_json)
        return;
    put_key(doc->w, "requestBody");
    put_object(doc->w);
    put_key(doc->w, "required");
    put_bool(doc->w, true);
    put_content(doc, (route->flags & ROUTE_STREAMS_BODY) ? "text/csv" : "application/json");
    if (route->takes_json)
        put_raw(doc->w, str_from(route->takes_json));
    else
        put_ref(doc, route->takes, route->method == PATCH ? "Patch" : "Create");
    put_content_end(doc);
    put_object_end(doc->w);
}

static int success_status(const struct route *route)
{
    if (route->status)
        return route->status;
    switch (route->method) {
    case POST: return 201;
    case DELETE: return 204;
    case GET:
    case HEAD:
    case PUT:
    case PATCH:
    case OPTIONS:
    case HTTP_METHODS: return 200;
    }
    return 200;
}

static void put_answer_schema(struct document *doc, const struct route *route)
{
    if (route->gives_json) {
        put_raw(doc->w, str_from(route->gives_json));
        if (route->gives) /* it is what the schema refers to */
            remember(doc, route->gives);
    } else {
        put_ref(doc, route->gives, route->list ? "Page" : "");
    }
}

static void put_success(struct document *doc, const struct route *route, int status)
{
    put_name(doc->w, arena_printf(doc->arena, "%d", status));
    put_object(doc->w);
    put_key(doc->w, "description");
    put_text(doc->w, status == 201 ? "Made" : status == 202 ? "Goes on as a job" : "Done");
    if (status != 204 && status / 100 == 2 && (route->gives || route->gives_json || route->flags & ROUTE_PAGE)) {
        put_key(doc->w, "content");
        put_object(doc->w);
        if (route->gives || route->gives_json) {
            put_media(doc, route->gives_type ? route->gives_type : "application/json");
            put_answer_schema(doc, route);
            put_object_end(doc->w);
        }
        if (route->flags & ROUTE_PAGE)
            put_page(doc);
        put_object_end(doc->w);
    }
    put_object_end(doc->w);
}

/* What is wrong is said as a page, or as a problem to who asks for JSON. */
static void put_page_problems(struct document *doc)
{
    put_key(doc->w, "default");
    put_object(doc->w);
    put_key(doc->w, "description");
    put_text(doc->w, "A page that says what is wrong");
    put_key(doc->w, "content");
    put_object(doc->w);
    put_page(doc);
    put_media(doc, "application/problem+json");
    put_raw(doc->w, STR("{\"$ref\":\"#/components/schemas/Problem\"}"));
    put_object_end(doc->w);
    put_object_end(doc->w);
    put_object_end(doc->w);
}

static void put_problem_refs(struct document *doc)
{
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        put_name(doc->w, str_from(problems[i].name));
        put_object(doc->w);
        put_key(doc->w, "$ref");
        put_string(doc->w, arena_printf(doc->arena, "#/components/responses/Problem%s", problems[i].name));
        put_object_end(doc->w);
    }
}

static void put_responses(struct document *doc, const struct route *route)
{
    put_key(doc->w, "responses");
    put_object(doc->w);
    put_success(doc, route, success_status(route));
    if (route->other_status)
        put_success(doc, route, route->other_status);
    if (route->method == GET)
        put_success(doc, route, 304);
    if (route->flags & ROUTE_PAGE)
        put_page_problems(doc);
    else
        put_problem_refs(doc);
    put_object_end(doc->w);
}

static struct str lower_method(struct document *doc, const struct route *route)
{
    char *name = arena_cstr(doc->arena, str_from(http_method_name(route->method)));

    for (char *c = name; *c; c++)
        *c = (char)(*c | 0x20);
    return str_from(name);
}

/* "get_customers_id": unique because method and path are. */
static struct str operation_id(struct document *doc, const struct route *route, struct str path)
{
    struct buf buf;

    buf_init(&buf, doc->arena, 64);
    buf_add(&buf, lower_method(doc, route));
    if (str_starts(path, STR("/api/v1")))
        path = str_slice(path, 7, path.len);
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];

        if (c == '/' || c == '-' || c == '.')
            buf_add_char(&buf, '_');
        else if (c != '{' && c != '}')
            buf_add_char(&buf, c);
    }
    return buf_str(&buf);
}

/* The first word of the path after what all of a table share names the group. */
static struct str group_of(const struct route *route)
{
    struct str rest = str_from(route->path), part = STR_EMPTY;

    str_split(&rest, '/', &part);
    str_split(&rest, '/', &part);
    if (part.len == 0 || part.ptr[0] == ':')
        return STR("locations");
    return str_slice(part, 0, str_find(part, '.'));
}

static void put_operation(struct document *doc, const struct route *route, struct str path)
{
    struct json_writer *w = doc->w;

    put_object(w);
    put_key(w, "operationId");
    put_string(w, operation_id(doc, route, path));
    put_key(w, "summary");
    put_text(w, route->summary);
    put_key(w, "tags");
    put_array(w);
    put_string(w, group_of(route));
    put_array_end(w);
    if (route->permission == PERM_PUBLIC) {
        put_key(w, "security");
        put_raw(w, STR("[]"));
    } else {
        put_key(w, "x-permissions");
        put_array(w);
        for (int i = 0; i < PERMISSION_COUNT; i++)
            if (route->permission >> i & 1)
                put_text(w, permission_name((enum permission_index)i));
        put_array_end(w);
    }
    put_parameters(doc, route, path);
    put_body(doc, route);
    put_responses(doc, route);
    put_object_end(w);
}

/* All methods of a path stand together: the first route of a path writes them all. */
static void put_paths(struct document *doc, const struct route_table *tables, int count)
{
    struct {
        struct str path;
        const struct route *route;
    } all[512];
    int total = 0;

    for (int t = 0; t < count; t++)
        for (int r = 0; r < tables[t].count && total < 512; r++, total++) {
            all[total].route = &tables[t].routes[r];
            all[total].path = template_of(doc->arena, tables[t].base, tables[t].routes[r].path);
        }
    put_key(doc->w, "paths");
    put_object(doc->w);
    for (int i = 0; i < total; i++) {
        if (!all[i].route)
            continue;
        put_name(doc->w, all[i].path);
        put_object(doc->w);
        for (int k = i; k < total; k++) {
            if (!all[k].route || !str_equal(all[k].path, all[i].path))
                continue;
            put_name(doc->w, lower_method(doc, all[k].route));
            put_operation(doc, all[k].route, all[k].path);
            if (k != i)
                all[k].route = NULL;
        }
        put_object_end(doc->w);
    }
    put_object_end(doc->w);
}

static void put_page_schema(struct document *doc, const struct resource *resource)
{
    struct json_writer *w = doc->w;

    put_name(w, arena_printf(doc->arena, "%sPage", resource->name));
    put_raw(w,
            arena_printf(
                doc->arena,
                "{\"type\":\"object\",\"required\":[\"items\",\"total\",\"total_exact\",\"limit\"],"
                "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}},"
                "\"total\":{\"type\":\"integer\",\"minimum\":0},\"total_exact\":{\"type\":\"boolean\"},"
                "\"page\":{\"type\":[\"integer\",\"null\"]},\"limit\":{\"type\":\"integer\"},"
                "\"next_cursor\":{\"type\":[\"string\",\"null\"]},\"prev_cursor\":{\"type\":[\"string\",\"null\"]}}}",
                resource->name));
}

static void put_schemas(struct document *doc)
{
    static const struct {
        enum schema_kind kind;
        const char *suffix;
    } kinds[] = {
        { SCHEMA_ANSWER, "" },
        { SCHEMA_CREATE, "Create" },
        { SCHEMA_PATCH, "Patch" },
    };

    put_key(doc->w, "schemas");
    put_object(doc->w);
    for (int i = 0; i < doc->resource_count; i++) {
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            put_name(doc->w, arena_printf(doc->arena, "%s%s", doc->resources[i]->name, kinds[k].suffix));
            resource_schema(doc->w, doc->resources[i], kinds[k].kind);
        }
        put_page_schema(doc, doc->resources[i]);
    }
    put_key(doc->w, "Problem");
    put_raw(doc->w,
            STR("{\"type\":\"object\",\"description\":\"RFC 9457\","
                "\"required\":[\"type\",\"title\",\"status\",\"code\",\"request_id\"],\"properties\":{"
                "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
                "\"detail\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"request_id\":{\"type\":\"string\"},"
                "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\","
                "\"detail\"],"
                "\"properties\":{\"field\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},"
                "\"detail\":{\"type\":\"string\"},\"customer_id\":{\"type\":\"string\"}}}}}}"));
    put_object_end(doc->w);
}

static void put_components(struct document *doc)
{
    struct json_writer *w = doc->w;

    put_key(w, "components");
    put_object(w);
    put_schemas(doc);
    put_key(w, "responses");
    put_object(w);
    for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
        put_name(w, arena_printf(doc->arena, "Problem%s", problems[i].name));
        put_raw(w, arena_printf(doc->arena,
                                "{\"description\":\"%s\",\"content\":{\"application/problem+json\":{\"schema\":"
                                "{\"$ref\":\"#/components/schemas/Problem\"}}}}",
                                problems[i].when));
    }
    put_object_end(w);
    put_key(w, "parameters");
    put_raw(w, STR("{\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":"
                   "\"The same key with the same body repeats the first answer for 24 "
                   "hours\",\"schema\":{\"type\":\"string\",\"maxLength\":200}},"
                   "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"description\":"
                   "\"The ETag that was read; optional for API keys, required for the "
                   "dashboard\",\"schema\":{\"type\":\"string\"}}}"));
    put_key(w, "securitySchemes");
    put_raw(w, STR("{\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
                   "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-regulars\"}}"));
    put_object_end(w);
}

static void put_groups(struct document *doc, const struct route_table *tables, int count)
{
    struct str seen[128];
    int seen_count = 0;

    put_key(doc->w, "tags");
    put_array(doc->w);
    for (int t = 0; t < count; t++)
        for (int r = 0; r < tables[t].count; r++) {
            struct str group = group_of(&tables[t].routes[r]);
            bool known = false;

            for (int i = 0; i < seen_count; i++)
                known = known || str_equal(seen[i], group);
            if (known || seen_count == 128)
                continue;
            seen[seen_count++] = group;
            put_object(doc->w);
            put_key(doc->w, "name");
            put_string(doc->w, group);
            put_object_end(doc->w);
        }
    put_array_end(doc->w);
}

void openapi_put(struct buf *buf, const struct route_table *tables, int count)
{
    struct json_writer w;
    struct document doc = { .w = &w, .arena = buf->arena };

    put_begin(&w, buf);
    put_object(&w);
    put_key(&w, "openapi");
    put_text(&w, "3.1.0");
    put_key(&w, "info");
    put_raw(
        &w,
        STR("{\"title\":\"Regulars\",\"version\":\"" REGULARS_VERSION
            "\",\"summary\":\"The CRM for businesses that take bookings\","
            "\"description\":\"One API for the dashboard, the website's forms, the booking engine and your scripts.\","
            "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}}"));
    put_key(&w, "servers");
    put_raw(&w, STR("[{\"url\":\"/\",\"description\":\"This server\"}]"));
    put_key(&w, "security");
    put_raw(&w, STR("[{\"key\":[]},{\"session\":[]}]"));
    put_groups(&doc, tables, count);
    put_paths(&doc, tables, count);
    put_components(&doc);
    put_object_end(&w);
}

/*
 * The tables as a tree, a level a path segment, built once. Finding a route looks at each segment of the path once
 * or, where a literal and a parameter both fit, twice.
 */
#include "http/router.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Dozens stand side by side: most differ in their length or first letter. */
struct child {
    struct str literal;
    char first;              /* '\0' of the empty one */
    struct node *node;
};

struct node {
    struct child *children;  /* literals */
    int child_count;
    int child_room;
    struct node *parameter;  /* any segment */
    struct leaf {
        const struct route *route;
        const char *names[REQUEST_PARAMS_MOST];
    } * leaves[HTTP_METHODS];
};

struct router {
    struct arena *arena;
    struct node root;
};

/* One search: where it stands and what it has met. */
struct search {
    enum http_method method;
    struct request *request;
    struct str values[REQUEST_PARAMS_MOST];
    unsigned allowed; /* methods of the routes whose path fits */
    const struct leaf *found;
};

/* ---- building */

static void give_up(const char *what, const struct route *route)
{
    fprintf(stderr, "regulars: %s in the route table: %s %s\n", what, http_method_name(route->method), route->path);
    abort();
}

static struct child *find_child(const struct node *node, struct str segment)
{
    char first = '\0';

    if (segment.len)
        first = segment.ptr[0];
    for (int i = 0; i < node->child_count; i++) {
        struct child *child = &node->children[i];

        if (child->first == first && child->literal.len == segment.len && str_equal(child->literal, segment))
            return child;
    }
    return NULL;
}

static struct node *literal_child(struct router *router, struct node *node, struct str literal)
{
    struct child *child = find_child(node, literal);

    if (child)
        return child->node;
    if (node->child_count == node->child_room) {
        struct child *old = node->children;

        node->child_room = node->child_room ? node->child_room * 2 : 4;
        node->children = ARENA_ARRAY(router->arena, struct child, (size_t)node->child_room);
        if (node->child_count)
            memcpy(node->children, old, (size_t)node->child_count * sizeof(*old));
    }
    child = &node->children[node->child_count++];
    *child = (struct child){ .literal = arena_str(router->arena, literal),
                             .node = ARENA_NEW(router->arena, struct node) };
    child->first = literal.len ? literal.ptr[0] : '\0';
    return child->node;
}

static void add_route(struct router *router, const char *base, const struct route *route)
{
    struct str path = arena_printf(router->arena, "%s%s", base, route->path);
    struct str rest = str_slice(path, 1, path.len), segment;
    struct leaf *leaf = ARENA_NEW(router->arena, struct leaf);
    struct node *node = &router->root;
    int params = 0;

    leaf->route = route;
    if (path.len == 0 || path.ptr[0] != '/')
        give_up("a path without a slash", route);
    while (str_split(&rest, '/', &segment)) {
        if (segment.len < 2 || segment.ptr[0] != ':') {
            node = literal_child(router, node, segment);
            continue;
        }
        if (params == REQUEST_PARAMS_MOST)
            give_up("too many parameters", route);
        leaf->names[params++] = arena_cstr(router->arena, str_slice(segment, 1, segment.len));
        if (!node->parameter)
            node->parameter = ARENA_NEW(router->arena, struct node);
        node = node->parameter;
    }
    if (node->leaves[route->method])
        give_up("a second line for one method and path", route);
    node->leaves[route->method] = leaf;
}

struct router *router_new(struct arena *arena, const struct route_table *tables, int count)
{
    struct router *router = ARENA_NEW(arena, struct router);

    router->arena = arena;
    for (int t = 0; t < count; t++)
        for (int i = 0; i < tables[t].count; i++)
            add_route(router, tables[t].base, &tables[t].routes[i]);
    return router;
}

/* ---- finding */

static bool arrive(const struct node *node, struct search *search)
{
    for (int m = 0; m < HTTP_METHODS; m++)
        if (node->leaves[m])
            search->allowed |= 1U << m;
    search->found = node->leaves[search->method];
    if (!search->found && search->method == HEAD)
        search->found = node->leaves[GET];
    return search->found != NULL;
}

/* `rest` has a null pointer when no segment is left. */
static bool walk(const struct node *node, struct str rest, int params, struct search *search)
{
    const struct child *child;
    struct str segment;

    if (!str_split(&rest, '/', &segment))
        return arrive(node, search);
    if (str_find(segment, '%') < segment.len && !url_decode(search->request->arena, segment, false, &segment))
        return false;
    child = find_child(node, segment);
    if (child && walk(child->node, rest, params, search))
        return true;
    if (!node->parameter || segment.len == 0 || params == REQUEST_PARAMS_MOST)
        return false;
    search->values[params] = segment;
    return walk(node->parameter, rest, params + 1, search);
}

static struct str allow_text(struct arena *arena, unsigned allowed)
{
    struct buf buf;

    if (allowed & 1U << GET)
        allowed |= 1U << HEAD;
    buf_init(&buf, arena, 64);
    for (int m = 0; m < HTTP_METHODS; m++)
        if (allowed & 1U << m) {
            buf_add(&buf, buf.len ? STR(", ") : STR_EMPTY);
            buf_add_text(&buf, http_method_name((enum http_method)m));
        }
    return buf_str(&buf);
}

enum err router_find(const struct router *router, struct request *req, const struct route **route, struct str *allow)
{
    struct search search = { .method = req->method, .request = req };

    req->param_count = 0;
    if (walk(&router->root, str_slice(req->path, 1, req->path.len), 0, &search)) {
        *route = search.found->route;
        for (int i = 0; i < REQUEST_PARAMS_MOST && search.found->names[i]; i++)
            req->params[req->param_count++] = (struct request_param){ search.found->names[i], search.values[i] };
        return ERR_OK;
    }
    if (!search.allowed)
        return ERR_NOT_FOUND;
    *allow = allow_text(req->arena, search.allowed);
    return ERR_METHOD;
}

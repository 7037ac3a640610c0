#include "app/routes.h"
#include "base/json.h"
#include "cli/commands.h"
#include "features/user/permission.h"

static void put_permissions(struct json_writer *w, uint64_t permissions)
{
    put_array(w);
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (permissions >> i & 1)
            put_string(w, str_from(permission_name((enum permission_index)i)));
    put_array_end(w);
}

static void put_route(struct json_writer *w, struct arena *arena, const char *base, const struct route *route)
{
    put_object(w);
    put_key(w, "method");
    put_string(w, str_from(http_method_name(route->method)));
    put_key(w, "path");
    put_string(w, arena_printf(arena, "%s%s", base, route->path));
    put_key(w, "permissions");
    put_permissions(w, route->permission);
    put_key(w, "mode");
    put_string(w, str_from(route_mode_name(route->mode)));
    put_key(w, "summary");
    put_string(w, str_from(route->summary));
    put_object_end(w);
}

/* The roles too, so that a test can know who may what without a list of its own. */
static struct str as_json(struct arena *arena, const struct route_table *tables, int count)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, arena, 16 * 1024);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "routes");
    put_array(&w);
    for (int t = 0; t < count; t++)
        for (int r = 0; r < tables[t].count; r++)
            put_route(&w, arena, tables[t].base, &tables[t].routes[r]);
    put_array_end(&w);
    put_key(&w, "roles");
    put_object(&w);
    for (int i = 0; role_names[i]; i++) {
        put_name(&w, str_from(role_names[i]));
        put_permissions(&w, role_permissions((enum role)(i + 1)));
    }
    put_object_end(&w);
    put_object_end(&w);
    buf_add_char(&buf, '\n');
    return buf_str(&buf);
}

static struct str as_text(struct arena *arena, const struct route_table *tables, int count)
{
    struct buf buf;

    buf_init(&buf, arena, 16 * 1024);
    for (int t = 0; t < count; t++)
        for (int r = 0; r < tables[t].count; r++) {
            const struct route *route = &tables[t].routes[r];
            const char *separator = "";
            size_t begin = buf.len;

            buf_printf(&buf, "%-6s %s%s", http_method_name(route->method), tables[t].base, route->path);
            for (size_t len = buf.len - begin; len < 72; len++)
                buf_add_char(&buf, ' ');
            buf_printf(&buf, "  %-5s  ", route_mode_name(route->mode));
            if (route->permission == PERM_PUBLIC)
                buf_add_text(&buf, "public");
            for (int i = 0; i < PERMISSION_COUNT; i++)
                if (route->permission >> i & 1) {
                    buf_printf(&buf, "%s%s", separator, permission_name((enum permission_index)i));
                    separator = " ";
                }
            buf_add_char(&buf, '\n');
        }
    return buf_str(&buf);
}

int command_routes(struct cli *cli, int argc, char **argv)
{
    bool json = false;
    const struct cli_option options[] = { { "json", NULL, NULL, &json, NULL, false, "for programs" } };
    struct cli_syntax syntax = { .command = cli_command("routes"), .options = options, .count = 1 };
    struct route_table tables[ROUTE_TABLES_MOST];
    int count = route_tables(tables), exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    return cli_print(json ? as_json(&cli->arena, tables, count) : as_text(&cli->arena, tables, count)) ? 0 : 1;
}

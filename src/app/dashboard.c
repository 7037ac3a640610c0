#include "app/dashboard.h"

#include "base/embed.h"

#include <string.h>

struct dashboard {
    struct static_files *files;
    const struct static_file *page; /* the one document */
};

/* clang-format off */
static const struct content_type {
    const char *ending;
    const char *type;
} content_types[] = {
    { ".html",        "text/html; charset=utf-8" },
    { ".js",          "text/javascript; charset=utf-8" },
    { ".css",         "text/css; charset=utf-8" },
    { ".svg",         "image/svg+xml" },
    { ".png",         "image/png" },
    { ".ico",         "image/x-icon" },
    { ".webmanifest", "application/manifest+json" },
    { ".txt",         "text/plain; charset=utf-8" },
};
/* clang-format on */

/* Pages of the document; a location's end with a slash, and what follows is theirs. */
static const char *const pages[] = { "/", "/setup", "/sign-in", "/reset" };
static const char page_tree[] = "/l/";

static const char widget_path[] = "/widget.js";
enum { WIDGET_FRESH_S = 600 };

static bool is_form(struct str name)
{
    return str_ends(name, STR(".br")) || str_ends(name, STR(".gz"));
}

static const struct embedded_file *named(struct arena *arena, const char *name, const char *ending)
{
    struct str wanted = arena_printf(arena, "%s%s", name, ending);

    for (const struct embedded_file *file = embedded_dashboard; file->name; file++)
        if (str_equal(str_from(file->name), wanted))
            return file;
    return NULL;
}

static const char *type_of(struct str name)
{
    for (size_t i = 0; i < sizeof(content_types) / sizeof(content_types[0]); i++)
        if (str_ends(name, str_from(content_types[i].ending)))
            return content_types[i].type;
    return "application/octet-stream";
}

static struct static_file describe(struct arena *arena, const struct embedded_file *file)
{
    const struct embedded_file *br = named(arena, file->name, ".br"), *gzip = named(arena, file->name, ".gz");

    return (struct static_file){
        .path = arena_cstr(arena, arena_printf(arena, "/%s", file->name)),
        .content_type = type_of(str_from(file->name)),
        .bytes = file->bytes,
        .size = file->size,
        .br = br ? br->bytes : NULL,
        .br_size = br ? br->size : 0,
        .gzip = gzip ? gzip->bytes : NULL,
        .gzip_size = gzip ? gzip->size : 0,
        .immutable = str_starts(str_from(file->name), STR("assets/")),
        .fresh_s = str_equal(str_from(file->name), str_from(widget_path + 1)) ? WIDGET_FRESH_S : 0,
    };
}

struct dashboard *dashboard_new(struct arena *arena)
{
    struct dashboard *dashboard = ARENA_NEW(arena, struct dashboard);
    struct static_file *files;
    int all = 0, count = 0;

    while (embedded_dashboard[all].name)
        all++;
    files = ARENA_ARRAY(arena, struct static_file, (size_t)all);
    for (int i = 0; i < all; i++)
        if (!is_form(str_from(embedded_dashboard[i].name)))
            files[count++] = describe(arena, &embedded_dashboard[i]);
    dashboard->files = static_files_new(arena, files, count);
    dashboard->page = static_find(dashboard->files, STR("/index.html"));
    return dashboard;
}

const struct static_file *dashboard_find(const struct dashboard *dashboard, struct str path)
{
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (str_equal(path, str_from(pages[i])))
            return dashboard->page;
    if (str_starts(path, str_from(page_tree)))
        return dashboard->page;
    return static_find(dashboard->files, path);
}

bool dashboard_is_widget(const struct static_file *file)
{
    return strcmp(file->path, widget_path) == 0;
}

enum err dashboard_answer(const struct dashboard *dashboard, const struct static_file *file, const struct request *req,
                          struct reply *rep)
{
    return static_answer(dashboard->files, file, req, rep);
}

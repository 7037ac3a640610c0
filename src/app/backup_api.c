#include "api/api.h"
#include "app/app.h"
#include "app/backup.h"
#include "features/user/permission.h"

#include <string.h>

static void put_backup(struct json_writer *w, const struct backup *backup)
{
    const char *slash = strrchr(backup->path.ptr, '/');

    put_object(w);
    put_key(w, "at");
    put_time(w, backup->at_ms);
    put_key(w, "file");
    put_string(w, slash ? str_from(slash + 1) : backup->path);
    put_key(w, "good");
    put_bool(w, backup->good);
    put_key(w, "bytes");
    put_int(w, backup->bytes);
    put_key(w, "people");
    if (backup->people < 0)
        put_null(w);
    else
        put_int(w, backup->people);
    put_key(w, "bookings");
    if (backup->bookings < 0)
        put_null(w);
    else
        put_int(w, backup->bookings);
    put_key(w, "duration_ms");
    put_int(w, backup->took_ms);
    put_key(w, "error");
    put_string_or_null(w, backup->error);
    put_key(w, "copy_error");
    put_string_or_null(w, backup->copy_error);
    put_object_end(w);
}

static enum err put_settings(struct json_writer *w, struct ctx *ctx)
{
    const struct config *config = ctx->app->config;
    int64_t last_good_ms;
    struct str zone;

    TRY(backup_zone(ctx, &zone));
    TRY(backup_last_good(ctx, &last_good_ms));
    put_key(w, "enabled");
    put_bool(w, config->backup);
    put_key(w, "at");
    put_string(w, str_from(config->backup_at));
    put_key(w, "time_zone");
    put_string(w, zone);
    put_key(w, "keep");
    put_int(w, config->backup_keep);
    put_key(w, "folder");
    put_string(w, str_from(config->backup_dir));
    put_key(w, "copy_folder");
    put_string_or_null(w, str_from(config->backup_copy));
    put_key(w, "command");
    put_bool(w, config->backup_command != NULL);
    put_key(w, "last_good_at");
    put_time(w, last_good_ms);
    return ERR_OK;
}

static enum err backup_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct backup *backups = ARENA_ARRAY(ctx->arena, struct backup, BACKUPS_LISTED);
    struct json_writer w;
    int count;

    (void)req;
    TRY(backup_list(ctx, backups, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    TRY(put_settings(&w, ctx));
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        put_backup(&w, &backups[i]);
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* clang-format off */
#define TIME_OR_NULL "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}"
#define TEXT_OR_NULL "{\"type\":[\"string\",\"null\"]}"
#define NUMBER_OR_NULL "{\"type\":[\"integer\",\"null\"]}"

static const char backups_schema[] =
    "{\"type\":\"object\",\"required\":[\"enabled\",\"at\",\"time_zone\",\"keep\",\"folder\",\"last_good_at\",\"items\"],\"properties\":{"
    "\"enabled\":{\"type\":\"boolean\",\"description\":\"One is made every night\"},"
    "\"at\":{\"type\":\"string\",\"description\":\"When, as HH:MM\"},\"time_zone\":{\"type\":\"string\"},"
    "\"keep\":{\"type\":\"integer\",\"description\":\"How many of the newest are kept\"},"
    "\"folder\":{\"type\":\"string\"},\"copy_folder\":" TEXT_OR_NULL ","
    "\"command\":{\"type\":\"boolean\",\"description\":\"A command is run after each\"},"
    "\"last_good_at\":" TIME_OR_NULL ","
    "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"at\",\"file\",\"good\",\"bytes\"],\"properties\":{"
    "\"at\":" TIME_OR_NULL ",\"file\":{\"type\":\"string\"},\"good\":{\"type\":\"boolean\"},\"bytes\":{\"type\":\"integer\"},"
    "\"people\":" NUMBER_OR_NULL ",\"bookings\":" NUMBER_OR_NULL ",\"duration_ms\":{\"type\":\"integer\"},"
    "\"error\":" TEXT_OR_NULL ",\"copy_error\":" TEXT_OR_NULL "}}}}}";

extern const struct route backup_routes[];
extern const int backup_route_count;

const struct route backup_routes[] = {
    { GET, "/backups", PERM_SETTINGS_READ, READ, backup_index, "The nightly backups: how they are made, and the newest ones", .gives_json = backups_schema },
};
/* clang-format on */

const int backup_route_count = (int)(sizeof(backup_routes) / sizeof(backup_routes[0]));

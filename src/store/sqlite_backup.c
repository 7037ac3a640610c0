/* Copies of a SQLite file, and reading it beside the program that owns it. */
#include "store/backup.h"

#include "store/migrate.h"
#include "store/pool.h"
#include "store/postgres.h"
#include "store/sqlite.h"

#include "base/buf.h"
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_WAIT_MS = 5000, READERS = 2 };

/* ---- addresses */

static enum err file_of(struct ctx *ctx, const char *address, const char *instead, const char **path)
{
    static const char scheme[] = "sqlite:";

    if (strncmp(address, scheme, sizeof(scheme) - 1) != 0)
        return fail(ctx, ERR_NOT_IMPLEMENTED, "the database is on PostgreSQL; %s", instead);
    *path = address + sizeof(scheme) - 1;
    return **path ? ERR_OK : fail(ctx, ERR_BAD_REQUEST, "the store's address has no file: sqlite:PATH");
}

static bool exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

/* "sqlite says" the reason; ours are sentences already. */
static enum err sqlite_fail(struct ctx *ctx, sqlite3 *db, int code, const char *path)
{
    const char *why = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);

    if ((code & 0xff) == SQLITE_FULL)
        return fail(ctx, ERR_DISK_FULL, "the disk of %s is full", path);
    return fail(ctx, ERR_INVALID, "%s is not a database that can be read: %s", path, why);
}

/* ---- connections outside of any store */

/* As it lies there: without its log, without making files beside it, also on a medium that cannot be written. */
static const char *immutable_name(struct ctx *ctx, const char *path)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, strlen(path) + 40);
    buf_add_text(&buf, "file:");
    for (; *path; path++) {
        if (strchr("%?#", *path))
            buf_printf(&buf, "%%%02X", (unsigned)*path);
        else
            buf_add_char(&buf, *path);
    }
    buf_add_text(&buf, "?immutable=1");
    return arena_cstr(ctx->arena, buf_str(&buf));
}

static enum err open_reading(struct ctx *ctx, const char *path, bool immutable, sqlite3 **db)
{
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | (immutable ? SQLITE_OPEN_URI : 0);
    int code;
    enum err err;

    *db = NULL;
    if (!exists(path))
        return fail(ctx, ERR_NOT_FOUND, "there is no file %s", path);
    code = sqlite3_open_v2(immutable ? immutable_name(ctx, path) : path, db, flags, NULL);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(*db, BUSY_WAIT_MS);
        /* whoever closes last must not checkpoint: that is the writer's */
        sqlite3_db_config(*db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        code = sqlite3_exec(*db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    }
    if (code == SQLITE_OK)
        return ERR_OK;
    err = sqlite_fail(ctx, *db, code, path);
    sqlite3_close_v2(*db);
    *db = NULL;
    return err;
}

/* A copy that somebody made by copying the files may have its log beside it. */
static bool has_log(struct ctx *ctx, const char *path)
{
    struct stat status;

    return stat(arena_printf(ctx->arena, "%s-wal", path).ptr, &status) == 0 && status.st_size > 0;
}

/* ---- copying */

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code;

    if (!backup)
        return sqlite3_errcode(to);
    /* in one step: between two, a commit would make it begin again */
    code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Into a new file for its owner's eyes only, synced. */
static enum err copy_to(struct ctx *ctx, sqlite3 *from, const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    sqlite3 *to = NULL;
    int code;
    enum err err = ERR_OK;

    if (fd < 0)
        return fail(ctx, errno == ENOSPC ? ERR_DISK_FULL : ERR_INVALID, "%s cannot be written: %s", path,
                    strerror(errno));
    code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(from, to);
    if (code != SQLITE_OK)
        err = sqlite_fail(ctx, to, code, path);
    sqlite3_close_v2(to);
    if (err == ERR_OK && fsync(fd) != 0)
        err = fail(ctx, ERR_INVALID, "%s cannot be written: %s", path, strerror(errno));
    close(fd);
    return err;
}

static enum err sync_folder(struct ctx *ctx, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_cstr(ctx->arena, (struct str){ path, (size_t)(slash - path) + 1 }) : ".";
    int fd = open(folder, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return synced ? ERR_OK : fail(ctx, ERR_INVALID, "the folder of %s cannot be synced", path);
}

static enum err rename_to(struct ctx *ctx, const char *from, const char *to)
{
    return rename(from, to) == 0 ? ERR_OK
                                 : fail(ctx, ERR_INVALID, "%s cannot be renamed to %s: %s", from, to, strerror(errno));
}

/* ---- checking */

static int64_t number_of(sqlite3 *db, const char *text)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;

    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static enum err check_integrity(struct ctx *ctx, sqlite3 *db, const char *path)
{
    sqlite3_stmt *statement = NULL;
    enum err err = ERR_OK;
    const char *said = "cannot be checked";

    if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        said = (const char *)sqlite3_column_text(statement, 0);
    if (!said || strcmp(said, "ok") != 0)
        err = fail(ctx, ERR_INVALID, "%s is damaged: %s", path, said ? said : "");
    sqlite3_finalize(statement);
    return err;
}

static const struct embedded_file *known_migration(struct str name)
{
    for (const struct embedded_file *file = embedded_migrations; file->name; file++)
        if (str_equal(str_from(file->name), name))
            return file;
    return NULL;
}

/* All of its migrations must be ours; that it lacks newer ones is for the next start to mend. */
static enum err check_migrations(struct ctx *ctx, sqlite3 *db, const char *path, struct str *newest)
{
    static const char list[] = "SELECT name, sha256 FROM schema_migration ORDER BY name";
    sqlite3_stmt *statement = NULL;
    enum err err = ERR_OK;

    *newest = STR_EMPTY;
    if (sqlite3_prepare_v2(db, list, -1, &statement, NULL) != SQLITE_OK)
        return fail(ctx, ERR_INVALID, "%s is no database of this program", path);
    while (err == ERR_OK && sqlite3_step(statement) == SQLITE_ROW) {
        struct str name = str_from((const char *)sqlite3_column_text(statement, 0));
        struct str hash = str_from((const char *)sqlite3_column_text(statement, 1));
        const struct embedded_file *file = known_migration(name);

        if (!file)
            err = fail(ctx, ERR_INVALID, "%s is newer than this program: it has the migration %.*s", path,
                       STR_PRINT(name));
        else if (!str_equal(hash, sha256_hex(ctx->arena, (struct str){ (const char *)file->bytes, file->size })))
            err = fail(ctx, ERR_INVALID, "%s was made by another version of the migration %.*s", path, STR_PRINT(name));
        *newest = arena_str(ctx->arena, str_slice(name, 0, str_find(name, '.')));
    }
    sqlite3_finalize(statement);
    if (err == ERR_OK && !newest->len)
        err = fail(ctx, ERR_INVALID, "%s is no database of this program", path);
    return err;
}

static enum err check_copy(struct ctx *ctx, const char *path, struct backup_facts *facts)
{
    struct stat status;
    sqlite3 *db;
    enum err err;

    TRY(open_reading(ctx, path, true, &db));
    err = check_integrity(ctx, db, path);
    if (err == ERR_OK)
        err = check_migrations(ctx, db, path, &facts->migration);
    facts->people = number_of(db, "SELECT count(*) FROM person");
    facts->bookings = number_of(db, "SELECT count(*) FROM booking");
    facts->bytes = stat(path, &status) == 0 ? status.st_size : 0;
    sqlite3_close_v2(db);
    return err;
}

/* ---- backup */

enum err store_backup_file(struct ctx *ctx, const char *address, const struct backup_order *order,
                           struct backup_facts *facts)
{
    const char *from_path, *path = order->path;
    const char *unchecked = arena_printf(ctx->arena, "%s.unchecked", path).ptr;
    sqlite3 *from;
    enum err err;

    if (exists(path) && !order->replace)
        return fail(ctx, ERR_CONFLICT, "there is a file %s already; --force replaces it", path);
    if (!str_starts(str_from(address), STR("sqlite:")))
        return postgres_backup_file(ctx, address, order, facts);
    TRY(file_of(ctx, address, "make a copy of it with pg_dump", &from_path));
    TRY(open_reading(ctx, from_path, false, &from));
    err = copy_to(ctx, from, unchecked);
    sqlite3_close_v2(from);
    if (err == ERR_OK)
        err = check_copy(ctx, unchecked, facts);
    if (err == ERR_OK)
        err = rename_to(ctx, unchecked, path);
    if (err == ERR_OK)
        return sync_folder(ctx, path);
    unlink(unchecked);
    return err;
}

/* ---- restore */

/* The lock that a server holds on its file, as *locked, until that is closed. */
static enum err lock_target(struct ctx *ctx, const char *path, int *locked)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char *real = realpath(path, NULL);
    const char *name = arena_printf(ctx->arena, "%s.lock", real ? real : path).ptr;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    free(real);
    if (fd < 0)
        return fail(ctx, ERR_INVALID, "%s cannot be opened: %s", name, strerror(errno));
    *locked = fd;
    if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
        return ERR_OK;
    close(fd);
    return fail(ctx, ERR_CONFLICT, "%s is in use by a running program; stop the server first", path);
}

/* The log goes first: beside another database it would be taken for that one's. */
static enum err move_aside(struct ctx *ctx, const char *target, struct str *kept)
{
    static const char *const endings[] = { "-wal", "" };

    *kept = STR_EMPTY;
    if (!exists(target))
        return ERR_OK;
    *kept = arena_printf(ctx->arena, "%s.before-restore-%.*s", target, STR_PRINT(time_text(ctx->arena, ctx->now_ms)));
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        const char *from = arena_printf(ctx->arena, "%s%s", target, endings[i]).ptr;

        if (exists(from))
            TRY(rename_to(ctx, from, arena_printf(ctx->arena, "%s%s", kept->ptr, endings[i]).ptr));
    }
    unlink(arena_printf(ctx->arena, "%s-shm", target).ptr);
    return ERR_OK;
}

static enum err put_in_place(struct ctx *ctx, const char *fresh, const char *target, struct str *kept)
{
    TRY(move_aside(ctx, target, kept));
    TRY(rename_to(ctx, fresh, target));
    return sync_folder(ctx, target);
}

static enum err copy_checked(struct ctx *ctx, const char *path, const char *fresh, struct backup_facts *facts)
{
    sqlite3 *from;
    enum err err;

    TRY(open_reading(ctx, path, !has_log(ctx, path), &from));
    err = copy_to(ctx, from, fresh);
    sqlite3_close_v2(from);
    return err == ERR_OK ? check_copy(ctx, fresh, facts) : err;
}

enum err store_restore_file(struct ctx *ctx, const char *path, const char *address, bool replace,
                            struct backup_facts *facts, struct str *kept)
{
    const char *target, *fresh;
    enum err err;
    int locked = -1;

    *kept = STR_EMPTY;
    TRY(file_of(ctx, address, "restore it with pg_restore or psql", &target));
    if (exists(target) && !replace)
        return fail(ctx, ERR_CONFLICT, "there is a database %s already; --force puts it aside and restores", target);
    TRY(lock_target(ctx, target, &locked));
    fresh = arena_printf(ctx->arena, "%s.restoring", target).ptr;
    err = copy_checked(ctx, path, fresh, facts);
    if (err == ERR_OK)
        err = put_in_place(ctx, fresh, target, kept);
    if (err != ERR_OK)
        unlink(fresh);
    close(locked);
    return err;
}

/* ---- reading beside the owner */

static bool look_at_migrations(struct sqlite_store *store, struct arena *arena, struct str *why)
{
    struct store_session *session = sqlite_session_open(store, false);
    struct migration_plan plan = { .session = session, .migrations = embedded_migrations, .arena = arena };
    bool known = false;

    if (!session) {
        *why = arena_printf(arena, "%s is not a database that can be opened.", store->path);
        return false;
    }
    if (migrate_plan(&plan, why))
        known = plan.pending_count == 0;
    if (!known && !why->len)
        *why = STR("The database is older than this program; bring it up to date with: regulars migrate");
    store->store.migration_known = store->store.migration_reached = plan.known;
    sqlite_session_close(session);
    return known;
}

struct store *store_open_reading(const struct store_options *options, struct arena *arena, struct str *why)
{
    static const char scheme[] = "sqlite:";
    struct sqlite_store *store;

    *why = STR_EMPTY;
    if (strncmp(options->address, scheme, sizeof(scheme) - 1) != 0) {
        struct store_options as_it_is = *options;

        as_it_is.as_it_is = true;
        return store_open(&as_it_is, arena, why);
    }
    store = calloc(1, sizeof(*store));
    if (!store) {
        *why = STR("There is no memory left.");
        return NULL;
    }
    store->store.backend = &sqlite_backend;
    store->lock_fd = -1;
    store->path = realpath(options->address + sizeof(scheme) - 1, NULL);
    if (!store->path)
        *why = arena_printf(arena, "There is no database at %s.", options->address + sizeof(scheme) - 1);
    else if (look_at_migrations(store, arena, why))
        store->store.pool = pool_start(&store->store, READERS);
    if (store->store.pool)
        return &store->store;
    if (!why->len)
        *why = STR("The workers could not be started.");
    sqlite_store_close(&store->store);
    return NULL;
}

/* Opening a SQLite file: one program at a time, its settings, migrations, copies. */
#include "store/sqlite.h"

#include "store/migrate.h"
#include "store/pool.h"
#include "store/sqlite_temp.h"
#include "store/writer.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_WAIT_MS = 5000, WORKERS_DEFAULT = 4 };

/* ---- connections */

/* For all. LIKE then means the same as on PostgreSQL, and may use an index. */
static const char common_settings[] =
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=FILE;" /* a file of sqlite_temp.h: memory */
    "PRAGMA mmap_size=0;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA case_sensitive_like=ON;"
    "PRAGMA wal_autocheckpoint=0;";

/* What is deleted is overwritten: erasing a person leaves nothing in free pages. */
static const char writer_settings[] =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-16384;";

/* Room for the inner pages of the indexes of five million bookings; taken as it is needed. */
static const char reader_settings[] =
    "PRAGMA query_only=ON;"
    "PRAGMA cache_size=-24576;";

/* A file system without shared memory refuses it in silence. */
static int check_journal(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &statement, NULL);

    if (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW &&
        strcmp((const char *)sqlite3_column_text(statement, 0), "wal") != 0)
        code = SQLITE_CANTOPEN;
    sqlite3_finalize(statement);
    return code;
}

static int settle(sqlite3 *db, const struct sqlite_store *store, bool is_writer)
{
    int code;

    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_WAIT_MS);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    /* whoever closes last must not checkpoint: that is the writer's */
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    code = sqlite3_exec(db, common_settings, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, is_writer ? writer_settings : reader_settings, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, store->sync_normal ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL", NULL,
                            NULL, NULL);
    /* the settings do not touch the file: read it once, so that a bad one is found here */
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    return code == SQLITE_OK ? check_journal(db) : code;
}

sqlite3 *sqlite_connect(const struct sqlite_store *store, bool is_writer)
{
    int flags = SQLITE_OPEN_NOMUTEX | (is_writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(store->path, &db, flags, store->vfs ? store->vfs->zName : NULL);

    if (code == SQLITE_OK)
        code = settle(db, store, is_writer);
    if (code == SQLITE_OK)
        return db;
    log_write(LOG_ERROR, "sqlite_open_failed", "code=%d message=\"%s\"", code, db ? sqlite3_errmsg(db) : "");
    sqlite3_close_v2(db);
    return NULL;
}

struct store_session *sqlite_session_open(struct sqlite_store *store, bool is_writer)
{
    struct sqlite_session *session = calloc(1, sizeof(*session));

    if (!session)
        return NULL;
    session->session.backend = &sqlite_backend;
    session->session.store = &store->store;
    session->is_writer = is_writer;
    session->db = sqlite_connect(store, is_writer);
    if (!session->db) {
        free(session);
        return NULL;
    }
    sqlite_cache_init(session);
    if (is_writer)
        sqlite_wal_watch(session);
    return &session->session;
}

void sqlite_session_close(struct store_session *base)
{
    struct sqlite_session *session = (struct sqlite_session *)base;

    cache_clear(&session->cache);
    sqlite3_close_v2(session->keeper);
    /* the last one leaves a single file behind */
    if (session->is_writer && !session->io_failed)
        sqlite3_db_config(session->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    sqlite3_close_v2(session->db);
    session_clear(base);
    free(session);
}

enum err sqlite_reconnect(struct sqlite_session *session)
{
    sqlite3 *db = sqlite_connect((struct sqlite_store *)session->session.store, session->is_writer);

    if (!db)
        return ERR_BUSY;
    /* only now: were the old one the last, the next would read the log anew */
    cache_clear(&session->cache);
    sqlite3_close_v2(session->db);
    session->db = db;
    session->io_failed = false;
    if (session->is_writer)
        sqlite_wal_watch(session);
    return ERR_OK;
}

/* ---- one program at a time */

/* Other locks of a process are lost when it closes the file anywhere; an open file description's are not. */
static bool lock_file(struct sqlite_store *store, struct arena *arena, struct str *why)
{
    struct str path = arena_printf(arena, "%s.lock", store->path);
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char pid[24] = "";

    store->lock_fd = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock_fd < 0) {
        *why = arena_printf(arena, "%s cannot be opened: %s.", path.ptr, strerror(errno));
        return false;
    }
    if (fcntl(store->lock_fd, F_OFD_SETLK, &lock) == 0) {
        int len = snprintf(pid, sizeof(pid), "%d\n", (int)getpid());

        if (ftruncate(store->lock_fd, 0) == 0 && pwrite(store->lock_fd, pid, (size_t)len, 0) == len)
            return true;
        *why = arena_printf(arena, "%s cannot be written: %s.", path.ptr, strerror(errno));
        return false;
    }
    if (pread(store->lock_fd, pid, sizeof(pid) - 1, 0) > 0)
        pid[strcspn(pid, "\n")] = '\0';
    *why = arena_printf(arena, "%s is in use by process %s; stop it first, or ask it to do the work.", store->path,
                        *pid ? pid : "(unknown)");
    return false;
}

/* The file itself, so that two names of it are one; it is made here when it may be, for its owner's eyes only. */
static bool find_file(struct sqlite_store *store, const struct store_options *options, struct arena *arena,
                      struct str *why)
{
    const char *path = options->address + strlen("sqlite:");
    int fd;

    if (!*path) {
        *why = STR("The store's address has no file: sqlite:PATH.");
        return false;
    }
    fd = open(path, O_RDWR | O_CLOEXEC | (options->create ? O_CREAT : 0), 0600);
    if (fd < 0) {
        *why = errno == ENOENT && !options->create
                   ? arena_printf(arena, "There is no database at %s.", path)
                   : arena_printf(arena, "%s cannot be opened: %s.", path, strerror(errno));
        return false;
    }
    close(fd);
    store->path = realpath(path, NULL);
    if (!store->path)
        *why = arena_printf(arena, "%s cannot be found: %s.", path, strerror(errno));
    return store->path != NULL;
}

/* ---- opening */

static const struct sql count_tables = SQL(
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite%'");
static const struct sql find_record = SQL("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'");

/* A SQLite file of some other program must not become ours. */
static bool is_ours(struct store_session *session, struct arena *arena, struct str *why)
{
    const struct args none = { NULL, 0 };
    int64_t tables, records;
    struct ctx ctx;

    ctx_init(&ctx, arena);
    ctx.db = session;
    if (store_int(&ctx, &count_tables, none, 0, &tables) != ERR_OK ||
        store_int(&ctx, &find_record, none, 0, &records) != ERR_OK) {
        *why = arena_printf(arena, "The database cannot be read: %s.", session->backend->complaint(session));
        return false;
    }
    if (tables > 0 && records == 0)
        *why = STR("This SQLite file belongs to another program: it has tables, but none of ours.");
    return tables == 0 || records > 0;
}

static struct str copy_path(const struct sqlite_store *store, const struct store_options *options, struct arena *arena,
                            const char *migration)
{
    const char *name = strrchr(store->path, '/') + 1;
    struct str time = time_text(arena, clock_now_ms(&(struct clock){ .test_file = NULL }));

    if (options->backup_dir)
        return arena_printf(arena, "%s/%s.before-%.*s-%.*s", options->backup_dir, name, (int)strcspn(migration, "."),
                            migration, STR_PRINT(time));
    return arena_printf(arena, "%s.before-%.*s-%.*s", store->path, (int)strcspn(migration, "."), migration,
                        STR_PRINT(time));
}

static bool migrate(struct sqlite_store *store, struct store_session *session, const struct store_options *options,
                    const struct embedded_file *migrations, struct arena *arena, struct str *why)
{
    struct migration_plan plan = { .session = session, .migrations = migrations, .arena = arena };

    if (!is_ours(session, arena, why) || !migrate_plan(&plan, why))
        return false;
    if (plan.pending_count && !plan.is_new) {
        struct str path = copy_path(store, options, arena, plan.pending[0]->name);

        if (sqlite_copy((struct sqlite_session *)session, path.ptr) != ERR_OK) {
            *why = arena_printf(arena, "The copy %s that is made before a migration failed; nothing was changed.",
                                path.ptr);
            return false;
        }
        log_write(LOG_INFO, "copied_before_migration", "path=\"%s\"", path.ptr);
    }
    if (!migrate_run(&plan, why))
        return false;
    store->store.migration_known = store->store.migration_reached = plan.known;
    store->store.migrations_run = plan.pending_count;
    return true;
}

/* Not at each start: what it writes has to be synced. Without it plans are worse, and everything works. */
static void look_at_tables(struct sqlite_store *store, struct store_session *session)
{
    if (store->store.migrations_run == 0 && !sqlite_look_is_due(session))
        return;
    session_finish(session, session_begin(session, true) == ERR_OK ? sqlite_look(session) : ERR_BUSY);
}

static bool start_threads(struct sqlite_store *store, struct store_session *session, int workers, struct str *why)
{
    store->store.writer = writer_start(&store->store, session);
    if (!store->store.writer) {
        sqlite_session_close(session);
        *why = STR("The writer's thread could not be started.");
        return false;
    }
    store->store.pool = pool_start(&store->store, workers > 0 ? workers : WORKERS_DEFAULT);
    if (!store->store.pool) {
        writer_stop(store->store.writer);
        *why = STR("The workers could not be started.");
        return false;
    }
    return true;
}

static bool open_file(struct sqlite_store *store, const struct store_options *options,
                      const struct embedded_file *migrations, struct arena *arena, struct str *why)
{
    struct store_session *session;

    if (!find_file(store, options, arena, why) || !lock_file(store, arena, why))
        return false;
    session = sqlite_session_open(store, true);
    if (!session) {
        *why = arena_printf(arena, "%s is not a database that can be opened.", store->path);
        return false;
    }
    if (!migrate(store, session, options, migrations, arena, why)) {
        sqlite_session_close(session);
        return false;
    }
    look_at_tables(store, session);
    sqlite_wal_empty(session);
    sqlite_keep(session);
    return start_threads(store, session, options->workers, why);
}

/* Counting every allocation takes a lock that all threads share. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* what a statement or savepoint keeps to be undone goes to sqlite_temp.h from its first byte */
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 0);
}

static void free_store(struct sqlite_store *store)
{
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    free(store->path);
    free(store->backup_dir);
    sqlite_temp_free(store->vfs);
    free(store);
}

struct store *sqlite_store_open(const struct store_options *options, const struct embedded_file *migrations,
                                struct arena *arena, struct str *why)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sqlite_store *store = calloc(1, sizeof(*store));

    pthread_once(&once, configure);
    if (!store) {
        *why = STR("There is no memory left.");
        return NULL;
    }
    store->store.backend = &sqlite_backend;
    store->lock_fd = -1;
    store->sync_normal = options->sync_normal;
    store->backup_dir = options->backup_dir ? strdup(options->backup_dir) : NULL;
    store->vfs = sqlite_temp_new(options->vfs);
    if (!store->vfs)
        *why = STR("SQLite could not be set up.");
    else if (open_file(store, options, migrations, arena, why))
        return &store->store;
    free_store(store);
    return NULL;
}

void sqlite_store_close(struct store *base)
{
    free_store((struct sqlite_store *)base);
}

/* ---- copies */

static enum err sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int failed;

    if (fd < 0)
        return ERR_BUSY;
    failed = fsync(fd);
    close(fd);
    return failed ? ERR_BUSY : ERR_OK;
}

static enum err sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return sync_path(slash ? arena_cstr(arena, (struct str){ path, (size_t)(slash - path) + 1 }) : ".");
}

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code;

    if (!backup)
        return sqlite3_errcode(to);
    /* in one step: between two, a commit would make it begin again */
    code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    return code;
}

/* The pages arrive under another name, so that what bears the name is always whole. */
enum err sqlite_copy(struct sqlite_session *from, const char *path)
{
    struct arena arena;
    const char *part;
    sqlite3 *to = NULL;
    enum err err;
    int fd;

    arena_init(&arena);
    part = arena_printf(&arena, "%s.part", path).ptr;
    fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    err = fd < 0 ? ERR_BUSY : ERR_OK;
    if (fd >= 0)
        close(fd);
    if (err == ERR_OK)
        err = sqlite_err(from, sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), "copy");
    if (err == ERR_OK) {
        int code = copy_pages(from->db, to);

        err = code == SQLITE_DONE ? ERR_OK : sqlite_err(from, code, "copy");
    }
    sqlite3_close_v2(to);
    if (err == ERR_OK)
        err = sync_path(part);
    if (err == ERR_OK && rename(part, path) != 0)
        err = ERR_BUSY;
    if (err == ERR_OK)
        err = sync_folder_of(&arena, path);
    if (err != ERR_OK)
        unlink(part);
    arena_clear(&arena);
    return err;
}

static void forget_copies_in(const char *folder, const char *name)
{
    DIR *dir = opendir(folder);
    size_t len = strlen(name);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (strncmp(entry->d_name, name, len) == 0 && strncmp(entry->d_name + len, ".before-", 8) == 0 &&
            unlinkat(dirfd(dir), entry->d_name, 0) == 0)
            log_write(LOG_INFO, "copy_removed", "name=\"%s\"", entry->d_name);
    if (dir)
        closedir(dir);
}

static void forget_copies(struct sqlite_store *store)
{
    const char *slash = strrchr(store->path, '/');
    char *folder = strndup(store->path, (size_t)(slash - store->path) + 1);

    if (folder)
        forget_copies_in(folder, slash + 1);
    if (store->backup_dir)
        forget_copies_in(store->backup_dir, slash + 1);
    free(folder);
}

enum err sqlite_store_clean(struct store_session *session, const char *const *tables)
{
    (void)tables;
    forget_copies((struct sqlite_store *)session->store);
    return session->store->writer ? writer_clean(session->store->writer) : ERR_BUSY;
}

enum err sqlite_store_backup(struct store *base, struct ctx *ctx, const char *path)
{
    struct store_session *session;
    enum err err;

    if (access(path, F_OK) == 0)
        return fail(ctx, ERR_CONFLICT, "there is a file %s already", path);
    session = sqlite_session_open((struct sqlite_store *)base, false);
    if (!session)
        return fail(ctx, ERR_BUSY, "the database could not be opened once more for the copy");
    err = sqlite_copy((struct sqlite_session *)session, path);
    sqlite_session_close(session);
    return err == ERR_OK ? ERR_OK : fail(ctx, err, "the copy %s could not be written", path);
}

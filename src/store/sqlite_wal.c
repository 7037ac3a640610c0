/*
 * The write-ahead log: when it is moved into the database, and how a failed commit is taken out of it.
 *
 * Its format, and that of the index in shared memory: https://www.sqlite.org/walformat.html
 */
#include "store/sqlite.h"

#include "base/log.h"

#include <sqlite3.h>
#include <string.h>

enum {
    CHECKPOINT_PAGES = 4000, /* 16 MB */
    CHECKPOINT_AGAIN_PAGES = 1000,
    RESTART_PAGES = 16000, /* readers have kept it from starting anew: wait for them a moment */
    RESTART_WAIT_MS = 50,
    BUSY_WAIT_MS = 5000,
    CLEAN_TRIES_MOST = 20,

    WAL_HEADER_BYTES = 32,
    WAL_FRAME_HEADER_BYTES = 24,
    INDEX_REGION_BYTES = 32 * 1024,
    INDEX_IS_INIT_AT = 12,
    INDEX_PAGE_SIZE_AT = 14,
    INDEX_FRAMES_AT = 16,
};

static int after_commit(void *data, sqlite3 *db, const char *schema, int pages)
{
    struct sqlite_session *session = data;

    (void)db;
    (void)schema;
    if (pages < session->wal_pages) {
        session->wal_moved_pages = 0;
        session->wal_next_pages = CHECKPOINT_PAGES;
    }
    session->wal_pages = pages;
    return SQLITE_OK;
}

void sqlite_wal_watch(struct sqlite_session *session)
{
    session->wal_pages = session->wal_moved_pages = 0;
    session->wal_next_pages = CHECKPOINT_PAGES;
    sqlite3_wal_hook(session->db, after_commit, session);
}

static void let_go(const struct sqlite_session *session)
{
    if (session->keeper && !sqlite3_get_autocommit(session->keeper))
        sqlite3_exec(session->keeper, "COMMIT", NULL, NULL, NULL);
}

void sqlite_keep(struct store_session *base)
{
    struct sqlite_session *session = (struct sqlite_session *)base;

    if (!session->keeper)
        session->keeper = sqlite_connect((const struct sqlite_store *)base->store, false);
    let_go(session);
    /* any read opens the view; where it fails, everybody asks the kernel, that is all */
    if (session->keeper)
        sqlite3_exec(session->keeper, "BEGIN; SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
}

static void checkpoint(struct sqlite_session *session, int mode)
{
    int pages = 0, moved = 0;
    int code;

    let_go(session);
    if (mode != SQLITE_CHECKPOINT_PASSIVE)
        sqlite3_busy_timeout(session->db, RESTART_WAIT_MS);
    code = sqlite3_wal_checkpoint_v2(session->db, "main", mode, &pages, &moved);
    if (mode != SQLITE_CHECKPOINT_PASSIVE)
        sqlite3_busy_timeout(session->db, BUSY_WAIT_MS);
    session->wal_next_pages = session->wal_pages + CHECKPOINT_AGAIN_PAGES;
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        sqlite_err(session, code, "checkpoint");
        return;
    }
    session->wal_moved_pages = moved;
}

void sqlite_tidy(struct store_session *base, bool idle)
{
    struct sqlite_session *session = (struct sqlite_session *)base;

    if (session->wal_pages >= RESTART_PAGES && session->wal_pages >= session->wal_next_pages)
        checkpoint(session, SQLITE_CHECKPOINT_RESTART);
    else if (session->wal_pages >= session->wal_next_pages || (idle && session->wal_moved_pages < session->wal_pages))
        checkpoint(session, SQLITE_CHECKPOINT_PASSIVE);
    sqlite_keep(base);
}

void sqlite_wal_empty(struct store_session *base)
{
    checkpoint((struct sqlite_session *)base, SQLITE_CHECKPOINT_TRUNCATE);
}

enum err sqlite_clean(struct store_session *base)
{
    struct sqlite_session *session = (struct sqlite_session *)base;
    int code = SQLITE_BUSY;

    let_go(session);
    sqlite3_busy_timeout(session->db, RESTART_WAIT_MS);
    for (int i = 0; i < CLEAN_TRIES_MOST && (code & 0xff) == SQLITE_BUSY; i++)
        code = sqlite3_wal_checkpoint_v2(session->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(session->db, BUSY_WAIT_MS);
    if (code != SQLITE_OK)
        return sqlite_err(session, code, "clean");
    session->wal_pages = session->wal_moved_pages = 0;
    session->wal_next_pages = CHECKPOINT_PAGES;
    /* pages in memory still have in their middle what those in the file have lost, and would bring it back */
    sqlite3_db_release_memory(session->db);
    return ERR_OK;
}

/* ---- after a failed commit */

/* The bytes of the log that count: the frames that the index names. -1 when there is no index yet. */
static int64_t bytes_that_count(sqlite3_file *database)
{
    volatile void *region = NULL;
    const volatile unsigned char *index;
    uint16_t page_size;
    uint32_t frames;

    if (!database->pMethods || database->pMethods->iVersion < 2)
        return -1;
    if (database->pMethods->xShmMap(database, 0, INDEX_REGION_BYTES, 0, &region) != SQLITE_OK || !region)
        return -1;
    index = region;
    if (!index[INDEX_IS_INIT_AT])
        return -1;
    memcpy(&page_size, (const unsigned char *)region + INDEX_PAGE_SIZE_AT, sizeof(page_size));
    memcpy(&frames, (const unsigned char *)region + INDEX_FRAMES_AT, sizeof(frames));
    /* 65536 does not fit and is written as 1 */
    return WAL_HEADER_BYTES + (int64_t)frames * (WAL_FRAME_HEADER_BYTES + (page_size == 1 ? 65536 : page_size));
}

/*
 * A commit whose sync failed may stand in the log complete, although nobody counts it: whoever opens the file after a
 * crash would find it valid and bring back what was answered with "not saved". The log is cut where it stops counting.
 */
static enum err cut_log(struct sqlite_session *session)
{
    sqlite3_file *database = NULL;
    sqlite3_file *log = NULL;
    sqlite3_int64 size = 0;
    int64_t keep;
    int code;

    sqlite3_file_control(session->db, "main", SQLITE_FCNTL_FILE_POINTER, &database);
    sqlite3_file_control(session->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (!database || !log || !log->pMethods)
        return ERR_OK;
    keep = bytes_that_count(database);
    if (keep < 0)
        return ERR_OK;
    code = log->pMethods->xFileSize(log, &size);
    if (code == SQLITE_OK && size > keep)
        code = log->pMethods->xTruncate(log, keep);
    return code == SQLITE_OK ? ERR_OK : sqlite_err(session, code, "cut the log");
}

enum err sqlite_mend(struct store_session *base)
{
    struct sqlite_session *session = (struct sqlite_session *)base;

    TRY(cut_log(session));
    if (session->io_failed)
        TRY(sqlite_reconnect(session));
    log_write(LOG_INFO, "sqlite_mended", "wal_pages=%d", session->wal_pages);
    return ERR_OK;
}

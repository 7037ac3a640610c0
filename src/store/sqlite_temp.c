#include "store/sqlite_temp.h"

#include "store/sqlite_scrub.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 64 * 1024 };

struct temp_file {
    sqlite3_file base;
    char *bytes;
    size_t len;
    size_t size; /* of `bytes` */
};

/* The VFS of one store: what sqlite3_vfs_register knows comes first. */
struct store_vfs {
    sqlite3_vfs vfs;
    pthread_mutex_t lock;
    struct sqlite_scrub scrub; /* under lock */
};

static struct temp_file *of(sqlite3_file *file)
{
    return (struct temp_file *)file;
}

/* ---- a file in memory */

static int temp_close(sqlite3_file *file)
{
    free(of(file)->bytes);
    file->pMethods = NULL;
    return SQLITE_OK;
}

/* What lies behind the end is read as zeros. */
static int temp_read(sqlite3_file *file, void *into, int count, sqlite3_int64 at)
{
    const struct temp_file *temp = of(file);
    size_t begin = (size_t)at < temp->len ? (size_t)at : temp->len;
    size_t there = temp->len - begin < (size_t)count ? temp->len - begin : (size_t)count;

    if (there)
        memcpy(into, temp->bytes + begin, there);
    memset((char *)into + there, 0, (size_t)count - there);
    return there == (size_t)count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static bool make_room(struct temp_file *temp, size_t needed)
{
    size_t size = temp->size ? temp->size : FIRST_BYTES;
    char *bytes;

    if (needed <= temp->size)
        return true;
    while (size < needed)
        size *= 2;
    bytes = realloc(temp->bytes, size);
    if (!bytes)
        return false;
    temp->bytes = bytes;
    temp->size = size;
    return true;
}

static int temp_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 at)
{
    struct temp_file *temp = of(file);
    size_t begin = (size_t)at, end = begin + (size_t)count;

    if (!make_room(temp, end))
        return SQLITE_NOMEM;
    if (begin > temp->len)
        memset(temp->bytes + temp->len, 0, begin - temp->len);
    memcpy(temp->bytes + begin, from, (size_t)count);
    if (end > temp->len)
        temp->len = end;
    return SQLITE_OK;
}

static int temp_truncate(sqlite3_file *file, sqlite3_int64 len)
{
    if ((size_t)len < of(file)->len)
        of(file)->len = (size_t)len;
    return SQLITE_OK;
}

static int temp_size(sqlite3_file *file, sqlite3_int64 *len)
{
    *len = (sqlite3_int64)of(file)->len;
    return SQLITE_OK;
}

static int temp_nothing(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    return SQLITE_OK;
}

static int temp_is_reserved(sqlite3_file *file, int *reserved)
{
    (void)file;
    *reserved = 0;
    return SQLITE_OK;
}

static int temp_control(sqlite3_file *file, int operation, void *data)
{
    (void)file;
    (void)operation;
    (void)data;
    return SQLITE_NOTFOUND;
}

static int temp_zero(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static const sqlite3_io_methods temp_methods = {
    .iVersion = 1,
    .xClose = temp_close,
    .xRead = temp_read,
    .xWrite = temp_write,
    .xTruncate = temp_truncate,
    .xSync = temp_nothing,
    .xFileSize = temp_size,
    .xLock = temp_nothing,
    .xUnlock = temp_nothing,
    .xCheckReservedLock = temp_is_reserved,
    .xFileControl = temp_control,
    .xSectorSize = temp_zero,
    .xDeviceCharacteristics = temp_zero,
};

/* ---- the system's VFS, but for files without a name */

static int real_open(struct store_vfs *own, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
    sqlite3_vfs *real = own->vfs.pAppData;
    int code = real->xOpen(real, path, file, flags, flags_out);

    if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB)) {
        pthread_mutex_lock(&own->lock);
        sqlite_scrub_attach(&own->scrub, file);
        pthread_mutex_unlock(&own->lock);
    }
    return code;
}

static int temp_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
    if (path)
        return real_open((struct store_vfs *)vfs, path, file, flags, flags_out);
    *of(file) = (struct temp_file){ .base.pMethods = &temp_methods };
    if (flags_out)
        *flags_out = flags;
    return SQLITE_OK;
}

struct sqlite3_vfs *sqlite_temp_new(const char *base)
{
    sqlite3_vfs *real = sqlite3_vfs_find(base);
    struct store_vfs *own = calloc(1, sizeof(*own));
    char *name = NULL;

    if (!real || !own || asprintf(&name, "regulars-%p", (void *)own) < 0) {
        free(own);
        return NULL;
    }
    pthread_mutex_init(&own->lock, NULL);
    own->vfs = *real;
    own->vfs.zName = name;
    own->vfs.pNext = NULL;
    own->vfs.pAppData = real;
    own->vfs.xOpen = temp_open;
    if ((size_t)own->vfs.szOsFile < sizeof(struct temp_file))
        own->vfs.szOsFile = (int)sizeof(struct temp_file);
    if (sqlite3_vfs_register(&own->vfs, 0) == SQLITE_OK)
        return &own->vfs;
    sqlite_temp_free(&own->vfs);
    return NULL;
}

void sqlite_temp_free(struct sqlite3_vfs *vfs)
{
    struct store_vfs *own = (struct store_vfs *)vfs;

    if (!own)
        return;
    sqlite3_vfs_unregister(&own->vfs);
    pthread_mutex_destroy(&own->lock);
    free((char *)own->vfs.zName);
    free(own);
}

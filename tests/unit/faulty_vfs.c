#include "faulty_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 512 };

/* Written and not synced yet. */
struct piece {
    struct piece *next; /* in the order of writing */
    int64_t at;
    int64_t size; /* 0: the file was cut to `at` bytes */
    char bytes[];
};

/* What the disk holds of a file. */
struct image {
    struct image *next;
    char path[PATH_BYTES];
    char *bytes;
    int64_t size;
    int64_t capacity;
    struct piece *first;
    struct piece **end;
};

struct faulty_file {
    sqlite3_file base;
    struct image *image; /* NULL for temporary files */
    sqlite3_file *real;  /* stands behind this struct */
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    struct image *images;
    int syncs;
    int cut_at;
    bool cut_after;
    bool cut;
    int fail_from;
    int fail_to;
    int64_t space;
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER, .space = -1 };

static void give_up(const char *why)
{
    fprintf(stderr, "faulty_vfs: %s\n", why);
    abort();
}

static struct faulty_file *of(sqlite3_file *file)
{
    return (struct faulty_file *)file;
}

/* ---- what the disk holds; under the lock */

static void grow(struct image *image, int64_t size)
{
    if (size > image->capacity) {
        image->capacity = size * 2;
        image->bytes = realloc(image->bytes, (size_t)image->capacity);
        if (!image->bytes)
            give_up("no memory");
    }
    if (size > image->size)
        memset(image->bytes + image->size, 0, (size_t)(size - image->size));
    image->size = size;
}

static void land(struct image *image, const struct piece *piece)
{
    if (piece->size == 0) {
        grow(image, piece->at);
        return;
    }
    if (piece->at + piece->size > image->size)
        grow(image, piece->at + piece->size);
    memcpy(image->bytes + piece->at, piece->bytes, (size_t)piece->size);
}

/* Every unsynced piece lands, or is forgotten, as the dice say: of 100. */
static void settle(struct image *image, int percent, unsigned *seed)
{
    while (image->first) {
        struct piece *piece = image->first;

        image->first = piece->next;
        if (percent == 100 || (percent && rand_r(seed) % 100 < percent))
            land(image, piece);
        free(piece);
    }
    image->end = &image->first;
}

static void remember(struct image *image, const void *bytes, int64_t size, int64_t at)
{
    struct piece *piece = malloc(sizeof(*piece) + (size_t)size);

    if (!piece)
        give_up("no memory");
    *piece = (struct piece){ .at = at, .size = size };
    if (size)
        memcpy(piece->bytes, bytes, (size_t)size);
    *image->end = piece;
    image->end = &piece->next;
}

static struct image *image_of(const char *path)
{
    struct image *image = disk.images;

    while (image && strcmp(image->path, path) != 0)
        image = image->next;
    if (image)
        return image;
    image = calloc(1, sizeof(*image));
    if (!image || strlen(path) >= sizeof(image->path))
        give_up("no memory, or a long path");
    snprintf(image->path, sizeof(image->path), "%s", path);
    image->end = &image->first;
    image->next = disk.images;
    disk.images = image;
    return image;
}

static void forget(struct image *image)
{
    unsigned seed = 0;

    settle(image, 0, &seed);
    free(image->bytes);
    image->bytes = NULL;
    image->size = image->capacity = 0;
}

/* ---- files */

static int file_close(sqlite3_file *file)
{
    return of(file)->real->pMethods->xClose(of(file)->real);
}

static int file_read(sqlite3_file *file, void *into, int size, sqlite3_int64 at)
{
    return of(file)->real->pMethods->xRead(of(file)->real, into, size, at);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    struct faulty_file *faulty = of(file);
    int writable = size;
    int code = SQLITE_OK;

    pthread_mutex_lock(&disk.lock);
    if (disk.cut) {
        pthread_mutex_unlock(&disk.lock);
        return SQLITE_IOERR_WRITE;
    }
    if (disk.space >= 0 && faulty->image) {
        /* what still fits is written: the failure comes in the middle */
        if (size > disk.space)
            writable = (int)disk.space;
        disk.space -= writable;
    }
    if (writable)
        code = faulty->real->pMethods->xWrite(faulty->real, bytes, writable, at);
    if (code == SQLITE_OK && faulty->image && writable)
        remember(faulty->image, bytes, writable, at);
    pthread_mutex_unlock(&disk.lock);
    return code == SQLITE_OK && writable < size ? SQLITE_FULL : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct faulty_file *faulty = of(file);
    int code;

    pthread_mutex_lock(&disk.lock);
    code = disk.cut ? SQLITE_IOERR_TRUNCATE : faulty->real->pMethods->xTruncate(faulty->real, size);
    if (code == SQLITE_OK && faulty->image)
        remember(faulty->image, NULL, 0, size);
    pthread_mutex_unlock(&disk.lock);
    return code;
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct faulty_file *faulty = of(file);
    unsigned seed = 0;
    int code = SQLITE_OK;

    (void)flags;
    pthread_mutex_lock(&disk.lock);
    disk.syncs++;
    if (disk.cut_at && disk.syncs == disk.cut_at && !disk.cut_after)
        disk.cut = true;
    if (disk.cut) {
        code = SQLITE_IOERR_FSYNC;
    } else if (disk.syncs > disk.fail_from && disk.syncs <= disk.fail_to) {
        code = SQLITE_IOERR_FSYNC;
        if (faulty->image)
            settle(faulty->image, 0, &seed);
    } else if (faulty->image) {
        settle(faulty->image, 100, &seed);
    }
    if (disk.cut_at && disk.syncs == disk.cut_at && disk.cut_after) {
        disk.cut = true;
        code = SQLITE_IOERR_FSYNC;
    }
    pthread_mutex_unlock(&disk.lock);
    return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
    return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, out);
}

static int file_control(sqlite3_file *file, int op, void *data)
{
    return of(file)->real->pMethods->xFileControl(of(file)->real, op, data);
}

static int file_sector(sqlite3_file *file)
{
    return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int file_traits(sqlite3_file *file)
{
    return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static int shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
    return of(file)->real->pMethods->xShmMap(of(file)->real, region, size, extend, out);
}

static int shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
}

static void shm_barrier(sqlite3_file *file)
{
    of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int shm_unmap(sqlite3_file *file, int remove)
{
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, remove);
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* ---- the VFS */

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
    const int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    struct faulty_file *faulty = of(file);
    int code;

    (void)vfs;
    faulty->base.pMethods = NULL;
    faulty->real = (sqlite3_file *)(faulty + 1);
    code = disk.real->xOpen(disk.real, path, faulty->real, flags, flags_out);
    if (code != SQLITE_OK)
        return code;
    faulty->base.pMethods = &file_methods;
    pthread_mutex_lock(&disk.lock);
    faulty->image = path && (flags & kept) ? image_of(path) : NULL;
    pthread_mutex_unlock(&disk.lock);
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    int code;

    (void)vfs;
    pthread_mutex_lock(&disk.lock);
    code = disk.cut ? SQLITE_IOERR_DELETE : disk.real->xDelete(disk.real, path, sync);
    if (code == SQLITE_OK)
        forget(image_of(path));
    pthread_mutex_unlock(&disk.lock);
    return code;
}

void faulty_register(void)
{
    if (disk.real)
        return;
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = FAULTY_VFS;
    disk.vfs.pNext = NULL;
    disk.vfs.szOsFile = (int)sizeof(struct faulty_file) + disk.real->szOsFile;
    disk.vfs.xOpen = vfs_open;
    disk.vfs.xDelete = vfs_delete;
    if (sqlite3_vfs_register(&disk.vfs, 0) != SQLITE_OK)
        give_up("cannot be registered");
}

/* ---- faults */

static void heal(void)
{
    disk.cut = false;
    disk.cut_at = 0;
    disk.fail_from = disk.fail_to = 0;
    disk.space = -1;
}

void faulty_reset(void)
{
    pthread_mutex_lock(&disk.lock);
    while (disk.images) {
        struct image *image = disk.images;

        disk.images = image->next;
        forget(image);
        free(image);
    }
    disk.syncs = 0;
    heal();
    pthread_mutex_unlock(&disk.lock);
}

void faulty_cut_at_sync(int count, bool after)
{
    pthread_mutex_lock(&disk.lock);
    disk.cut_at = disk.syncs + count;
    disk.cut_after = after;
    pthread_mutex_unlock(&disk.lock);
}

bool faulty_is_cut(void)
{
    bool cut;

    pthread_mutex_lock(&disk.lock);
    cut = disk.cut;
    pthread_mutex_unlock(&disk.lock);
    return cut;
}

static void put_back(const struct image *image)
{
    char shm[PATH_BYTES + 8];
    FILE *file;

    /* shared memory does not live through it */
    snprintf(shm, sizeof(shm), "%s-shm", image->path);
    unlink(shm);
    if (access(image->path, F_OK) != 0)
        return;
    file = fopen(image->path, "w");
    if (!file || (image->size && fwrite(image->bytes, (size_t)image->size, 1, file) != 1) || fclose(file) != 0)
        give_up("a file cannot be put back");
}

void faulty_power_back(unsigned seed)
{
    pthread_mutex_lock(&disk.lock);
    for (struct image *image = disk.images; image; image = image->next) {
        settle(image, seed ? 50 : 0, &seed);
        put_back(image);
    }
    heal();
    pthread_mutex_unlock(&disk.lock);
}

void faulty_fail_syncs(int skip, int count)
{
    pthread_mutex_lock(&disk.lock);
    disk.fail_from = disk.syncs + skip;
    disk.fail_to = disk.fail_from + count;
    pthread_mutex_unlock(&disk.lock);
}

void faulty_space(int64_t bytes)
{
    pthread_mutex_lock(&disk.lock);
    disk.space = bytes;
    pthread_mutex_unlock(&disk.lock);
}

int faulty_syncs(void)
{
    int syncs;

    pthread_mutex_lock(&disk.lock);
    syncs = disk.syncs;
    pthread_mutex_unlock(&disk.lock);
    return syncs;
}

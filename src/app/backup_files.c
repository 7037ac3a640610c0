#include "app/backup_files.h"

#include "base/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 256 * 1024 };

static const struct str prefix = { "regulars-", 9 };

struct str backup_file_name(struct arena *arena, int64_t at_ms, const char *ending)
{
    char text[TIME_TEXT_BYTES];

    time_write(text, at_ms); /* 2026-11-26T03:15:00.000Z */
    return arena_printf(arena, "%s%.4s%.2s%.2sT%.2s%.2s%.2sZ.%s", prefix.ptr, text, text + 5, text + 8, text + 11,
                        text + 14, text + 17, ending);
}

enum err backup_folder_make(struct ctx *ctx, const char *folder)
{
    struct stat status;

    if (mkdir(folder, 0700) == 0 || (errno == EEXIST && stat(folder, &status) == 0 && S_ISDIR(status.st_mode)))
        return ERR_OK;
    return fail(ctx, ERR_INVALID, "the folder %s cannot be made: %s", folder, strerror(errno));
}

/* ---- copying */

static enum err pour(struct ctx *ctx, int from, int to, const char *name)
{
    char *bytes = arena_bytes(ctx->arena, CHUNK_BYTES);

    for (;;) {
        ssize_t got = read(from, bytes, CHUNK_BYTES);

        if (got == 0)
            return fsync(to) == 0 ? ERR_OK : fail(ctx, ERR_INVALID, "%s cannot be written: %s", name, strerror(errno));
        if (got < 0)
            return fail(ctx, ERR_INVALID, "the backup cannot be read: %s", strerror(errno));
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, bytes + done, (size_t)(got - done));

            if (put < 0)
                return fail(ctx, errno == ENOSPC ? ERR_DISK_FULL : ERR_INVALID, "%s cannot be written: %s", name,
                            strerror(errno));
            done += put;
        }
    }
}

enum err backup_file_copy(struct ctx *ctx, const char *path, const char *folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = arena_printf(ctx->arena, "%s/%s", folder, slash ? slash + 1 : path).ptr;
    const char *part = arena_printf(ctx->arena, "%s.unchecked", name).ptr;
    int from, to;
    enum err err;

    TRY(backup_folder_make(ctx, folder));
    from = open(path, O_RDONLY | O_CLOEXEC);
    to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (from < 0 || to < 0)
        err = fail(ctx, ERR_INVALID, "%s cannot be written: %s", part, strerror(errno));
    else
        err = pour(ctx, from, to, part);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    if (err == ERR_OK && rename(part, name) != 0)
        err = fail(ctx, ERR_INVALID, "%s cannot be renamed: %s", part, strerror(errno));
    if (err != ERR_OK)
        unlink(part);
    return err;
}

/* ---- keeping the newest */

static bool is_backup(const char *name, bool *unfinished)
{
    struct str text = str_from(name);

    *unfinished = str_ends(text, STR(".unchecked"));
    return str_starts(text, prefix) && (str_ends(text, STR("Z.db")) || str_ends(text, STR("Z.dump")) || *unfinished);
}

static int newest_first(const void *a, const void *b)
{
    return strcmp(*(const char *const *)b, *(const char *const *)a);
}

static void remove_in(struct ctx *ctx, const char *folder, const char *name)
{
    unlink(arena_printf(ctx->arena, "%s/%s", folder, name).ptr);
}

enum err backup_folder_prune(struct ctx *ctx, const char *folder, int64_t keep)
{
    enum { FILES_MOST = 4096 };
    const char **names = ARENA_ARRAY(ctx->arena, const char *, FILES_MOST);
    int count = 0;
    DIR *dir = opendir(folder);

    if (!dir)
        return fail(ctx, ERR_INVALID, "the folder %s cannot be read: %s", folder, strerror(errno));
    for (struct dirent *entry = readdir(dir); entry && count < FILES_MOST; entry = readdir(dir)) {
        bool unfinished;

        if (!is_backup(entry->d_name, &unfinished))
            continue;
        if (unfinished)
            remove_in(ctx, folder, entry->d_name);
        else
            names[count++] = arena_cstr(ctx->arena, str_from(entry->d_name));
    }
    closedir(dir);
    qsort(names, (size_t)count, sizeof(names[0]), newest_first);
    for (int i = (int)keep; i < count; i++)
        remove_in(ctx, folder, names[i]);
    return ERR_OK;
}

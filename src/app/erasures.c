#include "app/erasures.h"

#include "app/app.h"
#include "app/backup_files.h"
#include "base/log.h"
#include "features/privacy/again.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A list of a hundred thousand erasures has some 50 MB. */
enum { LIST_BYTES_MOST = 512 * 1024 * 1024, MARK_ROOM = 100 };

/* ---- the file ---------------------------------------------------------------------------------------------------- */

static const char *path_in(struct arena *arena, const char *folder)
{
    return arena_printf(arena, "%s/" ERASURES_FILE, folder).ptr;
}

/* Its first line says of which state of the database it is. */
static struct str mark_text(struct arena *arena, int64_t count, id64 newest)
{
    return arena_printf(arena, "# %lld erasures, the newest %lld\n", (long long)count, (long long)newest);
}

static enum err read_file(struct ctx *ctx, const char *path, struct str *out)
{
    FILE *file = fopen(path, "re");
    struct buf buf;
    char piece[65536];
    size_t got;

    *out = STR_EMPTY;
    if (!file)
        return errno == ENOENT ? ERR_OK : fail(ctx, ERR_INVALID, "%s cannot be read: %s", path, strerror(errno));
    buf_init(&buf, ctx->arena, sizeof(piece));
    while ((got = fread(piece, 1, sizeof(piece), file)) > 0 && buf.len < LIST_BYTES_MOST)
        buf_add(&buf, (struct str){ piece, got });
    got = (size_t)ferror(file);
    fclose(file);
    *out = buf_str(&buf);
    return got == 0 ? ERR_OK : fail(ctx, ERR_INVALID, "%s cannot be read", path);
}

static bool next_line(struct str *text, struct str *line)
{
    size_t end = str_find(*text, '\n');

    if (text->len == 0)
        return false;
    *line = str_slice(*text, 0, end);
    *text = str_slice(*text, end < text->len ? end + 1 : text->len, text->len);
    return true;
}

static bool is_a_line(struct str line)
{
    return line.len > 0 && line.ptr[0] != '#';
}

/* Whole and synced before it gets its name. */
static enum err write_file(struct ctx *ctx, const char *path, struct str text)
{
    const char *part = arena_printf(ctx->arena, "%s.part", path).ptr;
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool written;

    if (!file)
        return fail(ctx, ERR_INVALID, "%s cannot be written: %s", part, strerror(errno));
    written = fwrite(text.ptr, 1, text.len, file) == text.len && fflush(file) == 0 && fsync(fd) == 0;
    if (fclose(file) == 0 && written && rename(part, path) == 0)
        return ERR_OK;
    unlink(part);
    return fail(ctx, ERR_INVALID, "%s cannot be written: %s", path, strerror(errno));
}

/* ---- the chore --------------------------------------------------------------------------------------------------- */

static enum err mark_of(struct ctx *ctx, struct str *out)
{
    int64_t count;
    id64 newest;

    TRY(again_mark(ctx, &count, &newest));
    *out = mark_text(ctx->arena, count, newest);
    return ERR_OK;
}

/* Where nobody was ever erased no file is needed. */
enum err erasures_waits(struct ctx *ctx, bool *out)
{
    const char *path = path_in(ctx->arena, ctx->app->config->data);
    FILE *file = fopen(path, "re");
    char first[MARK_ROOM] = "";
    struct str mark;
    int64_t count;
    id64 newest;

    if (file && !fgets(first, sizeof(first), file))
        first[0] = '\0';
    if (file)
        fclose(file);
    TRY(again_mark(ctx, &count, &newest));
    mark = mark_text(ctx->arena, count, newest);
    *out = !str_equal(str_from(first), mark) && (file || count > 0);
    return ERR_OK;
}

struct listing {
    struct str old; /* what the file said before */
    struct buf out;
};

/* What the database knows, and what the old file said of another one. */
static enum err list_all(struct ctx *ctx, void *data)
{
    struct listing *listing = data;
    struct str line, mark;

    TRY(mark_of(ctx, &mark));
    buf_add(&listing->out, mark);
    TRY(again_list(ctx, &listing->out));
    while (next_line(&listing->old, &line)) {
        bool known = true;

        if (is_a_line(line))
            TRY(again_knows(ctx, line, &known));
        if (!known) {
            buf_add(&listing->out, line);
            buf_add_char(&listing->out, '\n');
        }
    }
    return ERR_OK;
}

enum err erasures_run(struct chore_run *run)
{
    const struct config *config = run->ctx->app->config;
    const char *path = path_in(run->ctx->arena, config->data);
    struct listing listing = { 0 };
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    chore_step(run, &arena, &ctx);
    buf_init(&listing.out, run->ctx->arena, 4096);
    err = read_file(run->ctx, path, &listing.old);
    if (err == ERR_OK)
        err = store_run(run->store, &ctx, STORE_SLOW, list_all, &listing);
    arena_clear(&arena);
    TRY(err);
    TRY(write_file(run->ctx, path, buf_str(&listing.out)));
    return config->backup_copy ? backup_file_copy(run->ctx, path, config->backup_copy) : ERR_OK;
}

/* ---- doing it again ---------------------------------------------------------------------------------------------- */

struct task {
    struct str line;
    bool closing;
    bool done;
};

static enum err do_line(struct ctx *ctx, void *data)
{
    struct task *task = data;

    return again_do(ctx, task->line, task->closing, &task->done);
}

static enum err clean(struct ctx *ctx, void *data)
{
    (void)data;
    return again_clean(ctx);
}

static enum err step(const struct erasures_host *host, enum err (*work)(struct ctx *ctx, void *data), void *data)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    host->step(host->data, &arena, &ctx);
    err = store_run(host->store, &ctx, STORE_SLOW, work, data);
    if (err != ERR_OK)
        log_write(LOG_ERROR, "erasure_not_repeated", "code=%s", err_code(err));
    arena_clear(&arena);
    return err;
}

/* One that fails keeps nobody else in. */
enum err erasures_apply(const struct erasures_host *host, struct str lines, struct erasures_done *done)
{
    int64_t before = done->repeated;
    struct str line;

    while (next_line(&lines, &line)) {
        struct task task = { .line = line, .closing = host->closing };

        if (!is_a_line(line))
            continue;
        if (step(host, do_line, &task) != ERR_OK)
            done->failed++;
        done->repeated += task.done;
    }
    if (done->repeated == before)
        return ERR_OK;
    log_write(LOG_INFO, "erasures_repeated", "count=%lld", (long long)(done->repeated - before));
    return host->closing ? ERR_OK : step(host, clean, NULL);
}

/* Is it the list of this very database? Then all of it is known. */
static enum err is_own(struct ctx *ctx, void *data)
{
    struct str *lines = data, mark;

    TRY(mark_of(ctx, &mark));
    if (str_starts(*lines, mark))
        *lines = STR_EMPTY;
    return ERR_OK;
}

enum err erasures_apply_file(const struct erasures_host *host, const char *path, struct erasures_done *done)
{
    struct arena arena;
    struct str lines;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    host->step(host->data, &arena, &ctx);
    err = read_file(&ctx, path, &lines);
    if (err == ERR_OK && lines.len > 0)
        err = step(host, is_own, &lines);
    if (err == ERR_OK)
        err = erasures_apply(host, lines, done);
    else
        done->failed++;
    arena_clear(&arena);
    return err;
}

enum err erasures_catch_up(const struct erasures_host *host, const struct config *config, struct erasures_done *done)
{
    const char *const folders[] = { config->data, config->backup_copy };
    struct arena arena;
    enum err err = ERR_OK;

    arena_init(&arena);
    for (size_t i = 0; err == ERR_OK && i < sizeof(folders) / sizeof(folders[0]); i++)
        if (folders[i])
            err = erasures_apply_file(host, path_in(&arena, folders[i]), done);
    arena_clear(&arena);
    return err;
}

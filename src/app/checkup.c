#include "app/checkup.h"

#include "app/backup.h"
#include "app/checkup_store.h"
#include "app/config.h"
#include "base/clock.h"
#include "base/disk.h"
#include "features/job/chore.h"
#include "features/mail/mail.h"

#include <string.h>
#include <sys/timex.h>

static const int64_t JOB_STUCK_MS = 15 * 60 * 1000, CLOCK_AHEAD_MS = 2 * 60 * 1000;
static const int64_t BACKUP_OLD_MS = 26 * 3600 * 1000;          /* a night, and what one takes */
static const int64_t DISK_LOW_BYTES = 512LL * 1024 * 1024;
static const int64_t CLOCK_FIRST_MS = 1767225600000;            /* 2026-01-01: this program is younger */

static void say(struct checkup *checkup, const char *name, bool ok, struct str detail)
{
    if (checkup->count == CHECKUP_LINES_MOST)
        return;
    checkup->lines[checkup->count++] = (struct checkup_line){ name, ok, detail };
    checkup->ok = checkup->ok && ok;
}

/* "3 hours" */
static struct str span(struct ctx *ctx, int64_t ms)
{
    static const struct {
        int64_t ms;
        const char *one, *many;
    } units[] = {
        { 24 * 3600 * 1000, "day", "days" },
        { 3600 * 1000, "hour", "hours" },
        { 60 * 1000, "minute", "minutes" },
        { 1000, "second", "seconds" },
    };

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        int64_t count = ms / units[i].ms;

        /* "26 hours" says more than "1 day" */
        if (count >= (i == 0 ? 2 : 1))
            return arena_printf(ctx->arena, "%lld %s", (long long)count, count == 1 ? units[i].one : units[i].many);
    }
    return STR("a moment");
}

static struct str size(struct ctx *ctx, int64_t bytes)
{
    if (bytes >= 10LL << 30)
        return arena_printf(ctx->arena, "%lld GB", (long long)(bytes >> 30));
    return arena_printf(ctx->arena, "%lld MB", (long long)(bytes >> 20));
}

/* ---- one after another --------------------------------------------------------------------------------------------- */

static enum err check_database(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    bool sqlite = strncmp(config->store, "sqlite:", 7) == 0;
    int64_t since_ms;

    TRY(checkup_store_since(ctx, &since_ms));
    say(out, "database", since_ms != 0,
        since_ms == 0 ? STR("it can be read, but nobody has set it up yet")
        : sqlite      ? STR("SQLite; it can be read and fits this program")
                      : STR("PostgreSQL; it can be reached and fits this program"));
    return ERR_OK;
}

static void check_folder(struct ctx *ctx, const char *folder, struct checkup *out)
{
    struct disk_room room;

    if (!disk_room(folder, &room))
        return;
    say(out, "disk", room.free_bytes >= DISK_LOW_BYTES,
        arena_printf(ctx->arena, "%.*s of %.*s are free at %s", STR_PRINT(size(ctx, room.free_bytes)),
                     STR_PRINT(size(ctx, room.total_bytes)), folder));
}

static enum err check_disk(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    check_folder(ctx, config->data, out);
    if (strncmp(config->backup_dir, config->data, strlen(config->data)) != 0)
        check_folder(ctx, config->backup_dir, out);
    if (config->backup_copy)
        check_folder(ctx, config->backup_copy, out);
    return ERR_OK;
}

static enum err check_mail(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    int64_t count, oldest_ms, age_ms;

    (void)config;
    TRY(mail_waiting_anywhere(ctx, &count, &oldest_ms));
    age_ms = ctx->now_ms - oldest_ms;
    if (count == 0)
        say(out, "mail", true, STR("nothing waits"));
    else
        say(out, "mail", age_ms <= MAIL_LATE_MS,
            arena_printf(ctx->arena, "%lld %s, the oldest for %.*s", (long long)count,
                         count == 1 ? "mail waits" : "mails wait", STR_PRINT(span(ctx, age_ms))));
    return ERR_OK;
}

static enum err check_backup(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    int64_t last_ms, since_ms, age_ms;

    TRY(backup_last_good(ctx, &last_ms));
    TRY(checkup_store_since(ctx, &since_ms));
    age_ms = ctx->now_ms - (last_ms ? last_ms : since_ms);
    if (!config->backup)
        say(out, "backup", true, STR("switched off by the configuration; copies are made elsewhere"));
    else if (last_ms)
        say(out, "backup", age_ms <= BACKUP_OLD_MS,
            arena_printf(ctx->arena, "the last good one is %.*s old", STR_PRINT(span(ctx, age_ms))));
    else
        say(out, "backup", age_ms <= BACKUP_OLD_MS,
            age_ms <= BACKUP_OLD_MS ? STR("none yet; the first is made tonight")
                                    : STR("there has never been a good one"));
    return ERR_OK;
}

static enum err check_jobs(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    int64_t stuck, oldest_ms;
    struct chore *chores;
    int count, wrong = 0;

    (void)config;
    TRY(chore_list(ctx, &chores, &count));
    for (int i = 0; i < count; i++) {
        struct str complaint = chore_complaint(ctx, &chores[i]);

        if (complaint.len == 0)
            continue;
        wrong++;
        say(out, "jobs", false, complaint);
    }
    TRY(checkup_store_stuck_jobs(ctx, ctx->now_ms - JOB_STUCK_MS, &stuck, &oldest_ms));
    if (stuck > 0)
        say(out, "jobs", false,
            arena_printf(ctx->arena, "%lld long %s stuck, the oldest for %.*s", (long long)stuck,
                         stuck == 1 ? "job is" : "jobs are", STR_PRINT(span(ctx, ctx->now_ms - oldest_ms))));
    else if (wrong == 0)
        say(out, "jobs", true, STR("everything is done in time"));
    return ERR_OK;
}

/* Whether a time server keeps it is said, and no fault: in a container nobody can know. */
static enum err check_clock(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    struct timex timex = { 0 };
    bool kept = adjtimex(&timex) >= 0 && !(timex.status & STA_UNSYNC);
    int64_t newest_ms;

    (void)config;
    TRY(checkup_store_newest(ctx, &newest_ms));
    if (ctx->now_ms < CLOCK_FIRST_MS)
        say(out, "clock", false,
            arena_printf(ctx->arena, "it says %.*s", STR_PRINT(str_slice(time_text(ctx->arena, ctx->now_ms), 0, 10))));
    else if (newest_ms > ctx->now_ms + CLOCK_AHEAD_MS)
        say(out, "clock", false,
            arena_printf(ctx->arena, "it is %.*s behind the newest entry of the audit: was it set back?",
                         STR_PRINT(span(ctx, newest_ms - ctx->now_ms))));
    else
        say(out, "clock", true,
            kept ? STR("kept right by a time server") : STR("plausible; whether a time server keeps it is not known"));
    return ERR_OK;
}

enum err checkup_make(struct ctx *ctx, const struct config *config, struct checkup *out)
{
    static enum err (*const checks[])(struct ctx * ctx, const struct config *config, struct checkup *out) = {
        check_database, check_disk, check_mail, check_backup, check_jobs, check_clock,
    };

    *out = (struct checkup){ .ok = true };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        TRY(checks[i](ctx, config, out));
    return ERR_OK;
}

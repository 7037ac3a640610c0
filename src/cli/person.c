/*
 * regulars erase, regulars export-person: what somebody may ask for about themselves.
 *
 * A person is named by an id. An address never stands among the arguments, where every user of the machine could
 * read it: it comes on standard input.
 */
#include "cli/commands.h"

#include "features/export/export_person.h"
#include "features/location/location.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct person_order {
    const char *location, *output;
    bool dry_run, yes, force;
    struct str who; /* an id, an e-mail or a phone */
    struct erasure_subject subject;
    struct erasure_preview preview;
    struct erasure erasure;
    struct str zip;
};

/* ---- whom ---------------------------------------------------------------------------------------------------- */

/* The word on the command line, or the first line of standard input. */
static bool read_who(struct cli *cli, struct person_order *order, int *exit_code)
{
    const char *word = cli->argument_count ? cli->arguments[0] : NULL;

    if (word && id_parse("cus", str_from(word)) == 0 && id_parse("con", str_from(word)) == 0) {
        *exit_code = cli_fail(ERR_BAD_REQUEST,
                              "Name a person by cus_… or con_…; an e-mail or a phone comes on standard "
                              "input, since other users of the machine see arguments.");
        return false;
    }
    order->who = str_from(word);
    if (word || cli_read_line(cli, "E-mail or phone", &order->who))
        return true;
    *exit_code = cli_fail(ERR_BAD_REQUEST, "Say whom: cus_… or con_…, or an e-mail or a phone on standard input.");
    return false;
}

static void release(void *tree)
{
    json_decref(tree);
}

static enum err read_address(struct ctx *ctx, struct person_order *order)
{
    const char *kind = str_find(order->who, '@') < order->who.len ? "email" : "phone";
    json_t *body = json_pack("{s:s%}", kind, order->who.ptr, order->who.len);

    if (!body)
        return fail(ctx, ERR_INVALID, "The address is no readable text (UTF-8).");
    arena_defer(ctx->arena, release, body);
    return erasure_read_address(ctx, body, &order->subject);
}

static enum err enter(struct ctx *ctx, struct person_order *order)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    enum err err = location_find(ctx, str_from(order->location), location);
    id64 customer = id_parse("cus", order->who), contact = id_parse("con", order->who);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "There is no location \"%s\".", order->location);
    TRY(err);
    location_enter(ctx, location);
    if (customer == 0 && contact == 0)
        return read_address(ctx, order);
    order->subject = customer ? (struct erasure_subject){ .kind = "customer", .id = customer }
                              : (struct erasure_subject){ .kind = "contact", .id = contact };
    return ERR_OK;
}

static enum err explain_absence(struct ctx *ctx, const struct person_order *order, enum err err)
{
    return err == ERR_NOT_FOUND && !ctx->error_detail.len
               ? fail(ctx, err, "There is no %s of this id in %s.", order->subject.kind, order->location)
               : err;
}

/* ---- what it would do ---------------------------------------------------------------------------------------- */

static void list_people(struct buf *out, const char *title, const struct erasure_person *people, int count)
{
    if (count > 0)
        buf_printf(out, "%s:\n", title);
    for (int i = 0; i < count; i++)
        buf_printf(out, "  %s  %.*s%s\n", id_text(out->arena, person_prefix(people[i].kind), people[i].id).ptr,
                   STR_PRINT(people[i].name), people[i].in_trash ? " (deleted before)" : "");
}

struct line {
    const char *one, *many;
    int64_t count;
};

/* "3 bookings, 1 communication"; nothing where there is nothing. */
static void list_counts(struct buf *out, const char *title, const struct line *lines, size_t count)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].count == 0)
            continue;
        buf_printf(out, "%s%lld %s", any ? ", " : title, (long long)lines[i].count,
                   lines[i].count == 1 ? lines[i].one : lines[i].many);
        any = true;
    }
    if (any)
        buf_add_char(out, '\n');
}

static int64_t kept_count(const struct forget *forget)
{
    int64_t count = 0;

    for (const struct forget_kept *kept = forget->kept; kept; kept = kept->next)
        count++;
    return count;
}

static void list_kept(struct buf *out, const struct forget_kept *kept)
{
    if (kept)
        buf_add_text(out, "Has to be kept, and goes in the night after:\n");
    for (; kept; kept = kept->next)
        buf_printf(out, "  %s  %.*s until %.*s: %.*s\n", id_text(out->arena, "rec", kept->record_id).ptr,
                   STR_PRINT(kept->kind), STR_PRINT(kept->until.len ? kept->until : STR("somebody ends it")),
                   STR_PRINT(kept->reason));
}

static void describe(struct buf *out, const struct erasure_preview *preview)
{
    const struct forget *forget = &preview->forget;
    const struct line gone[] = {
        { "address", "addresses", forget->emails.count + forget->phones.count },
        { "follow-up", "follow-ups", forget->follow_ups.count },
        { "tag that nobody else has", "tags that nobody else has", preview->tags.count },
    };
    const struct line stays[] = {
        { "booking", "bookings", forget->bookings.count },
        { "guest entry", "guest entries", forget->guests.count },
        { "communication", "communications", forget->communications.count },
        { "survey response", "survey responses", forget->responses.count },
        { "payment, waiver or order", "payments, waivers and orders", forget->records.count - kept_count(forget) },
        { "form submission", "form submissions", forget->submissions.count },
        { "checkout", "checkouts", forget->checkouts.count },
        { "consent event", "consent events", preview->consents },
    };

    list_people(out, "Gone for good", preview->people, preview->people_count);
    list_counts(out, "With them go: ", gone, sizeof(gone) / sizeof(gone[0]));
    list_counts(out, "Stays, without a word of who it was: ", stays, sizeof(stays) / sizeof(stays[0]));
    if (forget->upcoming > 0)
        buf_printf(out, "Of the bookings, still to come: %lld\n", (long long)forget->upcoming);
    list_people(out, "Stay, without the address", preview->sharers, preview->sharer_count);
    list_kept(out, forget->kept);
}

/* ---- erase --------------------------------------------------------------------------------------------------- */

static enum err look(struct ctx *ctx, void *data)
{
    struct person_order *order = data;

    TRY(enter(ctx, order));
    return explain_absence(ctx, order, erasure_preview(ctx, &order->subject, &order->preview));
}

static enum err erase(struct ctx *ctx, void *data)
{
    struct person_order *order = data;

    TRY(enter(ctx, order));
    return explain_absence(ctx, order, erasure_make(ctx, &order->subject, &order->erasure));
}

static bool confirmed(struct cli *cli, const struct person_order *order, int *exit_code)
{
    struct str answer = STR_EMPTY;

    if (order->yes)
        return true;
    if (!isatty(STDIN_FILENO)) {
        *exit_code = cli_fail(ERR_BAD_REQUEST, "Nothing was erased. There is no undo: say --yes to go on.");
        return false;
    }
    if (cli_read_line(cli, "There is no undo. Type erase to go on", &answer) && str_equal(answer, STR("erase")))
        return true;
    *exit_code = cli_fail(ERR_BAD_REQUEST, "Nothing was erased.");
    return false;
}

static int erase_now(struct cli *cli, struct person_order *order)
{
    enum err err = cli_run(cli, &cli->arena, STORE_SLOW, erase, order);
    if (err != ERR_OK)
        return err_exit(err);
    cli_print(arena_printf(&cli->arena, "Erased; it is on the list as %s.%s\n",
                           id_text(&cli->arena, "ers", order->erasure.id).ptr,
                           order->erasure.cleaned_ms ? "" : " It leaves the database's files tonight."));
    return 0;
}

int command_erase(struct cli *cli, int argc, char **argv)
{
    struct person_order order = { 0 };
    const struct cli_option options[] = {
        { "location", "SLUG", &order.location, NULL, NULL, true, "where the person is known" },
        { "dry-run", NULL, NULL, &order.dry_run, NULL, false, "say what it would do, and do nothing" },
        { "yes", NULL, NULL, &order.yes, NULL, false, "do it without asking" },
    };
    struct cli_syntax syntax = { .command = cli_command("erase"), .options = options, .count = 3, .arguments_most = 1 };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code) || !read_who(cli, &order, &exit_code))
        return exit_code;
    if (order.dry_run ? !cli_open_reading(cli) : !cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    err = cli_run(cli, &cli->arena, STORE_SLOW, look, &order);
    if (err != ERR_OK)
        return err_exit(err);
    buf_init(&out, &cli->arena, 1024);
    describe(&out, &order.preview);
    cli_print(buf_str(&out));
    if (order.dry_run)
        return 0;
    return confirmed(cli, &order, &exit_code) ? erase_now(cli, &order) : exit_code;
}

/* ---- export -------------------------------------------------------------------------------------------------- */

static enum err pack(struct ctx *ctx, void *data)
{
    struct person_order *order = data;

    TRY(enter(ctx, order));
    return explain_absence(ctx, order, export_person(ctx, &order->subject, &order->zip));
}

/* For its owner's eyes only, under another name until it is whole. */
static int write_archive(struct cli *cli, const struct person_order *order)
{
    const char *part = arena_printf(&cli->arena, "%s.part", order->output).ptr;
    int fd = (unlink(part), open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool written;

    if (!file)
        return cli_fail(ERR_INTERNAL, "%s cannot be written: %s.", part, strerror(errno));
    written = fwrite(order->zip.ptr, 1, order->zip.len, file) == order->zip.len && fflush(file) == 0 && fsync(fd) == 0;
    if (fclose(file) == 0 && written && rename(part, order->output) == 0)
        return 0;
    unlink(part);
    return cli_fail(errno == ENOSPC ? ERR_DISK_FULL : ERR_INTERNAL, "%s cannot be written: %s.", order->output,
                    strerror(errno));
}

int command_export_person(struct cli *cli, int argc, char **argv)
{
    struct person_order order = { 0 };
    const struct cli_option options[] = {
        { "location", "SLUG", &order.location, NULL, NULL, true, "where the person is known" },
        { "output", "FILE", &order.output, NULL, NULL, true, "where the archive goes; nobody else can read it" },
        { "force", NULL, NULL, &order.force, NULL, false, "also when there is such a file already" },
    };
    struct cli_syntax syntax = {
        .command = cli_command("export-person"), .options = options, .count = 3, .arguments_most = 1
    };
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code) || !read_who(cli, &order, &exit_code))
        return exit_code;
    if (!order.force && access(order.output, F_OK) == 0)
        return cli_fail(ERR_CONFLICT, "There is a file %s already; --force replaces it.", order.output);
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    err = cli_run(cli, &cli->arena, STORE_SLOW, pack, &order);
    if (err != ERR_OK)
        return err_exit(err);
    exit_code = write_archive(cli, &order);
    if (exit_code == 0)
        cli_print(arena_printf(&cli->arena, "Everything about this person is in %s: %lld kB.\n", order.output,
                               (long long)(order.zip.len / 1024 + 1)));
    return exit_code;
}

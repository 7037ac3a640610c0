/*
 * The list of erasures beside the database: `erasures.jsonl` in the data directory, and in the second folder of backups.
 *
 * A minute after an erasure it is written anew. Whatever it says and the database does not know is erased again before the
 * server answers anything: so an older copy, however it was brought back, does not bring back who was erased since. There are
 * ids and keyed hashes in it, and no names.
 */
#ifndef APP_ERASURES_H
#define APP_ERASURES_H

#include "app/config.h"
#include "features/job/chore.h"
#include "store/store.h"

#define ERASURES_FILE "erasures.jsonl"

/* The chore: is the file behind, and writing it. */
enum err erasures_waits(struct ctx *ctx, bool *out);
enum err erasures_run(struct chore_run *run);

/* Who works through a list: a store, and a fresh ctx for each line. */
struct erasures_host {
    struct store *store;
    void *data;
    void (*step)(void *data, struct arena *arena, struct ctx *out);
    bool closing; /* the store is closed right after */
};

struct erasures_done {
    int64_t repeated;
    int64_t failed;
};

/* Erases again what the lines of a file say, or of a text; adds to *done. A file that is not there says nothing. */
enum err erasures_apply_file(const struct erasures_host *host, const char *path, struct erasures_done *done);
enum err erasures_apply(const struct erasures_host *host, struct str lines, struct erasures_done *done);

/* At the start of a server: the files of the data directory and of the second folder. */
enum err erasures_catch_up(const struct erasures_host *host, const struct config *config, struct erasures_done *done);

#endif

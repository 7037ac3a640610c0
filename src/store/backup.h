/*
 * Copies of the database beside, or instead of, the program that owns it; restoring one; and reading while a server runs.
 *
 * A copy is made of a consistent view, arrives under another name, is checked (integrity_check) and synced before it
 * gets its own. Nothing here writes to a database that a program has open.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/store.h"

struct backup_facts {
    struct str migration; /* the newest in the copy */
    int64_t bytes;
    int64_t people;       /* -1: not counted (an archive of PostgreSQL) */
    int64_t bookings;
};

struct backup_order {
    const char *path;            /* of the copy */
    bool replace;                /* also when there is something already */
    bool (*goes_on)(void *data); /* asked now and then by what can be stopped; NULL: always */
    void *data;
};

/* Copies the database at `address`, in use or not. ERR_CONFLICT when there is something at the path already and not
 * `replace`. On PostgreSQL by pg_dump, as an archive for pg_restore; ERR_NOT_IMPLEMENTED with a sentence where that is
 * not installed. */
enum err store_backup_file(struct ctx *ctx, const char *address, const struct backup_order *order,
                           struct backup_facts *facts);

/* SQLite: puts the copy at `path` in the place of `address`, after the same checks and after looking whether this program
 * knows all of its migrations. ERR_CONFLICT when a program has the database open, or when there is one and not `replace`;
 * what was there before is kept beside it as *kept (empty: there was nothing). */
enum err store_restore_file(struct ctx *ctx, const char *path, const char *address, bool replace,
                            struct backup_facts *facts, struct str *kept);

/* Opens a database for reading only, also while its server runs: sessions come from store_reader_open, and it is
 * ended with store_close. Migrates nothing: NULL with a sentence in *why when the tables are not those of this
 * program. Both engines; on PostgreSQL its sessions could write. */
struct store *store_open_reading(const struct store_options *options, struct arena *arena, struct str *why);

#endif

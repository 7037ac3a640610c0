/*
 * What the command line does with a SQLite file beside, or instead of, the program that owns it: copies, restores,
 * and reading while a server runs.
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
    int64_t people;
    int64_t bookings;
};

/* Copies the database at `address` ("sqlite:PATH"), in use or not, to `path`. ERR_CONFLICT when there is something at
 * `path` already and not `replace`; ERR_NOT_IMPLEMENTED with a sentence on PostgreSQL (pg_dump). */
enum err store_backup_file(struct ctx *ctx, const char *address, const char *path, bool replace,
                           struct backup_facts *facts);

/* Puts the copy at `path` in the place of `address`, after the same checks and after looking whether this program
 * knows all of its migrations. ERR_CONFLICT when a program has the database open, or when there is one and not `replace`;
 * what was there before is kept beside it as *kept (empty: there was nothing). */
enum err store_restore_file(struct ctx *ctx, const char *path, const char *address, bool replace,
                            struct backup_facts *facts, struct str *kept);

/* Opens a database for reading only, also while its server runs: sessions come from store_reader_open, and it is
 * ended with store_close. Migrates nothing: NULL with a sentence in *why when the tables are not those of this
 * program. SQLite; for PostgreSQL it is store_open. */
struct store *store_open_reading(const struct store_options *options, struct arena *arena, struct str *why);

#endif

/*
 * Migrations: the files in migrations/, inside the program, that make and change the tables.
 *
 * Each runs once, in a transaction, in the order of its name, and is remembered with the SHA-256 of its bytes.
 * A database is refused when it was changed by a migration that this program does not have (it is newer), or has
 * one whose text is another now, or lacks one in the middle. A name that ends in .sqlite.sql or .postgres.sql is for that
 * engine only. Statements end with ";" at the end of a line. {{id}} and {{bytes}} stand for the engine's words.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/backend.h"

struct migration_plan {
    struct store_session *session;           /* outside a transaction */
    const struct embedded_file *migrations;
    struct arena *arena;
    const struct embedded_file **pending;    /* in their order */
    int pending_count;
    bool is_new; /* nothing was ever migrated here */
    const char *known; /* the newest that the program has, by file name */
};

/* Finds out what is to be done; false with a sentence when the database is not for this program. */
bool migrate_plan(struct migration_plan *plan, struct str *why);

/* Does it, and has the engine look at its tables; false with a sentence, and then that migration left no trace. */
bool migrate_run(const struct migration_plan *plan, struct str *why);

/* Takes the next statement off `text`, without its ";"; false when nothing is left. */
bool migrate_split(struct str *text, struct str *statement);

#endif

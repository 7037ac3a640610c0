/*
 * Where SQLite keeps what it needs for a while: in memory, never in a file, since it is what people entered. Above
 * all what an open savepoint keeps to be undone. SQLite's own memory journal does not do: at the end of every
 * statement it walks through all that the savepoint holds, so that long transactions cost the square of their length
 * (docs/decisions/0016-temporary-data.md).
 *
 * It is a VFS that hands every file with a name to the one that it stands before.
 */
#ifndef STORE_SQLITE_TEMP_H
#define STORE_SQLITE_TEMP_H

struct sqlite3_vfs;

/* Registered before `base` (NULL: the system's), under a name of its own; NULL when that fails. Owned; free it after the
 * last connection. */
struct sqlite3_vfs *sqlite_temp_new(const char *base);
void sqlite_temp_free(struct sqlite3_vfs *vfs);

#endif

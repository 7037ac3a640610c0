/*
 * A SQLite VFS for tests, called "faulty": the system's, with a disk that can fail.
 *
 * It keeps, for every database and log, what a disk would hold: what was synced. A power cut makes every later write
 * and sync fail; faulty_power_back then puts the files back to what the disk holds, plus, for each piece that was written
 * and not synced, a throw of the dice (a disk writes what it likes in the order it likes). After a failed sync what
 * was unsynced never reaches the disk by a later sync, as on Linux: the kernel has marked it clean.
 *
 * One disk at a time; thread-safe. Close all connections before faulty_power_back.
 */
#ifndef FAULTY_VFS_H
#define FAULTY_VFS_H

#include <stdbool.h>
#include <stdint.h>

#define FAULTY_VFS "faulty"

/* Registers it, once. */
void faulty_register(void);

/* A healthy, empty disk: forgets all files. */
void faulty_reset(void);

/* The power goes at the `count`-th sync from now (1 is the next): just before it, or just after it. */
void faulty_cut_at_sync(int count, bool after);
bool faulty_is_cut(void);

/* Files are as the disk has them; all faults are over. `seed` chooses which unsynced pieces made it, 0 none. */
void faulty_power_back(unsigned seed);

/* After `skip` more syncs, `count` of them fail. */
void faulty_fail_syncs(int skip, int count);

/* So many more bytes may be written, then the disk is full; -1 for no limit. */
void faulty_space(int64_t bytes);

/* Syncs asked for since the reset. */
int faulty_syncs(void);

#endif

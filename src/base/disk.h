/*
 * Room on disks.
 */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct disk_room {
    int64_t free_bytes;  /* for us, not for the administrator */
    int64_t total_bytes;
};

/* Of the disk that `path` (a folder or file that exists) lies on; false when that cannot be said. */
bool disk_room(const char *path, struct disk_room *out);

#endif

#include "base/disk.h"

#include <sys/statvfs.h>

bool disk_room(const char *path, struct disk_room *out)
{
    struct statvfs status;

    if (statvfs(path, &status) != 0)
        return false;
    *out = (struct disk_room){
        .free_bytes = (int64_t)status.f_bavail * (int64_t)status.f_frsize,
        .total_bytes = (int64_t)status.f_blocks * (int64_t)status.f_frsize,
    };
    return true;
}

/*
 * What stands between a file and the CSV reader: a title line that is skipped, and runs of spaces that become one
 * separator.
 */
#ifndef FEATURES_IMPORT_IMPORT_SOURCE_H
#define FEATURES_IMPORT_IMPORT_SOURCE_H

#include "features/import/import.h"

struct import_source {
    csv_source *read;
    void *source;
    bool spaces;      /* runs of spaces and tabs, outside of quotes, become one tab; those around a line go */
    bool in_title;    /* the first line is still being skipped */
    int64_t skipped;  /* lines */
    bool quoted;
    bool line_begins;
    bool gap;         /* spaces were seen and not written */
};

void import_source_init(struct import_source *filter, const struct import_options *options, csv_source *read,
                        void *source);

/* A csv_source; `filter` is the struct. */
int64_t import_source_read(void *filter, char *into, size_t size);

#endif

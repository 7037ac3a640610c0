#include "features/import/import_source.h"

#include <string.h>

void import_source_init(struct import_source *filter, const struct import_options *options, csv_source *read,
                        void *source)
{
    *filter = (struct import_source){
        .read = read,
        .source = source,
        .spaces = options->separator == ' ',
        .in_title = options->skip_title,
        .line_begins = true,
    };
}

/* Moves what follows the first line end to the front. */
static size_t drop_title(struct import_source *filter, char *bytes, size_t len)
{
    char *end = memchr(bytes, '\n', len);
    size_t rest;

    if (!end)
        return 0;
    filter->in_title = false;
    filter->skipped = 1;
    rest = len - (size_t)(end + 1 - bytes);
    memmove(bytes, end + 1, rest);
    return rest;
}

/* In place: what is written is never longer than what was read. */
static size_t squeeze(struct import_source *filter, char *bytes, size_t len)
{
    size_t to = 0;

    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];

        if (!filter->quoted && (c == ' ' || c == '\t')) {
            filter->gap = !filter->line_begins;
            continue;
        }
        /* a gap was left out before, so there is room for its tab */
        if (filter->gap && c != '\n' && c != '\r')
            bytes[to++] = '\t';
        filter->gap = false;
        filter->line_begins = !filter->quoted && (c == '\n' || c == '\r');
        filter->quoted ^= c == '"';
        bytes[to++] = c;
    }
    return to;
}

int64_t import_source_read(void *data, char *into, size_t size)
{
    struct import_source *filter = data;

    for (;;) {
        /* one byte of room: the tab of a gap that ended the piece before */
        int64_t got = filter->read(filter->source, into + filter->gap, size - filter->gap);
        size_t len = got > 0 ? (size_t)got : 0;

        if (got <= 0)
            return got;
        if (filter->in_title) {
            len = drop_title(filter, into, len);
        } else if (filter->gap) {
            into[0] = ' ';
            len++;
        }
        if (filter->spaces)
            len = squeeze(filter, into, len);
        if (len)
            return (int64_t)len;
    }
}

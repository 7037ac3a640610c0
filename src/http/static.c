#include "http/static.h"

#include <stdlib.h>
#include <string.h>

enum form { PLAIN, GZIP, BROTLI, FORMS };

static const char *const form_names[FORMS] = { "identity", "gzip", "br" };
static const char *const form_suffixes[FORMS] = { "", "-gzip", "-br" };

struct static_files {
    int count;
    struct entry {
        const struct static_file *file;
        struct str path;
        struct str etags[FORMS]; /* with quotes */
    } * entries;                 /* in order of path */
};

static int by_path(const void *a, const void *b)
{
    return str_compare(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

/* FNV-1a, 64 bits: it tells versions of one file apart, nothing more. */
static uint64_t content_hash(const void *bytes, size_t size)
{
    uint64_t hash = 14695981039346656037ULL;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211ULL;
    return hash;
}

struct static_files *static_files_new(struct arena *arena, const struct static_file *files, int count)
{
    struct static_files *all = ARENA_NEW(arena, struct static_files);

    all->count = count;
    all->entries = ARENA_ARRAY(arena, struct entry, (size_t)count);
    for (int i = 0; i < count; i++) {
        struct entry *entry = &all->entries[i];
        struct str etag = str_from(files[i].etag);

        if (!files[i].etag)
            etag = arena_printf(arena, "%016llx", (unsigned long long)content_hash(files[i].bytes, files[i].size));
        entry->file = &files[i];
        entry->path = str_from(files[i].path);
        for (int form = 0; form < FORMS; form++)
            entry->etags[form] = arena_printf(arena, "\"%.*s%s\"", STR_PRINT(etag), form_suffixes[form]);
    }
    qsort(all->entries, (size_t)count, sizeof(*all->entries), by_path);
    return all;
}

static const struct entry *find(const struct static_files *files, struct str path)
{
    struct entry wanted = { .path = path };

    return bsearch(&wanted, files->entries, (size_t)files->count, sizeof(wanted), by_path);
}

const struct static_file *static_find(const struct static_files *files, struct str path)
{
    const struct entry *entry = find(files, path);

    return entry ? entry->file : NULL;
}

/* ---- which form */

/* "0", "0.000" … "1": thousandths; a weight that cannot be read counts as 0. */
static int read_weight(struct str parameters)
{
    struct str part, digits;
    int64_t thousandths = 0;

    while (str_split(&parameters, ';', &part)) {
        part = str_trim(part);
        if (!str_starts(part, STR("q=")) && !str_starts(part, STR("Q=")))
            continue;
        if (part.len < 3 || part.len > 7 || (part.len > 3 && part.ptr[3] != '.'))
            return 0;
        if (part.ptr[2] == '1')
            return 1000;
        digits = str_slice(part, 4, part.len);
        if (part.ptr[2] != '0' || digits.len == 0 || !str_to_int(digits, &thousandths) || thousandths < 0)
            return 0;
        for (size_t i = digits.len; i < 3; i++)
            thousandths *= 10;
        return (int)thousandths;
    }
    return 1000;
}

/* What the client thinks of a coding, in thousandths; -1: it says nothing. */
static int weight_of(struct str accept, struct str coding)
{
    struct str part;
    int any = -1;

    while (str_split(&accept, ',', &part)) {
        size_t name_end = str_find(part, ';');
        struct str name = str_trim(str_slice(part, 0, name_end));
        struct str parameters = str_slice(part, name_end + 1, part.len);

        if (str_equal_ascii_case(name, coding))
            return read_weight(parameters);
        if (str_equal(name, STR("*")))
            any = read_weight(parameters);
    }
    return any;
}

/* The smallest form that the client takes gladly; among equals brotli before gzip. */
static enum form choose(const struct static_file *file, struct str accept)
{
    int gzip = file->gzip ? weight_of(accept, STR("gzip")) : -1;
    int brotli = file->br ? weight_of(accept, STR("br")) : -1;

    if (brotli > 0 && brotli >= gzip)
        return BROTLI;
    return gzip > 0 ? GZIP : PLAIN;
}

static struct str form_bytes(const struct static_file *file, enum form form)
{
    switch (form) {
    case BROTLI: return (struct str){ file->br, file->br_size };
    case GZIP: return (struct str){ file->gzip, file->gzip_size };
    case PLAIN:
    case FORMS: break;
    }
    return (struct str){ file->bytes, file->size };
}

/* ---- the answer */

/* If-None-Match compares weakly (RFC 9110, 13.1.2). */
static bool client_has(struct str if_none_match, struct str etag)
{
    struct str part;

    if (str_equal(if_none_match, STR("*")))
        return true;
    while (str_split(&if_none_match, ',', &part)) {
        part = str_trim(part);
        if (str_starts(part, STR("W/")))
            part = str_slice(part, 2, part.len);
        if (str_equal(part, etag))
            return true;
    }
    return false;
}

static struct str freshness(struct reply *rep, const struct static_file *file)
{
    if (file->immutable)
        return STR("public, max-age=31536000, immutable");
    return file->fresh_s ? arena_printf(rep->arena, "public, max-age=%d", file->fresh_s) : STR("no-cache");
}

enum err static_answer(const struct static_files *files, const struct static_file *file, const struct request *req,
                       struct reply *rep)
{
    const struct entry *entry = find(files, str_from(file->path));
    enum form form = choose(file, request_header(req, "accept-encoding"));

    reply_header(rep, "ETag", entry->etags[form]);
    reply_header(rep, "Cache-Control", freshness(rep, file));
    if (file->br || file->gzip)
        reply_header(rep, "Vary", STR("Accept-Encoding"));
    if (client_has(request_header(req, "if-none-match"), entry->etags[form]))
        return reply_bytes(rep, 304, NULL, STR_EMPTY);
    if (form != PLAIN)
        reply_header(rep, "Content-Encoding", str_from(form_names[form]));
    return reply_bytes(rep, 200, file->content_type, form_bytes(file, form));
}

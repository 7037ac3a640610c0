/*
 * Static files from memory: the dashboard, the widget, what travels inside the program.
 *
 * The table and its bytes live as long as the program. A file may come with its compressed forms; which one is
 * answered follows Accept-Encoding (RFC 9110, 12.5.3). Each form has a strong ETag of its own, made from the file's.
 */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include "http/reply.h"
#include "http/request.h"

struct static_file {
    const char *path;         /* "/assets/app-3f2a.js" */
    const char *content_type;
    const void *bytes;
    size_t size;
    const void *br;           /* NULL: there is no such form */
    size_t br_size;
    const void *gzip;
    size_t gzip_size;
    const char *etag;         /* without quotes; NULL: made from the bytes */
    bool immutable;           /* the name holds a hash of the content: never asked for again */
    int fresh_s;              /* otherwise: so many seconds before it is asked for again; 0: asked every time */
};

struct static_files;

/* Owned by `arena`. */
struct static_files *static_files_new(struct arena *arena, const struct static_file *files, int count);

/* The file of exactly this path; NULL when there is none. */
const struct static_file *static_find(const struct static_files *files, struct str path);

/* Answers 200, or 304 when the client has it already. */
enum err static_answer(const struct static_files *files, const struct static_file *file, const struct request *req,
                       struct reply *rep);

#endif

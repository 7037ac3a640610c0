/*
 * The dashboard's files, from memory: what `make web` built travels in the program (base/embed.h).
 *
 * Its addresses are not routes: they are no part of the API, need no sign-in, no database and no limit. A path that
 * the router does not know is looked up here. The pages of the dashboard are one document, which finds out itself
 * what its address means: "/", "/setup", "/sign-in", and everything below "/l/" (a location).
 */
#ifndef APP_DASHBOARD_H
#define APP_DASHBOARD_H

#include "http/static.h"

struct dashboard;

/* Owned by `arena`. */
struct dashboard *dashboard_new(struct arena *arena);

/* The file for this path; NULL when it is none of the dashboard's. */
const struct static_file *dashboard_find(const struct dashboard *dashboard, struct str path);

/* Answers 200, or 304 when the client has it already. */
enum err dashboard_answer(const struct dashboard *dashboard, const struct static_file *file, const struct request *req,
                          struct reply *rep);

#endif

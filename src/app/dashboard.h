/*
 * The dashboard's files, from memory: what `make web` built travels in the program (base/embed.h).
 *
 * Its addresses are not routes: they are no part of the API, need no sign-in, no database and no limit. A path that
 * the router does not know is looked up here. The pages of the dashboard are one document, which finds out itself
 * what its address means: "/", "/setup", "/sign-in", and everything below "/l/" (a location).
 *
 * With them travels /widget.js, which the pages of other sites load (widget/). Its address never changes, so that it is
 * pasted once: a browser keeps it for ten minutes, then asks whether there is a newer one.
 */
#ifndef APP_DASHBOARD_H
#define APP_DASHBOARD_H

#include "http/static.h"

struct dashboard;

/* Owned by `arena`. */
struct dashboard *dashboard_new(struct arena *arena);

/* The file for this path; NULL when it is none of the dashboard's. */
const struct static_file *dashboard_find(const struct dashboard *dashboard, struct str path);

/* Is it made for the pages of other sites? */
bool dashboard_is_widget(const struct static_file *file);

/* Answers 200, or 304 when the client has it already. */
enum err dashboard_answer(const struct dashboard *dashboard, const struct static_file *file, const struct request *req,
                          struct reply *rep);

#endif

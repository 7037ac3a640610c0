/*
 * The brake on guessing passwords: it delays and never locks.
 *
 * Tries are counted per account and address together, per account, and per address. After a few that were wrong the
 * next one has to wait 1 s, then 2, 4 … up to 30. A pair that signed in well before is not held up by what others do
 * to the account. Counts fade with time. In memory only, bounded, thread-safe.
 */
#ifndef FEATURES_USER_BRAKE_H
#define FEATURES_USER_BRAKE_H

#include "base/arena.h"

struct brake;
struct app;

struct brake *brake_new(void);
void brake_free(struct brake *brake);

/* The program's, NULL in tests without one. Written in app/app.c. */
struct brake *app_brake(struct app *app);

/* 0: try now, which counts as wrong until brake_was_right says otherwise, so that many at once gain nothing.
 * Else the milliseconds to wait, and nothing is counted. `scratch` is for working memory. */
int64_t brake_try(struct brake *brake, struct arena *scratch, struct str account, struct str ip, int64_t now_ms);

void brake_was_right(struct brake *brake, struct arena *scratch, struct str account, struct str ip, int64_t now_ms);

#endif

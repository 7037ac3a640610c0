/*
 * The guard in front of the forms: what is refused before anything is written, from memory alone.
 *
 * Buckets per address (IPv6: its /64), per form and for all; how hard challenges are just now, which a form's own traffic raises; how
 * many refused submissions are still worth keeping; how many questions to a challenge provider may be open at once. Counts
 * are this server's own, and start anew with it. Thread-safe, bounded.
 */
#ifndef FEATURES_FORM_GUARD_API_H
#define FEATURES_FORM_GUARD_API_H

#include "features/form/captcha.h"
#include "features/form/form.h"

struct app;
struct form_guard;

struct form_guard_options {
    int64_t per_minute; /* submissions of one address */
    struct captcha_addresses providers;
};

struct form_guard *form_guard_new(const struct form_guard_options *options);
void form_guard_free(struct form_guard *guard);

/* The program's. Written in app/app.c. */
struct form_guard *app_form_guard(struct app *app);

/* May this address send (again)? ERR_RATE_LIMITED with ctx->retry_after_s. */
enum err form_guard_sender(struct ctx *ctx);

/* May one more be accepted by this form, and by all? ERR_BUSY likewise: after everything else held. */
enum err form_guard_accept(struct ctx *ctx, id64 form_id);

/* Is there room for one more that proved nothing? */
bool form_guard_keeps_unsure(struct ctx *ctx, id64 form_id);

/* The same for one more refused one, of which one is written at a time: a burst must not keep the workers waiting for the disk.
 * What does not fit is dropped. After a yes always followed by form_guard_kept. */
bool form_guard_keeps_refused(struct ctx *ctx, id64 form_id);
void form_guard_kept(struct ctx *ctx);

/* Counts a challenge; *level is how often its work is doubled (0: as the form says). ERR_RATE_LIMITED for an address that
 * asks for too many. */
enum err form_guard_challenge(struct ctx *ctx, id64 form_id, int *level);

/* One question to a provider: ERR_BUSY when too many are open. Always followed by form_guard_asked. */
enum err form_guard_ask(struct ctx *ctx);
void form_guard_asked(struct ctx *ctx);
const struct captcha_addresses *form_guard_providers(struct ctx *ctx);

#endif

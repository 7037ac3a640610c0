/*
 * Challenge providers: Turnstile, hCaptcha, reCAPTCHA. One POST each, five seconds, and everything that is not a clear yes is a no.
 *
 * We check ourselves for which website the yes was given (the form's origins, or our own page) and for which action.
 */
#ifndef FEATURES_FORM_CAPTCHA_H
#define FEATURES_FORM_CAPTCHA_H

#include "features/form/form.h"

enum captcha_provider { CAPTCHA_TURNSTILE, CAPTCHA_HCAPTCHA, CAPTCHA_RECAPTCHA, CAPTCHA_PROVIDERS };

/* Other addresses than the providers' own, for tests and for mirrors of them; NULL where there is none. */
struct captcha_addresses {
    const char *base[CAPTCHA_PROVIDERS];   /* where we ask */
    const char *script[CAPTCHA_PROVIDERS]; /* what browsers load */
};

/* The form's; CAPTCHA_PROVIDERS when it has none. */
enum captcha_provider captcha_of(const struct form *form);

/* Under which name its script puts the token into a form. */
const char *captcha_field(enum captcha_provider provider);

/* What a page needs to show it: the script, the class of the element, the origins for the policy. */
struct str captcha_script(const struct captcha_addresses *addresses, enum captcha_provider provider);
struct str captcha_class(enum captcha_provider provider);
struct str captcha_origins(const struct captcha_addresses *addresses, enum captcha_provider provider);

enum captcha_verdict { CAPTCHA_GOOD, CAPTCHA_BAD, CAPTCHA_UNREACHABLE };

/* Asks the provider, blocking: on workers only. `own_host` is ours, without a port. */
enum captcha_verdict captcha_check(struct ctx *ctx, const struct captcha_addresses *addresses, const struct form *form,
                                   struct str token, struct str own_host);

#endif

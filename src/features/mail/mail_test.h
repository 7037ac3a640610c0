/*
 * "Send me a test": one mail straight to the server, now, with the server's own words as the answer.
 */
#ifndef FEATURES_MAIL_MAIL_TEST_H
#define FEATURES_MAIL_MAIL_TEST_H

#include "features/mail/smtp.h"
#include "model/resource.h"

struct mail_test {
    struct str to;
};

extern const struct resource mail_test_resource;

/* Blocks until the server has answered: on a worker only. ERR_CONFLICT while there is no server or no sender. */
enum err mail_send_test(struct ctx *ctx, struct str to, struct smtp_answer *answer);

#endif

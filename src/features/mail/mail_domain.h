/*
 * Does the domain name system say that mail from this domain is genuine? SPF (RFC 7208), DKIM (RFC 6376) and DMARC
 * (RFC 7489) in plain words: what is there, and what to add.
 */
#ifndef FEATURES_MAIL_MAIL_DOMAIN_H
#define FEATURES_MAIL_MAIL_DOMAIN_H

#include "base/ctx.h"

/* good, missing, wrong, unknown (nobody answered, or nobody can know) */
struct mail_record_check {
    const char *what;      /* "spf" "dkim" "dmarc" */
    const char *state;
    struct str name;       /* of the record, where it is or should be */
    struct str found;      /* its text; empty: none */
    struct str advice;     /* one or two sentences */
    struct str add;        /* the text to add; empty: none to propose */
};

enum { MAIL_RECORD_CHECKS = 3 };

/* Blocks while it asks: on a worker only. `dns` and `selector` (DKIM's; empty: the usual ones are tried) as they are.
 * `server` is the mail server's name, for the advice. */
void mail_domain_check(struct ctx *ctx, struct str domain, struct str selector, struct str server, const char *dns,
                       struct mail_record_check out[MAIL_RECORD_CHECKS]);

#endif

/*
 * Saying no without signing in: the link that stands in every mail with a purpose.
 *
 * The link knows the person; a no is for all their addresses and holds before the next mail is sent. Who was deleted
 * meanwhile and could still be taken back says no with the addresses that they had.
 */
#ifndef FEATURES_MAIL_MAIL_UNSUBSCRIBE_H
#define FEATURES_MAIL_MAIL_UNSUBSCRIBE_H

#include "features/consent/consent.h"
#include "features/person/person.h"

struct mail_reader {
    id64 id;
    enum person_kind kind;                            /* PERSON_NONE: has gone */
    struct consent_standing standings[CONSENT_STATES];
};

/* By the token, and into its location; the struct of the location is `location`. ERR_NOT_FOUND for what we did not make. */
enum err mail_reader_find(struct ctx *ctx, struct str token, struct location *location, struct mail_reader *out);

/* Nothing more but what a booking or a question of their own asks for: no marketing and no surveys, by any channel. In a
 * write; asking twice is harmless. */
enum err mail_reader_stop(struct ctx *ctx, const struct mail_reader *reader);

/* One channel and purpose of theirs ends: an index into standings. */
enum err mail_reader_stop_one(struct ctx *ctx, const struct mail_reader *reader, int index);

#endif

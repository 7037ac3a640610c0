/*
 * Links that work without signing in: signed tokens, each good for one purpose.
 *
 * A token says what it is for, in which location, about what, and until when, and carries a signature over all of it
 * (HMAC-SHA-256, cut to 128 bits), made with a key in the database's own settings: one file is still the whole backup.
 * Nothing is stored for a token. What must work only once, or be taken back, keeps a row of its own and names it as
 * the subject.
 *
 *   base64url( version · purpose · location (8) · subject (8) · expires in ms (8) · signature (16) )
 */
#ifndef FEATURES_LINK_LINK_H
#define FEATURES_LINK_LINK_H

#include "store/store.h"

/* The numbers stand in tokens that are out in the world: they never change. */
enum link_purpose {
    LINK_UNSUBSCRIBE = 1,      /* subject: the person, or the mail that it came with */
    LINK_CONFIRM = 2,
    LINK_SURVEY = 3,
    LINK_CALENDAR = 4,
    LINK_ENQUIRY_TAKE = 5,
    LINK_ENQUIRY_ANSWERED = 6,
    LINK_PASSWORD_RESET = 7,
    LINK_INVITATION = 8,
    LINK_FORM_STARTED = 9,     /* subject: the form; a day before it ends somebody began to fill it in */
    LINK_FORM_AGAIN = 10,      /* the same of the page with one button */
    LINK_REMINDER_DUE = 11,    /* subject: the user who gets no such mails then */
    LINK_REMINDER_DIGEST = 12
};

struct link {
    enum link_purpose purpose;
    id64 location_id;   /* 0 for what belongs to none */
    id64 subject_id;
    int64_t expires_ms; /* 0: never */
};

/* Makes the key and notes where the world reaches us ("https://crm.example.com", no slash at the end): what links are
 * made with. At the start of a server; a write only when something is different. */
enum err link_start(struct ctx *ctx, struct str public_url);

/* URL-safe text of about 56 characters. */
enum err link_token(struct ctx *ctx, const struct link *link, struct str *token);

/* ERR_NOT_FOUND for anything that we did not make for this purpose, ERR_GONE once it has expired. The caller enters
 * the location. Reads only. */
enum err link_open(struct ctx *ctx, struct str token, enum link_purpose purpose, struct link *out);

/* "https://crm.example.com/u/TOKEN": `path` is "/u/", or any other; the public address is the one that link_start noted,
 * never one that a request named. */
enum err link_address(struct ctx *ctx, const char *path, struct str token, struct str *url);

/* A keyed hash in hex, with the installation's own key: remembers a text that nobody shall read or guess. */
enum err link_digest(struct ctx *ctx, struct str text, struct str *hex);

#endif

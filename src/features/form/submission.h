/*
 * What came in by a form, and the enquiries among it.
 *
 *   accepted   somebody proved to be no robot; it is on a person
 *   unsure     nobody proved anything (a browser without JavaScript, a text full of links): held among the enquiries, nobody's,
 *              until staff accept it or call it spam
 *   spam       refused; kept for 30 days, so that one click can still accept it
 *
 * An enquiry is every submission with a message, and every unsure one: new → taken → answered → closed. Whoever takes one
 * takes it for all to see. It is overdue when it is neither answered nor closed after the location's hours.
 *
 * The same submission twice within ten minutes is one. Consent comes from a ticked box, or from sending a subscribe form; after a
 * withdrawal, and where the form asks for double opt-in, only from the link in a confirmation mail.
 *
 * Invariants: a spam or unsure submission has no person; `enquiry` is empty for spam.
 */
#ifndef FEATURES_FORM_SUBMISSION_H
#define FEATURES_FORM_SUBMISSION_H

#include "features/form/form.h"

enum { SUBMISSION_DAYS = 30, SUBMISSION_LINKS_MOST = 4 };

struct submission {
    id64 id;
    id64 location_id;
    id64 form_id;
    id64 person_id;
    struct str kind;         /* customer contact, or empty */
    bool made_person;
    struct str state;        /* accepted unsure spam */
    struct str reason;       /* why it is not accepted: honeypot too-fast no-proof proof links flood staff … */
    struct str name;
    struct str email;
    struct str phone;
    struct str phone_normal; /* E.164; empty: no full number */
    struct str message;
    struct str answers;      /* JSON: [{"id", "text", "value"}] */
    bool consent;            /* ticked, or asked for by the form's kind */
    int64_t consent_version;
    struct str opt_in;       /* waiting confirmed, or empty */
    int64_t opt_in_ms;       /* when it was confirmed */
    bool disposable;
    struct str page;
    struct str ip;
    struct str user_agent;
    struct str fingerprint;
    struct str enquiry;      /* new taken answered closed, or empty */
    id64 taken_by;
    int64_t taken_ms;
    id64 answered_by;
    int64_t answered_ms;
    int64_t closed_ms;
    struct str site;
    struct str search;
    int64_t at_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual */
    id64 customer_id;
    id64 contact_id;
    struct str form_name;
    struct str wording;
    bool unsure;
    bool overdue;
    int64_t due_ms;
};

extern const struct resource submission_resource;
extern const struct resource enquiry_resource;   /* the same rows as work to be done */
extern const struct list_spec submission_list;
extern const struct list_spec enquiry_list;

/* ---- receiving ------------------------------------------------------------------------------------------------ */

/* What a visitor sent, read and checked, and what the gate thought of it. */
struct submission_input {
    struct submission submission; /* state, reason and what was typed */
    struct str proof_nonce;       /* of a proof of work: used up with it; empty: there was none */
    int64_t proof_expires_ms;
};

/* Reads {"fields", "answers", "consent", "page"} by the form. Problems ("fields.email", "answers.q1", "consent") are collected,
 * unless `lenient`: then what will not do is cut or left out (of what is refused anyway). */
enum err submission_read(struct ctx *ctx, const struct form *form, const json_t *body, bool lenient,
                         struct submission_input *out);

/* In a write, in the form's location, acting as the form. Keeps it, finds or makes the person, notes consent, tells the
 * business. ERR_INVALID with the problem "altcha" when the proof was used before. */
enum err submission_receive(struct ctx *ctx, const struct form *form, struct submission_input *input);

/* ---- what staff do ---------------------------------------------------------------------------------------------- */

enum err submission_get(struct ctx *ctx, id64 id, struct submission *out);

/* A refused or unsure one becomes a lead after all; an accepted one stays what it is. */
enum err submission_accept(struct ctx *ctx, id64 id, struct submission *out);

/* Of enquiries: each is guarded by the state, asking twice is harmless. ERR_NOT_FOUND for what is none. */
enum enquiry_verb { ENQUIRY_TAKE, ENQUIRY_RELEASE, ENQUIRY_ANSWER, ENQUIRY_CLOSE, ENQUIRY_SPAM };
enum err enquiry_do(struct ctx *ctx, id64 id, enum enquiry_verb verb, struct submission *out);

struct enquiry_figures {
    int64_t fresh;   /* nobody took it */
    int64_t taken;
    int64_t mine;
    int64_t overdue;
    int64_t unsure;  /* not answered or closed */
};
enum err enquiry_count(struct ctx *ctx, struct enquiry_figures *out);

/* ---- double opt-in ---------------------------------------------------------------------------------------------- */

/* The person followed the link: both steps stand in the ledger, the address is proven. Asking twice is harmless.
 * *out is the submission as it is afterwards. */
enum err submission_confirm(struct ctx *ctx, id64 id, struct submission *out);

/* ---- people and time ---------------------------------------------------------------------------------------------- */

enum err submission_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);
enum err submission_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err submission_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);

/* An erasure (features/person/forget.h): what they sent, or was sent under their addresses, loses who wrote it and what; held and
 * refused ones go as a whole. */
enum err submission_forget_find(struct ctx *ctx, struct forget *forget);
enum err submission_forget(struct ctx *ctx, struct forget *forget);
/* Addresses of the network that are older go. */
enum err submission_forget_ips(struct ctx *ctx, int64_t before_ms);

/* A chore over all locations: what was refused 30 days ago, and proofs that nobody would take any more. */
enum err submission_clear_old(struct ctx *ctx);

#endif

/*
 * A form on the business's website: contact or subscribe, with its public key, fields, texts, wording of consent, and how robots are
 * kept out. What comes in by one is in submission.h; the protocol is docs/develop/forms.md.
 *
 * The key never changes and says nothing. Every edit of the consent's wording makes a new version, and evidence refers to the
 * version that was shown. A provider's secret goes in and is never shown again, neither in answers nor in the audit.
 */
#ifndef FEATURES_FORM_FORM_H
#define FEATURES_FORM_FORM_H

#include "features/contact/contact.h"
#include "features/form/pow.h"

enum {
    FORM_FIELDS_MOST = 6,
    FORM_QUESTIONS_MOST = 20,
    FORM_CHOICES_MOST = 50,
    FORM_LABEL_MOST = 200,
    FORM_MESSAGE_MOST = 5000,
    FORM_ANSWER_MOST = 2000,
    FORM_PARTS_BYTES = 60000
};

struct form {
    id64 id;
    id64 location_id;
    struct str key;
    struct str kind;             /* contact subscribe */
    struct str name;             /* what the team calls it */
    struct str title;
    struct str intro;
    struct str button;
    struct str language;
    struct str fields;           /* JSON: [{"name", "label", "required"}] in their order */
    struct str questions;        /* JSON: [{"id", "kind", "text", "required", "choices"}] */
    bool consent_ask;            /* a contact form shows a box; a subscribe form is itself the asking */
    struct str consent_text;
    struct str consent_channel;  /* email sms phone any */
    int64_t consent_version;
    bool double_opt_in;
    struct str source;
    struct str obtain_method;
    struct string_list tags;
    struct str thank_you;
    struct str redirect_url;
    struct string_list origins;  /* "https://kayak.example" */
    struct str verification;     /* pow turnstile hcaptcha recaptcha none */
    struct str strength;         /* low normal high */
    struct str site_key;
    struct str secret;
    struct str verification_action;
    struct str site;
    bool active;
    struct str honeypot;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual */
    bool has_secret;
    struct str url;              /* of its own page, by the installation's public address */
};

extern const struct resource form_resource;
extern const struct list_spec form_list;

/* ---- its parts ------------------------------------------------------------------------------------------------- */

enum form_field_kind {
    FORM_NAME,
    FORM_FIRST_NAME,
    FORM_LAST_NAME,
    FORM_EMAIL,
    FORM_PHONE,
    FORM_MESSAGE,
    FORM_FIELD_KINDS
};

/* "name" "first_name" "last_name" "email" "phone" "message" */
const char *form_field_name(enum form_field_kind kind);

struct form_field {
    enum form_field_kind kind;
    struct str label;
    bool required;
};

enum form_question_kind { FORM_TEXT, FORM_CHOICE, FORM_YES_NO };

const char *form_question_kind_name(enum form_question_kind kind);

struct form_question {
    struct str id;
    enum form_question_kind kind;
    struct str text;
    bool required;
    struct string_list choices;
};

struct form_parts {
    struct form_field fields[FORM_FIELDS_MOST];
    int field_count;
    struct form_question *questions;
    int question_count;
};

/* What is stored, read. */
enum err form_parts_load(struct ctx *ctx, const struct form *form, struct form_parts *out);

/* What was sent: checks it (problems are collected), gives ids to new questions, and writes it into the form as it is stored. */
enum err form_parts_settle(struct ctx *ctx, struct form *form);

/* Asks for consent at all? On a subscribe form it always does. */
bool form_asks_consent(const struct form *form);
bool form_is_subscribe(const struct form *form);

/* Makes the key that signs challenges, once in an installation: at the start of a server. */
enum err form_start(struct ctx *ctx);
enum err form_secrets(struct ctx *ctx, struct pow_secrets *out);

/* ---- definitions ----------------------------------------------------------------------------------------------- */

enum err form_get(struct ctx *ctx, id64 id, struct form *out);
enum err form_get_to_change(struct ctx *ctx, id64 id, struct form *out);

/* The location's first of a kind; 0 when there is none. */
enum err form_first(struct ctx *ctx, struct str kind, id64 *id);

/* By its key, in whatever location it is; ERR_NOT_FOUND. */
enum err form_find(struct ctx *ctx, struct str key, struct form *out);

/* Texts that are not given get those of the kind. */
enum err form_create(struct ctx *ctx, struct form *form);
enum err form_update(struct ctx *ctx, const struct form *before, struct form *after);

/* ERR_CONFLICT once something came in by it: deactivate it then. */
enum err form_delete(struct ctx *ctx, const struct form *form);

/* A contact form and a subscribe form, ready to use: for a new location. */
enum err form_create_defaults(struct ctx *ctx);

enum err form_complete(struct ctx *ctx, void *records, int count);

/* The wording as it stood in a version; ERR_NOT_FOUND. */
enum err form_wording(struct ctx *ctx, id64 form_id, int64_t version, struct str *wording, int64_t *at_ms);

/* May a page of this origin ("https://kayak.example") use the form? */
bool form_allows_origin(const struct form *form, struct str origin);

#include "features/form/submission.h"

#endif

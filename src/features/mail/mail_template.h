/*
 * Templates: a subject and a text with variables in them, kept by name, for mails that staff write to one person.
 *
 *   Dear {{customer.called|friend}}, …
 *
 * A variable that does not exist is refused when a template is saved and when a mail is written. One that is empty for
 * this person becomes what stands after the bar; where nothing stands there the mail is not sent.
 */
#ifndef FEATURES_MAIL_MAIL_TEMPLATE_H
#define FEATURES_MAIL_MAIL_TEMPLATE_H

#include "model/list.h"

/*    name           in a template        what it is */
#define MAIL_VARIABLE_LIST(X)                                                     \
    X(NAME,          "customer.name",       "Their full name")                    \
    X(FIRST_NAME,    "customer.first_name", "The first word of their name")       \
    X(CALLED,        "customer.called",     "How they like to be addressed")      \
    X(EMAIL,         "customer.email",      "The address that the mail goes to")  \
    X(PHONE,         "customer.phone",      "Their first phone number")           \
    X(COMPANY,       "customer.company",    "Their company")                      \
    X(CITY,          "customer.city",       "The city they live in")              \
    X(LOCATION,      "location.name",       "The name of this location")          \
    X(SUPPORT,       "location.email",      "The address of this location")       \
    X(USER,          "user.name",           "Whoever writes the mail")

enum mail_variable {
#define X(name, text, help) MAIL_VARIABLE_##name,
    MAIL_VARIABLE_LIST(X)
#undef X
        MAIL_VARIABLES
};

struct mail_values {
    struct str of[MAIL_VARIABLES];
};

/* The name as it stands in a template. */
const char *mail_variable_name(enum mail_variable variable);
const char *mail_variable_help(enum mail_variable variable);

/* Adds a problem on `field` for every variable that does not exist and every brace that is not closed. */
void mail_text_check(struct ctx *ctx, struct str text, const char *field);

/* The same for a mail that nobody looks at before it goes: a variable that may be empty for somebody needs what stands
 * after the bar. */
void mail_text_check_alone(struct ctx *ctx, struct str text, const char *field);

/* The text with its values, which are not looked at for variables again. `missing` (may be NULL; room for MAIL_VARIABLES)
 * receives the names of those that are empty and have nothing after the bar. */
struct str mail_text_fill(struct arena *arena, struct str text, const struct mail_values *values,
                          struct string_list *missing);

struct mail_template {
    id64 id;
    id64 location_id;
    struct str name;
    struct str name_fold;     /* unique in the location */
    struct str subject;
    struct str body;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource mail_template_resource;
extern const struct list_spec mail_template_list;

enum err mail_template_get(struct ctx *ctx, id64 id, struct mail_template *out);
/* The same for a change: what is read stays true until the commit. */
enum err mail_template_get_to_change(struct ctx *ctx, id64 id, struct mail_template *out);
enum err mail_template_create(struct ctx *ctx, struct mail_template *template);
enum err mail_template_update(struct ctx *ctx, const struct mail_template *before, struct mail_template *after);
enum err mail_template_delete(struct ctx *ctx, const struct mail_template *template);

#endif

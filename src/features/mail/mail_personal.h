/*
 * A single mail that a member of staff writes to one customer or contact.
 */
#ifndef FEATURES_MAIL_MAIL_PERSONAL_H
#define FEATURES_MAIL_MAIL_PERSONAL_H

#include "features/mail/mail.h"
#include "features/mail/mail_template.h"

/* As it was typed: with variables. */
struct mail_draft {
    struct str subject;
    struct str text;
    struct str to;           /* one of the person's addresses; empty: the first */
    struct str purpose;      /* empty: an answer; "marketing": an offer, which needs their consent */
    id64 reference_id;       /* the booking that it is about */
};

/* As the person would get it. */
struct mail_preview {
    struct str to;
    struct str subject;
    struct str text;
    struct string_list missing;  /* variables that are empty and have no fallback: not to be sent so */
    bool withdrawn;              /* they want no marketing any more */
    bool allowed;                /* an offer may be sent */
    bool bounced;                /* mail to this address came back before */
};

extern const struct resource mail_draft_resource;

/* ERR_NOT_FOUND; problems for unknown variables and an address that is not theirs. Reads only. */
enum err mail_preview(struct ctx *ctx, enum person_kind kind, id64 person_id, const struct mail_draft *draft,
                      struct mail_preview *out);

/* Orders it. ERR_INVALID besides while something is missing, ERR_CONFLICT for an offer to who did not agree. */
enum err mail_write(struct ctx *ctx, enum person_kind kind, id64 person_id, const struct mail_draft *draft,
                    struct mail *out);

#endif

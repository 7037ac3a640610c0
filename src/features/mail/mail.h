/*
 * Mail: the outbox, and what may leave it.
 *
 * Whoever wants something sent orders it in their own transaction; a mailer beside the server (app/mailer.c) takes what is due
 * under a lease, asks once more whether it may go, hands it to the SMTP server, and writes down what became of it.
 *
 *   waiting → sending → sent            the server answered 250 to the whole message
 *      ↑         └──→ waiting           not now (4xx, no connection): again after a minute, then later and later
 *      │         └──→ failed            refused for good (5xx), or three days of trying
 *      │         └──→ withheld          withdrawn, suppressed, switched off, the person has gone, the address bounced before
 *   waiting ──→ canceled                nobody wants it any more
 *   sent ──→ bounced                    a delivery status notification said so
 *
 * A mail to a person is a communication on them, and its status follows. A mail whose sending is not written down (the machine
 * stopped between the server's 250 and our commit) goes out again once its lease has ended, and one that the server heard whole
 * without a word three times at most: those are the windows in which a mail can arrive twice, under the same Message-ID.
 *
 * Invariants: `open` is 1 in waiting and sending only; no body is kept of what is over, but for failed ones that may be
 * tried again (the communication has it); nothing is sent to a relay address but service mail.
 */
#ifndef FEATURES_MAIL_MAIL_H
#define FEATURES_MAIL_MAIL_H

#include "features/communication/communication.h"
#include "features/mail/mail_template.h"

enum { MAIL_BODY_MOST = 100000, MAIL_SUBJECT_MOST = 300 };

/* Waiting for so long is what everybody should see. */
enum { MAIL_LATE_MS = 15 * 60 * 1000 };

/* What somebody wants sent. */
struct mail_order {
    const char *kind;            /* "form-alert" "double-opt-in" "follow-up-due" "digest" "checkout-reminder" "survey"
                                    "personal" "invitation" "password-reset" "sign-in" "test" */
    enum person_kind person_kind; /* PERSON_NONE: to staff or the business itself */
    id64 person_id;              /* whose communication it becomes */
    struct str to;               /* address and name of the recipient */
    struct str to_name;
    struct str reply_to;         /* empty: the location's support address */
    struct str reply_to_name;
    struct str subject;
    struct str text;             /* plain text; the HTML part is made from it; bare https links become links */
    const char *purpose;         /* NULL: strictly transactional. "marketing" / "surveys": consent and suppression are
                                    checked again right before sending, List-Unsubscribe and a footer link are added */
    id64 reader_id;              /* the member of the team who gets it and can switch this kind of mail off (hook_mail_wish); 0:
                                    nobody can, it is strictly transactional or to a person */
    id64 reference_id;           /* the booking that it is about, or 0 */
    int64_t not_before_ms;       /* 0: at once */
    struct str once;             /* not empty: unique in the location; a second order with the same key is not queued */
};

/* In ctx's transaction and location; goes out after the commit. ERR_INVALID for an address that is none. *id (may be NULL) is the
 * mail's, or that of the first with the same `once`. */
enum err mail_order(struct ctx *ctx, const struct mail_order *order, id64 *id);

/* Can mail leave ctx's location: are there a server and a sender? What could not would wait, and alarm everybody. */
enum err mail_can_go(struct ctx *ctx, bool *out);

/* Those with this key that are not on their way yet; harmless when there is none. */
enum err mail_cancel(struct ctx *ctx, struct str once);

/* Of ctx's location: how many are due and not sent, and since when the oldest of them waits (0: none). */
enum err mail_waiting(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);

/* The same over all locations: for `regulars check`. */
enum err mail_waiting_anywhere(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);

/* The person is erased: addresses, names, subjects and bodies of all mail to them go, what waits is canceled. Before
 * their communications are unlinked. */
enum err mail_forget_person(struct ctx *ctx, id64 person_id);
/* The same for everything to one address (normal form), or with answers to it. */
enum err mail_forget_address(struct ctx *ctx, struct str address);

/* Mails to staff and to the business itself, which are nobody's communication: those of which `mentions` says that they
 * speak of these people, and those that have one of their names, since forget->answers_since_ms. */
enum err mail_forget_find(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                          struct forget *forget);
enum err mail_forget(struct ctx *ctx, const struct forget *forget);
/* Likewise the one with this key, whatever it says. */
enum err mail_forget_once(struct ctx *ctx, struct str once);

/* ---- for texts with variables (mail_template.h) ---------------------------------------------------------------- */

/* What the variables of a text to this person stand for, at their first address. ERR_NOT_FOUND. */
enum err mail_values_of(struct ctx *ctx, enum person_kind kind, id64 person_id, struct mail_values *out);

/* ---- for hook_mail_wish() ---------------------------------------------------------------------------------------- */

/* What a member of the team wants of a kind of mail. */
struct mail_wish {
    bool wanted;
    struct str why_not;  /* for the outbox, when it is not */
    struct str stop_url; /* the page that ends it, one click as RFC 8058 says */
};

/* ---- one mail -------------------------------------------------------------------------------------------------- */

struct mail {
    id64 id;
    id64 location_id;
    struct str kind;
    id64 communication_id;
    struct str person_kind;  /* customer contact; empty: to staff or the business */
    struct str to_address;
    struct str to_name;
    struct str reply_address;
    struct str reply_name;
    struct str subject;
    struct str body;
    struct str purpose;
    struct str once_key;
    struct str state;
    int64_t open;
    int64_t due_ms;          /* when it was to go */
    int64_t next_ms;         /* when it is tried (again); while it is being sent, the end of the lease */
    int64_t attempts;
    int64_t doubts;          /* how often the server heard it whole and did not say whether it has it */
    struct str lease_token;
    struct str error;        /* the server's own words, or why it was withheld */
    int64_t sent_ms;
    id64 staff_id;           /* who ordered it; 0 for a program */
    id64 reader_id;          /* the member of the team whom it reminds; 0: nobody */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource mail_resource;
extern const struct list_spec mail_list;

enum err mail_get(struct ctx *ctx, id64 id, struct mail *out);

/* Saves what changed of a mail, in ctx's location; `open`, the lease, the kept body and the communication's status
 * follow from the state. */
enum err mail_save(struct ctx *ctx, const struct mail *before, struct mail *after);

/* By hand. Now, whatever the back-off: of a waiting or failed one; ERR_CONFLICT for others. */
enum err mail_retry(struct ctx *ctx, id64 id, struct mail *out);
/* ERR_CONFLICT once it is on its way. Asking twice is harmless. */
enum err mail_withdraw(struct ctx *ctx, id64 id, struct mail *out);

#endif

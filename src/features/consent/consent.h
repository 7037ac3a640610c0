/*
 * The consent ledger: an append-only list of events per person, channel and purpose.
 *
 * The state of a channel is derived, in the order in which events were appended, from those of the channel and of
 * `any`: no event means no, a giving is a yes, a withdrawal is a no that only the person's own double opt-in ends. The events
 * of a person are those of the customer and of all contacts linked to it, so that a link keeps the stricter of two.
 *
 * Invariants: no row is changed or removed (the database refuses it), but for what a departure of the person takes out;
 * contact.contact_consent is the state for marketing by e-mail (by phone for who has no e-mail); who withdraws has all
 * addresses on the suppression list, and no default, import or member of staff makes a yes of those.
 */
#ifndef FEATURES_CONSENT_CONSENT_H
#define FEATURES_CONSENT_CONSENT_H

#include "model/list.h"

enum { CONSENT_CHANNELS = 3, CONSENT_PURPOSES = 2, CONSENT_STATES = CONSENT_CHANNELS * CONSENT_PURPOSES };

#define CONSENT_DOUBLE_OPT_IN STR("double-opt-in")

struct consent {
    id64 id;
    id64 location_id;
    id64 person_id;           /* 0: has gone */
    struct str channel;       /* email sms phone any */
    struct str purpose;       /* marketing surveys */
    bool given;
    struct str kind;          /* consent existing-customer */
    struct str address;
    struct str address_hash;  /* keyed, stays when the person goes */
    struct str obtain_method; /* double-opt-in only when the person confirmed it */
    struct str wording;
    id64 form_id;
    struct str page;
    struct str ip;
    struct str user_agent;
    bool demonstrable;
    id64 staff_id;
    int64_t at_ms;            /* when it was said, at most now; the order is that of the ids */
    /* virtual, filled in by consent_complete() */
    id64 customer_id;
    id64 contact_id;
    id64 user_id;
};

extern const struct resource consent_resource;
extern const struct list_spec consent_list;

/* Appends an event; what is not given of id, location, time, address and actor is filled in, `demonstrable` derived
 * when somebody named a method. After a withdrawal only the person's own double opt-in gives again: ERR_CONFLICT for
 * anything else that says yes. A withdrawal puts the person's addresses on the suppression list. */
enum err consent_append(struct ctx *ctx, struct consent *event);

/* An event as the API takes it: names its person by customer_id or contact_id. */
enum err consent_record(struct ctx *ctx, struct consent *event);

/* contact_consent as written by staff or the API: an event for channel `any`, purpose `marketing`.
 * `obtain_method` may be empty; such a default is marked not demonstrable. */
enum err consent_state_set(struct ctx *ctx, id64 person_id, bool given, struct str obtain_method, bool demonstrable);

/* No more marketing to this person, by any channel; nothing happens when that is so already. */
enum err consent_withdraw(struct ctx *ctx, id64 person_id, struct str obtain_method);

/* ---- states --------------------------------------------------------------------------------------------------- */

struct consent_standing {
    const char *channel;  /* email sms phone */
    const char *purpose;
    bool given;
    bool withdrawn;       /* and not given again */
    struct str kind;      /* of the event that decides; empty without one */
    bool demonstrable;
    int64_t at_ms;
    id64 event_id;
};

/* All states of a person, in the order email, sms, phone, for marketing and then for surveys. */
enum err consent_standings(struct ctx *ctx, id64 person_id, struct consent_standing out[CONSENT_STATES]);
void consent_put_standings(struct json_writer *w, const struct consent_standing standings[CONSENT_STATES]);

/* One of them; nothing given for a channel or purpose that there is not. */
enum err consent_standing_of(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose,
                             struct consent_standing *out);

/* Does the person agree to this channel and purpose now? */
enum err consent_state(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose, bool *given);

/* Has the person withdrawn marketing by any channel and not given again by their own double opt-in? */
enum err consent_is_withdrawn(struct ctx *ctx, id64 person_id, bool *withdrawn);

/* Links, addresses or events of this person (or customer) changed otherwise: contact_consent follows. */
enum err consent_refresh(struct ctx *ctx, id64 person_id);

/* ---- suppression ---------------------------------------------------------------------------------------------- */

/* The key of the hashes, for who has many to make: read once, good for as long as ctx's arena. */
struct consent_hasher {
    struct str key;
};
enum err consent_hasher(struct ctx *ctx, struct consent_hasher *out);
/* The same without making one: its key is empty where nothing was ever hashed. */
enum err consent_hasher_known(struct ctx *ctx, struct consent_hasher *out);
struct str consent_hash_with(const struct consent_hasher *hasher, struct arena *arena, struct str address);

/* Is this address (normal form) or number (E.164) on the list of those that said no, or were erased? */
enum err consent_suppressed(struct ctx *ctx, struct str address, bool *suppressed);
enum err consent_suppress(struct ctx *ctx, struct str address, const char *reason);
/* The same for an address of which only the keyed hash is known. */
enum err consent_suppress_hash(struct ctx *ctx, struct str hash, const char *reason);

/* How many addresses are on the list, by why. Reads all of it. */
struct suppressed_count {
    int64_t erased;
    int64_t withdrawn;
};
enum err consent_suppressed_count(struct ctx *ctx, struct suppressed_count *out);

/* The keyed hash of an address, as the list and the ledger keep it. */
enum err consent_hash(struct ctx *ctx, struct str address, struct str *hash);

/* ---- departures ----------------------------------------------------------------------------------------------- */

/* The person goes: address, IP and agent are cleared, a keyed hash of the address remains as proof. */
enum err consent_forget_person(struct ctx *ctx, id64 person_id);

/* The person is erased: texts that may name somebody go too; of the wording a hash is left, to be held against the
 * wordings that the business keeps. Before consent_forget_person. */
enum err consent_reduce(struct ctx *ctx, id64 person_id);

/* The same for events that lost their person already: those for an address, and reducing one. */
enum err consent_orphans(struct ctx *ctx, struct str address, struct id_set *found);
enum err consent_reduce_one(struct ctx *ctx, id64 event_id);

/* A linked contact goes and its customer stays: the events are the customer's. */
enum err consent_hand_over(struct ctx *ctx, id64 contact_id, id64 customer_id);

/* ---- lists ---------------------------------------------------------------------------------------------------- */

enum err consent_complete(struct ctx *ctx, void *records, int count);

/* ERR_NOT_FOUND unless there is a "customer" (or "contact") with this id. */
enum err consent_person_there(struct ctx *ctx, id64 person_id, const char *kind);
enum err consent_list_customer(struct ctx *ctx, struct list_query *query, id64 customer_id);

#endif

/*
 * The consent ledger: an append-only list of events per person, channel and purpose. The state is derived: the
 * newest event of the channel or of `any`; no event means no.
 */
#ifndef FEATURES_CONSENT_CONSENT_H
#define FEATURES_CONSENT_CONSENT_H

#include "model/list.h"

struct consent {
    id64 id;
    id64 location_id;
    id64 person_id;
    struct str channel;       /* email sms phone any */
    struct str purpose;       /* marketing surveys */
    bool given;
    struct str kind;          /* consent existing-customer */
    struct str address;
    struct str address_hash;  /* keyed, stays when the person goes */
    struct str obtain_method;
    struct str wording;
    id64 form_id;
    struct str page;
    struct str ip;
    struct str user_agent;
    bool demonstrable;
    id64 staff_id;
    int64_t at_ms;
};

extern const struct resource consent_resource;

/* Appends an event; id, location, time and actor are filled in. After a withdrawal only the person's own double
 * opt-in gives again: ERR_CONFLICT for anything else that says yes. */
enum err consent_append(struct ctx *ctx, struct consent *event);

/* contact_consent as written by staff or the API: an event for channel `any`, purpose `marketing`.
 * `obtain_method` may be empty; such a default is marked not demonstrable. */
enum err consent_state_set(struct ctx *ctx, id64 person_id, bool given, struct str obtain_method, bool demonstrable);

/* Does the person (its linked contacts included) agree to marketing by this channel now? */
enum err consent_state(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose, bool *given);

/* Has the person withdrawn and not given again by their own double opt-in? */
enum err consent_is_withdrawn(struct ctx *ctx, id64 person_id, bool *withdrawn);

/* The person goes: address, IP and agent are cleared, a keyed hash of the address remains as proof. */
enum err consent_forget_person(struct ctx *ctx, id64 person_id);

#endif

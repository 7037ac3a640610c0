/*
 * What is derived from the ledger: the state of each channel and purpose, and who an event is about.
 */
#include "features/consent/consent.h"
#include "features/consent/consent_store.h"

static const char *const channels[CONSENT_CHANNELS] = { "email", "sms", "phone" };
static const char *const purposes[CONSENT_PURPOSES] = { "marketing", "surveys" };

static void begin(struct consent_standing out[CONSENT_STATES])
{
    for (int i = 0; i < CONSENT_STATES; i++)
        out[i] = (struct consent_standing){
            .channel = channels[i % CONSENT_CHANNELS],
            .purpose = purposes[i / CONSENT_CHANNELS],
        };
}

/* One event more, in the order in which they were appended. */
static void follow(struct consent_standing *state, const struct consent *event)
{
    if (event->given && state->withdrawn && !str_equal(event->obtain_method, CONSENT_DOUBLE_OPT_IN))
        return;
    /* a default says nothing that a yes which can be shown has not said */
    if (event->given && state->given && state->demonstrable && !event->demonstrable)
        return;
    state->given = event->given;
    state->withdrawn = !event->given;
    state->kind = event->kind;
    state->demonstrable = event->demonstrable;
    state->at_ms = event->at_ms;
    state->event_id = event->id;
}

static void visit(const struct consent *event, void *data)
{
    struct consent_standing *out = data;

    for (int i = 0; i < CONSENT_STATES; i++)
        if (str_equal(event->purpose, str_from(out[i].purpose)) &&
            (str_equal(event->channel, STR("any")) || str_equal(event->channel, str_from(out[i].channel))))
            follow(&out[i], event);
}

enum err consent_standings(struct ctx *ctx, id64 person_id, struct consent_standing out[CONSENT_STATES])
{
    id64 root;

    begin(out);
    TRY(consent_store_root(ctx, person_id, &root));
    return consent_store_each(ctx, root, visit, out);
}

void consent_put_standings(struct json_writer *w, const struct consent_standing standings[CONSENT_STATES])
{
    put_array(w);
    for (int i = 0; i < CONSENT_STATES; i++) {
        const struct consent_standing *state = &standings[i];

        put_object(w);
        put_key(w, "channel");
        put_string(w, str_from(state->channel));
        put_key(w, "purpose");
        put_string(w, str_from(state->purpose));
        put_key(w, "given");
        put_bool(w, state->given);
        put_key(w, "withdrawn");
        put_bool(w, state->withdrawn);
        put_key(w, "kind");
        put_string_or_null(w, state->kind);
        put_key(w, "demonstrable");
        put_bool(w, state->demonstrable);
        put_key(w, "at");
        put_time(w, state->at_ms);
        put_key(w, "consent_id");
        put_id(w, "cst", state->event_id);
        put_object_end(w);
    }
    put_array_end(w);
}

enum err consent_standing_of(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose,
                             struct consent_standing *out)
{
    struct consent_standing standings[CONSENT_STATES];

    *out = (struct consent_standing){ .channel = channel, .purpose = purpose };
    TRY(consent_standings(ctx, person_id, standings));
    for (int i = 0; i < CONSENT_STATES; i++)
        if (str_equal(str_from(channel), str_from(standings[i].channel)) &&
            str_equal(str_from(purpose), str_from(standings[i].purpose)))
            *out = standings[i];
    return ERR_OK;
}

enum err consent_state(struct ctx *ctx, id64 person_id, const char *channel, const char *purpose, bool *given)
{
    struct consent_standing standing;

    TRY(consent_standing_of(ctx, person_id, channel, purpose, &standing));
    *given = standing.given;
    return ERR_OK;
}

enum err consent_is_withdrawn(struct ctx *ctx, id64 person_id, bool *withdrawn)
{
    struct consent_standing standings[CONSENT_STATES];

    *withdrawn = false;
    TRY(consent_standings(ctx, person_id, standings));
    for (int i = 0; i < CONSENT_CHANNELS; i++)
        *withdrawn |= standings[i].withdrawn;
    return ERR_OK;
}

enum err consent_refresh(struct ctx *ctx, id64 person_id)
{
    struct consent_standing standings[CONSENT_STATES];
    id64 root;

    begin(standings);
    TRY(consent_store_root(ctx, person_id, &root));
    TRY(consent_store_each(ctx, root, visit, standings));
    return consent_store_refresh(ctx, root, standings[0].given, standings[CONSENT_CHANNELS - 1].given);
}

enum err consent_person_there(struct ctx *ctx, id64 person_id, const char *kind)
{
    struct str found;

    TRY(consent_store_kind(ctx, person_id, &found));
    return str_equal(found, str_from(kind)) ? ERR_OK : ERR_NOT_FOUND;
}

enum err consent_complete(struct ctx *ctx, void *records, int count)
{
    struct consent *events = records;
    struct str kind = STR_EMPTY;

    for (int i = 0; i < count; i++) {
        /* on a page of one person it is asked once */
        if (!events[i].person_id)
            kind = STR_EMPTY;
        else if (i == 0 || events[i].person_id != events[i - 1].person_id)
            TRY(consent_store_kind(ctx, events[i].person_id, &kind));
        events[i].customer_id = str_equal(kind, STR("customer")) ? events[i].person_id : 0;
        events[i].contact_id = str_equal(kind, STR("contact")) ? events[i].person_id : 0;
        events[i].user_id = events[i].staff_id;
    }
    return ERR_OK;
}

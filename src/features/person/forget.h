/*
 * An erasure in the making: whom it is about, and what of theirs was found. Included through person.h.
 *
 * Every feature that knows something about people has two verbs: x_forget_find() adds the ids of its rows, x_forget()
 * takes everything out of these that says who it was, and leaves what is counted. They are called by the feature
 * `privacy` alone, in its order. What another system may tell again bears a keyed hash of its external id from then on
 * (person_erased_key), so that a late message finds the row and brings nothing back.
 */
#ifndef FEATURES_PERSON_FORGET_H
#define FEATURES_PERSON_FORGET_H

#include "features/person/person.h"

/* What the law makes one keep: named in the answer. */
struct forget_kept {
    id64 record_id;
    struct str kind; /* payment waiver order */
    struct str reason;
    struct str until; /* the last day; empty: until somebody ends it */
    struct forget_kept *next;
};

/* An answer that is kept to be repeated, by its key. */
struct forget_answer {
    id64 actor_id;
    struct str key;
    struct forget_answer *next;
};

struct forget {
    struct id_set people;      /* customers and contacts that go as a whole */
    struct id_set sharers;     /* people who only share an address: it is taken from them */
    struct string_list emails; /* normal form */
    struct string_list phones; /* E.164 */
    struct string_list names;  /* folded */
    bool quick;                /* only what an index finds: the second look, inside the write */
    int64_t now_ms;

    struct id_set bookings;
    struct id_set guests;
    struct id_set communications;
    struct id_set responses;
    struct id_set records;
    struct id_set follow_ups;
    struct id_set submissions;
    struct id_set checkouts;
    struct id_set mails;       /* to staff and to the business that speak of them */
    struct id_set tags;        /* of these people: one that nobody else has goes */
    struct id_set consents;    /* events that lost their person before */
    struct id_set trash;       /* deleted people who could still be taken back */
    struct id_set gone;        /* rows of theirs that were deleted before: the audit still knows of them */
    struct id_set audit;       /* entries, by their number, whose values go */
    struct id_set audit_who;   /* and with them who did it: the person, through a form */
    int64_t audit_seen;        /* up to which number they were looked at */
    struct forget_answer *answers;
    int64_t answers_since_ms;  /* from when on they are still to be looked at */
    int64_t upcoming;          /* bookings that are still to come */
    struct forget_kept *kept;
};

/* Adds a text that is not there yet; the empty one is left out. */
void forget_add(struct ctx *ctx, struct string_list *list, struct str text);
bool forget_has(const struct string_list *list, struct str text);

/* Does the text have one of their names in it, as words of its own? */
bool forget_named_in(struct ctx *ctx, const struct forget *forget, struct str text);

/* The text as a pattern for LIKE … ESCAPE '!': anywhere, its own % and _ meaning themselves. */
struct str forget_pattern(struct ctx *ctx, struct str text);

/* Adds the addresses that decide for somebody (what is shared, unproven or a relay's does not), and the name. */
void forget_add_person(struct ctx *ctx, struct forget *forget, const struct person *person);

/* Everybody whose own address this is, as people who go; everybody else who has it, as sharers. */
enum err forget_add_holders(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone);

/* The member `external_id` of a row whose person was erased, as a later message finds it: "erased:" and a keyed hash.
 * Empty for no id, and for one that is a key already. */
enum err person_erased_key(struct ctx *ctx, struct str source, struct str external_id, struct str *key);
/* The same for a row that is being erased; an id that is a key already stays. */
enum err person_erase_key(struct ctx *ctx, struct str source, struct str *external_id);

#endif

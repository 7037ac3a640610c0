/*
 * The people of the demo business: invented, of many countries and scripts, the same ones at every run.
 */
#ifndef CLI_DEMO_PEOPLE_H
#define CLI_DEMO_PEOPLE_H

#include "base/arena.h"

/* SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere from the same seed. */
struct dice {
    uint64_t state;
};

/* 0 to sides-1. */
int64_t dice_roll(struct dice *dice, int64_t sides);
/* True in `percent` of 100 throws. */
bool dice_chance(struct dice *dice, int percent);

enum { DEMO_EMAILS_MOST = 3, DEMO_TAGS_MOST = 3 };

struct demo_person {
    struct str name;                     /* in the script of the country */
    struct str emails[DEMO_EMAILS_MOST]; /* empty ones at the end */
    struct str phone;                    /* as the country writes it; may be empty */
    struct str country;                  /* ISO 3166 */
    struct str language;                 /* BCP 47 */
    struct str city;
    struct str company;                  /* mostly empty */
    bool organisation;                   /* books for others */
    struct str date_of_birth;            /* mostly empty */
    const char *tags[DEMO_TAGS_MOST];    /* NULL at the end */
    const char *notes;                   /* NULL: none */
};

/* The next invented person. */
void demo_person_make(struct arena *arena, struct dice *dice, int64_t number, struct demo_person *out);

#endif

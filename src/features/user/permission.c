#include "features/user/permission.h"

/* clang-format off */
/* What seasonal help needs at the desk: today's bookings, and one person when they stand there. */
static const uint64_t desk = PERM_SIGNED_IN | PERM_PERSON_FIND | PERM_PERSON_READ | PERM_BOOKING_NEAR;

static const uint64_t viewer = PERM_SIGNED_IN | PERM_PERSON_READ | PERM_PERSON_LIST | PERM_PERSON_FIND
    | PERM_PRIVATE_READ | PERM_MONEY_READ | PERM_BOOKING_READ | PERM_BOOKING_NEAR | PERM_CONSENT_READ | PERM_JOB_READ;

/* Daily work: no settings, export or import, nothing that deletes many or takes a deletion back. */
static const uint64_t staff = PERM_SIGNED_IN | PERM_PERSON_READ | PERM_PERSON_LIST | PERM_PERSON_FIND
    | PERM_PERSON_WRITE | PERM_PERSON_DELETE | PERM_PERSON_BULK | PERM_PRIVATE_READ | PERM_MONEY_READ
    | PERM_BOOKING_READ | PERM_BOOKING_NEAR | PERM_BOOKING_WRITE | PERM_TAG_WRITE | PERM_CONSENT_READ
    | PERM_JOB_READ | PERM_USER_READ;
/* clang-format on */

static const uint64_t everything = ((uint64_t)1 << PERMISSION_COUNT) - 1;

_Static_assert(PERMISSION_COUNT < 64, "permissions are bits of one number");

const char *const role_names[] = { "owner", "manager", "staff", "desk", "viewer", NULL };

enum role role_parse(struct str text)
{
    for (int i = 0; role_names[i]; i++)
        if (str_equal(text, str_from(role_names[i])))
            return (enum role)(i + 1);
    return ROLE_NONE;
}

const char *role_name(enum role role)
{
    return role > ROLE_NONE && role < ROLES ? role_names[role - 1] : "";
}

uint64_t role_permissions(enum role role)
{
    switch (role) {
    case ROLE_OWNER: return everything;
    case ROLE_MANAGER: return everything & ~PERM_LOCATION_WRITE;
    case ROLE_STAFF: return staff;
    case ROLE_DESK: return desk;
    case ROLE_VIEWER: return viewer;
    case ROLE_NONE:
    case ROLES: return 0;
    }
    return 0;
}

static const char *const names[] = {
#define X(name, text, help) text,
    PERMISSION_LIST(X)
#undef X
};

uint64_t permission_parse(struct str text)
{
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (str_equal(text, str_from(names[i])))
            /* Who sees all bookings sees those of the days around today. */
            return (uint64_t)1 << i | (i == PERMISSION_INDEX_BOOKING_READ ? PERM_BOOKING_NEAR : 0);
    return 0;
}

const char *permission_name(enum permission_index index)
{
    return names[index];
}

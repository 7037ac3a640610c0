/*
 * Permissions are bits; a role is a set of them. Every route names the bits that it needs.
 *
 * owner: everything, everywhere. manager: everything inside their locations. staff: daily work. desk: seasonal help
 * (bookings close to today, finding one person by exact e-mail, phone or code). viewer: reads. See permission.c for
 * the table.
 */
#ifndef FEATURES_USER_PERMISSION_H
#define FEATURES_USER_PERMISSION_H

#include "base/str.h"

#define PERMISSION_LIST(X)                                                                        \
    X(PERSON_READ, "person.read", "See one customer or contact")                                  \
    X(PERSON_LIST, "person.list", "List and search customers and contacts")                       \
    X(PERSON_FIND, "person.find", "Find one person by exact e-mail, phone or code")               \
    X(PERSON_WRITE, "person.write", "Create, edit, tag and convert")                              \
    X(PERSON_DELETE, "person.delete", "Delete one customer or contact")                           \
    X(PERSON_BULK, "person.bulk", "Change many at once")                                          \
    X(PERSON_BULK_DELETE, "person.bulk_delete", "Delete many at once")                            \
    X(PERSON_RESTORE, "person.restore", "Take a deletion back")                                   \
    X(PERSON_ERASE, "person.erase", "Erase a person")                                             \
    X(PRIVATE_READ, "private.read", "See birth dates, addresses, notes and message bodies")       \
    X(MONEY_READ, "money.read", "See money")                                                      \
    X(BOOKING_READ, "booking.read", "See bookings")                                               \
    X(BOOKING_NEAR, "booking.near", "See bookings within seven days either side")         \
    X(BOOKING_WRITE, "booking.write", "Create and edit bookings")                                 \
    X(BOOKING_IMPORT, "booking.import", "Report bookings from another system")                    \
    X(TAG_WRITE, "tag.write", "Create, rename and delete tags")                                   \
    X(CONSENT_READ, "consent.read", "See the consent ledger")                                     \
    X(SETTINGS_READ, "settings.read", "See the location's settings")                              \
    X(SETTINGS_WRITE, "settings.write", "Change the location's settings")                         \
    X(EXPORT, "export", "Export lists")                                                           \
    X(IMPORT, "import", "Import files")                                                           \
    X(JOB_READ, "job.read", "See long work and its results")                                      \
    X(AUDIT_READ, "audit.read", "See who did what")                                               \
    X(USER_READ, "user.read", "See the team")                                                     \
    X(USER_WRITE, "user.write", "Manage the team")                                                \
    X(API_KEY_WRITE, "api_key.write", "Manage API keys")                                          \
    X(LOCATION_WRITE, "location.write", "Create and delete locations")                            \
    X(FORM_READ, "form.read", "See forms and what was refused")                                   \
    X(FORM_WRITE, "form.write", "Make and change forms")                                          \
    X(SIGNED_IN, "signed_in", "Be signed in, whatever the role")

enum permission_index {
#define X(name, text, help) PERMISSION_INDEX_##name,
    PERMISSION_LIST(X)
#undef X
        PERMISSION_COUNT
};

/* The bits; PERM_PUBLIC needs nothing and is spelled out. */
#define PERM(name) ((uint64_t)1 << PERMISSION_INDEX_##name)
#define PERM_PUBLIC ((uint64_t)0)
#define PERM_PERSON_READ PERM(PERSON_READ)
#define PERM_PERSON_LIST PERM(PERSON_LIST)
#define PERM_PERSON_FIND PERM(PERSON_FIND)
#define PERM_PERSON_WRITE PERM(PERSON_WRITE)
#define PERM_PERSON_DELETE PERM(PERSON_DELETE)
#define PERM_PERSON_BULK PERM(PERSON_BULK)
#define PERM_PERSON_BULK_DELETE PERM(PERSON_BULK_DELETE)
#define PERM_PERSON_RESTORE PERM(PERSON_RESTORE)
#define PERM_PERSON_ERASE PERM(PERSON_ERASE)
#define PERM_PRIVATE_READ PERM(PRIVATE_READ)
#define PERM_MONEY_READ PERM(MONEY_READ)
#define PERM_BOOKING_READ PERM(BOOKING_READ)
#define PERM_BOOKING_NEAR PERM(BOOKING_NEAR)
#define PERM_BOOKING_WRITE PERM(BOOKING_WRITE)
#define PERM_BOOKING_IMPORT PERM(BOOKING_IMPORT)
#define PERM_TAG_WRITE PERM(TAG_WRITE)
#define PERM_CONSENT_READ PERM(CONSENT_READ)
#define PERM_SETTINGS_READ PERM(SETTINGS_READ)
#define PERM_SETTINGS_WRITE PERM(SETTINGS_WRITE)
#define PERM_EXPORT PERM(EXPORT)
#define PERM_IMPORT PERM(IMPORT)
#define PERM_JOB_READ PERM(JOB_READ)
#define PERM_AUDIT_READ PERM(AUDIT_READ)
#define PERM_USER_READ PERM(USER_READ)
#define PERM_USER_WRITE PERM(USER_WRITE)
#define PERM_API_KEY_WRITE PERM(API_KEY_WRITE)
#define PERM_LOCATION_WRITE PERM(LOCATION_WRITE)
#define PERM_FORM_READ PERM(FORM_READ)
#define PERM_FORM_WRITE PERM(FORM_WRITE)
#define PERM_SIGNED_IN PERM(SIGNED_IN)

enum role { ROLE_NONE, ROLE_OWNER, ROLE_MANAGER, ROLE_STAFF, ROLE_DESK, ROLE_VIEWER, ROLES };

/* "owner" … "viewer"; ROLE_NONE for anything else. */
enum role role_parse(struct str text);
const char *role_name(enum role role);
extern const char *const role_names[]; /* ends with NULL */

uint64_t role_permissions(enum role role);

/* "person.read" → its bit; 0 when there is none of that name. */
uint64_t permission_parse(struct str text);
const char *permission_name(enum permission_index index);

#endif

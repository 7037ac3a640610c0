#include "app/routes.h"

#define API "/api/v1"
#define PLACE "/api/v1/locations/:location"

/* One line a table: its name, where its paths begin, and whether its writes change who may do what. Where is the code
 * for an address? In src/features/<name>/<name>_api.c; health, checkup, backup and openapi are in src/app/. */
#define ROUTE_TABLES(X)          \
    X(session, API, true)        \
    X(setup, API, true)          \
    X(user, API, true)           \
    X(apikey, API, true)         \
    X(location, API, true)       \
    X(logo, "", false)           \
    X(customer, PLACE, false)    \
    X(contact, PLACE, false)     \
    X(people, PLACE, false)      \
    X(tag, PLACE, false)         \
    X(booking, PLACE, false)     \
    X(demographic, PLACE, false) \
    X(guest, PLACE, false)       \
    X(record, PLACE, false)      \
    X(today, PLACE, false)       \
    X(search, PLACE, false)      \
    X(communication, PLACE, false) \
    X(mail, PLACE, false) \
    X(mail_write, PLACE, false) \
    X(mail_settings, PLACE, false) \
    X(mail_server, API, false) \
    X(mail_public, "", false) \
    X(recovery, API, true) \
    X(survey, PLACE, false) \
    X(survey_sending, PLACE, false) \
    X(followup, PLACE, false) \
    X(form, PLACE, false)        \
    X(enquiry, PLACE, false)     \
    X(consent, PLACE, false)     \
    X(checkout, PLACE, false)    \
    X(checkout_page, "", false)  \
    X(reminder, API, false)      \
    X(calendar, "", false)       \
    X(reminder_page, "", false)  \
    X(survey_page, "", false)    \
    X(timeline, PLACE, false)    \
    X(privacy, PLACE, false)     \
    X(retention, PLACE, false)   \
    X(feed, PLACE, false)        \
    X(dashboard, PLACE, false)   \
    X(check, PLACE, false)       \
    X(events, PLACE, false)      \
    X(audit, PLACE, false)       \
    X(job, PLACE, false)         \
    X(chore, API, false)         \
    X(backup, API, false)        \
    X(checkup, API, false)       \
    X(import, PLACE, false)      \
    X(export, PLACE, false)      \
    X(openapi, API, false)       \
    X(page, "", false)           \
    X(visit, "", false)          \
    X(enquiry_page, "", false)   \
    X(health, "", false)

#define X(name, base, auth)                    \
    extern const struct route name##_routes[]; \
    extern const int name##_route_count;
ROUTE_TABLES(X)
#undef X

enum {
#define X(name, base, auth) TABLE_##name,
    ROUTE_TABLES(X)
#undef X
        TABLES
};

_Static_assert((int)TABLES <= (int)ROUTE_TABLES_MOST, "there is room for all tables");

int route_tables(struct route_table into[ROUTE_TABLES_MOST])
{
#define X(name, base_, auth) \
    into[TABLE_##name] = (struct route_table){ .base = base_, .routes = name##_routes, .count = name##_route_count };
    ROUTE_TABLES(X)
#undef X
    return TABLES;
}

bool route_touches_auth(const struct route *route)
{
#define X(name, base, auth)                                                             \
    if ((auth) && route >= name##_routes && route < name##_routes + name##_route_count) \
        return true;
    ROUTE_TABLES(X)
#undef X
    return false;
}

const char *route_mode_name(enum route_mode mode)
{
    switch (mode) {
    case READ: return "READ";
    case WRITE: return "WRITE";
    case SLOW: return "SLOW";
    }
    return "";
}

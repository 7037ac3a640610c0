/*
 * Moving in: customers and bookings from a CSV file of any layout, row by row.
 *
 * A row becomes the body that the API would take, and goes through the same functions: booking_report() for bookings,
 * customer_create() or customer_update() for customers. Rows are read outside of any transaction, some hundreds at a
 * time, and written in one; a row that is refused undoes only itself. Memory does not depend on the file's length.
 *
 * Running the same import again changes nothing: a booking is known by its source and external id, a customer by
 * the external id or by who_is_it(). So an import that was stopped is finished by running it again.
 */
#ifndef FEATURES_IMPORT_IMPORT_H
#define FEATURES_IMPORT_IMPORT_H

#include "base/csv.h"
#include "features/booking/booking.h"

enum import_kind { IMPORT_BOOKINGS, IMPORT_CUSTOMERS };

/* A customer who is here already: what the row does. */
enum import_existing {
    IMPORT_EXISTING_AUTO,   /* replaces when known by external id, fills in else */
    IMPORT_EXISTING_UPDATE, /* what the row holds replaces what is there */
    IMPORT_EXISTING_FILL,   /* only what is empty */
    IMPORT_EXISTING_SKIP
};

/* Set by import_option_set; all zero is the default. Texts live as long as whoever set them says. */
struct import_options {
    enum import_kind kind;
    struct str map;         /* "name=Customer {1},starts_at=Start Date" */
    struct str set;         /* "status=completed,activity=Order": the same for every row */
    struct str status_map;  /* "Check-Out=completed" */
    struct str external_id; /* "line", or a column like in the map */
    struct str source;      /* the other system's name */
    struct str date_format; /* "%d/%m/%Y %H:%M|%d/%m/%Y" */
    char separator;         /* 0: guessed; ' ': runs of spaces and tabs */
    char decimal;           /* '.' or ','; 0: guessed */
    enum import_existing existing;
    bool skip_title;
    bool no_header;
    bool minor_units;       /* amounts are cents already */
    bool dry_run;
};

/* One option as the command line and the API name it: "date-format" (or "date_format"), "map", "dry-run" … Flags
 * have the value "true" or "false". ERR_BAD_REQUEST with a sentence; ERR_NOT_FOUND when no option has that name. */
enum err import_option_set(struct ctx *ctx, struct import_options *options, struct str name, struct str value);

/* The options in the order of the help text; ends with a NULL name. */
struct import_option {
    const char *name;
    const char *value; /* "PAIRS"; NULL: a flag */
    const char *help;
    bool customers_only;
    enum err (*set)(struct ctx *ctx, const struct import_option *option, struct str value,
                    struct import_options *options);
    size_t member; /* offset of the text or flag that a plain option sets */
};
extern const struct import_option import_option_list[];

enum import_verdict { IMPORT_MADE, IMPORT_CHANGED, IMPORT_UNCHANGED, IMPORT_REFUSED, IMPORT_VERDICTS };

struct import_report {
    int64_t rows;
    int64_t counts[IMPORT_VERDICTS];
    int64_t noted; /* rows taken with something left out */
    int64_t line;  /* of the last row read */
};

/* Who listens while an import runs; called on the thread of import_run, after the rows are on disk. */
struct import_listener {
    /* A refused row, or one of which something was left out: a sentence. */
    void (*row)(void *data, int64_t line, bool refused, struct str reason);
    void (*progress)(void *data, const struct import_report *so_far);
    void *data;
};

/* Imports what `read` gives into ctx's location, as SLOW work. ERR_BAD_REQUEST or ERR_INVALID with a sentence when the options do
 * not fit the file; any other error ends it in the middle: what is counted in `report` is on disk. */
enum err import_run(struct ctx *ctx, const struct import_options *options, csv_source *read, void *source,
                    const struct import_listener *listener, struct import_report *report);

/* The word of a verdict: "made" "changed" "unchanged" "refused". */
const char *import_verdict_name(enum import_verdict verdict);

#endif

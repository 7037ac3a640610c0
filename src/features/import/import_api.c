/*
 * Imports over HTTP: the file is the body, read while it arrives; the options of the command line are parameters.
 */
#include "api/api.h"
#include "features/import/import.h"
#include "features/user/permission.h"

enum { LINES_MOST = 1000 };

/* What is said about one row. */
struct told_row {
    int64_t line;
    bool refused;
    struct str reason;
    struct told_row *next;
};

struct listening {
    struct arena *arena;
    struct told_row *first;
    struct told_row *last;
    int count;
};

static void note_row(void *data, int64_t line, bool refused, struct str reason)
{
    struct listening *listening = data;
    struct told_row *row;

    if (listening->count == LINES_MOST)
        return;
    row = ARENA_NEW(listening->arena, struct told_row);
    *row = (struct told_row){ line, refused, arena_str(listening->arena, reason), NULL };
    if (listening->last)
        listening->last->next = row;
    else
        listening->first = row;
    listening->last = row;
    listening->count++;
}

static int64_t read_body(void *source, char *into, size_t size)
{
    return request_body_read(source, into, size);
}

static enum err read_options(struct ctx *ctx, const struct request *req, struct import_options *options)
{
    struct query_pair *pairs;
    int count;

    TRY(request_query(ctx, req, &pairs, &count));
    for (int i = 0; i < count; i++) {
        enum err err = import_option_set(ctx, options, pairs[i].name, pairs[i].value);

        if (err == ERR_NOT_FOUND)
            problem_add(ctx, pairs[i].name, "unknown", "There is no such parameter.");
        else if (err != ERR_OK)
            return err;
    }
    return ctx->problem_count ? fail(ctx, ERR_BAD_REQUEST, "Some parameters are not known here.") : ERR_OK;
}

/* Not one that a plain form of another site could send. */
static enum err check_type(struct ctx *ctx, const struct request *req)
{
    struct str type = request_header(req, "content-type");

    type = str_trim(str_slice(type, 0, str_find(type, ';')));
    if (str_equal_ascii_case(type, STR("text/csv")) || str_equal_ascii_case(type, STR("text/tab-separated-values")))
        return ERR_OK;
    return fail(ctx, ERR_MEDIA_TYPE, "Send the file as text/csv.");
}

static enum err reply_report(struct reply *rep, const struct import_options *options,
                             const struct import_report *report, const struct listening *listening)
{
    struct json_writer w = reply_json(rep, 200);

    put_object(&w);
    put_key(&w, "dry_run");
    put_bool(&w, options->dry_run);
    put_key(&w, "rows");
    put_int(&w, report->rows);
    for (int verdict = 0; verdict < IMPORT_VERDICTS; verdict++) {
        put_name(&w, str_from(import_verdict_name((enum import_verdict)verdict)));
        put_int(&w, report->counts[verdict]);
    }
    put_key(&w, "noted");
    put_int(&w, report->noted);
    put_key(&w, "lines");
    put_array(&w);
    for (const struct told_row *row = listening->first; row; row = row->next) {
        put_object(&w);
        put_key(&w, "line");
        put_int(&w, row->line);
        put_key(&w, "refused");
        put_bool(&w, row->refused);
        put_key(&w, "detail");
        put_string(&w, row->reason);
        put_object_end(&w);
    }
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err import_body_as(struct ctx *ctx, const struct request *req, struct reply *rep, enum import_kind kind)
{
    struct import_options options = { .kind = kind };
    struct listening listening = { .arena = rep->arena };
    const struct import_listener listener = { .row = note_row, .data = &listening };
    struct import_report report;

    TRY(check_type(ctx, req));
    TRY(read_options(ctx, req, &options));
    TRY(import_run(ctx, &options, read_body, (void *)(uintptr_t)req, &listener, &report));
    return reply_report(rep, &options, &report, &listening);
}

static enum err import_bookings(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return import_body_as(ctx, req, rep, IMPORT_BOOKINGS);
}

static enum err import_customers(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return import_body_as(ctx, req, rep, IMPORT_CUSTOMERS);
}

/* clang-format off */
#define COMMON_PARAMETERS                                                                                              \
    { "map",         "string",  "Which column fills what: name=Customer,starts_at=3; unless given, by the header" },     \
    { "set",         "string",  "The same for every row where no column says it: status=completed" },                   \
    { "external_id", "string",  "The column that tells records apart in the other system, or line" },                    \
    { "source",      "string",  "The other system's name" },                                                            \
    { "date_format", "string",  "How days and times are written: %d/%m/%Y %H:%M; several apart by |" },                 \
    { "separator",   "string",  "Between cells: , ; | tab or space; guessed unless given" },                            \
    { "decimal",     "string",  "The decimal point of amounts: . or ," },                                               \
    { "minor_units", "boolean", "Amounts are cents" },                                                                  \
    { "status_map",  "string",  "What other words for a status mean: Check-Out=completed" },                            \
    { "skip_title",  "boolean", "A title stands above the header" },                                                    \
    { "no_header",   "boolean", "The first line is a row already" },                                                    \
    { "dry_run",     "boolean", "Judge every row and write nothing" }

static const struct query_param booking_parameters[] = { COMMON_PARAMETERS, { NULL, NULL, NULL } };
static const struct query_param customer_parameters[] = {
    COMMON_PARAMETERS,
    { "existing",    "string",  "A customer who is here already: update, fill or skip" },
    { NULL, NULL, NULL },
};

static const char file_json[] = "{\"type\":\"string\",\"description\":\"The file, UTF-8\"}";
static const char report_json[] =
    "{\"type\":\"object\",\"required\":[\"dry_run\",\"rows\",\"made\",\"changed\",\"unchanged\",\"refused\",\"noted\",\"lines\"],"
    "\"properties\":{\"dry_run\":{\"type\":\"boolean\"},\"rows\":{\"type\":\"integer\"},\"made\":{\"type\":\"integer\"},"
    "\"changed\":{\"type\":\"integer\"},\"unchanged\":{\"type\":\"integer\"},\"refused\":{\"type\":\"integer\"},"
    "\"noted\":{\"type\":\"integer\",\"description\":\"Rows taken with something left out\"},"
    "\"lines\":{\"type\":\"array\",\"description\":\"The first 1,000 rows that were refused or of which something was left out\","
    "\"items\":{\"type\":\"object\",\"required\":[\"line\",\"refused\",\"detail\"],\"properties\":{\"line\":{\"type\":\"integer\"},"
    "\"refused\":{\"type\":\"boolean\"},\"detail\":{\"type\":\"string\"}}}}}}";

extern const struct route import_routes[];
extern const int import_route_count;

const struct route import_routes[] = {
    { POST, "/imports/bookings",  PERM_IMPORT, SLOW, import_bookings,  "Bookings from a CSV file; safe to send twice", .status = 200,
      .takes_json = file_json, .gives_json = report_json, .query = booking_parameters, .flags = ROUTE_STREAMS_BODY },
    { POST, "/imports/customers", PERM_IMPORT, SLOW, import_customers, "Customers from a CSV file; safe to send twice", .status = 200,
      .takes_json = file_json, .gives_json = report_json, .query = customer_parameters, .flags = ROUTE_STREAMS_BODY },
};
/* clang-format on */

const int import_route_count = (int)(sizeof(import_routes) / sizeof(import_routes[0]));

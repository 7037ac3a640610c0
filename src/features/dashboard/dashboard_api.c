#include "api/api.h"
#include "features/dashboard/dashboard.h"
#include "features/user/permission.h"

static void put_member_int(struct json_writer *w, const char *name, int64_t value)
{
    put_name(w, str_from(name));
    put_int(w, value);
}

static void put_member_text(struct json_writer *w, const char *name, struct str value)
{
    put_name(w, str_from(name));
    put_string_or_null(w, value);
}

static void put_member_time(struct json_writer *w, const char *name, int64_t ms)
{
    put_name(w, str_from(name));
    put_time(w, ms);
}

static void put_member_id(struct json_writer *w, const char *prefix, id64 id)
{
    put_key(w, "id");
    put_id(w, prefix, id);
}

static void put_member_money(struct json_writer *w, const char *name, int64_t minor, struct str currency)
{
    put_name(w, str_from(name));
    put_object(w);
    put_member_int(w, "amount", minor);
    put_member_text(w, "currency", currency);
    put_object_end(w);
}

/* ---- the four figures -------------------------------------------------------------------------------------- */

static void put_story(struct json_writer *w, const char *name, const struct figure_story *story, struct str list)
{
    put_name(w, str_from(name));
    put_object(w);
    put_member_int(w, "value", story->value);
    put_member_int(w, "before", story->before);
    put_member_int(w, "change", story->value - story->before);
    put_key(w, "year_before");
    if (story->has_year)
        put_int(w, story->year_before);
    else
        put_null(w);
    put_key(w, "series");
    put_array(w);
    for (int i = 0; i < FIGURE_DAYS; i++)
        put_int(w, story->series[i]);
    put_array_end(w);
    put_member_text(w, "list", list);
    put_object_end(w);
}

static void put_figures(struct json_writer *w, struct ctx *ctx, const struct figures *figures)
{
    struct str captured = arena_printf(ctx->arena, "contacts?captured_from=%.*s&captured_to=%.*s",
                                       STR_PRINT(date_text(ctx->arena, figures->month_begins)),
                                       STR_PRINT(date_text(ctx->arena, figures->today)));

    put_key(w, "figures");
    put_object(w);
    put_story(w, "customers", &figures->customers, STR("customers"));
    put_story(w, "leads", &figures->leads, STR("contacts?linked=false"));
    put_story(w, "contacts_this_month", &figures->captured, captured);
    put_story(w, "active_customers", &figures->active, STR("customers?active=true"));
    put_object_end(w);
}

/* ---- charts ------------------------------------------------------------------------------------------------ */

static void put_months(struct json_writer *w, struct ctx *ctx, const struct figures *figures)
{
    put_key(w, "months");
    put_array(w);
    for (int i = 0; i < FIGURE_MONTHS; i++) {
        put_object(w);
        put_member_text(w, "month", str_slice(date_text(ctx->arena, figures->months[i].first_day), 0, 7));
        put_member_int(w, "bookings", figures->months[i].bookings);
        if (ctx->permissions & PERM_MONEY_READ)
            put_member_money(w, "revenue", figures->months[i].revenue_minor, ctx->currency);
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_sources(struct json_writer *w, const struct figures *figures)
{
    put_key(w, "leads_by_source");
    put_array(w);
    for (int i = 0; i < figures->source_count; i++) {
        put_object(w);
        put_member_text(w, "source", figures->sources[i].name);
        put_member_int(w, "contacts", figures->sources[i].contacts);
        put_member_int(w, "converted", figures->sources[i].converted);
        put_object_end(w);
    }
    put_array_end(w);
}

/* ---- checkouts --------------------------------------------------------------------------------------------- */

static void put_sum(struct json_writer *w, struct ctx *ctx, const char *name, const struct figure_sum *sum)
{
    put_name(w, str_from(name));
    put_object(w);
    put_member_int(w, "count", sum->count);
    put_member_int(w, "count_before", sum->count_before);
    if (ctx->permissions & PERM_MONEY_READ) {
        put_member_money(w, "value", sum->minor, ctx->currency);
        put_member_money(w, "value_before", sum->minor_before, ctx->currency);
    }
    put_object_end(w);
}

/* Of the last 30 days, and of the 30 before. */
static void put_checkouts(struct json_writer *w, struct ctx *ctx, const struct figures *figures)
{
    put_key(w, "checkouts");
    put_object(w);
    put_sum(w, ctx, "abandoned", &figures->abandoned);
    put_sum(w, ctx, "recovered", &figures->recovered);
    put_object_end(w);
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

static void put_latest_booking(struct json_writer *w, const struct ctx *ctx, const struct recent_customer *customer)
{
    put_key(w, "latest_booking");
    if (customer->booking_id == 0) {
        put_null(w);
        return;
    }
    put_object(w);
    put_member_id(w, "bkg", customer->booking_id);
    put_member_text(w, "activity", customer->activity);
    put_member_time(w, "starts_at", customer->starts_ms);
    if (ctx->permissions & PERM_MONEY_READ)
        put_member_money(w, "grand_total", customer->total_minor, customer->currency);
    put_object_end(w);
}

static void put_customers(struct json_writer *w, const struct ctx *ctx, const struct dashboard *dashboard)
{
    put_key(w, "recent_customers");
    put_array(w);
    for (int i = 0; i < dashboard->customer_count; i++) {
        const struct recent_customer *customer = &dashboard->customers[i];

        put_object(w);
        put_member_id(w, "cus", customer->id);
        put_member_text(w, "name", customer->name);
        put_member_text(w, "company", customer->company);
        put_member_time(w, "created_at", customer->created_ms);
        if (ctx->permissions & PERM_BOOKING_READ)
            put_latest_booking(w, ctx, customer);
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_leads(struct json_writer *w, const struct dashboard *dashboard)
{
    put_key(w, "recent_leads");
    put_array(w);
    for (int i = 0; i < dashboard->lead_count; i++) {
        const struct contact *lead = &dashboard->leads[i];

        put_object(w);
        put_member_id(w, "con", lead->id);
        put_member_text(w, "name", lead->name);
        put_member_text(w, "source", lead->source);
        put_member_text(w, "status", lead->status);
        put_member_text(w, "contact_type", lead->contact_type);
        put_member_time(w, "captured_at", lead->captured_ms);
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_follow_ups(struct json_writer *w, struct ctx *ctx, const struct dashboard *dashboard)
{
    put_key(w, "follow_ups");
    put_object(w);
    put_member_int(w, "overdue", dashboard->overdue);
    put_member_int(w, "today", dashboard->due_today);
    put_key(w, "items");
    put_array(w);
    for (int i = 0; i < dashboard->follow_up_count; i++)
        resource_put(w, ctx, &follow_up_resource, &dashboard->follow_ups[i]);
    put_array_end(w);
    put_object_end(w);
}

static void put_activity(struct json_writer *w, const struct dashboard *dashboard)
{
    put_key(w, "activity");
    put_array(w);
    for (int i = 0; i < dashboard->activity_count; i++) {
        const struct activity *activity = &dashboard->activity[i];

        put_object(w);
        put_member_int(w, "seq", activity->item.seq);
        put_member_time(w, "at", activity->item.at_ms);
        put_member_text(w, "text", activity->text);
        put_member_text(w, "by", activity->by);
        put_member_text(w, "action", activity->item.action);
        put_member_text(w, "kind", activity->item.kind);
        put_member_text(w, "id", activity->item.ref);
        put_object_end(w);
    }
    put_array_end(w);
}

static enum err dashboard_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct dashboard *dashboard = ARENA_NEW(ctx->arena, struct dashboard);
    struct json_writer w;

    (void)req;
    TRY(dashboard_get(ctx, dashboard));
    w = reply_json(rep, 200);
    put_object(&w);
    put_member_time(&w, "at", ctx->now_ms);
    put_member_int(&w, "seq", dashboard->seq);
    put_member_text(&w, "date", date_text(ctx->arena, dashboard->figures.today));
    put_figures(&w, ctx, &dashboard->figures);
    if (ctx->permissions & PERM_BOOKING_READ) {
        put_member_int(&w, "bookings_today", dashboard->figures.bookings_today);
        put_months(&w, ctx, &dashboard->figures);
    }
    put_sources(&w, &dashboard->figures);
    put_checkouts(&w, ctx, &dashboard->figures);
    put_customers(&w, ctx, dashboard);
    put_leads(&w, dashboard);
    put_follow_ups(&w, ctx, dashboard);
    put_activity(&w, dashboard);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* clang-format off */
#define INTEGER(name) "\"" name "\":{\"type\":\"integer\",\"format\":\"int64\"}"
#define TEXT_OR_NULL(name) "\"" name "\":{\"type\":[\"string\",\"null\"]}"
#define MOMENT(name) "\"" name "\":{\"type\":\"string\",\"format\":\"date-time\"}"
#define MONEY(name) "\"" name "\":{\"type\":\"object\",\"required\":[\"amount\",\"currency\"],\"properties\":{" \
    INTEGER("amount") ",\"currency\":{\"type\":\"string\"}}}"
#define STORY(name) "\"" name "\":{\"type\":\"object\",\"required\":[\"value\",\"before\",\"change\",\"year_before\",\"series\",\"list\"]," \
    "\"properties\":{" INTEGER("value") "," INTEGER("before") "," INTEGER("change") "," \
    "\"year_before\":{\"type\":[\"integer\",\"null\"],\"description\":\"On the same date a year before; null without data of then\"}," \
    "\"series\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"description\":\"The last 30 days, up to today\"}," \
    "\"list\":{\"type\":\"string\",\"description\":\"The list behind it, below the location's address\"}}}"
#define SUM(name) "\"" name "\":{\"type\":\"object\",\"properties\":{" INTEGER("count") "," INTEGER("count_before") "," MONEY("value") "," MONEY("value_before") "}}"
#define LIST(name, members) "\"" name "\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{" members "}}}"

static const char dashboard_schema[] =
    "{\"type\":\"object\",\"required\":[\"at\",\"seq\",\"date\",\"figures\",\"leads_by_source\",\"recent_customers\","
    "\"recent_leads\",\"follow_ups\",\"activity\"],\"properties\":{" MOMENT("at") ","
    "\"seq\":{\"type\":\"integer\",\"format\":\"int64\",\"description\":\"Where to begin to listen: /events?after=\"},"
    "\"date\":{\"type\":\"string\",\"format\":\"date\",\"description\":\"Today, in the location's time zone\"},"
    INTEGER("bookings_today") ","
    "\"figures\":{\"type\":\"object\",\"required\":[\"customers\",\"leads\",\"contacts_this_month\",\"active_customers\"],\"properties\":{"
    STORY("customers") "," STORY("leads") "," STORY("contacts_this_month") "," STORY("active_customers") "}},"
    LIST("months", "\"month\":{\"type\":\"string\",\"description\":\"2026-07; the last is the one that runs, days to come included\"}," INTEGER("bookings") "," MONEY("revenue")) ","
    LIST("leads_by_source", "\"source\":{\"type\":\"string\"}," INTEGER("contacts") "," INTEGER("converted")) ","
    "\"checkouts\":{\"type\":\"object\",\"description\":\"The last 30 days, and the 30 before\",\"properties\":{" SUM("abandoned") "," SUM("recovered") "}},"
    LIST("recent_customers", "\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"}," TEXT_OR_NULL("company") "," MOMENT("created_at") ","
         "\"latest_booking\":{\"type\":[\"object\",\"null\"],\"properties\":{\"id\":{\"type\":\"string\"}," TEXT_OR_NULL("activity") "," MOMENT("starts_at") "," MONEY("grand_total") "}}") ","
    LIST("recent_leads", "\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"source\":{\"type\":\"string\"},\"status\":{\"type\":\"string\"},"
         "\"contact_type\":{\"type\":\"string\"}," MOMENT("captured_at")) ","
    "\"follow_ups\":{\"type\":\"object\",\"required\":[\"overdue\",\"today\",\"items\"],\"description\":\"Both are counted up to 1000\",\"properties\":{"
    INTEGER("overdue") "," INTEGER("today") ",\"items\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/follow_up\"}}}},"
    LIST("activity", INTEGER("seq") "," MOMENT("at") ",\"text\":{\"type\":\"string\",\"description\":\"Customer Ana Ruiz was added\"}," TEXT_OR_NULL("by") ","
         "\"action\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\"}," TEXT_OR_NULL("id")) "}}";

extern const struct route dashboard_routes[];
extern const int dashboard_route_count;

const struct route dashboard_routes[] = {
    { GET, "/dashboard", PERM_PERSON_LIST, READ, dashboard_show, "Everything that the CRM dashboard shows", .gives = &follow_up_resource, .gives_json = dashboard_schema },
};
/* clang-format on */

const int dashboard_route_count = (int)(sizeof(dashboard_routes) / sizeof(dashboard_routes[0]));

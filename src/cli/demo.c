/*
 * regulars demo: fills an empty database with Harbour Kayaks of Kinsale, three years of it, through the same rules
 * that the API uses, each thing at the time at which it happened.
 */
#include "cli/commands.h"
#include "cli/demo_checkouts.h"
#include "cli/demo_desk.h"
#include "cli/demo_forms.h"
#include "cli/demo_history.h"

#include "base/secret.h"
#include "base/zone.h"
#include "features/booking/booking.h"
#include "features/setup/setup.h"

#include <string.h>

enum { EVENTS_A_COMMIT = 100, ANALYZE_GROWTH = 4 };

static const char OWNER_EMAIL[] = "owner@harbour.example";

struct demo {
    struct demo_plan plan;
    struct demo_history history;
    struct location location;
    id64 *customers;     /* of each person, 0 until there is one */
    int next;            /* the next event */
    int analyze_at;      /* when it comes to this one */
    struct str password;
};

static enum err found(struct ctx *ctx, void *data)
{
    struct demo *demo = data;
    struct setup setup = { .owner = { .name = STR("Nora Desmond"), .email = str_from(OWNER_EMAIL) } };
    struct location *location = &setup.location;

    resource_defaults(ctx, &location_resource, location);
    location->name = STR("Harbour Kayaks");
    location->slug = STR("harbour-kayaks");
    location->time_zone = STR("Europe/Dublin");
    location->currency = STR("EUR");
    location->country = STR("IE");
    location->support_email = STR("hello@harbour.example");
    location->active_window_days = 400;

    /* before everything else, so that ids are in the order of what happened */
    ctx->now_ms = demo->plan.events[0].at_ms - DAY_MS;
    setup.owner.password = password_hash(ctx->arena, demo->password);
    TRY(setup_init(ctx, &setup));
    TRY(location_get(ctx, setup.location.id, &demo->location));
    location_enter(ctx, &demo->location);
    return demo_history_begin(ctx, &demo->history);
}

static void identity_of(struct ctx *ctx, const struct demo_person *person, struct identity *out)
{
    *out = (struct identity){ .name = person->name };
    for (int i = 0; i < DEMO_EMAILS_MOST && person->emails[i].len; i++)
        identity_add_email(ctx, out, person->emails[i]);
    if (person->phone.len)
        identity_add_phone(ctx, out, person->phone, person->country);
}

static void tags_of(struct ctx *ctx, const struct demo_person *person, struct string_list *out)
{
    *out = (struct string_list){ .items = ARENA_ARRAY(ctx->arena, struct str, DEMO_TAGS_MOST) };
    for (int i = 0; i < DEMO_TAGS_MOST && person->tags[i]; i++)
        out->items[out->count++] = str_from(person->tags[i]);
}

/* The lead that a checkout became, with what the team wrote down about them. */
static enum err do_checkout(struct ctx *ctx, struct demo *demo, const struct demo_event *event,
                            const struct demo_person *person)
{
    struct contact before, after;

    TRY(demo_leave_checkout(ctx, &demo->history, event, person, &before));
    if (before.id == 0)
        return ERR_OK;
    after = before;
    after.company = person->company;
    after.notes = str_from(person->notes);
    tags_of(ctx, person, &after.tags);
    if (event->lost_reason)
        after.lost_reason = str_from(event->lost_reason);
    demo_as_staff(ctx, &demo->history);
    TRY(contact_update(ctx, &before, &after));
    return event->lost_reason ? ERR_OK : demo_after_lead(ctx, &demo->history, event, &after);
}

static enum err do_lead(struct ctx *ctx, struct demo *demo, const struct demo_event *event,
                        const struct demo_person *person)
{
    struct identity identity;
    struct contact contact = {
        .name = person->name,
        .source = str_from(event->source),
        .obtain_method = str_from(event->obtain_method),
        .captured_ms = event->at_ms,
        .contact_consent = event->consent,
        .company = person->company,
        .notes = str_from(person->notes),
    };
    struct contact after;

    identity_of(ctx, person, &identity);
    contact.emails = identity.emails;
    contact.phones = identity.phones;
    tags_of(ctx, person, &contact.tags);
    TRY(contact_create(ctx, &contact));
    TRY(demo_after_lead(ctx, &demo->history, event, &contact));
    if (!event->lost_reason)
        return ERR_OK;
    TRY(contact_get(ctx, contact.id, &after));
    after.lost_reason = str_from(event->lost_reason);
    return contact_update(ctx, &contact, &after);
}

static void fill_customer(struct ctx *ctx, const struct demo_person *person, struct customer *customer)
{
    customer->company = person->company;
    customer->organisation = person->organisation;
    customer->language = person->language;
    customer->city = person->city;
    customer->country = person->country;
    customer->date_of_birth = person->date_of_birth;
    customer->notes = str_from(person->notes);
    tags_of(ctx, person, &customer->tags);
}

static enum err do_walk_in(struct ctx *ctx, const struct demo_person *person, id64 *made)
{
    struct identity identity;
    struct customer customer = { .name = person->name, .source = STR("dashboard") };

    identity_of(ctx, person, &identity);
    customer.emails = identity.emails;
    customer.phones = identity.phones;
    customer.no_email = identity.emails.count == 0;
    fill_customer(ctx, person, &customer);
    TRY(customer_create(ctx, &customer, CUSTOMER_BY_HAND));
    *made = customer.id;
    return ERR_OK;
}

/* What the desk wrote down when it met somebody whom the booking system had only named. */
static enum err note_customer(struct ctx *ctx, const struct demo_person *person, id64 id)
{
    struct customer before, after;

    TRY(customer_get(ctx, id, &before));
    after = before;
    fill_customer(ctx, person, &after);
    return customer_update(ctx, &before, &after);
}

/* Now and then somebody comes along who has booked before, too. */
static const struct demo_person *friend_of(struct demo *demo, const struct demo_event *event)
{
    int other = (event->person + event->number) % demo->plan.person_count;

    return event->number % 3 == 0 && other != event->person ? &demo->plan.people[other] : NULL;
}

static json_t *booker_of(const struct demo *demo, const struct demo_event *event)
{
    const struct demo_person *person = &demo->plan.people[event->person];
    json_t *booker = json_pack("{s:o, s:o, s:o, s:o}", "name", demo_json(person->name), "email",
                               demo_json(person->emails[0]), "phone", demo_json(person->phone), "country",
                               demo_json(person->country));

    if (event->person % 3 == 0)
        json_object_set_new(booker, "external_id", json_sprintf("P-%05d", event->person));
    return booker;
}

/* What not every booking has. */
static void add_rarities(const struct demo *demo, const struct demo_event *event, json_t *body)
{
    if (event->number % 11 == 0)
        json_object_set_new(body, "custom",
                            json_pack("{s:o, s:s}", "boat", json_sprintf("Nr %d", event->number % 17 + 1), "wetsuit",
                                      event->number % 2 ? "M" : "L, L, S"));
    if (event->number % 41 == 0)
        json_object_set_new(body, "booked_for",
                            json_pack("{s:o}", "name", demo_json(demo->plan.people[event->number % 97].name)));
    if (event->note)
        json_object_set_new(body, "notes", json_string(event->note));
}

static json_t *booking_body(struct ctx *ctx, struct demo *demo, const struct demo_event *event)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    struct str starts = time_text(ctx->arena, event->starts_ms), ends = time_text(ctx->arena, event->ends_ms);
    struct str code = arena_printf(ctx->arena, "%c%c%d%c-%04d", letters[event->number % 23],
                                   letters[event->number / 23 % 23], event->number % 9 + 1,
                                   letters[event->number / 529 % 23], 1000 + event->number);
    json_t *manifest = json_pack("[{s:s, s:i}]", "title", "Adult", "count", event->party_size - event->children);
    json_t *body = json_pack("{s:s%, s:s, s:s, s:s%, s:s%, s:s, s:i, s:o, s:s, s:o}", "confirmation_code", code.ptr,
                             code.len, "activity", event->activity, "site", event->site, "starts_at", starts.ptr,
                             starts.len, "ends_at", ends.ptr, ends.len, "status", event->status, "party_size",
                             event->party_size, "manifest", manifest, "channel", event->channel, "booker",
                             booker_of(demo, event));

    if (event->children)
        json_array_append_new(manifest, json_pack("{s:s, s:i}", "title", "Child", "count", event->children));
    json_object_set_new(body, "grand_total", demo_money(event->total_minor, event->currency));
    json_object_set_new(body, "paid", demo_money(event->paid_minor, event->currency));
    /* NULL is left out */
    json_object_set_new(body, "guests", demo_guests(ctx, &demo->history, event, friend_of(demo, event)));
    add_rarities(demo, event, body);
    return body;
}

static void release_json(void *value)
{
    json_decref(value);
}

static enum err do_booking(struct ctx *ctx, struct demo *demo, const struct demo_event *event)
{
    const struct demo_person *person = &demo->plan.people[event->person];
    struct str external_id = arena_printf(ctx->arena, "HK-%05d", event->number);
    struct booking_outcome outcome = { 0 };
    json_t *body = booking_body(ctx, demo, event);
    struct booking booking;

    arena_defer(ctx->arena, release_json, body);
    demo_as_program(ctx, &demo->history);
    TRY(booking_report(ctx, STR("harbour-engine"), external_id, body, BOOKING_FROM_OUTSIDE, &booking, &outcome));
    TRY(demo_after_booking(ctx, &demo->history, event, &booking));
    if (booking.customer_id == 0 || demo->customers[event->person] == booking.customer_id)
        return ERR_OK;
    demo->customers[event->person] = booking.customer_id;
    TRY(note_customer(ctx, person, booking.customer_id));
    return demo_after_customer(ctx, &demo->history, booking.customer_id);
}

static enum err do_event(struct ctx *ctx, struct demo *demo, const struct demo_event *event)
{
    const struct demo_person *person = &demo->plan.people[event->person];

    switch (event->kind) {
    case DEMO_LEAD:
        if (strcmp(event->source, "abandoned-checkout") == 0)
            return do_checkout(ctx, demo, event, person);
        if (strcmp(event->obtain_method, "manual") == 0)
            demo_as_staff(ctx, &demo->history);
        else
            demo_as_form(ctx);
        return do_lead(ctx, demo, event, person);
    case DEMO_WALK_IN:
        demo_as_staff(ctx, &demo->history);
        return do_walk_in(ctx, person, &demo->customers[event->person]);
    case DEMO_BOOKING: return do_booking(ctx, demo, event);
    }
    return ERR_INTERNAL;
}

/* Two of the invented people may share a number or an address, as in life: what is refused is left out. */
static enum err do_some(struct ctx *ctx, void *data)
{
    struct demo *demo = data;

    location_enter(ctx, &demo->location);
    TRY(store_lock_location(ctx, ctx->location_id));
    if (demo->next >= demo->analyze_at) {
        TRY(store_analyze(ctx));
        demo->analyze_at = demo->next * ANALYZE_GROWTH;
    }
    for (int i = 0; i < EVENTS_A_COMMIT && demo->next < demo->plan.event_count; i++, demo->next++) {
        const struct demo_event *event = &demo->plan.events[demo->next];
        enum err err;

        ctx->now_ms = event->at_ms;
        TRY(store_part_begin(ctx));
        err = do_event(ctx, demo, event);
        if (err != ERR_OK && err != ERR_CONFLICT && err != ERR_INVALID)
            return err;
        TRY(err == ERR_OK ? store_part_keep(ctx) : store_part_undo(ctx));
        ctx_forgive(ctx);
    }
    return ERR_OK;
}

/* The analytics were right when each booking was made; here they learn what time it is. */
static enum err bring_up_to_date(struct ctx *ctx, void *data)
{
    struct demo *demo = data;

    location_enter(ctx, &demo->location);
    for (int i = 0; i < demo->plan.person_count; i++)
        if (demo->customers[i])
            TRY(booking_analytics_recompute(ctx, demo->customers[i]));
    ctx->now_ms = demo->history.now_ms;
    TRY(demo_fill_desk(ctx, &demo->history));
    TRY(demo_fill_checkouts(ctx, &demo->history));
    return demo_fill_forms(ctx, &demo->history);
}

static enum err fill(struct cli *cli, struct demo *demo)
{
    TRY(cli_run(cli, &cli->arena, STORE_WRITE, found, demo));
    while (demo->next < demo->plan.event_count) {
        struct arena arena;
        enum err err;

        arena_init(&arena);
        err = cli_run(cli, &arena, STORE_WRITE, do_some, demo);
        arena_clear(&arena);
        TRY(err);
    }
    return cli_run(cli, &cli->arena, STORE_WRITE, bring_up_to_date, demo);
}

int command_demo(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("demo") };
    struct demo demo = { 0 };
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!cli_open(cli, true))
        return err_exit(ERR_CONFLICT);
    demo.history.now_ms = clock_now_ms(&cli->clock);
    demo_plan_make(&cli->arena, STR("Europe/Dublin"), demo.history.now_ms, &demo.plan);
    demo.customers = ARENA_ARRAY(&cli->arena, id64, (size_t)demo.plan.person_count);
    demo.password = str_slice(random_token(&cli->arena), 0, 16);
    err = fill(cli, &demo);
    if (err != ERR_OK)
        return err_exit(err);
    cli_print(arena_printf(&cli->arena,
                           "Harbour Kayaks is here: a demo business of %d people and three years of bookings.\n"
                           "Sign in as %s with the password %.*s\n",
                           demo.plan.person_count, OWNER_EMAIL, STR_PRINT(demo.password)));
    return 0;
}

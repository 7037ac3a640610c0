#include "cli/demo_desk.h"

#include "base/clock.h"
#include "base/zone.h"
#include "features/communication/communication.h"
#include "features/followup/followup.h"

enum { LATER_TODAY = 6, SNOOZE_MINUTES = 90 };

/* clang-format off */
static const struct { int64_t ago_ms; const char *note; } overdue[] = {
    { 18 * 60 * 1000,           "Call back: wants four doubles on Saturday" },
    { 3 * 60 * 60 * 1000,       "Send the offer for the school trip, 24 children and 3 teachers" },
    { 26 * 60 * 60 * 1000,      "Ask whether the wetsuit sizes are right" },
    { 2 * 24 * 60 * 60 * 1000,  "Voucher was never used; ends this month" },
    { 5 * 24 * 60 * 60 * 1000,  "Talk about the damaged paddle" },
    { 12 * 24 * 60 * 60 * 1000, "Birthday party in spring: any date yet?" },
};
static const char *const today[LATER_TODAY] = {
    "Confirm the meeting point at Castlepark", "Ring before five: allergy of the daughter", "Send photos of last trip",
    "Reply about the beginners' class", "Deposit has not come in", "Group of twelve: two guides?",
};
static const struct { int days, hour; const char *note; } coming[] = {
    { 1,  9, "Offer the sunset tour instead" },      { 1, 16, "Ask for a review" },
    { 3, 11, "Winter storage for their own boats" }, { 6, 10, "Renew the club's season card" },
    { 14, 9, "Early-bird prices go out" },           { 40, 9, "Dates for next summer" },
};
static const char *const notes[] = {
    "Came by the hut with her sister, both want the full-moon trip.",
    "Prefers Aoife as a guide. Does not like to be photographed.",
    "Paid the rest in cash; owes us nothing.",
    "Hurt his shoulder last year, keep to the short tour.",
    "Knows the harbour master. Brings guests from the hotel every summer.",
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* Leads and customers take turns. */
static enum err plan(struct ctx *ctx, struct demo_history *history, const char *note, int64_t due_ms)
{
    bool is_lead = history->planned % 2 == 0;
    id64 person = (is_lead ? history->leads : history->customers)[history->planned / 2 % DEMO_RECENT];
    struct follow_up task = {
        .person_id = person,
        .kind = is_lead ? STR("contact") : STR("customer"),
        .contact_id = is_lead ? person : 0,
        .customer_id = is_lead ? 0 : person,
        .due_ms = due_ms,
        .note = str_from(note),
        .site = history->planned % 4 == 0 ? STR("North pier") : STR_EMPTY,
        .assignee_id = history->team[history->planned % 5 < 3 ? 0 : history->planned % 5 - 2].id,
    };

    history->planned++;
    history->last_task_id = 0;
    if (person == 0)
        return ERR_OK;
    TRY(follow_up_create(ctx, &task));
    history->last_task_id = task.id;
    return ERR_OK;
}

static enum err plan_the_day(struct ctx *ctx, struct demo_history *history)
{
    int64_t now_ms = ctx->now_ms, day = zone_day(ctx->time_zone, now_ms);
    int64_t left_ms = zone_day_start_ms(ctx->time_zone, day + 1) - now_ms;
    struct follow_up_snooze snooze = { .minutes = SNOOZE_MINUTES };
    struct follow_up task;

    for (size_t i = 0; i < COUNT(overdue); i++) {
        ctx->now_ms = now_ms - overdue[i].ago_ms - 3 * DAY_MS;
        TRY(plan(ctx, history, overdue[i].note, now_ms - overdue[i].ago_ms));
    }
    ctx->now_ms = now_ms;
    for (int i = 0; i < LATER_TODAY; i++)
        TRY(plan(ctx, history, today[i], now_ms + left_ms * (i + 1) / (LATER_TODAY + 1)));
    if (history->last_task_id)
        TRY(follow_up_snooze(ctx, history->last_task_id, &snooze, &task));
    for (size_t i = 0; i < COUNT(coming); i++)
        TRY(plan(ctx, history, coming[i].note,
                 zone_day_start_ms(ctx->time_zone, day + coming[i].days) + coming[i].hour * HOUR_MS));
    return history->last_task_id ? follow_up_cancel(ctx, history->last_task_id, &task) : ERR_OK;
}

static enum err note_the_day(struct ctx *ctx, struct demo_history *history)
{
    int64_t now_ms = ctx->now_ms;

    for (size_t i = 0; i < COUNT(notes) && history->customers[i]; i++) {
        struct communication note = {
            .person_id = history->customers[i],
            .kind = STR("customer"),
            .customer_id = history->customers[i],
            .via = STR("note"),
            .body = str_from(notes[i]),
            .at_ms = now_ms - (int64_t)(i * 7 + 1) * HOUR_MS,
            .staff_id = history->team[i % DEMO_TEAM].id,
        };

        TRY(communication_create(ctx, &note));
    }
    return ERR_OK;
}

/* The last of those who came: two in the archive, one of each kind in the trash, where a manager finds them. */
static enum err clear_away(struct ctx *ctx, struct demo_history *history)
{
    const id64 *customers = &history->customers[DEMO_RECENT - 3], *leads = &history->leads[DEMO_RECENT - 3];

    for (int i = 0; i < 2; i++) {
        TRY(customers[i] ? customer_archive(ctx, customers[i]) : ERR_OK);
        TRY(leads[i] ? contact_archive(ctx, leads[i]) : ERR_OK);
    }
    TRY(customers[2] ? customer_delete(ctx, customers[2], false) : ERR_OK);
    return leads[2] ? contact_delete(ctx, leads[2], false) : ERR_OK;
}

enum err demo_fill_desk(struct ctx *ctx, struct demo_history *history)
{
    demo_as_staff(ctx, history);
    TRY(plan_the_day(ctx, history));
    TRY(note_the_day(ctx, history));
    return clear_away(ctx, history);
}

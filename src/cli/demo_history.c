#include "cli/demo_history.h"

#include "base/secret.h"
#include "features/communication/communication.h"
#include "features/demographic/demographic.h"
#include "features/followup/followup.h"
#include "features/survey/survey.h"
#include "features/user/user.h"

#include <string.h>

enum { TEAM_SEED = 77 };

/* clang-format off */
static const struct { const char *name, *email, *role; } team[] = {
    { "Cian Walsh", "cian@harbour.example", "manager" },
    { "Saoirse Lynch", "saoirse@harbour.example", "staff" },
};

static const struct { const char *title, *description; int64_t min_age, max_age; } categories[] = {
    { "Adult", "Paddles alone", 16, 64 },
    { "Child", "Sits in front, in a double", 6, 15 },
    { "Senior", "A stable boat, short legs of the tour", 65, 120 },
};

static const char questions[] =
    "[{\"id\":\"trip\",\"kind\":\"rating\",\"text\":\"How was the trip?\",\"required\":true,\"choices\":[]},"
    "{\"id\":\"guide\",\"kind\":\"rating\",\"text\":\"And your guide?\",\"required\":false,\"choices\":[]},"
    "{\"id\":\"friend\",\"kind\":\"score\",\"text\":\"Would you send a friend to us?\",\"required\":true,\"choices\":[]},"
    "{\"id\":\"heard\",\"kind\":\"choice\",\"text\":\"Where did you hear of us?\",\"required\":false,"
    "\"choices\":[\"A friend\",\"The web\",\"At the pier\",\"My hotel\"]},"
    "{\"id\":\"words\",\"kind\":\"text\",\"text\":\"Anything you want to tell us?\",\"required\":false,\"choices\":[]}]";

static const char *const heard[] = { "A friend", "The web", "At the pier", "My hotel" };
static const char *const words[] = {
    "Seals! We saw five of them.", "The wetsuits were a little cold.", "Best day of our holiday.",
    "More time at the castle, please.", "Aoife is a wonderful guide.", "We will be back next summer.",
};
static const char *const calls[] = {
    "Asked about a group of twelve in August.", "Left a message on the answering machine.",
    "Wants to know whether a six-year-old may come along.", "Prefers a morning, will look at dates.",
};
static const char *const tasks[] = {
    "Call about the group price", "Send the dates of the beginners' class", "Ask whether Saturday still suits",
    "Offer the sunset tour", "Remind of the voucher",
};
static const char *const outcomes[] = { "Will book next week", "No answer, tried twice", "Booked by phone", "Not this year" };
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

static enum err hire(struct ctx *ctx, size_t index, id64 *id)
{
    struct user user = {
        .name = str_from(team[index].name),
        .email = str_from(team[index].email),
        .password = password_hash(ctx->arena, random_token(ctx->arena)), /* nobody knows it: only the owner signs in */
        .roles = arena_printf(ctx->arena, "[{\"location_id\":\"%s\",\"role\":\"%s\"}]",
                              id_text(ctx->arena, "loc", ctx->location_id).ptr, team[index].role),
    };

    TRY(user_create(ctx, &user));
    *id = user.id;
    return ERR_OK;
}

static enum err add_category(struct ctx *ctx, size_t index)
{
    struct demographic category;

    demographic_new(&category);
    category.title = str_from(categories[index].title);
    category.description = str_from(categories[index].description);
    category.min_age = categories[index].min_age;
    category.max_age = categories[index].max_age;
    return demographic_create(ctx, &category);
}

enum err demo_history_begin(struct ctx *ctx, struct demo_history *history)
{
    struct survey survey = {
        .name = STR("After the trip"),
        .description = STR("Five questions the day after"),
        .questions = str_from(questions),
        .thank_you = STR("Thank you! See you on the water."),
        .active = true,
    };

    history->dice = (struct dice){ TEAM_SEED };
    history->team[0] = ctx->actor.id;
    for (size_t i = 0; i < sizeof(team) / sizeof(team[0]); i++)
        TRY(hire(ctx, i, &history->team[i + 1]));
    for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
        TRY(add_category(ctx, i));
    TRY(survey_create(ctx, &survey));
    history->survey_id = survey.id;
    return ERR_OK;
}

static enum err call(struct ctx *ctx, struct demo_history *history, const struct contact *contact)
{
    struct communication talk = {
        .person_id = contact->id,
        .kind = STR("contact"),
        .via = dice_chance(&history->dice, 70) ? STR("phone") : STR("email"),
        .direction = dice_chance(&history->dice, 60) ? STR("out") : STR("in"),
        .title = STR("About a trip"),
        .body = str_from(PICK(&history->dice, calls)),
        .at_ms = ctx->now_ms,
        .staff_id = PICK(&history->dice, history->team),
    };

    talk.address = str_equal(talk.via, STR("phone")) ? contact->primary_phone : contact->primary_email;
    talk.contact_id = contact->id;
    return communication_create(ctx, &talk);
}

/* Most of what was due is done; some of the last weeks was forgotten, some is ahead. */
static enum err plan(struct ctx *ctx, struct demo_history *history, const struct contact *contact)
{
    int64_t made_ms = ctx->now_ms;
    struct follow_up task = {
        .person_id = contact->id,
        .kind = STR("contact"),
        .contact_id = contact->id,
        .due_ms = made_ms + (1 + dice_roll(&history->dice, 30)) * DAY_MS + dice_roll(&history->dice, 9) * HOUR_MS,
        .note = str_from(PICK(&history->dice, tasks)),
        .assignee_id = PICK(&history->dice, history->team),
    };
    struct follow_up done;

    TRY(follow_up_create(ctx, &task));
    if (task.due_ms > history->now_ms ||
        (task.due_ms > history->now_ms - 20 * DAY_MS && dice_chance(&history->dice, 50)))
        return ERR_OK;
    ctx->now_ms = task.due_ms;
    TRY(follow_up_do(ctx, task.id, str_from(PICK(&history->dice, outcomes)), &done));
    ctx->now_ms = made_ms;
    return ERR_OK;
}

enum err demo_after_lead(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                         const struct contact *contact)
{
    (void)event;
    if (dice_chance(&history->dice, 30) && (contact->primary_phone.len || contact->primary_email.len))
        TRY(call(ctx, history, contact));
    if (dice_chance(&history->dice, 40))
        TRY(plan(ctx, history, contact));
    return ERR_OK;
}

static enum err confirm(struct ctx *ctx, const struct booking *booking)
{
    struct communication mail = {
        .source = STR("harbour-engine"),
        .external_id = arena_printf(ctx->arena, "mail-%.*s", STR_PRINT(booking->external_id)),
        .person_id = booking->customer_id,
        .kind = STR("customer"),
        .customer_id = booking->customer_id,
        .via = STR("email"),
        .direction = STR("out"),
        .address = booking->booker_email,
        .title = arena_printf(ctx->arena, "Your booking %.*s: %.*s", STR_PRINT(booking->short_code),
                              STR_PRINT(booking->activity)),
        .body = STR("Thank you for booking with Harbour Kayaks. Please be at the pier fifteen minutes early."),
        .reference_id = booking->id,
        .at_ms = ctx->now_ms,
        .status = STR("delivered"),
    };

    return communication_create(ctx, &mail);
}

static enum err respond(struct ctx *ctx, struct demo_history *history, const struct booking *booking)
{
    struct dice *dice = &history->dice;
    int trip = dice_chance(dice, 70) ? 5 : 2 + (int)dice_roll(dice, 3);
    int friend = trip == 5 ? 9 + (int)dice_roll(dice, 2) : trip + 3 + (int)dice_roll(dice, 3);
    struct buf answers;
    struct survey_response response = {
        .survey_id = history->survey_id,
        .person_id = booking->customer_id,
        .kind = STR("customer"),
        .customer_id = booking->customer_id,
        .booking_id = booking->id,
        .at_ms = booking->ends_ms + (6 + dice_roll(dice, 60)) * HOUR_MS,
    };
    int64_t made_ms = ctx->now_ms;

    if (response.at_ms > history->now_ms)
        return ERR_OK;
    buf_init(&answers, ctx->arena, 256);
    buf_printf(&answers, "[{\"question_id\":\"trip\",\"value\":%d},{\"question_id\":\"friend\",\"value\":%d}", trip,
               friend);
    if (dice_chance(dice, 50))
        buf_printf(&answers, ",{\"question_id\":\"heard\",\"value\":\"%s\"}", PICK(dice, heard));
    if (dice_chance(dice, 35))
        buf_printf(&answers, ",{\"question_id\":\"words\",\"value\":\"%s\"}", PICK(dice, words));
    buf_add_char(&answers, ']');
    response.answers = buf_str(&answers);
    ctx->now_ms = response.at_ms;
    TRY(survey_response_create(ctx, &response));
    ctx->now_ms = made_ms;
    return ERR_OK;
}

json_t *demo_guests(struct ctx *ctx, struct demo_history *history, const struct demo_event *event)
{
    int count = event->party_size - 1;
    json_t *guests;

    if (count < 1 || count > 5 || !dice_chance(&history->dice, 30))
        return NULL;
    guests = json_array();
    for (int i = 0; i < count; i++) {
        bool child = i < event->children;
        struct demo_person person;
        json_t *guest;

        demo_person_make(ctx->arena, &history->dice, event->number, &person);
        guest = json_pack("{s:s%}", "name", person.name.ptr, person.name.len);
        if (child || person.date_of_birth.len) {
            struct str born = child ? arena_printf(ctx->arena, "%lld-05-14",
                                                   (long long)(2013 + dice_roll(&history->dice, 5)))
                                    : person.date_of_birth;

            json_object_set_new(guest, "date_of_birth", json_stringn(born.ptr, born.len));
        }
        json_array_append_new(guests, guest);
    }
    return guests;
}

enum err demo_after_booking(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct booking *booking)
{
    if (booking->customer_id == 0)
        return ERR_OK;
    if (booking->booker_email.len && strcmp(event->status, "pending") != 0 && dice_chance(&history->dice, 60))
        TRY(confirm(ctx, booking));
    if (strcmp(event->status, "completed") == 0 && dice_chance(&history->dice, 22))
        TRY(respond(ctx, history, booking));
    return ERR_OK;
}

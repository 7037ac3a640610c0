#include "cli/demo_history.h"

#include "base/secret.h"
#include "cli/demo_consents.h"
#include "cli/demo_records.h"
#include "features/apikey/apikey.h"
#include "features/communication/communication.h"
#include "features/demographic/demographic.h"
#include "features/followup/followup.h"
#include "features/mail/mail.h"
#include "features/survey/survey_sending.h"
#include "features/user/user.h"

#include <string.h>

enum { TEAM_SEED = 77 };

/* clang-format off */
static const struct { const char *name, *email, *role; } team[] = {
    { "Cian Walsh", "cian@harbour.example", "manager" },
    { "Saoirse Lynch", "saoirse@harbour.example", "staff" },
    { "Finn Barry", "finn@harbour.example", "desk" },
    { "Máire Ní Cheallaigh", "accounts@harbour.example", "viewer" },
};

static const struct { const char *title, *description; int64_t min_age, max_age; bool retired; } categories[] = {
    { "Adult", "Paddles alone", 16, 64, false },
    { "Child", "Sits in front, in a double", 6, 15, false },
    { "Senior", "A stable boat, short legs of the tour", 65, 120, false },
    { "Toddler", "Until 2024 on the big raft", 2, 5, true },
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
static const char *const texts[] = {
    "Wind from the west tomorrow: we start an hour earlier, at 8:30.", "Your boat is at Castlepark today, not at the pier.",
    "Thank you for coming! Your photos are at the hut.",
};
static const char *const notes[] = {
    "Left-handed: the blue paddle.", "Very good swimmer, would like the sea caves.", "Please no early mornings.",
    "Sent us three families from their street.", "Was cold last time; offer the thick wetsuit.",
};
static const char *const outcomes[] = { "Will book next week", "No answer, tried twice", "Booked by phone", "Not this year" };
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

static enum err hire(struct ctx *ctx, size_t index, struct demo_user *out)
{
    struct user user = {
        .name = str_from(team[index].name),
        .email = str_from(team[index].email),
        .password = password_hash(ctx->arena, random_token(ctx->arena)), /* nobody knows it: only the owner signs in */
        .roles = arena_printf(ctx->arena, "[{\"location_id\":\"%s\",\"role\":\"%s\"}]",
                              id_text(ctx->arena, "loc", ctx->location_id).ptr, team[index].role),
    };

    TRY(user_create(ctx, &user));
    *out = (struct demo_user){ user.id, user.name };
    return ERR_OK;
}

static enum err add_categories(struct ctx *ctx, struct demo_history *history)
{
    for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++) {
        struct demographic category;

        demographic_new(&category);
        category.title = str_from(categories[i].title);
        category.description = str_from(categories[i].description);
        category.min_age = categories[i].min_age;
        category.max_age = categories[i].max_age;
        category.retired = categories[i].retired;
        TRY(demographic_create(ctx, &category));
        if (i < 2)
            *(i == 0 ? &history->adult_id : &history->child_id) = category.id;
    }
    return ERR_OK;
}

/* One that is asked, and one of a season that is over. */
static enum err add_surveys(struct ctx *ctx, struct demo_history *history)
{
    struct survey old = {
        .name = STR("The new pier"),
        .description = STR("Only in the summer in which we moved"),
        .questions = STR("[{\"id\":\"pier\",\"kind\":\"choice\",\"text\":\"Did you find us?\",\"required\":true,"
                         "\"choices\":[\"At once\",\"After a while\",\"I had to call\"]}]"),
        .thank_you = STR("Thank you!"),
    };
    struct survey survey = {
        .name = STR("After the trip"),
        .description = STR("Five questions the day after"),
        .questions = str_from(questions),
        .thank_you = STR("Thank you! See you on the water."),
        .send_after_hours = 24,
        .send_subject = STR("{{customer.first_name}}, how was it on the water?"),
        .send_text = STR("Thank you for coming to the pier. Five questions, one minute; we read every answer:"),
        .active = true,
    };

    TRY(survey_create(ctx, &old));
    TRY(survey_create(ctx, &survey));
    history->survey_id = survey.id;
    return ERR_OK;
}

enum err demo_history_begin(struct ctx *ctx, struct demo_history *history)
{
    struct api_key key = { .location_id = ctx->location_id, .name = STR("Booking engine"), .role = STR("manager") };

    history->dice = (struct dice){ TEAM_SEED };
    history->team[0] = (struct demo_user){ ctx->actor.id, ctx->actor.name };
    for (size_t i = 0; i < sizeof(team) / sizeof(team[0]); i++) {
        struct demo_user user;

        TRY(hire(ctx, i, &user));
        if (i + 1 < DEMO_TEAM)
            history->team[i + 1] = user;
    }
    TRY(api_key_create(ctx, &key)); /* nobody was shown it, so nobody has it */
    history->engine = (struct demo_user){ key.id, key.name };
    TRY(add_categories(ctx, history));
    return add_surveys(ctx, history);
}

/* ---- whose work it is */

void demo_as_staff(struct ctx *ctx, struct demo_history *history)
{
    struct demo_user user = PICK(&history->dice, history->team);

    ctx->actor = (struct actor){ .kind = ACTOR_USER, .id = user.id, .name = user.name };
}

void demo_as_program(struct ctx *ctx, const struct demo_history *history)
{
    ctx->actor = (struct actor){
        .kind = ACTOR_API_KEY,
        .id = history->engine.id,
        .name = history->engine.name,
        .location_id = ctx->location_id,
    };
}

void demo_as_form(struct ctx *ctx)
{
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .name = STR("website") };
}

json_t *demo_json(struct str text)
{
    return text.len ? json_stringn(text.ptr, text.len) : json_null();
}

json_t *demo_money(int64_t minor, const char *currency)
{
    return json_pack("{s:I, s:s}", "amount", (json_int_t)minor, "currency", currency);
}

/* ---- leads */

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
        .staff_id = PICK(&history->dice, history->team).id,
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
        .assignee_id = PICK(&history->dice, history->team).id,
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
    TRY(demo_lead_consents(ctx, history, event, contact));
    history->leads[history->lead_count++ % DEMO_RECENT] = contact->id;
    demo_as_staff(ctx, history);
    if (dice_chance(&history->dice, 30) && (contact->primary_phone.len || contact->primary_email.len))
        TRY(call(ctx, history, contact));
    if (dice_chance(&history->dice, 40))
        TRY(plan(ctx, history, contact));
    return ERR_OK;
}

/* ---- bookings and customers */

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

/* Asked by mail the day after, if they agreed to be; the mail has gone out. invitation->id is 0 when they were not. */
static enum err ask(struct ctx *ctx, struct demo_history *history, const struct booking *booking,
                    struct survey_invitation *invitation)
{
    struct mail before, after;
    enum err err;

    *invitation = (struct survey_invitation){ .booking_id = booking->id };
    if (booking->ends_ms + DAY_MS > history->now_ms)
        return ERR_OK;
    demo_as_staff(ctx, history);
    /* what forbids it is said before anything is written */
    err = survey_send(ctx, history->survey_id, booking->customer_id, invitation);
    if (err == ERR_CONFLICT) {
        ctx_forgive(ctx);
        invitation->id = 0;
        return ERR_OK;
    }
    TRY(err);
    TRY(mail_get(ctx, invitation->mail_id, &before));
    after = before;
    after.state = STR("sent");
    after.sent_ms = ctx->now_ms;
    return mail_save(ctx, &before, &after);
}

/* The day after; the time is put back. */
static enum err ask_the_day_after(struct ctx *ctx, struct demo_history *history, const struct booking *booking,
                                  struct survey_invitation *invitation)
{
    int64_t made_ms = ctx->now_ms;

    ctx->now_ms = booking->ends_ms + DAY_MS;
    TRY(ask(ctx, history, booking, invitation));
    ctx->now_ms = made_ms;
    return ERR_OK;
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
        .at_ms = booking->ends_ms + (25 + dice_roll(dice, 60)) * HOUR_MS,
    };
    struct survey_invitation invitation;
    int64_t made_ms = ctx->now_ms;

    if (response.at_ms > history->now_ms)
        return ERR_OK;
    buf_init(&answers, ctx->arena, 256);
    buf_printf(&answers, "[{\"question_id\":\"trip\",\"value\":%d},{\"question_id\":\"friend\",\"value\":%d}", trip,
               friend);
    if (booking->starts_ms / DAY_MS % 3) /* not everybody says something of the guide */
        buf_printf(&answers, ",{\"question_id\":\"guide\",\"value\":%d}", trip < 5 ? trip + 1 : 5);
    if (dice_chance(dice, 50))
        buf_printf(&answers, ",{\"question_id\":\"heard\",\"value\":\"%s\"}", PICK(dice, heard));
    if (dice_chance(dice, 35))
        buf_printf(&answers, ",{\"question_id\":\"words\",\"value\":\"%s\"}", PICK(dice, words));
    buf_add_char(&answers, ']');
    response.answers = buf_str(&answers);
    TRY(ask_the_day_after(ctx, history, booking, &invitation));
    ctx->now_ms = response.at_ms;
    if (invitation.id)
        TRY(survey_invitation_answer(ctx, &invitation, response.answers));
    else
        TRY(survey_response_create(ctx, &response));
    ctx->now_ms = made_ms;
    return ERR_OK;
}

/* A word by text, or a note for the next time. */
static enum err remark(struct ctx *ctx, struct demo_history *history, const struct booking *booking)
{
    bool by_text = booking->booker_phone.len && dice_chance(&history->dice, 50);
    struct communication remark = {
        .person_id = booking->customer_id,
        .kind = STR("customer"),
        .customer_id = booking->customer_id,
        .via = by_text ? STR("sms") : STR("note"),
        .direction = by_text ? STR("out") : STR_EMPTY,
        .address = by_text ? booking->booker_phone : STR_EMPTY,
        .body = by_text ? str_from(PICK(&history->dice, texts)) : str_from(PICK(&history->dice, notes)),
        .reference_id = booking->id,
        .at_ms = ctx->now_ms,
        .status = by_text ? STR("delivered") : STR_EMPTY,
        .staff_id = ctx->actor.id,
    };

    return communication_create(ctx, &remark);
}

static json_t *guest_named(struct ctx *ctx, struct demo_history *history, const struct demo_person *person,
                           bool is_child)
{
    json_t *guest = json_pack("{s:o}", "name", demo_json(person->name));
    struct str born = person->date_of_birth;
    id64 category = is_child ? history->child_id : history->adult_id;

    if (is_child)
        born = arena_printf(ctx->arena, "%lld-05-14", (long long)(2014 + dice_roll(&history->dice, 5)));
    if (born.len)
        json_object_set_new(guest, "date_of_birth", demo_json(born));
    if (!is_child && person->emails[0].len && dice_chance(&history->dice, 40))
        json_object_set_new(guest, "email", demo_json(person->emails[0]));
    if (dice_chance(&history->dice, 75))
        json_object_set_new(guest, "demographic_id", demo_json(id_text(ctx->arena, "dem", category)));
    if (dice_chance(&history->dice, 6))
        json_object_set_new(guest, "notes", json_string("Cannot swim; stays with the guide"));
    return guest;
}

json_t *demo_guests(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                    const struct demo_person *friend)
{
    int count = event->party_size - 1;
    json_t *guests;

    if (count < 1 || count > 5 || !dice_chance(&history->dice, 30))
        return NULL;
    guests = json_array();
    for (int i = 0; i < count; i++) {
        struct demo_person person;

        demo_person_make(ctx->arena, &history->dice, 200000 + event->number, &person);
        if (friend && i == count - 1 && i >= event->children)
            person = *friend;
        json_array_append_new(guests, guest_named(ctx, history, &person, i < event->children));
    }
    return guests;
}

enum err demo_after_booking(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct booking *booking)
{
    struct survey_invitation unanswered;

    if (booking->customer_id == 0)
        return ERR_OK;
    if (booking->booker_email.len && strcmp(event->status, "pending") != 0 && dice_chance(&history->dice, 60))
        TRY(confirm(ctx, booking));
    TRY(demo_add_records(ctx, history, event, booking));
    if (strcmp(event->status, "completed") == 0 && dice_chance(&history->dice, 22))
        TRY(respond(ctx, history, booking));
    else if (strcmp(event->status, "completed") == 0 && dice_chance(&history->dice, 30))
        TRY(ask_the_day_after(ctx, history, booking, &unanswered));
    demo_as_staff(ctx, history);
    return dice_chance(&history->dice, 5) ? remark(ctx, history, booking) : ERR_OK;
}

enum err demo_after_customer(struct ctx *ctx, struct demo_history *history, id64 customer_id)
{
    history->customers[history->customer_count++ % DEMO_RECENT] = customer_id;
    return demo_customer_consents(ctx, history, customer_id);
}

/*
 * Routes and handlers of surveys that are sent.
 */
#include "api/api.h"
#include "features/survey/survey_mail.h"
#include "features/survey/survey_sending.h"
#include "features/user/permission.h"

/* ---- what it will say -------------------------------------------------------------------------------------------- */

struct draft {
    struct str subject;
    struct str text;
};

#define RECORD struct draft
/* clang-format off */
static const struct field draft_fields[] = {
    { FIELD_AS("send_subject", subject), .type = FT_TEXT,  .flags = F_VIRTUAL, .max = 200, .help = "As it is typed; empty: ours" },
    { FIELD_AS("send_text", text),       .type = FT_LINES, .flags = F_VIRTUAL, .max = 5000, .help = "Likewise" },
};
/* clang-format on */
#undef RECORD

static const struct resource draft_resource = {
    .name = "survey_mail",
    .size = sizeof(struct draft),
    RESOURCE_FIELDS(draft_fields),
    .help = "What the mail with a survey says, as it is typed",
};

static enum err preview(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct draft draft = { 0 };
    struct survey_mail mail;
    struct field_set given;
    struct json_writer w;

    TRY(request_resource(ctx, req, &draft_resource, READ_CREATE, &draft, &given));
    TRY(survey_mail_sample(ctx, draft.subject, draft.text, &mail));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "subject");
    put_string(&w, mail.subject);
    put_key(&w, "text");
    put_string(&w, mail.text);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- how many ------------------------------------------------------------------------------------------------------ */

static void put_count(struct json_writer *w, const char *name, int64_t count)
{
    put_name(w, str_from(name));
    put_int(w, count);
}

static enum err figures(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_sending_figures sums;
    struct survey survey;
    struct json_writer w;

    TRY(survey_get(ctx, request_id(req, "id"), &survey));
    TRY(survey_sending_figures(ctx, survey.id, &sums));
    w = reply_json(rep, 200);
    put_object(&w);
    put_count(&w, "sent", sums.sent);
    put_count(&w, "answered", sums.answered);
    put_count(&w, "skipped", sums.skipped);
    put_key(&w, "last_sent_at");
    if (sums.last_ms)
        put_time(&w, sums.last_ms);
    else
        put_null(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- to one person ------------------------------------------------------------------------------------------------- */

#define RECORD struct survey_invitation
/* clang-format off */
static const struct field invitation_fields[] = {
    { FIELD(survey_id),  .type = FT_ID, .flags = F_VIRTUAL | F_REQUIRED, .prefix = "svy", .help = "Which survey" },
    { FIELD(booking_id), .type = FT_ID, .flags = F_VIRTUAL, .prefix = "bkg", .help = "About which visit; their last one, if nobody says" },
    { FIELD_AS("customer_id", person_id), .type = FT_ID, .flags = F_VIRTUAL | F_READ_ONLY, .prefix = "cus", .help = "Whom" },
    { FIELD(state),      .type = FT_TEXT, .flags = F_VIRTUAL | F_READ_ONLY, .help = "sent" },
};
/* clang-format on */
#undef RECORD

static const struct resource invitation_resource = {
    .name = "survey_invitation",
    .size = sizeof(struct survey_invitation),
    RESOURCE_FIELDS(invitation_fields),
    .help = "A survey that was sent to a customer about a visit",
};

static enum err send(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_invitation invitation = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &invitation_resource, READ_CREATE, &invitation, &given));
    TRY(problems_err(ctx));
    TRY(survey_send(ctx, invitation.survey_id, request_id(req, "id"), &invitation));
    return reply_resource(ctx, rep, 201, &invitation_resource, &invitation);
}

#define SENDING_JSON                                                                                            \
    "{\"type\":\"object\",\"required\":[\"sent\",\"answered\",\"skipped\",\"last_sent_at\"],\"properties\":{"    \
    "\"sent\":{\"type\":\"integer\",\"description\":\"Answered ones too\"},\"answered\":{\"type\":\"integer\"}," \
    "\"skipped\":{\"type\":\"integer\",\"description\":\"Looked at and not asked: no consent, no address, asked " \
    "within 30 days\"},"                                                                                          \
    "\"last_sent_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}}}"
#define MAIL_JSON                                                                                  \
    "{\"type\":\"object\",\"required\":[\"subject\",\"text\"],\"properties\":{\"subject\":{\"type\":\"string\"}," \
    "\"text\":{\"type\":\"string\"}}}"

/* clang-format off */
extern const struct route survey_sending_routes[];
extern const int survey_sending_route_count;

const struct route survey_sending_routes[] = {
    { POST, "/surveys/mail-preview", PERM_SETTINGS_READ, READ,  preview, "The mail with a survey, as an invented person would get it",
      .status = 200, .takes = &draft_resource, .gives_json = MAIL_JSON },
    { GET,  "/surveys/:id/sending",  PERM_PERSON_LIST,   SLOW,  figures, "How many were asked by mail, and how many of them answered",
      .gives_json = SENDING_JSON },
    { POST, "/customers/:id/survey-invitations", PERM_PERSON_WRITE, WRITE, send, "Send a survey to a customer about a visit, if they agreed to be asked",
      .takes = &invitation_resource, .gives = &invitation_resource },
};
/* clang-format on */

const int survey_sending_route_count = (int)(sizeof(survey_sending_routes) / sizeof(survey_sending_routes[0]));

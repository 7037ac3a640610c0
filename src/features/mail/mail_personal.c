/*
 * Writing to one person: the variables' values, the preview, the order.
 */
#include "features/mail/mail_personal.h"

#include "base/email.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/mail/mail_settings.h"
#include "features/mail/mail_store.h"

#include <string.h>

static const char *const purposes[] = { "marketing", NULL };

/* clang-format off */
#define RECORD struct mail_draft
static const struct field fields[] = {
    { FIELD(subject),   .type = FT_TEXT,   .flags = F_VIRTUAL | F_REQUIRED, .max = 200, .help = "The subject, with variables such as {{customer.name}}" },
    { FIELD(text),      .type = FT_LINES,  .flags = F_VIRTUAL | F_REQUIRED, .max = 20000, .help = "The text, likewise" },
    { FIELD(to),        .type = FT_EMAIL,  .flags = F_VIRTUAL, .help = "One of their addresses; the first, if nobody says" },
    { FIELD(purpose),   .type = FT_CHOICE, .flags = F_VIRTUAL, .choices = purposes, .help = "marketing for an offer, which needs their consent; null for an answer" },
    { FIELD_AS("reference", reference_id), .type = FT_ID, .flags = F_VIRTUAL, .prefix = "bkg", .help = "The booking that it is about" },
};
#undef RECORD
/* clang-format on */

const struct resource mail_draft_resource = {
    .name = "mail_draft",
    .size = sizeof(struct mail_draft),
    RESOURCE_FIELDS(fields),
    .help = "A mail to one person, as it is typed",
};

/* ---- whom -------------------------------------------------------------------------------------------------------- */

/* What both kinds of person have in common here. */
struct recipient {
    struct str name;
    struct str called;
    struct str company;
    struct str city;
    struct str phone;
    struct str primary_email;
    struct email_list emails;
};

static enum err find_recipient(struct ctx *ctx, enum person_kind kind, id64 id, struct recipient *out)
{
    struct customer customer;
    struct contact contact;

    if (kind == PERSON_CUSTOMER) {
        TRY(customer_get(ctx, id, &customer));
        *out = (struct recipient){ customer.name,          customer.called,        customer.company, customer.city,
                                   customer.primary_phone, customer.primary_email, customer.emails };
        return ERR_OK;
    }
    TRY(contact_get(ctx, id, &contact));
    *out = (struct recipient){ contact.name,          STR_EMPTY,     contact.company, STR_EMPTY, contact.primary_phone,
                               contact.primary_email, contact.emails };
    return ERR_OK;
}

static bool is_theirs(const struct recipient *recipient, struct str address)
{
    for (int i = 0; i < recipient->emails.count; i++)
        if (str_equal(recipient->emails.items[i].address, address))
            return true;
    return false;
}

static void choose_address(struct ctx *ctx, const struct recipient *recipient, struct str asked, struct str *to)
{
    *to = asked.len ? asked : recipient->primary_email;
    if (to->len == 0)
        problem_add(ctx, STR("to"), "required", "This person has no e-mail address.");
    else if (!is_theirs(recipient, *to))
        problem_add(ctx, STR("to"), "unknown", "This is not an address of this person.");
}

static void set_values(struct ctx *ctx, const struct recipient *recipient, struct str to, struct mail_values *out)
{
    *out = (struct mail_values){ 0 };
    out->of[MAIL_VARIABLE_NAME] = recipient->name;
    out->of[MAIL_VARIABLE_FIRST_NAME] = str_slice(recipient->name, 0, str_find(recipient->name, ' '));
    out->of[MAIL_VARIABLE_CALLED] = recipient->called;
    out->of[MAIL_VARIABLE_EMAIL] = to;
    out->of[MAIL_VARIABLE_PHONE] = recipient->phone;
    out->of[MAIL_VARIABLE_COMPANY] = recipient->company;
    out->of[MAIL_VARIABLE_CITY] = recipient->city;
    out->of[MAIL_VARIABLE_LOCATION] = ctx->location->name;
    out->of[MAIL_VARIABLE_SUPPORT] = ctx->location->support_email;
    out->of[MAIL_VARIABLE_USER] = ctx->actor.kind == ACTOR_USER ? ctx->actor.name : STR_EMPTY;
}

enum err mail_values_of(struct ctx *ctx, enum person_kind kind, id64 person_id, struct mail_values *out)
{
    struct recipient recipient;

    TRY(find_recipient(ctx, kind, person_id, &recipient));
    set_values(ctx, &recipient, recipient.primary_email, out);
    return ERR_OK;
}

/* ---- as they would get it ---------------------------------------------------------------------------------------- */

static enum err find_standing(struct ctx *ctx, id64 person_id, struct mail_preview *out)
{
    struct consent_standing standings[CONSENT_STATES];
    bool suppressed;

    TRY(consent_standings(ctx, person_id, standings));
    TRY(consent_suppressed(ctx, out->to, &suppressed));
    for (int i = 0; i < CONSENT_STATES; i++) {
        if (strcmp(standings[i].channel, "email") != 0 || strcmp(standings[i].purpose, "marketing") != 0)
            continue;
        out->withdrawn = standings[i].withdrawn || suppressed;
        out->allowed = standings[i].given && !suppressed && !location_is_relay(ctx->location, out->to);
    }
    return mail_store_bounced(ctx, out->to, &out->bounced);
}

enum err mail_preview(struct ctx *ctx, enum person_kind kind, id64 person_id, const struct mail_draft *draft,
                      struct mail_preview *out)
{
    struct recipient recipient;
    struct mail_values values;

    *out = (struct mail_preview){ .missing.items = ARENA_ARRAY(ctx->arena, struct str, MAIL_VARIABLES) };
    TRY(find_recipient(ctx, kind, person_id, &recipient));
    choose_address(ctx, &recipient, draft->to, &out->to);
    mail_text_check(ctx, draft->subject, "subject");
    mail_text_check(ctx, draft->text, "text");
    TRY(problems_err(ctx));
    set_values(ctx, &recipient, out->to, &values);
    out->subject = text_line(ctx->arena, mail_text_fill(ctx->arena, draft->subject, &values, &out->missing));
    out->text = mail_text_fill(ctx->arena, draft->text, &values, &out->missing);
    return find_standing(ctx, person_id, out);
}

/* ---- sending ----------------------------------------------------------------------------------------------------- */

static enum err check_sendable(struct ctx *ctx, const struct mail_draft *draft, const struct mail_preview *preview)
{
    if (preview->missing.count > 0)
        problem_add(ctx, STR("text"), "invalid",
                    "%.*s is empty for this person; say what to write instead: {{%.*s|…}}.",
                    STR_PRINT(preview->missing.items[0]), STR_PRINT(preview->missing.items[0]));
    TRY(problems_err(ctx));
    if (draft->purpose.len && !preview->allowed)
        return fail(ctx, ERR_CONFLICT, "This person does not agree to offers by e-mail.");
    if (preview->bounced)
        return fail(ctx, ERR_CONFLICT, "Mail to this address came back before; correct it first.");
    return ERR_OK;
}

/* Answers go to whoever wrote, if the location says so by having no address of its own. */
enum err mail_write(struct ctx *ctx, enum person_kind kind, id64 person_id, const struct mail_draft *draft,
                    struct mail *out)
{
    struct mail_preview preview;
    struct recipient recipient;
    struct mail_order order;
    id64 id;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(mail_preview(ctx, kind, person_id, draft, &preview));
    TRY(check_sendable(ctx, draft, &preview));
    TRY(find_recipient(ctx, kind, person_id, &recipient));
    order = (struct mail_order){
        .kind = "personal",
        .person_kind = kind,
        .person_id = person_id,
        .to = preview.to,
        .to_name = recipient.name,
        .subject = preview.subject,
        .text = preview.text,
        .purpose = draft->purpose.len ? "marketing" : NULL,
        .reference_id = draft->reference_id,
    };
    TRY(mail_order(ctx, &order, &id));
    return mail_get(ctx, id, out);
}

#include "features/mail/mail_bounce.h"

#include "base/email.h"
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/mail/mail.h"
#include "features/mail/mail_store.h"

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* "Status: 5.1.1 (bad address)" under "status" gives "5.1.1 (bad address)". */
static bool field(struct str line, struct str name, struct str *value)
{
    if (line.len <= name.len || line.ptr[name.len] != ':' || !str_equal_ascii_case(str_slice(line, 0, name.len), name))
        return false;
    *value = str_trim(str_slice(line, name.len + 1, line.len));
    return true;
}

/* "rfc822; <ana@example.com>" */
static struct str address_in(struct arena *arena, struct str value)
{
    struct str rest = str_slice(value, str_find(value, ';') + 1, value.len), address;
    const char *why;

    rest = str_trim(rest.len ? rest : value);
    if (rest.len > 1 && rest.ptr[0] == '<' && rest.ptr[rest.len - 1] == '>')
        rest = str_slice(rest, 1, rest.len - 1);
    return email_normal(arena, rest, &address, &why) ? address : STR_EMPTY;
}

static struct str status_in(struct str value)
{
    size_t end = 0;

    while (end < value.len && ((value.ptr[end] >= '0' && value.ptr[end] <= '9') || value.ptr[end] == '.'))
        end++;
    return end >= 5 && end <= 11 ? str_slice(value, 0, end) : STR_EMPTY;
}

/* "<mai_0K3V9T2M5XJ8Q@crm.example.com>" */
static id64 mail_in(struct str value)
{
    if (value.len && value.ptr[0] == '<')
        value = str_slice(value, 1, value.len);
    return id_parse("mai", str_slice(value, 0, str_find(value, '@')));
}

/* A field may go on in the next line, which then begins with white space. */
static struct str unfolded(struct arena *arena, struct str line, struct str *rest)
{
    while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t')) {
        struct str more;

        str_split(rest, '\n', &more);
        if (line.len + more.len > 2000)
            break;
        line = arena_printf(arena, "%.*s %.*s", STR_PRINT(line), STR_PRINT(str_trim(more)));
    }
    return line;
}

static void read_line(struct arena *arena, struct str line, struct mail_notice *out, bool *is_notice)
{
    struct str value;
    id64 id;

    if (field(line, STR("final-recipient"), &value) && out->recipient.len == 0)
        out->recipient = address_in(arena, value);
    if (field(line, STR("original-recipient"), &value) && address_in(arena, value).len)
        out->recipient = address_in(arena, value);
    if (field(line, STR("status"), &value) && status_in(value).len) {
        out->status = status_in(value);
        *is_notice = true;
    }
    if (field(line, STR("action"), &value)) {
        out->failed = str_equal_ascii_case(value, STR("failed"));
        *is_notice = true;
    }
    if (field(line, STR("message-id"), &value)) {
        id = mail_in(value);
        out->mail_id = id ? id : out->mail_id;
    }
}

bool mail_notice_read(struct arena *arena, struct str text, struct mail_notice *out)
{
    bool is_notice = false;
    struct str line;

    *out = (struct mail_notice){ 0 };
    while (str_split(&text, '\n', &line))
        read_line(arena, unfolded(arena, str_trim(line), &text), out, &is_notice);
    return is_notice;
}

bool mail_status_is_of_address(struct str status)
{
    return str_starts(status, STR("5.1.")) || str_equal(status, STR("5.2.1")) || str_equal(status, STR("5.4.4"));
}

/* ---- what follows ------------------------------------------------------------------------------------------------ */

static enum err mark_mail(struct ctx *ctx, const struct mail_notice *notice, struct mail *mail, bool *marked)
{
    struct mail before;
    enum err err = notice->mail_id ? mail_get(ctx, notice->mail_id, &before) : ERR_NOT_FOUND;

    *marked = false;
    *mail = (struct mail){ 0 };
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    *mail = before;
    if (!str_equal(before.state, STR("sent")))
        return ERR_OK;
    mail->state = STR("bounced");
    mail->error = arena_printf(ctx->arena, "It came back: %.*s.",
                               STR_PRINT(notice->status.len ? notice->status : STR("failed")));
    *marked = true;
    return mail_save(ctx, &before, mail);
}

enum err mail_bounce(struct ctx *ctx, struct str text, struct mail_verdict *out)
{
    struct mail_notice notice;
    struct mail mail;
    struct str address;
    id64 person_id;

    *out = (struct mail_verdict){ 0 };
    if (!mail_notice_read(ctx->arena, text, &notice))
        return fail(ctx, ERR_INVALID, "This is no delivery status notification (RFC 3464).");
    TRY(store_lock_location(ctx, ctx->location_id));
    if (!notice.failed)
        return ERR_OK;
    TRY(mark_mail(ctx, &notice, &mail, &out->mail_bounced));
    /* whom we wrote to, and not whom that was forwarded to */
    address = mail.to_address.len ? mail.to_address : notice.recipient;
    out->mail_id = mail.id;
    out->known = mail.id != 0 || address.len > 0;
    if (address.len == 0 || !mail_status_is_of_address(notice.status))
        return ERR_OK;
    TRY(mail_person(ctx, &mail, &person_id));
    TRY(mail_store_mark_bounced(ctx, address, notice.status, person_id));
    out->address_marked = true;
    return ERR_OK;
}

enum err mail_forgive(struct ctx *ctx, struct str address)
{
    struct str normal;
    const char *why;

    if (!email_normal(ctx->arena, address, &normal, &why))
        problem_add(ctx, STR("address"), "invalid", "%s", why);
    TRY(problems_err(ctx));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(mail_store_unmark_bounced(ctx, normal));
    return audit_record(ctx, "mail_address.forgiven", 0);
}

/* ---- which came back --------------------------------------------------------------------------------------------- */

enum err mail_person(struct ctx *ctx, const struct mail *mail, id64 *person_id)
{
    struct communication message;
    enum err err = ERR_NOT_FOUND;

    *person_id = 0;
    if (mail->communication_id)
        err = communication_get(ctx, mail->communication_id, &message);
    if (err == ERR_OK)
        *person_id = message.person_id;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

static enum err find_name(struct ctx *ctx, struct mail_bounced *bounced, struct email_list *emails)
{
    struct customer customer;
    struct contact contact;

    if (bounced->kind == PERSON_CUSTOMER) {
        TRY(customer_get(ctx, bounced->person_id, &customer));
        bounced->name = customer.name;
        *emails = customer.emails;
        return ERR_OK;
    }
    TRY(contact_get(ctx, bounced->person_id, &contact));
    bounced->name = contact.name;
    *emails = contact.emails;
    return ERR_OK;
}

/* The address is known by its hash alone: which of theirs it is. Empty when it is none of them. */
static enum err find_address(struct ctx *ctx, struct mail_bounced *bounced)
{
    struct email_list emails = { 0 };
    enum err err;

    if (bounced->person_id == 0)
        return ERR_OK;
    TRY(person_kind_of(ctx, bounced->person_id, &bounced->kind));
    err = bounced->kind == PERSON_NONE ? ERR_NOT_FOUND : find_name(ctx, bounced, &emails);
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    for (int i = 0; i < emails.count && bounced->address.len == 0; i++) {
        struct str hash;

        TRY(consent_hash(ctx, emails.items[i].address, &hash));
        if (str_equal(hash, bounced->hash))
            bounced->address = emails.items[i].address;
    }
    return ERR_OK;
}

enum err mail_bounced_list(struct ctx *ctx, struct mail_bounced **out, int *count, int *nobodys)
{
    struct mail_bounced *all;
    int found;

    *count = *nobodys = 0;
    TRY(mail_store_all_bounced(ctx, MAIL_BOUNCED_MOST, &all, &found));
    for (int i = 0; i < found; i++) {
        TRY(find_address(ctx, &all[i]));
        if (all[i].address.len)
            all[(*count)++] = all[i];
        else
            (*nobodys)++;
    }
    *out = all;
    return ERR_OK;
}

#include "features/recovery/recovery.h"

#include "base/email.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/mail/mail.h"
#include "features/recovery/recovery_store.h"

static const int64_t RESET_MS = 3600 * 1000;
static const int64_t INVITATION_MS = 7 * 24 * 3600 * (int64_t)1000;

/* ---- making ------------------------------------------------------------------------------------------------------ */

/* The token stands behind the #: browsers keep that part to themselves, and no log on the way has it. */
static enum err make(struct ctx *ctx, const struct user *user, enum link_purpose purpose, struct str *url,
                     int64_t *expires_ms)
{
    struct recovery recovery = {
        .id = ctx_new_id(ctx),
        .user_id = user->id,
        .purpose = purpose,
        .expires_ms = ctx->now_ms + (purpose == LINK_INVITATION ? INVITATION_MS : RESET_MS),
    };
    struct link link = { purpose, 0, recovery.id, recovery.expires_ms };
    struct str token;

    TRY(recovery_store_add(ctx, &recovery));
    TRY(link_token(ctx, &link, &token));
    *expires_ms = recovery.expires_ms;
    return link_address(ctx, "/reset#", token, url);
}

/* A location where they work, or the first; id 0 where there is none. */
static enum err home_of(struct ctx *ctx, const struct user *user, struct location *out)
{
    id64 location_id;

    *out = (struct location){ 0 };
    TRY(recovery_store_location(ctx, user->id, &location_id));
    return location_id ? location_get(ctx, location_id, out) : ERR_OK;
}

/* In the name of a location where they work, and back to where ctx was. */
static enum err order_from_there(struct ctx *ctx, const struct user *user, struct mail_order *order)
{
    struct location location;
    struct ctx there = *ctx;

    TRY(home_of(ctx, user, &location));
    if (location.id == 0)
        return ERR_OK;
    location_enter(&there, &location);
    order->to = user->email;
    order->to_name = user->name;
    return mail_order(&there, order, NULL);
}

static struct str until(struct ctx *ctx, int64_t ms)
{
    struct str text = zone_text(ctx->arena, ctx->time_zone, ms);

    return arena_printf(ctx->arena, "%.*s, %.*s (%.*s)", STR_PRINT(str_slice(text, 0, 10)),
                        STR_PRINT(str_slice(text, 11, 16)), STR_PRINT(ctx->time_zone));
}

static enum err mail_reset(struct ctx *ctx, const struct user *user)
{
    struct mail_order order = { .kind = "password-reset", .subject = STR("Choose a new password") };
    int64_t expires_ms;
    struct str url;

    TRY(make(ctx, user, LINK_PASSWORD_RESET, &url, &expires_ms));
    order.text = arena_printf(
        ctx->arena,
        "Hello %.*s,\n\nsomebody asked for a new password for your account, probably you. Choose it "
        "here; the link works once, until %.*s:\n\n%.*s\n\nIf it was not you, do nothing: your "
        "password stays as it is.",
        STR_PRINT(user->name), STR_PRINT(until(ctx, expires_ms)), STR_PRINT(url));
    return order_from_there(ctx, user, &order);
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

struct word {
    const char *sign;
    const char *name;
};

/* The first that is found. Words of our own only: what a browser calls itself may hold anything, a link too. */
static const char *named(struct str agent, const struct word *words, const char *otherwise)
{
    for (; words->sign; words++)
        for (size_t i = 0; i < agent.len; i++)
            if (str_starts(str_slice(agent, i, agent.len), str_from(words->sign)))
                return words->name;
    return otherwise;
}

static const char *browser_of(struct str agent)
{
    static const struct word words[] = {
        { "Edg/", "Edge" },        { "OPR/", "Opera" },     { "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" },
        { "CriOS/", "Chrome" },    { "Chrome/", "Chrome" }, { "Safari/", "Safari" },   { NULL, NULL },
    };

    return named(agent, words, "a program that does not say its name");
}

static const char *system_of(struct str agent)
{
    static const struct word words[] = {
        { "Android", " on Android" },
        { "iPhone", " on an iPhone" },
        { "iPad", " on an iPad" },
        { "Windows", " on Windows" },
        { "Mac OS X", " on a Mac" },
        { "Linux", " on Linux" },
        { NULL, NULL },
    };

    return named(agent, words, "");
}

enum err recovery_tell_signed_in(struct ctx *ctx, const struct user *user)
{
    struct mail_order order = { .kind = "sign-in", .subject = STR("Somebody signed in as you with another browser") };
    struct location location;
    struct ctx there = *ctx;
    struct str reset;
    bool ready;

    TRY(home_of(ctx, user, &location));
    if (location.id == 0)
        return ERR_OK;
    location_enter(&there, &location);
    TRY(mail_can_go(&there, &ready));
    if (!ready)
        return ERR_OK;
    TRY(link_address(ctx, "/reset", STR_EMPTY, &reset));
    order.text = arena_printf(
        ctx->arena,
        "Hello %.*s,\n\nsomebody has just signed in as you with a browser that was not used for it "
        "before:\n\nWhen: %.*s\nWith: %s%s\nFrom the address: %.*s\n\nIf it was you, there is nothing to "
        "do.\n\nIf it was not you, choose a new password now. That ends every session, theirs "
        "too:\n\n%.*s\n\nThen tell whoever runs Regulars for you, so that they can look at what was done.",
        STR_PRINT(user->name), STR_PRINT(until(&there, ctx->now_ms)), browser_of(ctx->user_agent),
        system_of(ctx->user_agent), STR_PRINT(ctx->ip.len ? ctx->ip : STR("unknown")), STR_PRINT(reset));
    return order_from_there(ctx, user, &order);
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

static bool may_sign_in(struct ctx *ctx, const struct user *user)
{
    int64_t end_ms = user_end_ms(user->last_day, STR("UTC"));

    return !user->disabled && (end_ms == 0 || ctx->now_ms < end_ms + 12 * HOUR_MS);
}

enum err recovery_ask(struct ctx *ctx, struct str email)
{
    struct str address;
    struct user user;
    const char *why;
    int64_t made;
    enum err err;

    if (!email_normal(ctx->arena, email, &address, &why))
        return ERR_OK;
    err = user_by_email(ctx, address, &user);
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    TRY(recovery_store_count(ctx, user.id, LINK_PASSWORD_RESET, ctx->now_ms - HOUR_MS, &made));
    if (made >= RECOVERY_LINKS_MOST || !may_sign_in(ctx, &user))
        return ERR_OK;
    TRY(mail_reset(ctx, &user));
    return audit_record(ctx, "user.reset_asked", user.id);
}

/* "Maria Lopez (Pier)": who asks, and for which business; a program asks in the business's name. */
static struct str inviter(struct ctx *ctx, const struct location *home)
{
    if (ctx->actor.kind != ACTOR_USER)
        return home->name.len ? home->name : STR("Somebody");
    if (home->name.len == 0)
        return ctx->actor.name;
    return arena_printf(ctx->arena, "%.*s (%.*s)", STR_PRINT(ctx->actor.name), STR_PRINT(home->name));
}

enum err recovery_invite(struct ctx *ctx, const struct user *user)
{
    struct mail_order order = { .kind = "invitation" };
    int64_t made, expires_ms;
    struct location home;
    struct str url;

    if (user->password.len)
        return fail(ctx, ERR_CONFLICT,
                    "They have a password already; who forgot theirs asks for a new one where one signs in.");
    TRY(recovery_store_count(ctx, user->id, LINK_INVITATION, ctx->now_ms - HOUR_MS, &made));
    if (made >= RECOVERY_LINKS_MOST)
        return fail(ctx, ERR_CONFLICT, "They were invited several times just now; wait until those mails arrive.");
    TRY(make(ctx, user, LINK_INVITATION, &url, &expires_ms));
    TRY(home_of(ctx, user, &home));
    order.subject = home.name.len ? arena_printf(ctx->arena, "Your account at %.*s", STR_PRINT(home.name))
                                  : STR("Your account");
    order.text = arena_printf(
        ctx->arena,
        "Hello %.*s,\n\n%.*s has made an account for you. Choose a password and sign in; the link "
        "works once, until %.*s:\n\n%.*s\n\nYou sign in as %.*s. If you do not know what this is about, "
        "do nothing.",
        STR_PRINT(user->name), STR_PRINT(inviter(ctx, &home)), STR_PRINT(until(ctx, expires_ms)), STR_PRINT(url),
        STR_PRINT(user->email));
    TRY(order_from_there(ctx, user, &order));
    return audit_record(ctx, "user.invited", user->id);
}

enum err recovery_print(struct ctx *ctx, const struct user *user, struct str *url)
{
    int64_t expires_ms;

    TRY(make(ctx, user, LINK_PASSWORD_RESET, url, &expires_ms));
    return audit_record(ctx, "user.reset_printed", user->id);
}

/* ---- using ------------------------------------------------------------------------------------------------------- */

static enum err open_either(struct ctx *ctx, struct str token, struct link *link)
{
    enum err err = link_open(ctx, token, LINK_PASSWORD_RESET, link);

    return err == ERR_NOT_FOUND ? link_open(ctx, token, LINK_INVITATION, link) : err;
}

enum err recovery_open(struct ctx *ctx, struct str token, struct recovery *out)
{
    struct link link;
    struct user user;
    bool used;

    TRY(open_either(ctx, token, &link));
    TRY(recovery_store_get(ctx, link.subject_id, out, &used));
    if (used)
        return fail(ctx, ERR_GONE, "This link was used, or another one was; ask for a new one.");
    TRY(resource_get(ctx, &user_resource, 0, out->user_id, &user));
    if (!may_sign_in(ctx, &user))
        return fail(ctx, ERR_GONE, "This account does not exist any more.");
    out->email = user.email;
    out->name = user.name;
    return ERR_OK;
}

enum err recovery_use(struct ctx *ctx, struct str token, struct str password_hash)
{
    struct recovery recovery;
    struct user before, after;

    TRY(recovery_open(ctx, token, &recovery));
    /* the holder of the link is the user, and may change nothing but the password */
    ctx->actor = (struct actor){ .kind = ACTOR_USER, .id = recovery.user_id, .name = recovery.name };
    TRY(user_get(ctx, recovery.user_id, &before));
    after = before;
    after.password = password_hash;
    TRY(user_update(ctx, &before, &after, false));
    return recovery_store_end(ctx, recovery.user_id);
}

enum err recovery_forget_old(struct ctx *ctx)
{
    return recovery_store_forget_old(ctx, ctx->now_ms - DAY_MS);
}

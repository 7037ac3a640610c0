#include "features/user/user.h"

#include "base/text.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/user/user_store.h"

/* ---- who may what ------------------------------------------------------------------------------------------ */

enum err user_roles_of(struct ctx *ctx, id64 user_id, struct user_roles *out)
{
    return user_store_roles(ctx, user_id, out);
}

enum role user_role_in(const struct user_roles *roles, id64 location_id)
{
    if (roles->owner)
        return ROLE_OWNER;
    for (int i = 0; i < roles->count; i++)
        if (roles->items[i].location_id == location_id)
            return roles->items[i].role;
    return ROLE_NONE;
}

uint64_t user_permissions_anywhere(const struct user_roles *roles)
{
    uint64_t all = roles->owner ? role_permissions(ROLE_OWNER) : PERM_SIGNED_IN;

    for (int i = 0; i < roles->count; i++)
        all |= role_permissions(roles->items[i].role);
    return all;
}

int64_t user_end_ms(struct str last_day, struct str time_zone)
{
    int64_t day;

    if (last_day.len == 0 || !date_parse(last_day, &day))
        return 0;
    return zone_day_start_ms(time_zone, day + 1);
}

enum err user_works_here(struct ctx *ctx, id64 user_id, bool *out)
{
    struct user_roles roles;
    struct user user;
    enum err err = resource_get(ctx, &user_resource, 0, user_id, &user);
    int64_t end_ms;

    *out = false;
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    TRY(user_roles_of(ctx, user_id, &roles));
    end_ms = user_end_ms(user.last_day, ctx->time_zone);
    *out = user_role_in(&roles, ctx->location_id) != ROLE_NONE && !user.disabled && (!end_ms || ctx->now_ms < end_ms);
    return ERR_OK;
}

/* What the actor is to the team. The system is an owner; a key is at most a manager of its location. */
static enum err reach_of_actor(struct ctx *ctx, struct user_roles *out)
{
    *out = (struct user_roles){ .items = ARENA_NEW(ctx->arena, struct user_role) };
    switch (ctx->actor.kind) {
    case ACTOR_SYSTEM: out->owner = true; return ERR_OK;
    case ACTOR_USER: return user_store_roles(ctx, ctx->actor.id, out);
    case ACTOR_API_KEY:
        out->items[0] = (struct user_role){ ctx->actor.location_id, ctx->permissions & PERM_USER_WRITE  ? ROLE_MANAGER
                                                                    : ctx->permissions & PERM_USER_READ ? ROLE_STAFF
                                                                                                        : ROLE_VIEWER };
        out->count = 1;
        return ERR_OK;
    case ACTOR_FORM:
    case ACTOR_NOBODY: return ERR_OK;
    }
    return ERR_OK;
}

static bool may(const struct user_roles *reach, id64 location_id, uint64_t permission)
{
    return (role_permissions(user_role_in(reach, location_id)) & permission) == permission;
}

static bool is_self(const struct ctx *ctx, id64 user_id)
{
    return ctx->actor.kind == ACTOR_USER && ctx->actor.id == user_id;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static struct str roles_as_json(struct ctx *ctx, const struct user_roles *roles, const struct user_roles *reach,
                                bool all)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 128);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < roles->count; i++) {
        if (!all && user_role_in(reach, roles->items[i].location_id) == ROLE_NONE)
            continue;
        put_object(&w);
        put_key(&w, "location_id");
        put_id(&w, "loc", roles->items[i].location_id);
        put_key(&w, "role");
        put_string(&w, str_from(role_name(roles->items[i].role)));
        put_object_end(&w);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

static bool may_see(const struct ctx *ctx, const struct user_roles *reach, id64 user_id, const struct user_roles *roles)
{
    if (reach->owner || is_self(ctx, user_id) || (roles->owner && reach->count))
        return true;
    for (int i = 0; i < roles->count; i++)
        if (may(reach, roles->items[i].location_id, PERM_USER_READ))
            return true;
    return false;
}

static enum err load(struct ctx *ctx, const struct user_roles *reach, id64 id, struct user *out)
{
    struct user_roles roles;

    TRY(resource_get(ctx, &user_resource, 0, id, out));
    TRY(user_store_roles(ctx, id, &roles));
    if (!may_see(ctx, reach, id, &roles))
        return ERR_NOT_FOUND;
    out->owner = roles.owner;
    out->roles = roles_as_json(ctx, &roles, reach, reach->owner || is_self(ctx, id));
    return ERR_OK;
}

enum err user_get(struct ctx *ctx, id64 id, struct user *out)
{
    struct user_roles reach;

    TRY(reach_of_actor(ctx, &reach));
    return load(ctx, &reach, id, out);
}

enum err user_list(struct ctx *ctx, struct user **out, int *count)
{
    struct user_roles reach;
    struct id_set ids = { 0 };

    TRY(reach_of_actor(ctx, &reach));
    TRY(user_store_ids(ctx, &ids));
    *out = ARENA_ARRAY(ctx->arena, struct user, (size_t)ids.count + 1);
    *count = 0;
    for (int i = 0; i < ids.count; i++) {
        enum err err = load(ctx, &reach, ids.items[i], &(*out)[*count]);

        if (err == ERR_OK)
            (*count)++;
        else if (err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_OK;
}

enum err user_by_email(struct ctx *ctx, struct str email, struct user *out)
{
    id64 id;

    TRY(user_store_by_email(ctx, email, &id));
    if (id == 0)
        return ERR_NOT_FOUND;
    return resource_get(ctx, &user_resource, 0, id, out);
}

enum err user_any(struct ctx *ctx, bool *out)
{
    return user_store_any(ctx, out);
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

void user_check_password(struct ctx *ctx, struct str typed, const char *field)
{
    if (typed.len == 0)
        problem_add(ctx, str_from(field), "required", "A password is needed.");
    else if (!text_valid(typed))
        problem_add(ctx, str_from(field), "invalid", "The password is not readable text.");
    else if (text_length(typed) < PASSWORD_LEAST)
        problem_add(ctx, str_from(field), "too_short", "A password has at least %d characters.", PASSWORD_LEAST);
    else if (typed.len > PASSWORD_MOST_BYTES)
        problem_add(ctx, str_from(field), "too_long", "A password has at most %d bytes.", PASSWORD_MOST_BYTES);
}

static enum err check_email(struct ctx *ctx, const struct user *user)
{
    id64 other;

    if (user->email.len == 0)
        return ERR_OK;
    TRY(user_store_by_email(ctx, user->email, &other));
    if (other != 0 && other != user->id)
        problem_taken(ctx, STR("email"), id_text(ctx->arena, "usr", other), "Somebody of the team has this address.");
    return ERR_OK;
}

/* One entry of "roles"; problems name its place. ERR_FORBIDDEN when somebody tries to make an owner without being one. */
static enum err read_role(struct ctx *ctx, const struct user_roles *reach, const json_t *entry, int place,
                          struct user_roles *out)
{
    struct str field = arena_printf(ctx->arena, "roles[%d]", place);
    id64 location_id = id_parse("loc", json_text(json_object_get(entry, "location_id")));
    enum role role = role_parse(json_text(json_object_get(entry, "role")));

    if (!json_is_object(entry) || json_object_size(entry) != 2) {
        problem_add(ctx, field, "invalid", "A role is an object with location_id and role.");
        return ERR_OK;
    }
    if (role == ROLE_NONE)
        problem_add(ctx, arena_printf(ctx->arena, "%.*s.role", STR_PRINT(field)), "invalid",
                    "Choose owner, manager, staff, desk or viewer.");
    else if (role == ROLE_OWNER && !reach->owner)
        return fail(ctx, ERR_FORBIDDEN, "Only an owner makes an owner.");
    for (int i = 0; i < out->count; i++)
        if (out->items[i].location_id == location_id)
            problem_add(ctx, field, "invalid", "There is one role for each location.");
    if (reach->owner) {
        struct location location;
        enum err err = location_id ? location_get(ctx, location_id, &location) : ERR_NOT_FOUND;

        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        if (err == ERR_NOT_FOUND)
            location_id = 0;
    }
    if (location_id == 0 || !may(reach, location_id, PERM_USER_WRITE))
        problem_add(ctx, arena_printf(ctx->arena, "%.*s.location_id", STR_PRINT(field)), "unknown",
                    "There is no such location.");
    out->items[out->count++] = (struct user_role){ location_id, role };
    out->owner = out->owner || role == ROLE_OWNER;
    return ERR_OK;
}

static enum err read_roles(struct ctx *ctx, const struct user_roles *reach, struct str json, struct user_roles *out)
{
    json_t *list = NULL;

    *out = (struct user_roles){ .items = ARENA_ARRAY(ctx->arena, struct user_role, USER_ROLES_MOST) };
    if (json.len)
        TRY(json_read(ctx, json, &list));
    if (!json_is_array(list) || json_array_size(list) > USER_ROLES_MOST) {
        problem_add(ctx, STR("roles"), list ? "invalid" : "required", "Give a list of roles, one for each location.");
        return ERR_OK;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        TRY(read_role(ctx, reach, json_array_get(list, i), (int)i, out));
    return ERR_OK;
}

static enum err check_owner_stays(struct ctx *ctx)
{
    int64_t owners;

    TRY(user_store_owner_count(ctx, &owners));
    if (owners == 0)
        return fail(ctx, ERR_CONFLICT, "This is the last owner; make somebody else owner first.");
    return ERR_OK;
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

static enum err save_roles(struct ctx *ctx, const struct user_roles *reach, id64 user_id,
                           const struct user_roles *wanted)
{
    struct user_roles present;

    TRY(user_store_roles(ctx, user_id, &present));
    for (int i = 0; i < present.count; i++) {
        id64 location_id = present.items[i].location_id;
        bool stays = !may(reach, location_id, PERM_USER_WRITE);

        for (int j = 0; j < wanted->count && !stays; j++)
            stays = wanted->items[j].location_id == location_id;
        if (!stays)
            TRY(user_store_role_remove(ctx, user_id, location_id));
    }
    for (int i = 0; i < wanted->count; i++)
        TRY(user_store_role_set(ctx, user_id, wanted->items[i].location_id, role_name(wanted->items[i].role)));
    return ERR_OK;
}

static enum err insert(struct ctx *ctx, struct user *user)
{
    user->id = ctx_new_id(ctx);
    user->created_ms = user->updated_ms = ctx->now_ms;
    user->edit = 1;
    return resource_insert(ctx, &user_resource, user);
}

enum err user_create(struct ctx *ctx, struct user *user)
{
    struct user_roles reach, wanted;

    TRY(user_store_lock_team(ctx));
    TRY(reach_of_actor(ctx, &reach));
    TRY(check_email(ctx, user));
    TRY(read_roles(ctx, &reach, user->roles, &wanted));
    if (wanted.count == 0 && ctx->problem_count == 0)
        problem_add(ctx, STR("roles"), "required", "Give a role in at least one location.");
    TRY(problems_err(ctx));
    TRY(insert(ctx, user));
    TRY(save_roles(ctx, &reach, user->id, &wanted));
    TRY(load(ctx, &reach, user->id, user));
    return audit_record(ctx, "user.created", user->id);
}

enum err user_create_owner(struct ctx *ctx, struct user *user, id64 location_id)
{
    TRY(user_store_team_begin(ctx));
    TRY(user_store_lock_team(ctx));
    TRY(insert(ctx, user));
    TRY(user_store_role_set(ctx, user->id, location_id, role_name(ROLE_OWNER)));
    return audit_record(ctx, "user.created", user->id);
}

/* What somebody who is no owner may change about somebody: about themselves name, address and password; about whoever
 * works only where they manage, all but the password; of others, the roles where they manage. */
static enum err check_may_update(struct ctx *ctx, const struct user_roles *reach, const struct user *before,
                                 const struct user *after, bool roles_given)
{
    bool self = is_self(ctx, before->id), manages_all = true, manages_some = false;
    bool profile = !str_equal(before->name, after->name) || !str_equal(before->email, after->email);
    bool standing = !str_equal(before->last_day, after->last_day) || before->disabled != after->disabled;
    bool password = !str_equal(before->password, after->password);
    struct user_roles roles;

    if (reach->owner)
        return ERR_OK;
    TRY(user_store_roles(ctx, before->id, &roles));
    for (int i = 0; i < roles.count; i++) {
        bool here = may(reach, roles.items[i].location_id, PERM_USER_WRITE);

        manages_all = manages_all && here;
        manages_some = manages_some || here;
    }
    manages_all = manages_all && manages_some;
    if (roles.owner && !self)
        return fail(ctx, ERR_FORBIDDEN, "Only an owner changes an owner.");
    if (password && !self)
        return fail(ctx, ERR_FORBIDDEN, "Only an owner sets somebody else's password.");
    if ((profile && !self && !manages_all) || (standing && !manages_all))
        return fail(ctx, ERR_FORBIDDEN,
                    manages_some ? "This person works in other locations too; an owner may do that."
                                 : "You may not change this person.");
    if (roles_given && !manages_some)
        return fail(ctx, ERR_FORBIDDEN, "You may not change the roles of this person.");
    return ERR_OK;
}

static struct str roles_change(struct ctx *ctx, struct str before, struct str after)
{
    if (str_equal(before, after))
        return STR_EMPTY;
    return arena_printf(ctx->arena, "[{\"field\":\"roles\",\"old\":%.*s,\"new\":%.*s}]", STR_PRINT(before),
                        STR_PRINT(after));
}

enum err user_update(struct ctx *ctx, const struct user *before, struct user *after, bool roles_given)
{
    bool new_password = !str_equal(before->password, after->password);
    struct str changes = resource_changes(ctx, &user_resource, before, after);
    struct user_roles reach, wanted;

    TRY(user_store_lock_team(ctx));
    TRY(reach_of_actor(ctx, &reach));
    TRY(check_may_update(ctx, &reach, before, after, roles_given));
    TRY(check_email(ctx, after));
    if (roles_given)
        TRY(read_roles(ctx, &reach, after->roles, &wanted));
    TRY(problems_err(ctx));
    if (changes.len == 0 && !new_password && !roles_given)
        return ERR_OK;
    after->edit = before->edit + 1;
    after->updated_ms = ctx->now_ms;
    TRY(resource_update(ctx, &user_resource, after));
    if (roles_given)
        TRY(save_roles(ctx, &reach, after->id, &wanted));
    TRY(check_owner_stays(ctx));
    if (new_password || after->disabled)
        TRY(user_store_end_sessions(ctx, after->id, ctx->actor.session_id));
    TRY(load(ctx, &reach, after->id, after));
    if (new_password)
        TRY(audit_record(ctx, "user.password_changed", after->id));
    TRY(audit_changes(ctx, "user.updated", after->id, changes));
    return audit_changes(ctx, "user.roles_changed", after->id, roles_change(ctx, before->roles, after->roles));
}

enum err user_delete(struct ctx *ctx, id64 id)
{
    struct user_roles reach, roles;
    struct user user;

    TRY(user_store_lock_team(ctx));
    TRY(reach_of_actor(ctx, &reach));
    TRY(load(ctx, &reach, id, &user));
    TRY(user_store_roles(ctx, id, &roles));
    if (roles.owner && !reach.owner)
        return fail(ctx, ERR_FORBIDDEN, "Only an owner removes an owner.");
    for (int i = 0; i < roles.count; i++)
        if (!may(&reach, roles.items[i].location_id, PERM_USER_WRITE))
            return fail(ctx, ERR_FORBIDDEN,
                        "This person works in other locations too; take away the role here instead.");
    if (!reach.owner && roles.count == 0)
        return fail(ctx, ERR_FORBIDDEN, "You may not remove this person.");
    TRY(user_store_delete(ctx, id));
    TRY(check_owner_stays(ctx));
    return audit_record(ctx, "user.deleted", id);
}

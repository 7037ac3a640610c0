#include "features/user/user_store.h"

/* clang-format off */
STATEMENT by_email = SQL("SELECT id FROM staff WHERE email = $1");
STATEMENT any = SQL("SELECT id FROM staff LIMIT 1");
STATEMENT ids_by_name = SQL("SELECT id FROM staff ORDER BY name, id");
STATEMENT remove_staff = SQL("DELETE FROM staff WHERE id = $1");

STATEMENT roles_of = SQL("SELECT location_id, role FROM staff_role WHERE staff_id = $1 ORDER BY location_id");
STATEMENT role_set = SQL(
    "INSERT INTO staff_role (staff_id, location_id, role) VALUES ($1, $2, $3)"
    " ON CONFLICT (staff_id, location_id) DO UPDATE SET role = excluded.role");
STATEMENT role_remove = SQL("DELETE FROM staff_role WHERE staff_id = $1 AND location_id = $2");

STATEMENT team_begin = SQL("INSERT INTO installation (name, value) VALUES ('team', '') ON CONFLICT (name) DO NOTHING");
STATEMENT team_lock = SQL("UPDATE installation SET value = value WHERE name = 'team'");
STATEMENT owner_count = SQL(
    "SELECT count(DISTINCT s.id) FROM staff s JOIN staff_role r ON r.staff_id = s.id"
    " WHERE r.role = 'owner' AND s.disabled = 0 AND s.last_day = ''");

STATEMENT end_sessions = SQL("DELETE FROM session WHERE staff_id = $1 AND id <> $2");
/* clang-format on */

enum err user_store_by_email(struct ctx *ctx, struct str email, id64 *out)
{
    return store_int(ctx, &by_email, ARGS(TEXT(email)), 0, out);
}

enum err user_store_any(struct ctx *ctx, bool *out)
{
    int64_t id;

    TRY(store_int(ctx, &any, (struct args){ 0 }, 0, &id));
    *out = id != 0;
    return ERR_OK;
}

enum err user_store_ids(struct ctx *ctx, struct id_set *found)
{
    return store_ids(ctx, &ids_by_name, (struct args){ 0 }, found);
}

enum err user_store_delete(struct ctx *ctx, id64 id)
{
    int64_t gone;

    TRY(store_exec(ctx, &remove_staff, ARGS(INT(id)), &gone));
    return gone ? ERR_OK : ERR_NOT_FOUND;
}

enum err user_store_roles(struct ctx *ctx, id64 user_id, struct user_roles *out)
{
    struct rows rows;

    *out = (struct user_roles){ .items = ARENA_ARRAY(ctx->arena, struct user_role, USER_ROLES_MOST) };
    store_query(ctx, &roles_of, ARGS(INT(user_id)), &rows);
    while (rows_next(&rows) && out->count < USER_ROLES_MOST) {
        struct user_role role = { .location_id = row_int(&rows, 0), .role = role_parse(row_view(&rows, 1)) };

        out->items[out->count++] = role;
        if (role.role == ROLE_OWNER)
            out->owner = true;
    }
    return rows_end(&rows);
}

enum err user_store_role_set(struct ctx *ctx, id64 user_id, id64 location_id, const char *role)
{
    return store_exec(ctx, &role_set, ARGS(INT(user_id), INT(location_id), TEXT(str_from(role))), NULL);
}

enum err user_store_role_remove(struct ctx *ctx, id64 user_id, id64 location_id)
{
    return store_exec(ctx, &role_remove, ARGS(INT(user_id), INT(location_id)), NULL);
}

enum err user_store_team_begin(struct ctx *ctx)
{
    return store_exec(ctx, &team_begin, (struct args){ 0 }, NULL);
}

enum err user_store_lock_team(struct ctx *ctx)
{
    return store_exec(ctx, &team_lock, (struct args){ 0 }, NULL);
}

enum err user_store_owner_count(struct ctx *ctx, int64_t *out)
{
    return store_int(ctx, &owner_count, (struct args){ 0 }, 0, out);
}

enum err user_store_end_sessions(struct ctx *ctx, id64 user_id, id64 keep_session_id)
{
    return store_exec(ctx, &end_sessions, ARGS(INT(user_id), INT(keep_session_id)), NULL);
}

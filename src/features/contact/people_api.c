/*
 * Finding one person exactly: what the desk may do.
 */
#include "api/api.h"
#include "base/email.h"
#include "base/phone.h"
#include "features/contact/contact.h"
#include "features/hooks.h"
#include "features/user/permission.h"

struct found {
    struct person_ref *items;
    int count;
};

static enum err find_by_email(struct ctx *ctx, struct str typed, struct found *out)
{
    struct str address;
    const char *why;

    if (!email_normal(ctx->arena, typed, &address, &why))
        return fail(ctx, ERR_BAD_REQUEST, "%s", why);
    return person_find_email(ctx, address, &out->items, &out->count);
}

static enum err find_by_phone(struct ctx *ctx, struct str typed, struct found *out)
{
    struct phone_number number;

    phone_parse(ctx->arena, typed, ctx->country, &number);
    if (number.e164.len == 0)
        return fail(ctx, ERR_BAD_REQUEST, "This is not a full phone number.");
    return person_find_phone(ctx, number.e164, &out->items, &out->count);
}

static enum err find_by_code(struct ctx *ctx, struct str code, struct found *out)
{
    id64 id = 0;

    TRY(hook_person_by_code(ctx, code, &id));
    if (id == 0)
        return ERR_OK;
    out->items = ARENA_NEW(ctx->arena, struct person_ref);
    out->items[0].id = id;
    out->count = 1;
    return person_kind_of(ctx, id, &out->items[0].kind);
}

/* Exactly one question. */
static enum err find(struct ctx *ctx, const struct request *req, struct found *out)
{
    static const char *const names[] = { "email", "phone", "code", NULL };
    struct str email, phone, code;

    TRY(request_query_only(ctx, req, names));
    email = request_query_value(ctx, req, "email");
    phone = request_query_value(ctx, req, "phone");
    code = request_query_value(ctx, req, "code");
    if ((email.len > 0) + (phone.len > 0) + (code.len > 0) != 1)
        return fail(ctx, ERR_BAD_REQUEST, "Ask by one of email, phone and code.");
    if (email.len > 0)
        return find_by_email(ctx, email, out);
    if (phone.len > 0)
        return find_by_phone(ctx, phone, out);
    return find_by_code(ctx, code, out);
}

static enum err put_person(struct ctx *ctx, struct json_writer *w, const struct person_ref *ref)
{
    struct customer customer;
    struct contact contact;

    put_object(w);
    put_key(w, "kind");
    put_string(w, str_from(person_kind_name(ref->kind)));
    if (ref->kind == PERSON_CUSTOMER) {
        TRY(customer_get(ctx, ref->id, &customer));
        resource_put_members(w, ctx, &customer_resource, &customer);
    } else {
        TRY(contact_get(ctx, ref->id, &contact));
        resource_put_members(w, ctx, &contact_resource, &contact);
    }
    put_object_end(w);
    return ERR_OK;
}

static enum err people_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct found found = { 0 };
    struct json_writer w;

    TRY(find(ctx, req, &found));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < found.count; i++)
        TRY(put_person(ctx, &w, &found.items[i]));
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, found.count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static const struct query_param people_query[] = {
    { "email", "string", "Exactly this e-mail address" },
    { "phone", "string", "Exactly this number, now or before, however it is written" },
    { "code", "string", "The confirmation code of a booking, or its part before the first hyphen" },
    { NULL, NULL, NULL },
};

#define PEOPLE_SCHEMA                                                                                     \
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"total\":{\"type\":\"integer\"}," \
    "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"kind\",\"id\",\"name\"],"    \
    "\"description\":\"A customer or a contact, as kind says\"}}}}"

/* clang-format off */
extern const struct route people_routes[];
extern const int people_route_count;

const struct route people_routes[] = {
    { GET, "/people", PERM_PERSON_FIND, SLOW, people_index, "Find one person by exact e-mail, phone or code",
      .query = people_query, .gives_json = PEOPLE_SCHEMA },
};
/* clang-format on */

const int people_route_count = (int)(sizeof(people_routes) / sizeof(people_routes[0]));

/* The schemas say the same as the checks: what is answered and what is taken fits them, what is refused does not. */
#include "check.h"
#include "model_fixture.h"

#include <string.h>

/* ---- the few words of JSON Schema that are written --------------------------------------------------------- */

static bool fits(const json_t *schema, const json_t *value);

static bool is_type(const char *type, const json_t *value)
{
    return (strcmp(type, "null") == 0 && json_is_null(value)) ||
           (strcmp(type, "string") == 0 && json_is_string(value)) ||
           (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
           (strcmp(type, "array") == 0 && json_is_array(value)) ||
           (strcmp(type, "object") == 0 && json_is_object(value));
}

static bool fits_type(const json_t *type, const json_t *value)
{
    if (!type || json_is_string(type))
        return !type || is_type(json_string_value(type), value);
    for (size_t i = 0; i < json_array_size(type); i++)
        if (is_type(json_string_value(json_array_get(type, i)), value))
            return true;
    return false;
}

static bool fits_any(const json_t *choices, const json_t *value, bool equal)
{
    for (size_t i = 0; i < json_array_size(choices); i++)
        if (equal ? json_equal(json_array_get(choices, i), value) : fits(json_array_get(choices, i), value))
            return true;
    return choices == NULL;
}

static bool fits_members(const json_t *schema, const json_t *value)
{
    const json_t *properties = json_object_get(schema, "properties"), *required = json_object_get(schema, "required");
    json_t *object = (json_t *)(uintptr_t)value;

    for (size_t i = 0; i < json_array_size(required); i++)
        if (!json_object_get(value, json_string_value(json_array_get(required, i))))
            return false;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const json_t *property = json_object_get(properties, json_object_iter_key(at));

        if (property ? !fits(property, json_object_iter_value(at))
                     : json_is_false(json_object_get(schema, "additionalProperties")))
            return false;
    }
    return true;
}

static bool fits_limits(const json_t *schema, const json_t *value)
{
    const json_t *longest = json_object_get(schema, "maxLength"), *most = json_object_get(schema, "maxItems");
    const json_t *least = json_object_get(schema, "minimum"), *highest = json_object_get(schema, "maximum");

    return !(longest && json_is_string(value) && json_string_length(value) > (size_t)json_integer_value(longest)) &&
           !(most && json_is_array(value) && json_array_size(value) > (size_t)json_integer_value(most)) &&
           !(least && json_is_integer(value) && json_integer_value(value) < json_integer_value(least)) &&
           !(highest && json_is_integer(value) && json_integer_value(value) > json_integer_value(highest));
}

static bool fits(const json_t *schema, const json_t *value)
{
    if (!fits_type(json_object_get(schema, "type"), value) || !fits_limits(schema, value) ||
        !fits_any(json_object_get(schema, "enum"), value, true) ||
        !fits_any(json_object_get(schema, "anyOf"), value, false))
        return false;
    for (size_t i = 0; json_object_get(schema, "items") && i < json_array_size(value); i++)
        if (!fits(json_object_get(schema, "items"), json_array_get(value, i)))
            return false;
    return fits_members(schema, value);
}

/* ---- the schemas ------------------------------------------------------------------------------------------- */

static json_t *schema_of(struct ctx *ctx, enum schema_kind kind)
{
    struct json_writer w;
    struct buf buf;
    json_t *tree = NULL;

    buf_init(&buf, ctx->arena, 4096);
    put_begin(&w, &buf);
    resource_schema(&w, &thing_resource, kind);
    if (json_read(ctx, buf_str(&buf), &tree) != ERR_OK)
        fail_msg("%s", buf.ptr);
    return tree;
}

static const char *const bodies[] = {
    "{'name': 'a'}",
    "{'name': 'a', 'rank': 7, 'open': false, 'at': '2026-05-01', 'kind': null, 'address': {'zip': '1'}}",
    "{'name': 'a', 'emails': ['a@b.co', {'address': 'c@b.co', 'shared': true}], 'phones': ['1', {'raw': '2'}]}",
    "{'name': 'a', 'total': 5, 'tip': {'amount': 5, 'currency': 'EUR'}, 'tags': [], 'extra': {'b': [1]}}",
    "{'name': 'a', 'password': 'long enough', 'external_ids': [{'source': 'a', 'id': 'b'}]}",
    "{'name': 'a', 'note': null, 'tags': null, 'address': null, 'owner_id': 'own_000000000000A'}",
};

static const char *const refused[] = {
    "{'name': 5}",
    "{'name': null}",
    "{'name': '123456789012345678901'}",
    "{'name': 'a', 'id': 'thi_000000000000A'}",
    "{'name': 'a', 'edit': 1}",
    "{'name': 'a', 'colour': 1}",
    "{'name': 'a', 'rank': 1001}",
    "{'name': 'a', 'kind': 'car'}",
    "{'name': 'a', 'address': {'planet': 'Mars'}}",
    "{'name': 'a', 'emails': [{'adress': 'a'}]}",
    "{'name': 'a', 'external_ids': [{'source': 'a'}]}",
    "{'name': 'a', 'total': {'currency': 'EUR'}}",
    "{'name': 'a', 'tags': ['a', 'b', 'c', 'd', 'e']}",
    "{'name': 'a', 'extra': []}",
};

static void test_requests(void **state)
{
    json_t *create, *patch;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    create = schema_of(&ctx, SCHEMA_CREATE);
    patch = schema_of(&ctx, SCHEMA_PATCH);
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct thing thing = { 0 };

        check_true(bodies[i], fits(create, thing_json(&ctx, bodies[i])));
        check_true(bodies[i], fits(patch, thing_json(&ctx, bodies[i])));
        thing_read(&ctx, bodies[i], READ_PATCH, NULL, &thing, NULL);
        check_str(bodies[i], problems_text(*state, ctx.problems), STR_EMPTY);
    }
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct thing thing = { 0 };

        check_true(refused[i], !fits(create, thing_json(&ctx, refused[i])));
        check_true(refused[i], !fits(patch, thing_json(&ctx, refused[i])));
        ctx_forgive(&ctx);
        thing_read(&ctx, refused[i], READ_PATCH, NULL, &thing, NULL);
        check_true(refused[i], ctx.problem_count > 0);
    }
    check_true("required at creation", !fits(create, thing_json(&ctx, "{}")));
    check_true("not in a patch", fits(patch, thing_json(&ctx, "{}")));
    check_true("set at creation",
               fits(create, thing_json(&ctx, "{'name': 'a', 'created_at': '2026-05-01T00:00:00Z'}")));
    check_true("only", !fits(patch, thing_json(&ctx, "{'created_at': '2026-05-01T00:00:00Z'}")));
}

static void test_answers(void **state)
{
    json_t *answer, *shown, *properties;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    ctx.permissions = SEE_SECRET;
    answer = schema_of(&ctx, SCHEMA_ANSWER);
    properties = json_object_get(answer, "properties");
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct thing thing = { .id = 5, .kind = STR("boat"), .tip_minor = 9 };

        thing_read(&ctx, bodies[i], READ_CREATE, NULL, &thing, NULL);
        shown = thing_json(&ctx, thing_text(&ctx, &thing).ptr);
        check_true(bodies[i], fits(answer, shown));
        for (void *at = json_object_iter(shown); at; at = json_object_iter_next(shown, at))
            check_true(json_object_iter_key(at), json_object_get(properties, json_object_iter_key(at)) != NULL);
        check_int(bodies[i], (int64_t)json_object_size(shown), (int64_t)json_object_size(properties));
        json_object_del(shown, "name");
        check_true("all of it", !fits(answer, shown));
    }
    check_true("may be left out", !strstr(json_dump_text(*state, json_object_get(answer, "required")).ptr, "secret"));
}

/* ---- the parameters of a list ------------------------------------------------------------------------------ */

static void test_parameters(void **state)
{
    static const char *const wanted[] = {
        "page",     "cursor",  "limit", "sort",      "q",        "size",     "archived", "rank",
        "rank_min", "at_from", "at_to", "total_max", "day_from", "owner_id", "city",
    };
    struct json_writer w;
    struct buf buf;
    json_t *tree = NULL;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    buf_init(&buf, *state, 4096);
    put_begin(&w, &buf);
    put_array(&w);
    list_put_parameters(&w, &thing_list);
    put_array_end(&w);
    check_int("JSON", json_read(&ctx, buf_str(&buf), &tree), ERR_OK);
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        bool found = false;

        for (size_t j = 0; j < json_array_size(tree); j++) {
            const json_t *parameter = json_array_get(tree, j);

            check_str("in", json_text(json_object_get(parameter, "in")), STR("query"));
            check_true("schema", json_is_object(json_object_get(parameter, "schema")));
            found |= str_equal(json_text(json_object_get(parameter, "name")), str_from(wanted[i]));
        }
        check_true(wanted[i], found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(test_requests),
        arena_test(test_answers),
        arena_test(test_parameters),
    };

    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}

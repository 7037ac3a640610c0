/* The field table at work: JSON in and out, the checks, plain SQL, snapshots. */
#include "check.h"
#include "model_fixture.h"

#include <string.h>

/* ---- what is refused --------------------------------------------------------------------------------------- */

/* `body` with ' for "; `problems` as "field code; …". */
struct refusal {
    enum read_mode mode;
    const char *body;
    const char *problems;
};

static const struct refusal refusals[] = {
    { READ_CREATE, "{'name': 'a'}", "" },
    { READ_CREATE, "{}", "name required" },
    { READ_CREATE, "{'name': null}", "name required" },
    { READ_CREATE, "{'name': '  '}", "name required" },
    { READ_CREATE, "{'name': 5}", "name wrong_type" },
    { READ_CREATE, "{'name': '123456789012345678901'}", "name too_long" },
    { READ_CREATE, "{'name': '  12345678901234567890  '}", "" },
    { READ_CREATE,
      "{'name': '\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9'}",
      "" },
    { READ_PATCH, "{}", "" },
    { READ_PATCH, "{'name': null}", "name required" },
    { READ_PATCH, "{'name': ''}", "name required" },
    { READ_PATCH, "{'nme': 'a', 'other': 1}", "nme unknown; other unknown" },
    { READ_PATCH, "{'id': 'x', 'archived_at': null, 'sums': {}}",
      "id read_only; archived_at read_only; sums read_only" },
    { READ_PATCH, "{'edit': 1, 'location_id': null, 'currency': 'EUR'}",
      "edit unknown; location_id unknown; currency unknown" },
    { READ_PATCH, "{'created_at': '2026-01-01T00:00:00Z'}", "created_at read_only" },
    { READ_CREATE, "{'name': 'a', 'created_at': '2026-01-01T00:00:00Z'}", "" },
    { READ_PATCH, "{'rank': -6}", "rank out_of_range" },
    { READ_PATCH, "{'rank': 1001}", "rank out_of_range" },
    { READ_PATCH, "{'rank': 1.5}", "rank wrong_type" },
    { READ_PATCH, "{'rank': '7'}", "rank wrong_type" },
    { READ_PATCH, "{'rank': 99999999999999999}", "rank out_of_range" },
    { READ_PATCH, "{'open': 1}", "open wrong_type" },
    { READ_PATCH, "{'at': '2026-05-01T10:00'}", "" },
    { READ_PATCH, "{'at': '2026-05-01T10:00:00+02:00'}", "" },
    { READ_PATCH, "{'at': 'tomorrow'}", "at invalid" },
    { READ_PATCH, "{'at': 5}", "at wrong_type" },
    { READ_PATCH, "{'at': '1970-01-01T00:00:00Z'}", "at out_of_range" },
    { READ_PATCH, "{'day': '1899-12-31'}", "day out_of_range" },
    { READ_PATCH, "{'day': '1900-01-01'}", "" },
    { READ_PATCH, "{'day': '2026-05-01'}", "" },
    { READ_PATCH, "{'day': '2026-05-02'}", "day out_of_range" },
    { READ_PATCH, "{'day': '2025-02-29'}", "day invalid" },
    { READ_PATCH, "{'kind': 'Boat'}", "kind not_a_choice" },
    { READ_PATCH, "{'email': 'nobody'}", "email invalid" },
    { READ_PATCH, "{'emails': 'a@b.co'}", "emails wrong_type" },
    { READ_PATCH, "{'emails': ['a@b.co', 'x', 5, {'address': ''}, {'adress': 'a@b.co'}]}",
      "emails[1] invalid; emails[2] wrong_type; emails[3] required; emails[4].adress unknown" },
    { READ_PATCH, "{'emails': ['a@b.co', 'b@b.co', 'c@b.co', 'd@b.co']}", "emails too_many" },
    { READ_PATCH, "{'emails': ['a@b.co', 'A@B.co', ' a@b.co', 'c@b.co', 'd@b.co']}", "" },
    { READ_PATCH, "{'emails': [{'address': 'a@b.co', 'verified': 1}]}", "emails[0].verified wrong_type" },
    { READ_PATCH, "{'phones': ['', {'raw': null}, {'number': 7}, {'number': '1', 'country': 'ZZ'}, true]}",
      "phones[0] required; phones[1] required; phones[2].number wrong_type; phones[3].country invalid; "
      "phones[4] wrong_type" },
    { READ_PATCH, "{'tags': ['ok', '123456', '', 3]}", "tags[1] too_long; tags[2] required; tags[3] wrong_type" },
    { READ_PATCH,
      "{'external_ids': [{'source': 'x'}, {'id': 'y', 'source': ''}, 'z', {'source': 'a', 'id': 'b', 'c': 1}]}",
      "external_ids[0].id required; external_ids[1].source required; external_ids[2] wrong_type; "
      "external_ids[3].c unknown" },
    { READ_PATCH, "{'address': {'zip': '123456789012345678901', 'planet': 'Mars', 'country': 'Spain'}}",
      "address.planet unknown; address.country invalid; address.zip too_long" },
    { READ_PATCH, "{'address': 'here'}", "address wrong_type" },
    { READ_PATCH, "{'language': 'spanish!'}", "language invalid" },
    { READ_PATCH, "{'language': 'es_ES'}", "language invalid" },
    { READ_PATCH, "{'time_zone': 'Mars/Olympus'}", "time_zone invalid" },
    { READ_PATCH, "{'colour': 'red'}", "colour invalid" },
    { READ_PATCH, "{'extra': [1]}", "extra wrong_type" },
    { READ_PATCH, "{'extra': {'long': '123456789012345678901234567890'}}", "extra too_long" },
    { READ_PATCH, "{'owner_id': 'cus_000000000000A'}", "owner_id invalid" },
    { READ_PATCH, "{'password': 'short'}", "password too_short" },
    { READ_PATCH, "{'total': '5'}", "total wrong_type" },
    { READ_PATCH, "{'total': {'amount': 5.5}}", "total.amount wrong_type" },
    { READ_PATCH, "{'total': {'currency': 'EUR'}}", "total.amount wrong_type" },
    { READ_PATCH, "{'total': {'amount': 5, 'currency': 'ECU'}}", "total.currency invalid" },
    { READ_PATCH, "{'total': {'amount': 5, 'tax': 1}}", "total.tax unknown" },
    { READ_PATCH, "{'total': 10000000000001}", "total out_of_range" },
    { READ_PATCH, "{'tip': -1}", "tip out_of_range" },
    { READ_PATCH, "{'total': {'amount': 5, 'currency': 'USD'}, 'tip': {'amount': 1, 'currency': 'EUR'}}",
      "tip invalid" },
    { READ_PATCH, "{'total': {'amount': 5, 'currency': 'USD'}, 'tip': 1}", "" },
};

static void test_refusals(void **state)
{
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        struct thing thing = { .name = STR("before") };
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        if (refusals[i].mode == READ_CREATE)
            thing.name = STR_EMPTY;
        thing_read(&ctx, refusals[i].body, refusals[i].mode, NULL, &thing, NULL);
        check_str(refusals[i].body, problems_text(*state, ctx.problems), str_from(refusals[i].problems));
        for (const struct problem *problem = ctx.problems; problem; problem = problem->next)
            check_true(refusals[i].body, problem->detail.len > 0);
    }
}

static void test_no_object(void **state)
{
    static const char *const bodies[] = { "[]", "null", "'x'", "7", "true" };

    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct thing thing = { 0 };
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        check_int(bodies[i],
                  resource_read(&ctx, &thing_resource, thing_json(&ctx, bodies[i]), READ_CREATE, NULL, &thing, NULL),
                  ERR_INVALID);
    }
}

/* ---- what is understood ------------------------------------------------------------------------------------ */

/* What `member` of the answer is after reading `body`. */
struct meaning {
    const char *body;
    const char *member;
    const char *shown;
};

static const struct meaning meanings[] = {
    { "{'name': '  Ana \\t\\n Ruiz '}", "name", "'Ana Ruiz'" },
    { "{'note': ' a\\r\\nb  '}", "note", "'a\\nb'" },
    { "{'note': ''}", "note", "null" },
    { "{'rank': 0}", "rank", "0" },
    { "{'open': true}", "open", "true" },
    { "{'at': '2026-05-01T10:00'}", "at", "'2026-05-01T08:00:00.000Z'" },
    { "{'at': '2026-05-01T10:00:00.5-01:00'}", "at", "'2026-05-01T11:00:00.500Z'" },
    { "{'at': ''}", "at", "null" },
    { "{'day': ' 1988-02-11 '}", "day", "'1988-02-11'" },
    { "{'day': ''}", "day", "null" },
    { "{'total': 12450}", "total", "{'amount': 12450, 'currency': 'EUR'}" },
    { "{'total': {'amount': -5, 'currency': 'USD'}}", "total", "{'amount': -5, 'currency': 'USD'}" },
    { "{'total': {'amount': 7, 'currency': null}}", "total", "{'amount': 7, 'currency': 'EUR'}" },
    { "{'total': {'amount': 5, 'currency': 'USD'}, 'tip': 1}", "tip", "{'amount': 1, 'currency': 'USD'}" },
    { "{'kind': 'bike'}", "kind", "'bike'" },
    { "{'kind': ''}", "kind", "null" },
    { "{'email': ' ANA@Example.COM '}", "email", "'ana@example.com'" },
    { "{'emails': ['B@b.co', {'address': 'a@b.co', 'verified': true, 'shared': true}, 'b@B.co']}", "emails",
      "[{'address': 'b@b.co', 'verified': false}, {'address': 'a@b.co', 'verified': true, 'shared': true}]" },
    { "{'phones': ['600 123 456']}", "phones",
      "[{'number': '+34600123456', 'display': '+34 600 12 34 56', 'country': 'ES', 'raw': '600 123 456'}]" },
    { "{'phones': ['600 123 456', '+34600123456', '00 34 600123456']}", "phones",
      "[{'number': '+34600123456', 'display': '+34 600 12 34 56', 'country': 'ES', 'raw': '600 123 456'}]" },
    { "{'phones': ['(212) 555-2368'], 'address': {'country': 'us'}}", "phones",
      "[{'number': '+12125552368', 'display': '+1 212-555-2368', 'country': 'US', 'raw': '(212) 555-2368'}]" },
    { "{'phones': [{'raw': '(212) 555-2368', 'country': 'US', 'shared': true}]}", "phones",
      "[{'number': '+12125552368', 'display': '+1 212-555-2368', 'country': 'US', 'raw': '(212) 555-2368', "
      "'shared': true}]" },
    { "{'phones': ['ask at the desk']}", "phones",
      "[{'number': null, 'display': 'ask at the desk', 'country': null, 'raw': 'ask at the desk'}]" },
    { "{'phones': [{'number': '+34600123456', 'raw': '+1 212 555 2368', 'country': 'US', 'display': 'x'}]}", "phones",
      "[{'number': '+34600123456', 'display': '+34 600 12 34 56', 'country': 'ES', 'raw': '+34600123456'}]" },
    { "{'tags': [' VIP ', 'a  b', 'VIP']}", "tags", "['VIP', 'a b']" },
    { "{'external_ids': [{'source': 'fh', 'id': '881'}, {'source': 'fh', 'id': ' 881'}]}", "external_ids",
      "[{'source': 'fh', 'id': '881'}]" },
    { "{'address': {'country': 'es', 'city': 'C\xC3\xA1"
      "diz'}}",
      "address",
      "{'city': 'C\xC3\xA1"
      "diz', 'zip': null, 'country': 'ES'}" },
    { "{'language': 'ES-es'}", "language", "'es-ES'" },
    { "{'time_zone': 'Europe/Madrid'}", "time_zone", "'Europe/Madrid'" },
    { "{'colour': '#C2410C'}", "colour", "'#c2410c'" },
    { "{'extra': {'boat': 'Nr 4', 'n': [1, 2.5, null]}}", "extra", "{'boat': 'Nr 4', 'n': [1, 2.5, null]}" },
    { "{}", "extra", "{}" },
    { "{}", "tags", "[]" },
    { "{}", "owner_id", "null" },
    { "{'owner_id': 'own_000000000000A'}", "owner_id", "'own_000000000000A'" },
    { "{'password': 'long enough'}", "sums", "{'doubled': 0}" },
};

static void test_meanings(void **state)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        struct thing thing = { .name = STR("before") };
        const json_t *answer;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        thing_read(&ctx, meanings[i].body, READ_PATCH, NULL, &thing, NULL);
        check_str(meanings[i].body, problems_text(*state, ctx.problems), STR_EMPTY);
        answer = thing_json(&ctx, thing_text(&ctx, &thing).ptr);
        check_str(meanings[i].body, json_dump_text(*state, json_object_get(answer, meanings[i].member)),
                  json_dump_text(*state, thing_json(&ctx, meanings[i].shown)));
        check_true(meanings[i].body, !json_object_get(answer, "password") && !json_object_get(answer, "edit") &&
                                         !json_object_get(answer, "secret"));
    }
}

static const char WHOLE[] =
    "{'name': 'Ana', 'note': 'x\\ny', 'rank': 3, 'open': true, 'at': '2026-05-01T10:00:00Z', 'day': '1988-02-11', "
    "'total': {'amount': 5, 'currency': 'USD'}, 'tip': 2, 'kind': 'walk', 'email': 'a@b.co', "
    "'emails': ['a@b.co', {'address': 'c@d.co', 'verified': true, 'shared': true, 'unproven': true}], "
    "'phones': ['600 123 456', 'desk', {'number': '+12125552368', 'shared': true}], 'tags': ['a\\\\b', 'q\\u0041'], "
    "'external_ids': [{'source': 's', 'id': '1'}], 'address': {'city': 'Vigo', 'zip': '36201', 'country': 'ES'}, "
    "'language': 'es', 'time_zone': 'Europe/Madrid', 'colour': '#ffffff', 'extra': {'a': 1}, "
    "'owner_id': 'own_000000000000A', 'secret': 's'}";

/* What an answer shows can be sent back as it is, without the members that are the server's, and changes nothing. */
static void test_round_trip(void **state)
{
    struct thing thing = { 0 };
    struct str shown;
    struct ctx ctx;
    json_t *answer;

    thing_ctx(&ctx, *state);
    ctx.permissions = SEE_SECRET;
    thing_read(&ctx, WHOLE, READ_CREATE, NULL, &thing, NULL);
    check_str("create", problems_text(*state, ctx.problems), STR_EMPTY);
    shown = thing_text(&ctx, &thing);
    answer = thing_json(&ctx, shown.ptr);
    json_object_del(answer, "id");
    json_object_del(answer, "archived_at");
    json_object_del(answer, "created_at");
    json_object_del(answer, "sums");
    check_int("patch", resource_read(&ctx, &thing_resource, answer, READ_PATCH, NULL, &thing, NULL), ERR_OK);
    check_str("patch", problems_text(*state, ctx.problems), STR_EMPTY);
    check_str("the same", thing_text(&ctx, &thing), shown);
}

/* ---- patches ----------------------------------------------------------------------------------------------- */

static void test_patch_clears_and_keeps(void **state)
{
    struct thing thing = { 0 };
    struct field_set given;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    thing_read(&ctx, WHOLE, READ_CREATE, NULL, &thing, NULL);
    thing_read(&ctx,
               "{'note': null, 'rank': null, 'emails': null, 'address': {'zip': null}, 'at': null, 'extra': null}",
               READ_PATCH, NULL, &thing, &given);
    check_str("problems", problems_text(*state, ctx.problems), STR_EMPTY);
    check_int("note", (int64_t)thing.note.len, 0);
    check_int("rank", thing.rank, 0);
    check_int("emails", thing.emails.count, 0);
    check_int("at", thing.at_ms, 0);
    check_str("zip", thing.zip, STR_EMPTY);
    check_str("city", thing.city, STR("Vigo"));
    check_str("name", thing.name, STR("Ana"));
    check_true("given", resource_given(&thing_resource, &given, "note"));
    check_true("given", resource_given(&thing_resource, &given, "address"));
    check_true("given", resource_given(&thing_resource, &given, "address.zip"));
    check_true("not given", !resource_given(&thing_resource, &given, "address.city"));
    check_true("not given", !resource_given(&thing_resource, &given, "name"));
    thing_read(&ctx, "{'address': null}", READ_PATCH, NULL, &thing, &given);
    check_str("city", thing.city, STR_EMPTY);
    check_true("given", resource_given(&thing_resource, &given, "address.city"));
}

static void test_patch_keeps_flags(void **state)
{
    struct thing thing = { 0 };
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    thing_read(&ctx, WHOLE, READ_CREATE, NULL, &thing, NULL);
    thing_read(&ctx, "{'emails': ['new@b.co', 'C@d.co'], 'phones': ['+1 212 555 2368']}", READ_PATCH, NULL, &thing,
               NULL);
    check_true("new", !thing.emails.items[0].verified && !thing.emails.items[0].unproven);
    check_true("known",
               thing.emails.items[1].verified && thing.emails.items[1].shared && thing.emails.items[1].unproven);
    check_true("known", thing.phones.items[0].shared);
    thing_read(&ctx, "{'emails': [{'address': 'c@d.co', 'unproven': false}]}", READ_PATCH, NULL, &thing, NULL);
    check_true("said", thing.emails.items[0].verified && !thing.emails.items[0].unproven);
}

/* One record, one currency: nothing that is not given changes its meaning. */
static void test_currency_of_a_record(void **state)
{
    struct thing thing = { .name = STR("x"), .currency = STR("EUR"), .total_minor = 100, .tip_minor = 5 };
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    thing_read(&ctx, "{'total': {'amount': 7, 'currency': 'USD'}}", READ_PATCH, NULL, &thing, NULL);
    check_str("half", problems_text(*state, ctx.problems), STR("total invalid"));
    check_str("half", thing.currency, STR("EUR"));
    ctx_forgive(&ctx);
    thing_read(&ctx, "{'total': {'amount': 7, 'currency': 'USD'}, 'tip': 1}", READ_PATCH, NULL, &thing, NULL);
    check_str("whole", problems_text(*state, ctx.problems), STR_EMPTY);
    check_str("whole", thing.currency, STR("USD"));
    thing_read(&ctx, "{'tip': 2}", READ_PATCH, NULL, &thing, NULL);
    check_str("kept", thing.currency, STR("USD"));
}

/* ---- lenient ----------------------------------------------------------------------------------------------- */

struct leniency {
    const char *body;
    const char *problems;
    const char *warnings;
};

static const struct leniency leniencies[] = {
    { "{'name': 'a', 'rank': 'x', 'kind': 'car', 'at': 'soon'}", "", "rank wrong_type; at invalid; kind not_a_choice" },
    { "{'name': 5}", "name wrong_type", "" },
    { "{'name': 'a', 'emails': ['x@y.co', 'nobody', 'b@y.co', 'c@y.co', 'd@y.co']}", "",
      "emails[1] invalid; emails too_many" },
    { "{'name': 'a', 'email': 'No Body'}", "", "email invalid" },
    { "{'name': 'a', 'address': {'zip': '1234567890 1234567890 1'}}", "", "address.zip too_long" },
    { "{'name': 'a', 'foreign': 1, 'id': 5}", "foreign unknown; id read_only", "" },
    { "{}", "name required", "" },
};

static void test_lenient(void **state)
{
    for (size_t i = 0; i < COUNT_OF(leniencies); i++) {
        struct problem_list warnings = { 0 };
        struct reading reading = { .warnings = &warnings };
        struct thing thing = { .rank = 9 };
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        thing_read(&ctx, leniencies[i].body, READ_LENIENT, &reading, &thing, NULL);
        check_str(leniencies[i].body, problems_text(*state, ctx.problems), str_from(leniencies[i].problems));
        check_str(leniencies[i].body, problems_text(*state, warnings.first), str_from(leniencies[i].warnings));
        check_int("left as it was", thing.rank, 9);
    }
}

static void test_lenient_keeps(void **state)
{
    struct thing thing = { 0 };
    struct field_set given;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    thing_read(&ctx,
               "{'name': 'a', 'email': ' No Body ', 'address': {'zip': '1234567890 1234567890 1'}, "
               "'emails': ['x', 'B@b.co'], 'kind': 'car'}",
               READ_LENIENT, NULL, &thing, &given);
    check_str("email", thing.email, STR("No Body"));
    check_str("zip", thing.zip, STR("1234567890 1234567890 1"));
    check_int("emails", thing.emails.count, 1);
    check_true("emails", resource_given(&thing_resource, &given, "emails"));
    check_true("kind", !resource_given(&thing_resource, &given, "kind"));
}

/* ---- who may see ------------------------------------------------------------------------------------------- */

static void test_see(void **state)
{
    struct thing thing = { .name = STR("a"), .secret = STR("s") };
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    check_true("without", !strstr(thing_text(&ctx, &thing).ptr, "secret"));
    ctx.permissions = SEE_SECRET;
    check_true("with", strstr(thing_text(&ctx, &thing).ptr, "\"secret\":\"s\"") != NULL);
}

/* ---- lists as rows store them ------------------------------------------------------------------------------ */

static void test_stored_lists(void **state)
{
    static const char *const broken[] = { "{}", "[", "[1]", "[\"a\"", "[\"a\"] x", "[\"a\",]", "[\"\\", "null" };
    struct str odd[] = { STR("plain"), STR("q\"b\\s\n\x01\xC3\xA9"), STR("") };
    struct string_list list = { odd, 3, STR_EMPTY }, back;
    struct email_list emails;
    struct phone_list phones;

    check_true("strings", strings_from_json(*state, strings_json(*state, &list), &back));
    check_int("strings", back.count, 3);
    for (int i = 0; i < 3; i++)
        check_str("strings", back.items[i], odd[i]);
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        check_true(broken[i], !strings_from_json(*state, str_from(broken[i]), &back));
        check_int(broken[i], back.count, 0);
    }
    check_true("empty", strings_from_json(*state, STR_EMPTY, &back) && back.count == 0);
    check_true("empty", strings_from_json(*state, STR(" [ ] "), &back) && back.count == 0);
    check_true("emails", !emails_from_json(*state, STR("[{\"adress\":\"a\"}]"), &emails));
    check_true("emails", emails_from_json(*state, STR("[ {\"verified\" : true, \"address\":\"a\"} , {} ]"), &emails));
    check_int("emails", emails.count, 2);
    check_true("emails", emails.items[0].verified);
    check_true(
        "phones",
        phones_from_json(*state, STR("[{\"number\":null,\"raw\":\"x\",\"display\":\"x\",\"country\":null}]"), &phones));
    check_int("phones", (int64_t)phones.items[0].number.len, 0);
}

/* ---- names ------------------------------------------------------------------------------------------------- */

static void test_field_names(void **state)
{
    const struct field *field = resource_field(&thing_resource, "address.zip");

    (void)state;
    check_true("inner", field && strcmp(field->column, "zip") == 0);
    check_true("none", resource_field(&thing_resource, "zip") == NULL);
    check_int("none", resource_field_index(&thing_resource, "address.planet"), -1);
    check_int("after its object", resource_field_index(&thing_resource, "address.city"),
              resource_field_index(&thing_resource, "address") + 1);
}

/* ---- rows -------------------------------------------------------------------------------------------------- */

static void whole_thing(struct ctx *ctx, struct thing *thing)
{
    *thing = (struct thing){ .id = 77, .location_id = 1, .created_ms = 5, .edit = 1, .view = 2 };
    thing_read(ctx, WHOLE, READ_CREATE, NULL, thing, NULL);
    thing->name_fold = STR("ana");
    thing->search = STR("\nana\n");
    ENSURE_EQUAL(ctx->problem_count, 0);
}

static enum err insert_thing(struct ctx *ctx, void *data)
{
    struct thing thing;

    (void)data;
    whole_thing(ctx, &thing);
    TRY(resource_insert(ctx, &thing_resource, &thing));
    thing = (struct thing){ .id = 78, .location_id = 1, .name = STR("bare") };
    return resource_insert(ctx, &thing_resource, &thing);
}

static void ensure_same(struct ctx *ctx, const struct thing *a, const struct thing *b)
{
    struct str one = resource_snapshot(ctx, &thing_resource, a), other = resource_snapshot(ctx, &thing_resource, b);

    if (!str_equal(one, other))
        fprintf(stderr, "%.*s\n%.*s\n", STR_PRINT(one), STR_PRINT(other));
    ENSURE(str_equal(one, other));
}

static enum err read_things(struct ctx *ctx, void *data)
{
    struct thing thing, wanted;

    (void)data;
    whole_thing(ctx, &wanted);
    TRY(resource_get(ctx, &thing_resource, 1, 77, &thing));
    ensure_same(ctx, &thing, &wanted);
    ENSURE(thing.emails.count == 2 && thing.emails.items[1].unproven && thing.phones.count == 3);
    ENSURE(thing.emails.json.len == 0);
    ENSURE_EQUAL(resource_get(ctx, &thing_resource, 2, 77, &thing), ERR_NOT_FOUND);
    ENSURE_EQUAL(resource_get(ctx, &thing_resource, 0, 77, &thing), ERR_NOT_FOUND);
    ENSURE_EQUAL(resource_get(ctx, &thing_resource, 1, 79, &thing), ERR_NOT_FOUND);
    TRY(resource_get(ctx, &thing_resource, 1, 78, &thing));
    ENSURE(str_equal(thing.name, STR("bare")) && thing.owner_id == 0 && thing.emails.count == 0);
    return ERR_OK;
}

static enum err update_things(struct ctx *ctx, void *data)
{
    struct thing thing, after;

    (void)data;
    TRY(resource_get(ctx, &thing_resource, 1, 77, &thing));
    thing.rank = 44;
    thing.owner_id = 0;
    thing.created_ms = 999;
    TRY(resource_update(ctx, &thing_resource, &thing));
    TRY(resource_get(ctx, &thing_resource, 1, 77, &after));
    ENSURE(after.rank == 44 && after.owner_id == 0 && after.created_ms == 5);
    thing.location_id = 2;
    ENSURE_EQUAL(resource_update(ctx, &thing_resource, &thing), ERR_NOT_FOUND);
    return ERR_OK;
}

static void test_rows(void **state)
{
    fixture_do(*state, STORE_WRITE, insert_thing, NULL);
    fixture_do(*state, STORE_READ, read_things, NULL);
    fixture_do(*state, STORE_WRITE, update_things, NULL);
    fixture_fail(*state, STORE_WRITE, insert_thing, NULL, ERR_CONFLICT);
}

static void test_snapshot(void **state)
{
    struct thing thing, back = { 0 };
    struct ctx ctx;
    json_t *tree;

    thing_ctx(&ctx, *state);
    whole_thing(&ctx, &thing);
    tree = thing_json(&ctx, resource_snapshot(&ctx, &thing_resource, &thing).ptr);
    check_true("back", resource_from_snapshot(&ctx, &thing_resource, tree, &back));
    ensure_same(&ctx, &thing, &back);
    check_int("hidden too", back.view, 2);
    check_true("wrong", !resource_from_snapshot(&ctx, &thing_resource, thing_json(&ctx, "{'rank': 'x'}"), &back));
    check_true("wrong", !resource_from_snapshot(&ctx, &thing_resource, thing_json(&ctx, "{'tags': '{'}"), &back));
    check_true("wrong", !resource_from_snapshot(&ctx, &thing_resource, thing_json(&ctx, "[]"), &back));
}

static void test_changes(void **state)
{
    struct thing before, after;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    whole_thing(&ctx, &before);
    after = before;
    check_str("nothing", resource_changes(&ctx, &thing_resource, &before, &after), STR_EMPTY);
    after.search = STR("other");
    after.view = 9;
    after.doubled = 4;
    check_str("nothing that counts", resource_changes(&ctx, &thing_resource, &before, &after), STR_EMPTY);
    after.city = STR("Lugo");
    after.owner_id = 0;
    after.tags.count = 1;
    check_str("three", resource_changes(&ctx, &thing_resource, &before, &after),
              STR("[{\"field\":\"tags\",\"old\":[\"a\\\\b\",\"qA\"],\"new\":[\"a\\\\b\"]},"
                  "{\"field\":\"address.city\",\"old\":\"Vigo\",\"new\":\"Lugo\"},"
                  "{\"field\":\"owner_id\",\"old\":\"own_000000000000A\",\"new\":null}]"));
}

/* ---- */

static int run_rows(const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rows, things_setup, fixture_teardown),
    };

    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(test_refusals),
        arena_test(test_no_object),
        arena_test(test_meanings),
        arena_test(test_round_trip),
        arena_test(test_patch_clears_and_keeps),
        arena_test(test_patch_keeps_flags),
        arena_test(test_currency_of_a_record),
        arena_test(test_lenient),
        arena_test(test_lenient_keeps),
        arena_test(test_see),
        arena_test(test_stored_lists),
        arena_test(test_field_names),
        arena_test(test_snapshot),
        arena_test(test_changes),
    };
    int failed = cmocka_run_group_tests_name("resource", tests, NULL, NULL);

    failed += run_rows("rows on SQLite");
    if (!fixture_has_postgres()) {
        puts("# 1 test on PostgreSQL skipped: REGULARS_TEST_POSTGRES is not set");
        return failed;
    }
    fixture_engine = STORE_POSTGRES;
    return failed + run_rows("rows on PostgreSQL");
}

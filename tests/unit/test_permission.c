#include "check.h"

#include "features/user/permission.h"

static const enum role all_roles[] = { ROLE_OWNER, ROLE_MANAGER, ROLE_STAFF, ROLE_DESK, ROLE_VIEWER };

static void each_role_may_what_the_product_says(void **state)
{
    static const struct {
        uint64_t permission;
        const char *roles; /* o m s d v */
    } rows[] = {
        { PERM_SIGNED_IN, "omsdv" },      { PERM_PERSON_READ, "omsdv" },   { PERM_PERSON_LIST, "oms v" },
        { PERM_PERSON_FIND, "omsdv" },    { PERM_PERSON_WRITE, "oms" },    { PERM_PERSON_DELETE, "oms" },
        { PERM_PERSON_BULK, "oms" },      { PERM_PERSON_BULK_DELETE, "om" }, { PERM_PERSON_RESTORE, "om" },
        { PERM_PERSON_ERASE, "om" },      { PERM_PRIVATE_READ, "oms v" },  { PERM_MONEY_READ, "oms v" },
        { PERM_BOOKING_READ, "oms v" },   { PERM_BOOKING_NEAR, "omsdv" },  { PERM_BOOKING_WRITE, "oms" },
        { PERM_BOOKING_IMPORT, "om" },    { PERM_TAG_WRITE, "oms" },       { PERM_CONSENT_READ, "oms v" },
        { PERM_SETTINGS_READ, "om" },     { PERM_SETTINGS_WRITE, "om" },   { PERM_EXPORT, "om" },
        { PERM_IMPORT, "om" },            { PERM_JOB_READ, "oms v" },      { PERM_AUDIT_READ, "om" },
        { PERM_USER_READ, "oms" },        { PERM_USER_WRITE, "om" },       { PERM_API_KEY_WRITE, "om" },
        { PERM_LOCATION_WRITE, "o" },      { PERM_FORM_READ, "om" },       { PERM_FORM_WRITE, "om" },
    };

    (void)state;
    assert_int_equal(COUNT_OF(rows), PERMISSION_COUNT);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t r = 0; r < COUNT_OF(all_roles); r++) {
            struct str roles = str_from(rows[i].roles);
            bool want = str_find(roles, role_name(all_roles[r])[0]) < roles.len;

            check_int(rows[i].roles, (role_permissions(all_roles[r]) & rows[i].permission) != 0, want);
        }
    assert_int_equal(role_permissions(ROLE_NONE), 0);
}

static void names_are_read_back(void **state)
{
    (void)state;
    for (size_t r = 0; r < COUNT_OF(all_roles); r++)
        assert_int_equal(role_parse(str_from(role_name(all_roles[r]))), all_roles[r]);
    for (int i = 0; i < PERMISSION_COUNT; i++) {
        uint64_t bit = (uint64_t)1 << i;

        assert_int_equal(permission_parse(str_from(permission_name((enum permission_index)i))) & bit, bit);
    }
    assert_int_equal(role_parse(STR("Owner")), ROLE_NONE);
    assert_int_equal(role_parse(STR("")), ROLE_NONE);
    assert_int_equal(permission_parse(STR("person.fly")), 0);
    assert_int_equal(permission_parse(STR("")), 0);
    assert_string_equal(role_name(ROLE_NONE), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_may_what_the_product_says),
        cmocka_unit_test(names_are_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include "app/config.h"

static void options_are_read_and_checked(void **state)
{
    static const struct {
        const char *name, *value;
        enum config_answer want;
    } rows[] = {
        { "port", "0", CONFIG_SET },
        { "port", "65535", CONFIG_SET },
        { "port", "65536", CONFIG_WRONG },
        { "port", "-1", CONFIG_WRONG },
        { "port", "80x", CONFIG_WRONG },
        { "port", "", CONFIG_WRONG },
        { "data", "/tmp/x", CONFIG_SET },
        { "data", "", CONFIG_WRONG },
        { "socket", "no", CONFIG_SET },
        { "socket", "false", CONFIG_WRONG },
        { "log", "errors", CONFIG_SET },
        { "log", "debug", CONFIG_WRONG },
        { "node", "1007", CONFIG_SET },
        { "node", "1008", CONFIG_WRONG },
        { "rate-key", "0", CONFIG_WRONG },
        { "colour", "red", CONFIG_UNKNOWN },
        { "public-url", "https://crm.example.com/", CONFIG_SET },
        { "public-url", "http://localhost:8080", CONFIG_SET },
        { "public-url", "crm.example.com", CONFIG_WRONG },
        { "public-url", "https://", CONFIG_WRONG },
        { "public-url", "https://a b", CONFIG_WRONG },
        { "trusted-proxy", "10.0.0.0/8, ::1", CONFIG_SET },
        { "trusted-proxy", "10.0.0.0/33", CONFIG_WRONG },
        { "trusted-proxy", "proxy", CONFIG_WRONG },
        { "trusted-proxy", "", CONFIG_WRONG },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct config config;
        struct str why = STR_EMPTY;

        config_init(&config);
        check_int(arena_printf(*state, "%s=%s", rows[i].name, rows[i].value).ptr,
                  config_set(&config, *state, rows[i].name, rows[i].value, &why), rows[i].want);
        check_true(rows[i].name, (why.len > 0) == (rows[i].want == CONFIG_WRONG));
    }
}

static void the_slash_at_the_end_goes(void **state)
{
    struct config config;
    struct str why;

    config_init(&config);
    assert_int_equal(config_set(&config, *state, "public-url", "https://crm.example.com//", &why), CONFIG_SET);
    assert_string_equal(config.public_url, "https://crm.example.com");
}

static void the_environment_comes_first_and_the_option_wins(void **state)
{
    struct config config;
    struct str why = STR_EMPTY;

    setenv("REGULARS_PORT", "9000", 1);
    setenv("REGULARS_TRUSTED_PROXY", "127.0.0.1,10.0.0.0/8", 1);
    config_init(&config);
    assert_true(config_environment(&config, *state, &why));
    assert_int_equal(config.port, 9000);
    assert_int_equal(config.trusted_count, 2);
    assert_int_equal(config_set(&config, *state, "port", "9001", &why), CONFIG_SET);
    assert_int_equal(config.port, 9001);
    setenv("REGULARS_PORT", "many", 1);
    assert_false(config_environment(&config, *state, &why));
    assert_true(str_starts(why, STR("REGULARS_PORT")));
    unsetenv("REGULARS_PORT");
    unsetenv("REGULARS_TRUSTED_PROXY");
}

static void the_store_is_a_file_in_the_data_directory(void **state)
{
    struct config config;
    struct str why;

    config_init(&config);
    config.data = "/srv/crm";
    assert_true(config_finish(&config, *state, &why));
    assert_string_equal(config.store, "sqlite:/srv/crm/regulars.db");
    config.store = "mysql://x";
    assert_false(config_finish(&config, *state, &why));
}

static void no_password_is_taken_from_an_option(void **state)
{
    static const struct {
        const char *address;
        bool has;
    } rows[] = {
        { "postgres://me:secret@host/crm", true },
        { "postgresql://me:s%40t@host:5432/crm", true },
        { "postgres:///crm?host=/run&password=secret", true },
        { "postgres://me:a@b@host/crm", true },
        { "postgres://me@host:5432/crm", false },
        { "postgres://host:5432/crm", false },
        { "postgres:///crm?host=/run/postgresql&user=me", false },
        { "sqlite:/srv/a:b@c.db", false },
    };
    struct config config;
    struct str why;

    config_init(&config);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_int(rows[i].address, config_has_password(str_from(rows[i].address)), rows[i].has);
        check_int(rows[i].address, config_set(&config, *state, "store", rows[i].address, &why) == CONFIG_SET,
                  !rows[i].has);
    }
}

static void networks_contain_addresses(void **state)
{
    static const struct {
        const char *network, *ip;
        bool want;
    } rows[] = {
        { "127.0.0.1", "127.0.0.1", true },
        { "127.0.0.1", "127.0.0.2", false },
        { "10.0.0.0/8", "10.255.0.1", true },
        { "10.0.0.0/8", "11.0.0.1", false },
        { "192.168.4.0/23", "192.168.5.9", true },
        { "192.168.4.0/23", "192.168.6.1", false },
        { "0.0.0.0/0", "203.0.113.9", true },
        { "0.0.0.0/0", "2001:db8::1", false },
        { "::/0", "2001:db8::1", true },
        { "2001:db8::/32", "2001:db8:1::1", true },
        { "2001:db8::/32", "2001:db9::1", false },
        { "127.0.0.0/8", "::ffff:127.0.0.1", true },
        { "::1", "127.0.0.1", false },
        { "::1", "", false },
        { "10.0.0.0/8", "not an address", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct network network;

        check_true(rows[i].network, network_parse(str_from(rows[i].network), &network));
        check_int(rows[i].ip, network_contains(&network, str_from(rows[i].ip)), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(options_are_read_and_checked),
        arena_test(the_slash_at_the_end_goes),
        arena_test(the_environment_comes_first_and_the_option_wins),
        arena_test(the_store_is_a_file_in_the_data_directory),
        arena_test(no_password_is_taken_from_an_option),
        arena_test(networks_contain_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Public pages: escaping, what a field says to a screen reader, colours that can be read. */
#include "check.h"

#include "api/page.h"

#include <string.h>

static struct arena arena;
static struct reply rep;
static struct ctx ctx;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena);
    reply_init(&rep, &arena);
    ctx_init(&ctx, &arena);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static bool says(struct str text)
{
    return memmem(rep.body.ptr, rep.body.len, text.ptr, text.len) != NULL;
}

static struct str header(const char *name)
{
    for (int i = 0; i < rep.header_count; i++)
        if (strcmp(rep.headers[i].name, name) == 0)
            return rep.headers[i].value;
    return STR_EMPTY;
}

static void nothing_of_what_is_written_becomes_markup(void **state)
{
    struct str evil = STR("\"'><script>alert(1)</script>&\x01");
    struct buf *html;

    (void)state;
    html = page_begin(&ctx, &rep, &(struct page){ .title = evil, .business = evil, .colour = evil, .language = evil });
    page_paragraphs(html, evil);
    page_notice(html, PAGE_BAD, evil);
    page_form_begin(html, evil);
    page_hidden(html, "a", evil);
    page_honeypot(html, evil);
    for (int kind = PAGE_LINE; kind <= PAGE_SELECT; kind++)
        page_field(html, &(struct page_field){ .kind = (enum page_input)kind,
                                               .name = evil,
                                               .label = evil,
                                               .value = evil,
                                               .help = evil,
                                               .error = evil,
                                               .choices = &evil,
                                               .choice_count = 1 });
    page_button(html, evil);
    page_form_end(html);
    page_end(&rep);
    assert_false(says(STR("<script")));
    assert_false(says(STR("'><")));
    assert_false(says(STR("/brand/")));
    assert_true(says(STR("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;")));
    assert_int_equal(rep.status, 200);
}

static void a_policy_names_the_guests(void **state)
{
    (void)state;
    page_begin(&ctx, &rep,
               &(struct page){ .title = STR("x"),
                               .guests = STR("https://challenges.cloudflare.com"),
                               .form_targets = STR("https://kayak.example") });
    page_end(&rep);
    assert_true(str_starts(header("Content-Security-Policy"),
                           STR("default-src 'none'; script-src 'self' https://challenges.cloudflare.com;")));
    assert_non_null(strstr(header("Content-Security-Policy").ptr, "form-action 'self' https://kayak.example;"));
}

static void a_failure_is_a_page(void **state)
{
    (void)state;
    fail(&ctx, ERR_CONFLICT, "This <link> was used.");
    page_problem(&ctx, &rep, ERR_CONFLICT);
    assert_int_equal(rep.status, 409);
    assert_true(says(STR("This &lt;link&gt; was used.")));
}

static void who_asks_for_html_gets_html(void **state)
{
    struct http_header header_json = { STR("accept"), STR("application/json") };
    struct http_header header_browser = { STR("accept"), STR("text/html, application/json;q=0.9, */*") };
    struct request req = { .arena = &arena, .headers = &header_json, .header_count = 1 };

    (void)state;
    assert_true(page_wants_json(&req));
    req.headers = &header_browser;
    assert_false(page_wants_json(&req));
    req.header_count = 0;
    assert_false(page_wants_json(&req));
}

static void a_colour_keeps_its_contrast(void **state)
{
    struct buf css;

    (void)state;
    buf_init(&css, &arena, 64);
    assert_false(page_colour_css(&css, STR("c2410")));
    assert_false(page_colour_css(&css, STR("c2410g")));
    assert_int_equal(css.len, 0);
    /* Readable as it is: the light ground takes it unchanged. */
    assert_true(page_colour_css(&css, STR("0b6355")));
    assert_true(str_starts(buf_str(&css), STR(":root{--accent:#0b6355;--accent-fill:#0b6355;")));
    /* White on white is moved until it can be seen. */
    css.len = 0;
    assert_true(page_colour_css(&css, STR("FFFFFF")));
    assert_null(strstr(arena_cstr(&arena, str_slice(buf_str(&css), 0, 40)), "--accent:#ffffff"));
}

static void a_plain_form_is_read(void **state)
{
    struct http_header header_form = { STR("content-type"), STR("application/x-www-form-urlencoded; charset=UTF-8") };
    struct request req = { .arena = &arena,
                           .headers = &header_form,
                           .header_count = 1,
                           .body = STR("name=Ana+Ruiz&message=a%26b%0D%0Ac&empty=&name=second") };
    struct page_input_list input;

    (void)state;
    assert_int_equal(page_form_read(&ctx, &req, &input), ERR_OK);
    assert_int_equal(input.count, 4);
    assert_true(str_equal(page_input_get(&input, STR("name")), STR("Ana Ruiz")));
    assert_true(str_equal(page_input_get(&input, STR("message")), STR("a&b\r\nc")));
    assert_true(str_equal(page_input_get(&input, STR("none")), STR("")));
    req.body = STR("a=%GG");
    assert_int_equal(page_form_read(&ctx, &req, &input), ERR_BAD_REQUEST);
    header_form.value = STR("multipart/form-data");
    assert_int_equal(page_form_read(&ctx, &req, &input), ERR_MEDIA_TYPE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_of_what_is_written_becomes_markup, begin, end),
        cmocka_unit_test_setup_teardown(a_policy_names_the_guests, begin, end),
        cmocka_unit_test_setup_teardown(a_failure_is_a_page, begin, end),
        cmocka_unit_test_setup_teardown(who_asks_for_html_gets_html, begin, end),
        cmocka_unit_test_setup_teardown(a_colour_keeps_its_contrast, begin, end),
        cmocka_unit_test_setup_teardown(a_plain_form_is_read, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

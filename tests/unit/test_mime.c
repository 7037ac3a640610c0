#include "check.h"

#include "base/mime.h"

#include <stdio.h>
#include <string.h>

static struct str subject(struct arena *arena, struct str text)
{
    struct buf buf;

    buf_init(&buf, arena, 64);
    mime_put_text(&buf, "Subject", text);
    return buf_str(&buf);
}

static void headers_are_ascii_and_folded(void **state)
{
    static const struct {
        struct str text;
        struct str header;
    } rows[] = {
        { STR("Hello"), STR("Subject: Hello\r\n") },
        { STR(""), STR("Subject: \r\n") },
        { STR("a\r\nBcc: x"), STR("Subject: a Bcc: x\r\n") },
        { STR("=?UTF-8?B?QQ==?="), STR("Subject: =?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?=\r\n") },
        { STR("Größe"), STR("Subject: =?UTF-8?B?R3LDtsOfZQ==?=\r\n") },
        /* cut between characters: 38 x and an é of two bytes, where 39 bytes would fit */
        { STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxé!"),
          STR("Subject: =?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=?=\r\n =?UTF-8?B?w6kh?=\r\n") },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].text.ptr, subject(*state, rows[i].text), rows[i].header);
}

static struct str from(struct arena *arena, struct str name, struct str address)
{
    struct mime_mailbox mailbox = { address, name };
    struct buf buf;

    buf_init(&buf, arena, 64);
    mime_put_mailbox(&buf, "From", &mailbox);
    return buf_str(&buf);
}

static void names_and_addresses_stay_apart(void **state)
{
    check_str("plain", from(*state, STR("Ana Ruiz"), STR("ana@example.com")),
              STR("From: \"Ana Ruiz\"\r\n <ana@example.com>\r\n"));
    check_str("none", from(*state, STR(""), STR("ana@example.com")), STR("From: <ana@example.com>\r\n"));
    check_str("quotes", from(*state, STR("\"A\" <b@c.example>"), STR("ana@example.com")),
              STR("From: =?UTF-8?B?IkEiIDxiQGMuZXhhbXBsZT4=?=\r\n <ana@example.com>\r\n"));
    check_str("a bad address", from(*state, STR("A"), STR("a@b.example>\r\nBcc: <x@y.example")),
              STR("From: \"A\"\r\n <a@b.exampleBcc:x@y.example>\r\n"));
}

static struct str quoted_printable(struct arena *arena, struct str text)
{
    struct buf buf;

    buf_init(&buf, arena, 64);
    mime_put_quoted_printable(&buf, text);
    return buf_str(&buf);
}

static void bodies_are_quoted_printable(void **state)
{
    static const struct {
        struct str text;
        struct str body;
    } rows[] = {
        { STR(""), STR("\r\n") },
        { STR("a = b"), STR("a =3D b\r\n") },
        { STR("é\n"), STR("=C3=A9\r\n\r\n") },
        { STR("end \nend\t"), STR("end=20\r\nend=09\r\n") },
        { STR(".\n..\n.x"), STR("=2E\r\n=2E.\r\n=2Ex\r\n") },
        { STR("From me"), STR("=46rom me\r\n") },
        { STR("a\rb\x7F"), STR("a=0Db=7F\r\n") },
        { STR("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhé."),
          STR("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhh=\r\n=C3=A9.\r\n") },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].text.ptr, quoted_printable(*state, rows[i].text), rows[i].body);
}

static struct str html(struct arena *arena, struct str text)
{
    struct buf buf;

    buf_init(&buf, arena, 64);
    mime_put_html(&buf, text);
    return buf_str(&buf);
}

static void html_is_the_text_and_its_links(void **state)
{
    static const struct {
        struct str text;
        struct str html;
    } rows[] = {
        { STR("a\nb\n\n\nc"), STR("<p>a<br>\nb</p>\n<p>c</p>\n") },
        { STR("<b>&\"'"), STR("<p>&lt;b&gt;&amp;&quot;&#39;</p>\n") },
        { STR("see https://a.example/?x=1&y=2."),
          STR("<p>see <a href=\"https://a.example/?x=1&amp;y=2\">https://a.example/?x=1&amp;y=2</a>.</p>\n") },
        { STR("(http://a.example)"), STR("<p>(<a href=\"http://a.example\">http://a.example</a>)</p>\n") },
        { STR("https://a.example/u/x_ https://a.example/u/y-"),
          STR("<p><a href=\"https://a.example/u/x_\">https://a.example/u/x_</a> "
              "<a href=\"https://a.example/u/y-\">https://a.example/u/y-</a></p>\n") },
        { STR("https:// javascript:x"), STR("<p>https:// javascript:x</p>\n") },
        { STR("https://a\"onclick=x"), STR("<p><a href=\"https://a\">https://a</a>&quot;onclick=x</p>\n") },
        { STR("\n\n"), STR("") },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].text.ptr, html(*state, rows[i].text), rows[i].html);
}

static void a_message_is_the_same_every_time(void **state)
{
    struct mime_message message = {
        .from = { STR("pier@example.com"), STR("Pier") },
        .to = { STR("ana@example.com"), STR("Ana") },
        .message_id = STR("mai_1@example.com"),
        .date_ms = 1780308000000,
        .subject = STR("Hello"),
        .text = STR("Hello"),
        .footer = STR("Pier 1, Harbour"),
        .unsubscribe = STR("https://crm.example.com/u/TOKEN"),
        .automatic = true,
    };
    struct buf one, two;

    buf_init(&one, *state, 64);
    buf_init(&two, *state, 64);
    mime_write(&one, &message);
    mime_write(&two, &message);
    check_str("twice", buf_str(&one), buf_str(&two));
    assert_non_null(strstr(one.ptr, "Date: Mon, 1 Jun 2026 10:00:00 +0000\r\n"));
    assert_non_null(strstr(one.ptr,
                           "List-Unsubscribe: <https://crm.example.com/u/TOKEN>\r\n"
                           "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert_non_null(strstr(one.ptr, "Auto-Submitted: auto-generated\r\n"));
    assert_non_null(strstr(one.ptr, "\r\n\r\nHello\r\n\r\n--=20\r\nPier 1, Harbour\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(headers_are_ascii_and_folded),   arena_test(names_and_addresses_stay_apart),
        arena_test(bodies_are_quoted_printable),    arena_test(html_is_the_text_and_its_links),
        arena_test(a_message_is_the_same_every_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

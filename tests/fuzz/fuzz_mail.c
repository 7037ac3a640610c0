/*
 * Any bytes as a mail's name, subject and text, as a template, as a notification that came back: no header begins where
 * none should, no line is too long, and what a template says is what its pieces say.
 */
#include "base/ctx.h"
#include "base/mime.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/mail/mail_bounce.h"
#include "features/mail/mail_template.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ASCII lines of at most 76 characters with CRLF; in the head a line begins with one of the names that we wrote, or goes on. */
static void check_message(struct str message)
{
    static const char *const names[] = { "Date: ",       "From: ",         "To: ",           "Subject: ",
                                         "Message-ID: ", "MIME-Version: ", "Content-Type: ", " " };
    bool head = true;
    struct str line;

    while (message.len > 0 && str_split(&message, '\n', &line)) {
        bool known = false;

        must(line.len > 0 && line.ptr[line.len - 1] == '\r');
        must(line.len - 1 <= 76);
        for (size_t i = 0; i + 1 < line.len; i++)
            must((line.ptr[i] >= ' ' && line.ptr[i] <= '~') || (!head && line.ptr[i] == '\t'));
        if (line.len == 1)
            head = false;
        for (size_t i = 0; head && i < sizeof(names) / sizeof(names[0]); i++)
            known |= str_starts(line, str_from(names[i]));
        must(!head || known);
        must(head || line.ptr[0] != '.');
    }
}

static void try_message(struct arena *arena, struct str s)
{
    size_t third = s.len / 3;
    struct mime_message message = {
        .from = { STR("pier@example.com"), str_slice(s, 0, third) },
        .to = { STR("ana@example.com"), str_slice(s, third, 2 * third) },
        .message_id = STR("mai_1@example.com"),
        .subject = str_slice(s, third, s.len),
        .text = text_lines(arena, s),
        .footer = text_lines(arena, str_slice(s, 0, third)),
    };
    struct buf buf;

    buf_init(&buf, arena, 1024);
    mime_write(&buf, &message);
    check_message(buf_str(&buf));
}

static void try_template(struct arena *arena, struct str s)
{
    struct mail_values values = { .of = { [MAIL_VARIABLE_NAME] = STR("{{customer.city}}") } };
    struct str items[MAIL_VARIABLES];
    struct string_list missing = { .items = items };
    struct str text = text_lines(arena, s);
    struct ctx ctx;

    ctx_init(&ctx, arena);
    mail_text_check(&ctx, text, "text");
    mail_text_fill(arena, text, &values, &missing);
    must(missing.count <= MAIL_VARIABLES);
}

static void try_notice(struct arena *arena, struct str s)
{
    struct mail_notice notice;

    if (mail_notice_read(arena, s, &notice))
        must(notice.recipient.len <= 254 && notice.status.len <= 11);
    mail_status_is_of_address(notice.status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    struct str s = { (const char *)data, size };
    struct arena arena;

    if (!started)
        must(started = secret_start());
    arena_init(&arena);
    try_message(&arena, s);
    try_template(&arena, s);
    try_notice(&arena, s);
    arena_clear(&arena);
    return 0;
}

/*
 * People as vCards, version 4.0: https://www.rfc-editor.org/rfc/rfc6350
 */
#include "features/export/export_person.h"

enum { LINE_MOST_BYTES = 75 };

/* Backslash, comma, semicolon and line breaks of a value (section 3.4). */
static void add_escaped(struct buf *line, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\r')
            continue;
        if (c == '\\' || c == ',' || c == ';')
            buf_add_char(line, '\\');
        if (c == '\n')
            buf_add_text(line, "\\n");
        else
            buf_add_char(line, c);
    }
}

/* Longer lines go on after a line break and a space, never inside a character (section 3.2). */
static void add_line(struct buf *buf, struct str line)
{
    size_t room = LINE_MOST_BYTES;

    while (line.len > room) {
        size_t cut = room;

        while (cut > 1 && ((unsigned char)line.ptr[cut] & 0xc0) == 0x80)
            cut--;
        buf_add(buf, str_slice(line, 0, cut));
        buf_add_text(buf, "\r\n ");
        line = str_slice(line, cut, line.len);
        room = LINE_MOST_BYTES - 1;
    }
    buf_add(buf, line);
    buf_add_text(buf, "\r\n");
}

static void add(struct ctx *ctx, struct buf *buf, const char *name, struct str value)
{
    struct buf line;

    if (value.len == 0)
        return;
    buf_init(&line, ctx->arena, value.len + 64);
    buf_add_text(&line, name);
    buf_add_char(&line, ':');
    add_escaped(&line, value);
    add_line(buf, buf_str(&line));
}

static void add_emails(struct ctx *ctx, struct buf *buf, const struct email_list *emails)
{
    for (int i = 0; i < emails->count; i++)
        add(ctx, buf, i == 0 ? "EMAIL;PREF=1" : "EMAIL", emails->items[i].address);
}

static void add_phones(struct ctx *ctx, struct buf *buf, const struct phone_list *phones)
{
    for (int i = 0; i < phones->count; i++)
        add(ctx, buf, i == 0 ? "TEL;PREF=1" : "TEL",
            phones->items[i].number.len ? phones->items[i].number : phones->items[i].raw);
}

static void add_tags(struct ctx *ctx, struct buf *buf, const struct string_list *tags)
{
    struct buf line;

    if (tags->count == 0)
        return;
    buf_init(&line, ctx->arena, 256);
    buf_add_text(&line, "CATEGORIES:");
    for (int i = 0; i < tags->count; i++) {
        if (i > 0)
            buf_add_char(&line, ',');
        add_escaped(&line, tags->items[i]);
    }
    add_line(buf, buf_str(&line));
}

static void add_address(struct ctx *ctx, struct buf *buf, const struct customer *customer)
{
    const struct str parts[] = { STR_EMPTY,      STR_EMPTY,      customer->street, customer->city,
                                 customer->state, customer->zip, customer->country };
    struct buf line;

    if (customer->street.len + customer->city.len + customer->state.len + customer->zip.len + customer->country.len ==
        0)
        return;
    buf_init(&line, ctx->arena, 256);
    buf_add_text(&line, "ADR:");
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (i > 0)
            buf_add_char(&line, ';');
        add_escaped(&line, parts[i]);
    }
    add_line(buf, buf_str(&line));
}

static void begin(struct ctx *ctx, struct buf *buf, struct str id, struct str name)
{
    buf_add_text(buf, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
    add(ctx, buf, "UID", id);
    add(ctx, buf, "FN", name);
}

/* "1988-02-11" is 19880211 there. */
static struct str birthday(struct ctx *ctx, struct str date)
{
    return date.len == 10 ? arena_printf(ctx->arena, "%.4s%.2s%.2s", date.ptr, date.ptr + 5, date.ptr + 8) : STR_EMPTY;
}

void export_vcard_customer(struct ctx *ctx, const struct customer *customer, struct buf *buf)
{
    begin(ctx, buf, id_text(ctx->arena, "cus", customer->id), customer->name);
    add(ctx, buf, "NICKNAME", customer->called);
    add_emails(ctx, buf, &customer->emails);
    add_phones(ctx, buf, &customer->phones);
    add(ctx, buf, "ORG", customer->company);
    add_address(ctx, buf, customer);
    add(ctx, buf, "BDAY", birthday(ctx, customer->date_of_birth));
    add(ctx, buf, "LANG", customer->language);
    add_tags(ctx, buf, &customer->tags);
    add(ctx, buf, "NOTE", customer->notes);
    buf_add_text(buf, "END:VCARD\r\n");
}

void export_vcard_contact(struct ctx *ctx, const struct contact *contact, struct buf *buf)
{
    begin(ctx, buf, id_text(ctx->arena, "con", contact->id), contact->name);
    add_emails(ctx, buf, &contact->emails);
    add_phones(ctx, buf, &contact->phones);
    add(ctx, buf, "ORG", contact->company);
    add_tags(ctx, buf, &contact->tags);
    add(ctx, buf, "NOTE", contact->notes);
    buf_add_text(buf, "END:VCARD\r\n");
}

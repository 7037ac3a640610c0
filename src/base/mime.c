#include "base/mime.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"

#include <string.h>
#include <time.h>

/* A line with encoded words has at most 76 characters (RFC 2047), of which "=?UTF-8?B?" and "?=" take twelve. */
enum { LINE_MOST = 76, WORD_FRAME = 12, PLAIN_MOST = 60 };

/* ---- headers ----------------------------------------------------------------------------------------------------- */

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c < ' ' || c > '~' || (c == '=' && i + 1 < text.len && text.ptr[i + 1] == '?'))
            return false;
    }
    return text.len <= PLAIN_MOST;
}

static void put_base64(struct buf *buf, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t three = (uint32_t)(unsigned char)bytes.ptr[i] << 16;

        if (left > 1)
            three |= (uint32_t)(unsigned char)bytes.ptr[i + 1] << 8;
        if (left > 2)
            three |= (unsigned char)bytes.ptr[i + 2];
        buf_add_char(buf, digits[three >> 18 & 63]);
        buf_add_char(buf, digits[three >> 12 & 63]);
        buf_add_char(buf, left > 1 ? digits[three >> 6 & 63] : '=');
        buf_add_char(buf, left > 2 ? digits[three & 63] : '=');
    }
}

/* Where to cut so that at most `most` bytes and no half character are before it; at least one byte. */
static size_t cut_at(struct str text, size_t most)
{
    size_t at = most;

    if (text.len <= most)
        return text.len;
    while (at > 1 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* `column` is how much of the line is written already. */
static void put_words(struct buf *buf, struct str text, size_t column)
{
    const char *between = "";

    for (; text.len; column = 1) {
        size_t size = cut_at(text, (LINE_MOST - WORD_FRAME - column) / 4 * 3);

        buf_add_text(buf, between);
        buf_add_text(buf, "=?UTF-8?B?");
        put_base64(buf, str_slice(text, 0, size));
        buf_add_text(buf, "?=");
        between = "\r\n ";
        text = str_slice(text, size, text.len);
    }
}

void mime_put_text(struct buf *buf, const char *header, struct str text)
{
    struct str line = text_line(buf->arena, text);

    buf_printf(buf, "%s: ", header);
    if (is_plain(line))
        buf_add(buf, line);
    else
        put_words(buf, line, strlen(header) + 2);
    buf_add_text(buf, "\r\n");
}

/* An address that came past every check could still only be a wrong address, never a header. */
static void put_address(struct buf *buf, struct str address)
{
    for (size_t i = 0; i < address.len; i++) {
        unsigned char c = (unsigned char)address.ptr[i];

        if (c > ' ' && c != 0x7F && c != '<' && c != '>' && c != ',' && c != ';')
            buf_add_char(buf, (char)c);
    }
}

void mime_put_mailbox(struct buf *buf, const char *header, const struct mime_mailbox *mailbox)
{
    struct str name = text_line(buf->arena, mailbox->name);

    buf_printf(buf, "%s: ", header);
    if (name.len && is_plain(name) && !memchr(name.ptr, '"', name.len) && !memchr(name.ptr, '\\', name.len))
        buf_printf(buf, "\"%.*s\"", STR_PRINT(name));
    else
        put_words(buf, name, strlen(header) + 2);
    buf_add_text(buf, name.len ? "\r\n <" : "<");
    put_address(buf, mailbox->address);
    buf_add_text(buf, ">\r\n");
}

/* RFC 5322, in UTC. */
static void put_date(struct buf *buf, int64_t ms)
{
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t seconds = (time_t)(ms / 1000);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    buf_printf(buf, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n", days + tm.tm_wday * 3, tm.tm_mday,
               months + tm.tm_mon * 3, tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- bodies ------------------------------------------------------------------------------------------------------ */

static bool goes_as_it_is(unsigned char c, bool begins, bool ends)
{
    if (c == ' ' || c == '\t')
        return !ends;
    if (begins && (c == '.' || c == 'F')) /* dots are doubled on the way, and mailboxes begin mails with "From " */
        return false;
    return c > ' ' && c <= '~' && c != '=';
}

void mime_put_quoted_printable(struct buf *buf, struct str text)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t column = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool ends = i + 1 == text.len || text.ptr[i + 1] == '\n';
        bool plain = goes_as_it_is(c, column == 0, ends);
        size_t size = plain ? 1 : 3;

        if (c == '\n') {
            buf_add_text(buf, "\r\n");
            column = 0;
            continue;
        }
        if (column + size > LINE_MOST - 1) {
            buf_add_text(buf, "=\r\n");
            plain = goes_as_it_is(c, true, ends);
            size = plain ? 1 : 3;
            column = 0;
        }
        if (plain) {
            buf_add_char(buf, (char)c);
        } else {
            buf_add_char(buf, '=');
            buf_add_char(buf, digits[c >> 4]);
            buf_add_char(buf, digits[c & 15]);
        }
        column += size;
    }
    buf_add_text(buf, "\r\n");
}

static void put_escaped(struct buf *buf, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        switch (text.ptr[i]) {
        case '&': buf_add_text(buf, "&amp;"); break;
        case '<': buf_add_text(buf, "&lt;"); break;
        case '>': buf_add_text(buf, "&gt;"); break;
        case '"': buf_add_text(buf, "&quot;"); break;
        case '\'': buf_add_text(buf, "&#39;"); break;
        default: buf_add_char(buf, text.ptr[i]);
        }
}

/* The length of the link that begins here, without the punctuation that ends a sentence; 0 when none does. */
static size_t link_length(struct str text)
{
    size_t begin = str_starts(text, STR("https://")) ? 8 : str_starts(text, STR("http://")) ? 7 : 0;
    size_t end = begin;

    if (begin == 0)
        return 0;
    while (end < text.len && (unsigned char)text.ptr[end] > ' ' && !memchr("<>\"`\\{}|^", text.ptr[end], 9))
        end++;
    while (end > begin && memchr(".,;:!?)'", text.ptr[end - 1], 8))
        end--;
    return end > begin ? end : 0;
}

static void put_line(struct buf *buf, struct str line)
{
    while (line.len) {
        size_t at = 0, size = 0;

        while (at < line.len && (size = link_length(str_slice(line, at, line.len))) == 0)
            at++;
        put_escaped(buf, str_slice(line, 0, at));
        if (size > 0) {
            struct str link = str_slice(line, at, at + size);

            buf_add_text(buf, "<a href=\"");
            put_escaped(buf, link);
            buf_add_text(buf, "\">");
            put_escaped(buf, link);
            buf_add_text(buf, "</a>");
        }
        line = str_slice(line, at + size, line.len);
    }
}

/* A blank line ends a paragraph, any other line end is a break. */
void mime_put_html(struct buf *buf, struct str text)
{
    bool inside = false;
    struct str line;

    while (str_split(&text, '\n', &line)) {
        if (str_trim(line).len == 0) {
            if (inside)
                buf_add_text(buf, "</p>\n");
            inside = false;
            continue;
        }
        buf_add_text(buf, inside ? "<br>\n" : "<p>");
        put_line(buf, line);
        inside = true;
    }
    if (inside)
        buf_add_text(buf, "</p>\n");
}

static struct str plain_part(struct arena *arena, const struct mime_message *message)
{
    struct buf text;

    buf_init(&text, arena, message->text.len + message->footer.len + 64);
    buf_add(&text, message->text);
    if (message->footer.len) {
        buf_add_text(&text, "\n\n-- \n");
        buf_add(&text, message->footer);
    }
    return buf_str(&text);
}

static struct str html_part(struct arena *arena, const struct mime_message *message)
{
    struct buf html;

    buf_init(&html, arena, message->text.len * 2 + message->footer.len * 2 + 1024);
    buf_add_text(&html,
                 "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                 "<meta name=\"viewport\" content=\"width=device-width\">"
                 "<meta name=\"color-scheme\" content=\"light dark\"><title>");
    put_escaped(&html, text_line(arena, message->subject));
    buf_add_text(&html,
                 "</title></head>\n<body style=\"margin:0;padding:24px;"
                 "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif\">\n"
                 "<div dir=\"auto\" style=\"max-width:600px;margin:0 auto\">\n");
    mime_put_html(&html, message->text);
    if (message->footer.len) {
        buf_add_text(&html,
                     "<hr style=\"border:0;border-top:1px solid #8884;margin:24px 0\">\n"
                     "<div style=\"font-size:13px;opacity:.75\">\n");
        mime_put_html(&html, message->footer);
        buf_add_text(&html, "</div>\n");
    }
    buf_add_text(&html, "</div>\n</body></html>\n");
    return buf_str(&html);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static void put_headers(struct buf *buf, const struct mime_message *message)
{
    put_date(buf, message->date_ms);
    mime_put_mailbox(buf, "From", &message->from);
    mime_put_mailbox(buf, "To", &message->to);
    if (message->reply_to.address.len)
        mime_put_mailbox(buf, "Reply-To", &message->reply_to);
    mime_put_text(buf, "Subject", message->subject);
    buf_add_text(buf, "Message-ID: <");
    put_address(buf, message->message_id);
    buf_add_text(buf, ">\r\n");
    if (message->automatic)
        buf_add_text(buf, "Auto-Submitted: auto-generated\r\n");
    if (message->unsubscribe.len) {
        buf_add_text(buf, "List-Unsubscribe: <");
        put_address(buf, message->unsubscribe);
        buf_add_text(buf, ">\r\n");
        if (str_starts(message->unsubscribe, STR("https://"))) /* RFC 8058, 3.1: over nothing else */
            buf_add_text(buf, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    }
    buf_add_text(buf, "MIME-Version: 1.0\r\n");
}

static void put_part(struct buf *buf, struct str boundary, const char *type, struct str text)
{
    buf_printf(buf, "--%.*s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
               STR_PRINT(boundary), type);
    mime_put_quoted_printable(buf, text);
}

void mime_write(struct buf *buf, const struct mime_message *message)
{
    /* "=_" stands in no quoted-printable text */
    struct str boundary = arena_printf(buf->arena, "=_%.*s", 32, sha256_hex(buf->arena, message->message_id).ptr);

    put_headers(buf, message);
    buf_printf(buf, "Content-Type: multipart/alternative;\r\n boundary=\"%.*s\"\r\n\r\n", STR_PRINT(boundary));
    put_part(buf, boundary, "text/plain", plain_part(buf->arena, message));
    put_part(buf, boundary, "text/html", html_part(buf->arena, message));
    buf_printf(buf, "--%.*s--\r\n", STR_PRINT(boundary));
}

#include "base/text.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { SLUG_MOST_BYTES = 60 };

static const utf8proc_int32_t REPLACEMENT = 0xFFFD;

/* One code point and its bytes. What is not UTF-8 is one byte long and REPLACEMENT; `valid` says so. */
struct point {
    utf8proc_int32_t code;
    size_t size;
    bool valid;
};

static struct point point_at(struct str s, size_t at)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t size;

    if ((unsigned char)s.ptr[at] < 0x80)
        return (struct point){ s.ptr[at], 1, true };
    size = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at, (utf8proc_ssize_t)(s.len - at), &code);
    if (size <= 0)
        return (struct point){ REPLACEMENT, 1, false };
    return (struct point){ code, (size_t)size, true };
}

/* The length of the run of ASCII at the start, eight bytes at a time. */
static size_t ascii_run(struct str s)
{
    size_t at = 0;

    for (; at + 8 <= s.len; at += 8) {
        uint64_t bytes;

        memcpy(&bytes, s.ptr + at, 8);
        if (bytes & 0x8080808080808080)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

bool text_valid(struct str s)
{
    if (s.len && memchr(s.ptr, '\0', s.len))
        return false;
    for (size_t at = ascii_run(s); at < s.len;) {
        struct point point = point_at(s, at);

        if (!point.valid)
            return false;
        at += point.size;
    }
    return true;
}

size_t text_length(struct str s)
{
    size_t points = 0;

    for (size_t i = 0; i < s.len; i++)
        points += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return points;
}

struct str text_cut(struct str s, size_t points)
{
    size_t at = 0;

    if (s.len <= points)
        return s;
    for (; at < s.len; at++)
        if (((unsigned char)s.ptr[at] & 0xC0) != 0x80 && points-- == 0)
            break;
    return str_slice(s, 0, at);
}

static bool is_space(utf8proc_int32_t code)
{
    if (code < 0x80)
        return code <= ' ' || code == 0x7F;
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC: return true;
    default: return false;
    }
}

/* Nothing to be seen at either end of a text: what copying from web pages and spreadsheets leaves behind. */
static bool is_invisible(utf8proc_int32_t code)
{
    return code == 0x00AD || code == 0x200B || code == 0x200E || code == 0x200F || code == 0x2060 || code == 0xFEFF;
}

static bool is_line_end(utf8proc_int32_t code)
{
    return code == '\n' || code == '\r' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static void add_point(struct buf *buf, utf8proc_int32_t code)
{
    char *into = buf_reserve(buf, 4);

    if (code < 0x80) {
        *into = (char)code;
        buf->len++;
    } else {
        buf->len += (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)into);
    }
    buf->ptr[buf->len] = '\0';
}

static bool is_unseen(struct point point)
{
    return is_space(point.code) || is_invisible(point.code);
}

/* The bytes of the last code point; what is not UTF-8 counts byte by byte. */
static struct point last_point(struct str s)
{
    struct point point;
    size_t at = s.len - 1;

    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at--;
    point = point_at(s, at);
    return at + point.size == s.len ? point : (struct point){ REPLACEMENT, 1, false };
}

static struct str trim_unseen(struct str s)
{
    while (s.len && is_unseen(point_at(s, 0)))
        s = str_slice(s, point_at(s, 0).size, s.len);
    while (s.len && is_unseen(last_point(s)))
        s = str_slice(s, 0, s.len - last_point(s).size);
    return s;
}

/* The code points of valid UTF-8 after utf8proc has worked on them; `count` is 0 when it could not. */
struct points {
    utf8proc_int32_t *codes;
    size_t count;
};

static struct points decompose(struct arena *arena, struct str s, utf8proc_option_t options)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.ptr;
    size_t capacity = s.len;
    utf8proc_int32_t *codes;
    utf8proc_ssize_t count;

    /* the first try is enough for nearly everything; a compatibility ligature may need up to 18 for one */
    for (;;) {
        codes = ARENA_ARRAY(arena, utf8proc_int32_t, capacity + 1);
        count = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.len, codes, (utf8proc_ssize_t)capacity, options);
        if (count < 0)
            return (struct points){ codes, 0 };
        if ((size_t)count <= capacity)
            return (struct points){ codes, (size_t)count };
        capacity = (size_t)count;
    }
}

/* Normal form C; `s` is valid UTF-8. */
static struct str compose(struct arena *arena, struct str s)
{
    struct points points;
    utf8proc_ssize_t size;

    if (ascii_run(s) == s.len)
        return s;
    points = decompose(arena, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (points.count == 0)
        return s;
    size = utf8proc_reencode(points.codes, (utf8proc_ssize_t)points.count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (size < 0)
        return s;
    return (struct str){ (const char *)points.codes, (size_t)size };
}

struct str text_line(struct arena *arena, struct str s)
{
    struct buf buf;
    bool gap = false;

    s = trim_unseen(s);
    buf_init(&buf, arena, s.len + 1);
    for (size_t at = 0; at < s.len;) {
        struct point point = point_at(s, at);

        at += point.size;
        if (is_space(point.code)) {
            gap = true;
            continue;
        }
        if (gap)
            buf_add_char(&buf, ' ');
        gap = false;
        add_point(&buf, point.code);
    }
    return compose(arena, buf_str(&buf));
}

/* Two bytes for a CRLF, one line end. */
static size_t line_end_size(struct str s, size_t at, struct point point)
{
    return point.code == '\r' && at + 1 < s.len && s.ptr[at + 1] == '\n' ? 2 : point.size;
}

struct str text_lines(struct arena *arena, struct str s)
{
    struct buf buf;

    s = trim_unseen(s);
    buf_init(&buf, arena, s.len + 1);
    for (size_t at = 0; at < s.len;) {
        struct point point = point_at(s, at);

        if (is_line_end(point.code)) {
            buf_add_char(&buf, '\n');
            at += line_end_size(s, at, point);
            continue;
        }
        at += point.size;
        if (point.code == '\t' || utf8proc_category(point.code) != UTF8PROC_CATEGORY_CC)
            add_point(&buf, point.code);
    }
    return compose(arena, buf_str(&buf));
}

/* Valid UTF-8, also when it was none. */
static struct str repair(struct arena *arena, struct str s)
{
    struct buf buf;

    if (text_valid(s))
        return s;
    buf_init(&buf, arena, s.len * 2);
    for (size_t at = 0; at < s.len;) {
        struct point point = point_at(s, at);

        add_point(&buf, point.code ? point.code : ' ');
        at += point.size;
    }
    return buf_str(&buf);
}

/* Letters that Unicode does not take apart, but that people leave out and type as these. */
static const char *plain_spelling(utf8proc_int32_t code)
{
    switch (code) {
    case 0x00F8: return "o";
    case 0x0142: return "l";
    case 0x0111:
    case 0x00F0: return "d";
    case 0x0131: return "i";
    case 0x00E6: return "ae";
    case 0x0153: return "oe";
    case 0x00FE: return "th";
    case 0x00DF: return "ss";
    default: return NULL;
    }
}

struct folding {
    struct buf buf;
    bool gap;
};

static void fold_point(struct folding *folding, utf8proc_int32_t code)
{
    const char *spelling;

    if (is_space(code)) {
        folding->gap = folding->buf.len > 0;
        return;
    }
    if (folding->gap)
        buf_add_char(&folding->buf, ' ');
    folding->gap = false;
    spelling = code < 0x80 ? NULL : plain_spelling(code);
    if (spelling)
        buf_add_text(&folding->buf, spelling);
    else
        add_point(&folding->buf, code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code);
}

struct str text_fold(struct arena *arena, struct str s)
{
    struct folding folding = { .gap = false };
    struct points points = { NULL, 0 };
    bool ascii = ascii_run(s) == s.len;

    buf_init(&folding.buf, arena, s.len + 1);
    if (!ascii)
        points = decompose(arena, repair(arena, s),
                           UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                               UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    for (size_t i = 0; i < (ascii ? s.len : points.count); i++)
        fold_point(&folding, ascii ? s.ptr[i] : points.codes[i]);
    return buf_str(&folding.buf);
}

static bool is_letter_or_digit(utf8proc_int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Takes the next word off `rest`; the empty view when there is none. */
static struct str take_word(struct str *rest)
{
    size_t at = 0, from;
    struct str word;

    while (at < rest->len && !is_letter_or_digit(point_at(*rest, at).code))
        at += point_at(*rest, at).size;
    for (from = at; at < rest->len && is_letter_or_digit(point_at(*rest, at).code);)
        at += point_at(*rest, at).size;
    word = str_slice(*rest, from, at);
    *rest = str_slice(*rest, at, rest->len);
    return word;
}

static bool has_word(struct str folded, struct str wanted)
{
    for (struct str word = take_word(&folded); word.len; word = take_word(&folded))
        if (str_equal(word, wanted))
            return true;
    return false;
}

bool text_share_word(struct arena *arena, struct str a, struct str b)
{
    struct str rest = text_fold(arena, a), other = text_fold(arena, b);

    for (struct str word = take_word(&rest); word.len; word = take_word(&rest))
        if (text_length(word) > 1 && has_word(other, word))
            return true;
    return false;
}

/* O'Brien and O’Brien are one word. */
static size_t apostrophe_size(struct str s, size_t at)
{
    if (s.ptr[at] == '\'')
        return 1;
    return str_starts(str_slice(s, at, s.len), STR("\xE2\x80\x99")) ? 3 : 0;
}

struct str text_slug(struct arena *arena, struct str s)
{
    struct str folded = text_fold(arena, s);
    struct buf buf;
    bool gap = false;

    buf_init(&buf, arena, SLUG_MOST_BYTES + 2);
    for (size_t at = 0; at < folded.len && buf.len < SLUG_MOST_BYTES;) {
        char c = folded.ptr[at];
        size_t skipped = apostrophe_size(folded, at);

        at += skipped ? skipped : 1;
        if (skipped)
            continue;
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
            gap = buf.len > 0;
            continue;
        }
        if (gap)
            buf_add_char(&buf, '-');
        gap = false;
        buf_add_char(&buf, c);
    }
    /* the last step may have added a hyphen and a letter where only the hyphen fitted */
    if (buf.len > SLUG_MOST_BYTES)
        buf.len = SLUG_MOST_BYTES - 1;
    return buf_str(&buf);
}

#include "base/email.h"

#include "base/buf.h"
#include "base/text.h"

#include <utf8proc.h>

enum { LOCAL_MOST_BYTES = 64, ADDRESS_MOST_BYTES = 254, LABEL_MOST_BYTES = 63 };

/* RFC 5322 calls them atext. */
static bool is_atom_char(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c != '\0' && str_find(STR("!#$%&'*+-/=?^_`{|}~"), c) < 19;
}

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

/* Beyond ASCII: letters, the marks on them, and digits; in the local part signs and symbols too. */
static bool is_foreign_char(utf8proc_int32_t code, bool symbols)
{
    utf8proc_category_t category = utf8proc_category(code);

    if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO)
        return true;
    return symbols && category > UTF8PROC_CATEGORY_NO && category <= UTF8PROC_CATEGORY_SO;
}

/* Steps over one code point beyond ASCII when it may stand here. */
static bool step_foreign(struct str s, size_t *at, bool symbols)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + *at, (utf8proc_ssize_t)(s.len - *at),
                                             &code);

    if (size <= 0 || code == 0xFFFD || !is_foreign_char(code, symbols))
        return false;
    *at += (size_t)size;
    return true;
}

static bool is_atom(struct str atom)
{
    for (size_t at = 0; at < atom.len;) {
        if (is_atom_char(atom.ptr[at]))
            at++;
        else if (is_ascii(atom.ptr[at]) || !step_foreign(atom, &at, true))
            return false;
    }
    return atom.len > 0;
}

static const char *local_fault(struct str local)
{
    struct str atom;

    if (local.len == 0)
        return "There is nothing before the @.";
    if (local.len > LOCAL_MOST_BYTES)
        return "The part before the @ is longer than 64 bytes.";
    while (str_split(&local, '.', &atom)) {
        if (atom.len == 0)
            return "A dot stands at the start or end of the part before the @, or twice in a row.";
        if (!is_atom(atom))
            return "The part before the @ has a character that cannot stand there.";
    }
    return NULL;
}

static bool is_label(struct str label)
{
    if (label.len == 0 || label.len > LABEL_MOST_BYTES)
        return false;
    if (label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
        return false;
    for (size_t at = 0; at < label.len;) {
        char c = label.ptr[at];

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
            at++;
        else if (is_ascii(c) || !step_foreign(label, &at, false))
            return false;
    }
    return true;
}

static bool is_number(struct str label)
{
    for (size_t i = 0; i < label.len; i++)
        if (label.ptr[i] < '0' || label.ptr[i] > '9')
            return false;
    return true;
}

static const char *domain_fault(struct str domain)
{
    struct str label = STR_EMPTY;
    int labels = 0;

    if (domain.len == 0)
        return "There is nothing after the @.";
    for (; str_split(&domain, '.', &label); labels++)
        if (!is_label(label))
            return "The part after the @ is not the name of a domain.";
    if (labels < 2 || is_number(label))
        return "The part after the @ is not a full domain such as example.com.";
    return NULL;
}

static const char *address_fault(struct str address)
{
    size_t at = str_find(address, '@');
    const char *fault;

    if (address.len == 0)
        return "There is no address.";
    if (at == address.len)
        return "There is no @.";
    if (address.len > ADDRESS_MOST_BYTES)
        return "The address is longer than 254 bytes.";
    fault = local_fault(str_slice(address, 0, at));
    return fault ? fault : domain_fault(str_slice(address, at + 1, address.len));
}

static struct str lower(struct arena *arena, struct str s)
{
    struct buf buf;

    buf_init(&buf, arena, s.len * 2);
    for (size_t at = 0; at < s.len;) {
        utf8proc_int32_t code;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at, (utf8proc_ssize_t)(s.len - at),
                                                 &code);
        char *into = buf_reserve(&buf, 4);

        buf.len += (size_t)utf8proc_encode_char(utf8proc_tolower(code), (utf8proc_uint8_t *)into);
        at += (size_t)size;
    }
    return buf_str(&buf);
}

bool email_normal(struct arena *arena, struct str typed, struct str *out, const char **why)
{
    struct str address;

    if (!text_valid(typed)) {
        *why = "The address is not valid UTF-8.";
        return false;
    }
    /* composed again: a small letter may have a composed form where the capital had none */
    address = text_line(arena, lower(arena, text_line(arena, typed)));
    *why = address_fault(address);
    if (*why)
        return false;
    *out = address;
    return true;
}

struct str email_domain(struct str address)
{
    size_t at = str_find(address, '@');

    return str_slice(address, at + 1, address.len);
}

bool email_domain_in(struct str address, const struct str *domains, int count)
{
    struct str domain = email_domain(address);

    for (int i = 0; i < count; i++) {
        struct str parent = domains[i];
        struct str tail = str_slice(domain, domain.len - parent.len, domain.len);

        if (parent.len == 0 || domain.len < parent.len || !str_equal_ascii_case(tail, parent))
            continue;
        if (domain.len == parent.len || domain.ptr[domain.len - parent.len - 1] == '.')
            return true;
    }
    return false;
}

/* The checks of a request's head that need more than one byte after another: target, Host, framing. */
#include "http/parse.h"

#include <string.h>

enum { LENGTH_MOST_DIGITS = 18, HOST_MOST_BYTES = 255, PORT_MOST_DIGITS = 5 };

/* How often the fields that decide about framing were seen. */
struct seen {
    int host;
    int content_length;
    int transfer_encoding;
    bool close;
    bool keep_alive;
};

static enum http_verdict refuse(struct http_head *head, const char *why)
{
    return http_refuse(&head->refusal, 400, why);
}

/* ---- target */

/* One byte of an encoded path: how many characters it takes; 0 when it may not stand there. */
static size_t path_byte(struct str path, size_t at, char *byte)
{
    int high, low;

    *byte = path.ptr[at];
    if (*byte != '%')
        return http_char_is(*byte, HTTP_PATH) ? 1 : 0;
    if (path.len - at < 3)
        return 0;
    high = http_hex(path.ptr[at + 1]);
    low = http_hex(path.ptr[at + 2]);
    if (high < 0 || low < 0)
        return 0;
    *byte = (char)(high * 16 + low);
    if ((unsigned char)*byte < ' ' || *byte == 0x7F || *byte == '/')
        return 0;
    return 3;
}

/* No bad escape, no control character or slash in disguise, no "." or ".." as a segment, in disguise or not. */
static bool path_good(struct str path)
{
    size_t dots = 0, others = 0;

    for (size_t at = 0; at < path.len;) {
        char byte;
        size_t step = path_byte(path, at, &byte);

        if (step == 0)
            return false;
        if (byte == '/') {
            if (others == 0 && (dots == 1 || dots == 2))
                return false;
            dots = others = 0;
        } else if (byte == '.') {
            dots++;
        } else {
            others++;
        }
        at += step;
    }
    return others > 0 || dots == 0 || dots > 2;
}

/* The bytes from `at` on are a path and maybe a query. */
static enum http_verdict split_path(struct http_head *head, const char *bytes, size_t at)
{
    size_t end = (size_t)head->target.at + head->target.len;
    size_t mark = at + str_find((struct str){ bytes + at, end - at }, '?');

    head->path = (struct http_span){ (uint16_t)at, (uint16_t)(mark - at) };
    if (mark < end)
        head->query = (struct http_span){ (uint16_t)(mark + 1), (uint16_t)(end - mark - 1) };
    if (!path_good(http_span_str(bytes, head->path)))
        return refuse(head, "The path of the address holds something that may not stand there.");
    return HTTP_MORE;
}

enum http_verdict http_target_check(struct http_head *head, const char *bytes)
{
    struct str target = http_span_str(bytes, head->target);
    struct str rest;
    size_t scheme;

    if (target.ptr[0] == '/')
        return split_path(head, bytes, head->target.at);
    if (str_equal(target, STR("*"))) {
        head->asterisk = true;
        return head->method == OPTIONS ? HTTP_MORE : refuse(head, "Only OPTIONS asks about \"*\".");
    }
    scheme = str_find(target, ':');
    rest = str_slice(target, scheme, target.len);
    if (!str_starts(rest, STR("://")) || !(str_equal_ascii_case(str_slice(target, 0, scheme), STR("http")) ||
                                           str_equal_ascii_case(str_slice(target, 0, scheme), STR("https"))))
        return refuse(head, "The address does not begin with a slash.");
    rest = str_slice(rest, 3, rest.len);
    head->authority.at = (uint16_t)(rest.ptr - bytes);
    while (head->authority.len < rest.len && rest.ptr[head->authority.len] != '/' &&
           rest.ptr[head->authority.len] != '?')
        head->authority.len++;
    if (head->authority.len == 0)
        return refuse(head, "The address names no host.");
    return split_path(head, bytes, (size_t)head->authority.at + head->authority.len);
}

/* ---- fields */

/* RFC 3986, as far as real hosts go: a name of letters, digits, "-", "_", "."; or an IPv6 address in brackets. */
static bool host_name_good(struct str name)
{
    if (name.len > 2 && name.ptr[0] == '[' && name.ptr[name.len - 1] == ']') {
        for (size_t i = 1; i < name.len - 1; i++)
            if (http_hex(name.ptr[i]) < 0 && name.ptr[i] != ':' && name.ptr[i] != '.')
                return false;
        return true;
    }
    for (size_t i = 0; i < name.len; i++)
        if (!http_char_is(name.ptr[i], HTTP_HOST))
            return false;
    return name.len > 0;
}

static bool host_good(struct str host)
{
    size_t name_end = host.len && host.ptr[0] == '[' ? str_find(host, ']') : 0;
    size_t colon = name_end + str_find(str_slice(host, name_end, host.len), ':');
    struct str port = str_slice(host, colon + 1, host.len);
    int64_t number;

    if (host.len > HOST_MOST_BYTES || !host_name_good(str_slice(host, 0, colon)))
        return false;
    if (colon == host.len)
        return true;
    return port.len <= PORT_MOST_DIGITS && port.len > 0 && port.ptr[0] != '-' && str_to_int(port, &number) &&
           number <= UINT16_MAX;
}

static enum http_verdict read_content_length(struct http_head *head, struct str value, struct seen *seen)
{
    if (seen->content_length++)
        return refuse(head, "Content-Length is given twice.");
    if (value.len == 0 || value.len > LENGTH_MOST_DIGITS || value.ptr[0] == '-' ||
        !str_to_int(value, &head->content_length))
        return refuse(head, "Content-Length is not a number.");
    return HTTP_MORE;
}

static enum http_verdict read_transfer_encoding(struct http_head *head, struct str value, struct seen *seen)
{
    if (seen->transfer_encoding++)
        return refuse(head, "Transfer-Encoding is given twice.");
    if (!str_equal_ascii_case(value, STR("chunked")))
        return refuse(head, "The only transfer encoding that is taken is \"chunked\".");
    if (head->minor_version == 0)
        return refuse(head, "HTTP/1.0 has no transfer encodings.");
    head->chunked = true;
    return HTTP_MORE;
}

static enum http_verdict read_expect(struct http_head *head, struct str value)
{
    if (!str_equal_ascii_case(value, STR("100-continue")))
        return http_refuse(&head->refusal, 417, "The only expectation that can be met is \"100-continue\".");
    head->expects_continue = head->minor_version > 0;
    return HTTP_MORE;
}

static void read_connection(struct str value, struct seen *seen)
{
    struct str option;

    while (str_split(&value, ',', &option)) {
        option = str_trim(option);
        seen->close |= str_equal_ascii_case(option, STR("close"));
        seen->keep_alive |= str_equal_ascii_case(option, STR("keep-alive"));
    }
}

static enum http_verdict read_field(struct http_head *head, struct str name, struct str value, struct seen *seen)
{
    switch (name.len) {
    case 4:
        if (str_equal(name, STR("host")) && seen->host++)
            return refuse(head, "Host is given twice.");
        if (str_equal(name, STR("host")) && !host_good(value))
            return refuse(head, "Host is not the name of a host.");
        return HTTP_MORE;
    case 6: return str_equal(name, STR("expect")) ? read_expect(head, value) : HTTP_MORE;
    case 10:
        if (str_equal(name, STR("connection")))
            read_connection(value, seen);
        return HTTP_MORE;
    case 14: return str_equal(name, STR("content-length")) ? read_content_length(head, value, seen) : HTTP_MORE;
    case 17: return str_equal(name, STR("transfer-encoding")) ? read_transfer_encoding(head, value, seen) : HTTP_MORE;
    default: return HTTP_MORE;
    }
}

enum http_verdict http_head_check(struct http_head *head, const char *bytes)
{
    struct seen seen = { 0 };

    for (int i = 0; i < head->field_count; i++) {
        const struct http_field *field = &head->fields[i];
        int hosts = seen.host;

        if (read_field(head, http_span_str(bytes, field->name), http_span_str(bytes, field->value), &seen) != HTTP_MORE)
            return HTTP_REFUSED;
        if (seen.host > hosts)
            head->host = field->value;
    }
    if (!seen.host && head->minor_version > 0)
        return refuse(head, "Host is missing.");
    if (head->authority.len &&
        !str_equal_ascii_case(http_span_str(bytes, head->authority), http_span_str(bytes, head->host)))
        return refuse(head, "The address names another host than Host.");
    if (seen.content_length && seen.transfer_encoding)
        return refuse(head, "Content-Length and Transfer-Encoding are both given.");
    head->keep_alive = !seen.close && (head->minor_version > 0 || seen.keep_alive);
    return HTTP_DONE;
}

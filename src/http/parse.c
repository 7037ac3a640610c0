#include "http/parse.h"

#include <string.h>

enum state { METHOD, TARGET, VERSION, REQUEST_LINE_LF, FIELD_START, FIELD_NAME, VALUE_START, VALUE, FIELD_LF, HEAD_LF };

enum { METHOD_MOST_BYTES = 20 };

#define ALPHA_NUM(bits) ['0' ... '9'] = (bits), ['A' ... 'Z'] = (bits), ['a' ... 'z'] = (bits)

enum {
    ANYWHERE = HTTP_TOKEN | HTTP_TARGET | HTTP_PATH | HTTP_VALUE,
    IN_PATH = HTTP_TARGET | HTTP_PATH | HTTP_VALUE,
    IN_QUERY = HTTP_TARGET | HTTP_VALUE
};

const uint8_t http_chars[256] = {
    ALPHA_NUM(ANYWHERE | HTTP_HOST),
    ['-'] = ANYWHERE | HTTP_HOST,
    ['.'] = ANYWHERE | HTTP_HOST,
    ['_'] = ANYWHERE | HTTP_HOST,
    ['!'] = ANYWHERE,
    ['$'] = ANYWHERE,
    ['%'] = ANYWHERE,
    ['&'] = ANYWHERE,
    ['\''] = ANYWHERE,
    ['*'] = ANYWHERE,
    ['+'] = ANYWHERE,
    ['~'] = ANYWHERE,
    ['('] = IN_PATH,
    [')'] = IN_PATH,
    [','] = IN_PATH,
    ['/'] = IN_PATH,
    [':'] = IN_PATH,
    [';'] = IN_PATH,
    ['='] = IN_PATH,
    ['@'] = IN_PATH,
    ['?'] = IN_QUERY,
    ['['] = IN_QUERY,
    [']'] = IN_QUERY,
    ['{'] = IN_QUERY,
    ['}'] = IN_QUERY,
    ['^'] = IN_QUERY | HTTP_TOKEN,
    ['`'] = IN_QUERY | HTTP_TOKEN,
    ['|'] = IN_QUERY | HTTP_TOKEN,
    ['#'] = HTTP_TOKEN | HTTP_VALUE,
    ['\t'] = HTTP_VALUE,
    [' '] = HTTP_VALUE,
    ['"'] = HTTP_VALUE,
    ['<'] = HTTP_VALUE,
    ['>'] = HTTP_VALUE,
    ['\\'] = HTTP_VALUE,
    [0x80 ... 0xFF] = HTTP_VALUE,
};

static const char *const method_names[HTTP_METHODS] = {
    [GET] = "GET",     [HEAD] = "HEAD",     [POST] = "POST",       [PUT] = "PUT",
    [PATCH] = "PATCH", [DELETE] = "DELETE", [OPTIONS] = "OPTIONS",
};

typedef enum http_verdict step(struct http_head *head, char *bytes, size_t len);

static step read_method, read_target, read_version, read_request_line_lf, read_field_start, read_field_name,
    read_value_start, read_value, read_field_lf, read_head_lf;

static step *const steps[] = {
    [METHOD] = read_method,           [TARGET] = read_target,
    [VERSION] = read_version,         [REQUEST_LINE_LF] = read_request_line_lf,
    [FIELD_START] = read_field_start, [FIELD_NAME] = read_field_name,
    [VALUE_START] = read_value_start, [VALUE] = read_value,
    [FIELD_LF] = read_field_lf,       [HEAD_LF] = read_head_lf,
};

const char *http_method_name(enum http_method method)
{
    return method_names[method];
}

int http_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void http_head_init(struct http_head *head, size_t head_most_bytes, size_t line_most_bytes)
{
    head->minor_version = 1;
    head->path = head->query = head->host = head->authority = (struct http_span){ 0, 0 };
    head->asterisk = head->keep_alive = head->chunked = head->expects_continue = false;
    head->content_length = -1;
    head->field_count = 0;
    head->at = 0;
    head->state = METHOD;
    head->version_at = 0;
    head->line_at = 0;
    head->head_most_bytes = head_most_bytes;
    head->line_most_bytes = line_most_bytes;
}

enum http_verdict http_head_feed(struct http_head *head, char *bytes, size_t len)
{
    bool too_much = len > head->head_most_bytes;
    enum http_verdict verdict = HTTP_MORE;

    if (too_much)
        len = head->head_most_bytes;
    while (verdict == HTTP_MORE && head->at < len)
        verdict = steps[head->state](head, bytes, len);
    if (verdict == HTTP_MORE && too_much)
        return http_refuse(&head->refusal, 431, "The head of the request is too large.");
    return verdict;
}

static enum http_verdict refuse(struct http_head *head, int status, const char *why)
{
    return http_refuse(&head->refusal, status, why);
}

static struct http_span span(size_t from, size_t to)
{
    return (struct http_span){ (uint16_t)from, (uint16_t)(to - from) };
}

static enum http_verdict know_method(struct http_head *head, const char *bytes)
{
    for (int method = 0; method < HTTP_METHODS; method++) {
        const char *name = method_names[method];

        if (strlen(name) == head->at && memcmp(name, bytes, head->at) == 0) {
            head->method = (enum http_method)method;
            head->state = TARGET;
            head->at++;
            head->line_at = head->at;
            return HTTP_MORE;
        }
    }
    return refuse(head, 501, "This method is not known here.");
}

static enum http_verdict read_method(struct http_head *head, char *bytes, size_t len)
{
    while (head->at < len && http_char_is(bytes[head->at], HTTP_TOKEN)) {
        if (head->at >= METHOD_MOST_BYTES)
            return refuse(head, 501, "This method is not known here.");
        head->at++;
    }
    if (head->at == len)
        return HTTP_MORE;
    if (bytes[head->at] != ' ' || head->at == 0)
        return refuse(head, 400, "The request line does not begin with a method and a space.");
    return know_method(head, bytes);
}

static enum http_verdict read_target(struct http_head *head, char *bytes, size_t len)
{
    size_t at = head->at, most = head->line_at + head->line_most_bytes;

    while (at < len && at < most && http_char_is(bytes[at], HTTP_TARGET))
        at++;
    head->at = at;
    if (at == len)
        return HTTP_MORE;
    if (at == most && bytes[at] != ' ')
        return refuse(head, 414, "The address is too long.");
    if (bytes[at] != ' ' || at == head->line_at)
        return refuse(head, 400, "The address holds a character that may not stand there, or is missing.");
    head->target = span(head->line_at, at);
    head->at++;
    head->state = VERSION;
    return http_target_check(head, bytes);
}

static enum http_verdict read_version(struct http_head *head, char *bytes, size_t len)
{
    static const char form[] = "HTTP/d.d\r";
    const char *why = "The request line does not end with HTTP/1.1.";

    for (; head->at < len && form[head->version_at]; head->at++, head->version_at++) {
        char wanted = form[head->version_at], c = bytes[head->at];

        if (wanted == 'd' ? (c < '0' || c > '9') : c != wanted)
            return refuse(head, 400, why);
    }
    if (form[head->version_at])
        return HTTP_MORE;
    if (bytes[head->at - 4] != '1' || bytes[head->at - 2] > '1')
        return refuse(head, 505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    head->minor_version = bytes[head->at - 2] - '0';
    head->state = REQUEST_LINE_LF;
    return HTTP_MORE;
}

static enum http_verdict read_request_line_lf(struct http_head *head, char *bytes, size_t len)
{
    (void)len;
    if (bytes[head->at] != '\n')
        return refuse(head, 400, "The request line does not end with CR LF.");
    head->at++;
    head->state = FIELD_START;
    return HTTP_MORE;
}

static enum http_verdict read_field_start(struct http_head *head, char *bytes, size_t len)
{
    (void)len;
    if (bytes[head->at] == '\r') {
        head->at++;
        head->state = HEAD_LF;
        return HTTP_MORE;
    }
    if (!http_char_is(bytes[head->at], HTTP_TOKEN))
        return refuse(head, 400, "A header line does not begin with a name.");
    if (head->field_count == REQUEST_HEADERS_MOST)
        return refuse(head, 431, "There are too many header lines.");
    head->line_at = head->at;
    head->state = FIELD_NAME;
    return HTTP_MORE;
}

static enum http_verdict read_field_name(struct http_head *head, char *bytes, size_t len)
{
    size_t at = head->at, most = head->line_at + head->line_most_bytes;

    for (; at < len && at < most && http_char_is(bytes[at], HTTP_TOKEN); at++)
        if (bytes[at] >= 'A' && bytes[at] <= 'Z')
            bytes[at] = (char)(bytes[at] + ('a' - 'A'));
    head->at = at;
    if (at == len)
        return HTTP_MORE;
    if (at == most)
        return refuse(head, 431, "A header line is too long.");
    if (bytes[at] != ':')
        return refuse(head, 400, "A header name holds a character that may not stand there.");
    head->fields[head->field_count].name = span(head->line_at, at);
    head->at++;
    head->state = VALUE_START;
    return HTTP_MORE;
}

static enum http_verdict read_value_start(struct http_head *head, char *bytes, size_t len)
{
    size_t at = head->at, most = head->line_at + head->line_most_bytes;

    while (at < len && at < most && (bytes[at] == ' ' || bytes[at] == '\t'))
        at++;
    head->at = at;
    if (at == len)
        return HTTP_MORE;
    head->fields[head->field_count].value = span(at, at);
    head->state = VALUE;
    return HTTP_MORE;
}

static enum http_verdict read_value(struct http_head *head, char *bytes, size_t len)
{
    size_t at = head->at, most = head->line_at + head->line_most_bytes;
    struct http_span *value = &head->fields[head->field_count].value;
    size_t end;

    while (at < len && at < most && http_char_is(bytes[at], HTTP_VALUE))
        at++;
    head->at = at;
    if (at == len)
        return HTTP_MORE;
    if (at == most && bytes[at] != '\r')
        return refuse(head, 431, "A header line is too long.");
    if (bytes[at] != '\r')
        return refuse(head, 400, "A header value holds a control character.");
    for (end = at; end > value->at && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t');)
        end--;
    *value = span(value->at, end);
    head->at++;
    head->state = FIELD_LF;
    return HTTP_MORE;
}

static enum http_verdict read_field_lf(struct http_head *head, char *bytes, size_t len)
{
    (void)len;
    if (bytes[head->at] != '\n')
        return refuse(head, 400, "A header line does not end with CR LF.");
    head->at++;
    head->field_count++;
    head->state = FIELD_START;
    return HTTP_MORE;
}

static enum http_verdict read_head_lf(struct http_head *head, char *bytes, size_t len)
{
    (void)len;
    if (bytes[head->at] != '\n')
        return refuse(head, 400, "The head does not end with CR LF.");
    head->at++;
    return http_head_check(head, bytes);
}

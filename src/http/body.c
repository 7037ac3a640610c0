/* A request's body as bytes: by Content-Length or chunked (RFC 9112, 6 and 7). */
#include "http/parse.h"

enum state {
    CONTENT,
    SIZE,
    SIZE_LF,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    TRAILER_START,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    LAST_LF,
    OVER
};

enum { SIZE_MOST_DIGITS = 16, TRAILERS_MOST_BYTES = 8192 };

static enum http_verdict refuse(struct http_body *body, const char *why)
{
    return http_refuse(&body->refusal, 400, why);
}

static enum http_verdict too_large(struct http_body *body)
{
    return http_refuse(&body->refusal, 413, "The body of the request is too large.");
}

enum http_verdict http_body_init(struct http_body *body, const struct http_head *head, int64_t most)
{
    *body = (struct http_body){ .most = most };
    if (head->chunked) {
        body->state = SIZE;
        return HTTP_MORE;
    }
    if (head->content_length <= 0) {
        body->state = OVER;
        return HTTP_DONE;
    }
    if (head->content_length > most)
        return too_large(body);
    body->left = (uint64_t)head->content_length;
    body->state = CONTENT;
    return HTTP_MORE;
}

/* Content up to the end of this chunk, or of the body. */
static void take_content(struct http_body *body, struct str *input, struct str *piece)
{
    *piece = str_slice(*input, 0, body->left < input->len ? (size_t)body->left : input->len);
    *input = str_slice(*input, piece->len, input->len);
    body->left -= piece->len;
    body->total += (int64_t)piece->len;
    if (body->left == 0)
        body->state = body->state == CONTENT ? OVER : CHUNK_CR;
}

static enum http_verdict size_byte(struct http_body *body, char c)
{
    int digit = http_hex(c);

    if (digit >= 0) {
        if (body->digits == SIZE_MOST_DIGITS)
            return refuse(body, "A chunk size has too many digits.");
        body->digits++;
        body->left = body->left * 16 + (uint64_t)digit;
        return HTTP_MORE;
    }
    if (c != '\r' || body->digits == 0)
        return refuse(body, "A chunk size is not a hexadecimal number alone on its line.");
    if (body->left > (uint64_t)(body->most - body->total))
        return too_large(body);
    body->state = SIZE_LF;
    return HTTP_MORE;
}

static enum http_verdict trailer_byte(struct http_body *body, char c)
{
    if (++body->trailer_bytes > TRAILERS_MOST_BYTES)
        return http_refuse(&body->refusal, 431, "The trailers are too large.");
    switch ((enum state)body->state) {
    case TRAILER_START:
        body->state = c == '\r' ? LAST_LF : TRAILER_NAME;
        return c == '\r' || http_char_is(c, HTTP_TOKEN) ? HTTP_MORE
                                                        : refuse(body, "A trailer does not begin with a name.");
    case TRAILER_NAME:
        if (c == ':')
            body->state = TRAILER_VALUE;
        else if (!http_char_is(c, HTTP_TOKEN))
            return refuse(body, "A trailer's name holds a character that may not stand there.");
        return HTTP_MORE;
    default:
        if (c == '\r')
            body->state = TRAILER_LF;
        else if (!http_char_is(c, HTTP_VALUE))
            return refuse(body, "A trailer's value holds a control character.");
        return HTTP_MORE;
    }
}

/* One byte between the contents. */
static enum http_verdict framing_byte(struct http_body *body, char c)
{
    switch ((enum state)body->state) {
    case SIZE: return size_byte(body, c);
    case CHUNK_CR:
        body->state = CHUNK_LF;
        return c == '\r' ? HTTP_MORE : refuse(body, "A chunk is longer than its size.");
    case SIZE_LF: body->state = body->left ? CHUNK : TRAILER_START; break;
    case CHUNK_LF:
        body->state = SIZE;
        body->digits = 0;
        break;
    case TRAILER_LF: body->state = TRAILER_START; break;
    case LAST_LF: body->state = OVER; break;
    case TRAILER_START:
    case TRAILER_NAME:
    case TRAILER_VALUE: return trailer_byte(body, c);
    case CONTENT:
    case CHUNK:
    case OVER: return HTTP_MORE;
    }
    return c == '\n' ? HTTP_MORE : refuse(body, "A line of the body does not end with CR LF.");
}

enum http_verdict http_body_feed(struct http_body *body, struct str *input, struct str *piece)
{
    *piece = STR_EMPTY;
    while (input->len && body->state != OVER) {
        char c = input->ptr[0];

        if (body->state == CONTENT || body->state == CHUNK) {
            take_content(body, input, piece);
            break;
        }
        *input = str_slice(*input, 1, input->len);
        if (framing_byte(body, c) == HTTP_REFUSED)
            return HTTP_REFUSED;
    }
    return body->state == OVER ? HTTP_DONE : HTTP_MORE;
}

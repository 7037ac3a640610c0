#include "app/peer.h"

static bool is_loopback(struct str ip)
{
    return str_equal(ip, STR("::1")) || str_starts(ip, STR("127.")) || str_starts(ip, STR("::ffff:127."));
}

static bool is_trusted(const struct config *config, struct str ip)
{
    for (int i = 0; i < config->trusted_count; i++)
        if (network_contains(&config->trusted[i], ip))
            return true;
    return false;
}

/* "203.0.113.9", "203.0.113.9:443", "[2001:db8::1]:443": the address without its port. */
static struct str bare_address(struct str text)
{
    size_t colon;

    text = str_trim(text);
    if (text.len && text.ptr[0] == '[')
        return str_slice(text, 1, str_find(text, ']'));
    colon = str_find(text, ':');
    if (colon < text.len && str_find(str_slice(text, colon + 1, text.len), ':') == text.len - colon - 1)
        return str_slice(text, 0, colon);
    return text;
}

/* From the right: each trusted proxy vouches for the address before its own, and for no more. */
static struct str forwarded_for(const struct config *config, const struct request *req, struct str peer)
{
    for (int i = req->header_count - 1; i >= 0; i--) {
        struct str rest = req->headers[i].value;

        if (!str_equal(req->headers[i].name, STR("x-forwarded-for")))
            continue;
        while (rest.len) {
            size_t comma = rest.len;
            struct network valid;
            struct str ip;

            while (comma > 0 && rest.ptr[comma - 1] != ',')
                comma--;
            ip = bare_address(str_slice(rest, comma, rest.len));
            if (str_find(ip, '/') < ip.len || !network_parse(ip, &valid))
                return peer;
            peer = ip;
            if (!is_trusted(config, ip))
                return peer;
            rest = str_slice(rest, 0, comma ? comma - 1 : 0);
        }
    }
    return peer;
}

struct peer peer_of(const struct config *config, const struct request *req)
{
    bool forwarded;

    if (req->local_socket)
        return (struct peer){ .secure = true };
    if (config->trusted_count && is_trusted(config, req->peer_ip))
        return (struct peer){
            .ip = forwarded_for(config, req, req->peer_ip),
            .secure = str_equal_ascii_case(str_trim(request_header(req, "x-forwarded-proto")), STR("https")),
        };
    /* A proxy on this machine that nobody named hides the network in front of it. */
    forwarded = request_header(req, "x-forwarded-for").len || request_header(req, "x-forwarded-proto").len ||
                request_header(req, "forwarded").len || request_header(req, "via").len;
    return (struct peer){ .ip = req->peer_ip, .secure = is_loopback(req->peer_ip) && !forwarded };
}

static bool is_own_origin(const struct config *config, const struct request *req, struct str origin)
{
    struct str scheme_end = STR("://");

    if (config->public_url && str_equal_ascii_case(origin, str_from(config->public_url)))
        return true;
    for (size_t i = 0; i + scheme_end.len < origin.len; i++)
        if (str_starts(str_slice(origin, i, origin.len), scheme_end))
            return str_equal_ascii_case(str_slice(origin, i + scheme_end.len, origin.len), req->host);
    return false;
}

static bool is_form_type(struct str type)
{
    struct str plain = str_trim(str_slice(type, 0, str_find(type, ';')));

    return plain.len == 0 || str_equal_ascii_case(plain, STR("application/x-www-form-urlencoded")) ||
           str_equal_ascii_case(plain, STR("multipart/form-data")) || str_equal_ascii_case(plain, STR("text/plain"));
}

enum err peer_check_origin(struct ctx *ctx, const struct config *config, const struct request *req, bool by_cookie)
{
    struct str site = request_header(req, "sec-fetch-site"), origin = request_header(req, "origin");
    bool own;

    if (site.len)
        own = str_equal(site, STR("same-origin"));
    else if (origin.len)
        own = is_own_origin(config, req, origin);
    else
        own = !by_cookie; /* no browser sent it, or one that hides where it comes from */
    if (!own)
        return fail(ctx, ERR_FORBIDDEN, "This request comes from another site than this one.");
    if (by_cookie && (req->body.len || req->stream) && is_form_type(request_header(req, "content-type")))
        return fail(ctx, ERR_MEDIA_TYPE, "Say the content type of the body; forms are not taken here.");
    return ERR_OK;
}

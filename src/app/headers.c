#include "app/headers.h"

#include <string.h>

struct pair {
    const char *name;
    struct str value;
};

#define TEXT(literal)                      \
    {                                      \
        "" literal, sizeof("" literal) - 1 \
    }

/* clang-format off */
static const struct pair common[] = {
    { "X-Content-Type-Options", TEXT("nosniff") },
    { "Referrer-Policy", TEXT("no-referrer") },
    { NULL, { NULL, 0 } },
};

static const struct pair api[] = {
    { "Content-Security-Policy", TEXT("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'") },
    { "Cross-Origin-Resource-Policy", TEXT("same-origin") },
    { "Cross-Origin-Opener-Policy", TEXT("same-origin") },
    { NULL, { NULL, 0 } },
};

static const struct pair dashboard[] = {
    { "Content-Security-Policy", TEXT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
      "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'") },
    { "Cross-Origin-Resource-Policy", TEXT("same-origin") },
    { "Cross-Origin-Opener-Policy", TEXT("same-origin") },
    { "Permissions-Policy", TEXT("camera=(), geolocation=(), microphone=(), payment=(), usb=()") },
    { NULL, { NULL, 0 } },
};

static const struct pair public_pages[] = {
    { "Content-Security-Policy", TEXT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
      "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'") },
    { "Cross-Origin-Resource-Policy", TEXT("same-site") },
    { "Cross-Origin-Opener-Policy", TEXT("same-origin") },
    { "Permissions-Policy", TEXT("camera=(), geolocation=(), microphone=(), payment=(), usb=()") },
    { NULL, { NULL, 0 } },
};

static const struct pair widget[] = {
    { "Content-Security-Policy", TEXT("default-src 'none'; frame-ancestors 'none'") },
    { "Cross-Origin-Resource-Policy", TEXT("cross-origin") },
    { "Access-Control-Allow-Origin", TEXT("*") },
    { "Cross-Origin-Opener-Policy", TEXT("same-origin") },
    { NULL, { NULL, 0 } },
};
/* clang-format on */

static const struct pair *const sets[] = {
    [HEADERS_API] = api,
    [HEADERS_DASHBOARD] = dashboard,
    [HEADERS_PUBLIC] = public_pages,
    [HEADERS_WIDGET] = widget,
};

/* Every answer passes here: constants need no check for control characters. */
static void add(struct reply *rep, const struct pair *pair)
{
    for (; pair->name && rep->header_count < REPLY_HEADERS_MOST; pair++)
        rep->headers[rep->header_count++] = (struct http_header_out){ pair->name, pair->value };
}

/* A page names the origins that it needs beside our own (api/page.c), and then says the whole policy. */
static bool has_policy(const struct reply *rep)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, public_pages[0].name) == 0)
            return true;
    return false;
}

void headers_add(struct reply *rep, enum header_set set, bool https)
{
    add(rep, common);
    add(rep, set == HEADERS_PUBLIC && has_policy(rep) ? sets[set] + 1 : sets[set]);
    if (https)
        reply_header(rep, "Strict-Transport-Security", STR("max-age=31536000"));
}

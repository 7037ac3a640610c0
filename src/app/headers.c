#include "app/headers.h"

struct pair {
    const char *name;
    const char *value;
};

/* clang-format off */
static const struct pair common[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { NULL, NULL },
};

static const struct pair api[] = {
    { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { NULL, NULL },
};

static const struct pair dashboard[] = {
    { "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
      "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { NULL, NULL },
};

static const struct pair public_pages[] = {
    { "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
      "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'" },
    { "Cross-Origin-Resource-Policy", "same-site" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
    { NULL, NULL },
};

static const struct pair widget[] = {
    { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
    { "Cross-Origin-Resource-Policy", "cross-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { NULL, NULL },
};
/* clang-format on */

static const struct pair *const sets[] = {
    [HEADERS_API] = api,
    [HEADERS_DASHBOARD] = dashboard,
    [HEADERS_PUBLIC] = public_pages,
    [HEADERS_WIDGET] = widget,
};

static void add(struct reply *rep, const struct pair *pair)
{
    for (; pair->name; pair++)
        reply_header(rep, pair->name, str_from(pair->value));
}

void headers_add(struct reply *rep, enum header_set set, bool https)
{
    add(rep, common);
    add(rep, sets[set]);
    if (https)
        reply_header(rep, "Strict-Transport-Security", STR("max-age=31536000"));
}

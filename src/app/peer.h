/*
 * Who is at the other end: the client's address, whether the way is safe, and whether a request that a browser sent
 * comes from our own pages.
 */
#ifndef APP_PEER_H
#define APP_PEER_H

#include "app/config.h"
#include "http/request.h"

struct peer {
    struct str ip; /* the client's; behind trusted proxies the one that they forwarded for */
    bool secure;   /* TLS as far as a trusted proxy, or no network at all */
};

struct peer peer_of(const struct config *config, const struct request *req);

/* May a request that carries no key change something? ERR_FORBIDDEN for one that another site's page made a browser
 * send: Sec-Fetch-Site, else Origin against the Host or the public address. `by_cookie`: one of them must be there,
 * and a body must have a content type that a plain HTML form cannot send (ERR_MEDIA_TYPE). */
enum err peer_check_origin(struct ctx *ctx, const struct config *config, const struct request *req, bool by_cookie);

#endif

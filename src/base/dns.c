#include "base/dns.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

enum { ANSWER_BYTES = 16 * 1024, WAIT_S = 2, TRIES = 2, DNS_PORT = 53 };

/* Replaces the machine's servers by the named one; false when it cannot be read. */
static bool use_server(res_state state, const char *server)
{
    struct str text = str_from(server), host = str_slice(text, 0, str_find(text, ':'));
    int64_t port = DNS_PORT;
    char copy[INET_ADDRSTRLEN];

    if (host.len < text.len && !str_to_int(str_slice(text, host.len + 1, text.len), &port))
        return false;
    if (host.len >= sizeof(copy) || port < 1 || port > 65535)
        return false;
    memcpy(copy, host.ptr, host.len);
    copy[host.len] = '\0';
    state->nscount = 1;
    state->nsaddr_list[0] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    return inet_pton(AF_INET, copy, &state->nsaddr_list[0].sin_addr) == 1;
}

/* A record is a row of strings, each a byte of length and so many bytes. */
static struct str join(struct arena *arena, const unsigned char *data, size_t size)
{
    char *text = arena_alloc(arena, size + 1);
    size_t at = 0, len = 0;

    while (at < size) {
        size_t part = data[at++];

        if (part > size - at)
            part = size - at;
        memcpy(text + len, data + at, part);
        len += part;
        at += part;
    }
    return (struct str){ text, len };
}

static void read_answer(struct arena *arena, const unsigned char *answer, int size, struct dns_texts *out)
{
    ns_msg message;
    ns_rr record;

    if (ns_initparse(answer, size, &message) != 0)
        return;
    for (int i = 0; i < ns_msg_count(message, ns_s_an) && out->count < DNS_TEXTS_MOST; i++)
        if (ns_parserr(&message, ns_s_an, i, &record) == 0 && ns_rr_type(record) == ns_t_txt)
            out->items[out->count++] = join(arena, ns_rr_rdata(record), ns_rr_rdlen(record));
}

static enum dns_end ask(struct arena *arena, res_state state, const char *name, struct dns_texts *out)
{
    unsigned char *answer = arena_alloc(arena, ANSWER_BYTES);
    int size;

    state->retrans = WAIT_S;
    state->retry = TRIES;
    size = res_nquery(state, name, ns_c_in, ns_t_txt, answer, ANSWER_BYTES);
    if (size < 0)
        return state->res_h_errno == HOST_NOT_FOUND || state->res_h_errno == NO_DATA ? DNS_NONE : DNS_FAILED;
    read_answer(arena, answer, size > ANSWER_BYTES ? ANSWER_BYTES : size, out);
    return out->count ? DNS_FOUND : DNS_NONE;
}

enum dns_end dns_texts(struct arena *arena, const char *server, struct str name, struct dns_texts *out)
{
    struct __res_state state;
    enum dns_end end = DNS_FAILED;

    *out = (struct dns_texts){ .count = 0 };
    memset(&state, 0, sizeof(state));
    if (res_ninit(&state) != 0)
        return DNS_FAILED;
    if (!server || use_server(&state, server))
        end = ask(arena, &state, arena_cstr(arena, name), out);
    res_nclose(&state);
    return end;
}

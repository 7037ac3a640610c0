#include "features/mail/smtp.h"

#include "base/clock.h"
#include "base/text.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    CONNECT_MS = 15 * 1000,
    ANSWER_MS = 40 * 1000,
    WHOLE_MS = 220 * 1000,
    WORDS_MOST = 400,
    HURRY_MS = 20 * 1000,
};

struct smtp_door {
    CURL *curl;
    char reason[CURL_ERROR_SIZE];
    /* of the message under way */
    struct str message;
    size_t sent;
    char command[8];        /* the last one that we said, but for the goodbye */
    bool goodbye;           /* said: what comes now is of no interest */
    bool body_began;
    bool said_all;          /* what is missing is the answer to the whole message */
    int64_t heard_ms;       /* when something last moved */
    bool silent;            /* given up since nothing did */
    _Atomic bool hurry;
    int64_t hurry_since_ms; /* 0: not yet seen */
    char reply[WORDS_MOST]; /* the server's last line */
    size_t reply_len;
};

/* ---- what libcurl calls ------------------------------------------------------------------------------------------ */

static size_t give_message(char *into, size_t size, size_t count, void *data)
{
    struct smtp_door *door = data;
    size_t room = size * count, left = door->message.len - door->sent;

    if (left > room)
        left = room;
    door->body_began = true;
    door->heard_ms = clock_monotonic_ms();
    memcpy(into, door->message.ptr + door->sent, left);
    door->sent += left;
    door->said_all = door->sent == door->message.len;
    return left;
}

/* A message begun on a connection that turned out to be dead begins again on a new one. */
static int begin_again(void *data, curl_off_t offset, int origin)
{
    struct smtp_door *door = data;

    if (origin != SEEK_SET || offset < 0 || (size_t)offset > door->message.len)
        return CURL_SEEKFUNC_FAIL;
    door->sent = (size_t)offset;
    door->said_all = false;
    return CURL_SEEKFUNC_OK;
}

static void hear_line(struct smtp_door *door, const char *bytes, size_t size)
{
    if (size > sizeof(door->reply))
        size = sizeof(door->reply);
    memcpy(door->reply, bytes, size);
    door->reply_len = size;
}

/* What was said, for telling where it ended; the words after a command may be a password and are not looked at. */
static int listen_in(CURL *curl, curl_infotype what, char *bytes, size_t size, void *data)
{
    struct smtp_door *door = data;

    (void)curl;
    if (what == CURLINFO_HEADER_IN || what == CURLINFO_HEADER_OUT)
        door->heard_ms = clock_monotonic_ms();
    if (what == CURLINFO_HEADER_OUT && size >= 4)
        door->goodbye = memcmp(bytes, "QUIT", 4) == 0;
    if (door->goodbye)
        return 0;
    if (what == CURLINFO_HEADER_IN && size > 3)
        hear_line(door, bytes, size);
    if (what == CURLINFO_HEADER_OUT && size >= 4) {
        memcpy(door->command, bytes, 4);
        door->command[4] = '\0';
    }
    return 0;
}

static int go_on(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct smtp_door *door = data;

    (void)a, (void)b, (void)c, (void)d;
    door->silent = !door->said_all && clock_monotonic_ms() - door->heard_ms > ANSWER_MS;
    if (door->silent)
        return 1;
    if (!atomic_load(&door->hurry))
        return 0;
    if (door->hurry_since_ms == 0)
        door->hurry_since_ms = clock_monotonic_ms();
    return !door->body_began || clock_monotonic_ms() - door->hurry_since_ms > HURRY_MS;
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

struct smtp_door *smtp_open(void)
{
    struct smtp_door *door = calloc(1, sizeof(*door));

    if (!door)
        return NULL;
    door->curl = curl_easy_init();
    if (door->curl)
        return door;
    free(door);
    return NULL;
}

void smtp_close(struct smtp_door *door)
{
    if (!door)
        return;
    curl_easy_cleanup(door->curl);
    free(door);
}

void smtp_hurry(struct smtp_door *door)
{
    atomic_store(&door->hurry, true);
}

bool smtp_is_this_machine(struct str host)
{
    return str_equal_ascii_case(host, STR("localhost")) || str_equal(host, STR("::1")) ||
           str_equal(host, STR("[::1]")) || str_equal(host, STR("127.0.0.1"));
}

/* ---- sending ----------------------------------------------------------------------------------------------------- */

static void set_server(CURL *curl, struct arena *arena, const struct smtp_server *server, struct str from)
{
    bool tls = str_equal(server->security, STR("tls"));
    bool bare_v6 = str_find(server->host, ':') < server->host.len && server->host.ptr[0] != '[';
    struct str domain = str_slice(from, str_find(from, '@') + 1, from.len);
    struct str url = arena_printf(arena, bare_v6 ? "%s://[%.*s]:%lld/%.*s" : "%s://%.*s:%lld/%.*s",
                                  tls ? "smtps" : "smtp", STR_PRINT(server->host), (long long)server->port,
                                  STR_PRINT(domain));

    curl_easy_setopt(curl, CURLOPT_URL, url.ptr);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* whatever the environment says of the web */
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     str_equal(server->security, STR("starttls")) ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (server->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
    if (server->username.len == 0)
        return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, arena_cstr(arena, server->username));
    curl_easy_setopt(curl, CURLOPT_PASSWORD, arena_cstr(arena, server->password));
}

static void set_waits(CURL *curl)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)WHOLE_MS / 1000); /* go_on() ends it sooner */
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
}

static void set_message(struct smtp_door *door)
{
    CURL *curl = door->curl;

    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(curl, CURLOPT_READDATA, door);
    curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, begin_again);
    curl_easy_setopt(curl, CURLOPT_SEEKDATA, door);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)door->message.len);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, door);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, door);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, door->reason);
}

/* Of a recipient or a message the server says what it thinks for good or for now. Of the sender it does so too, but that
 * is our own setting and no reason to give a mail up; its size is. A 354 is the last word before the message. */
static enum smtp_end judge(const struct smtp_door *door, CURLcode code, int status)
{
    bool sender = strcmp(door->command, "MAIL") == 0;
    bool reached = door->body_began || sender || strcmp(door->command, "RCPT") == 0 ||
                   strcmp(door->command, "DATA") == 0;

    if (code == CURLE_OK)
        return SMTP_TAKEN;
    if (door->said_all && status < 400)
        return SMTP_UNSURE;
    if (!reached || status < 400)
        return SMTP_UNREACHABLE;
    if (status >= 500 && (!sender || status == 552))
        return SMTP_REFUSED;
    return sender && status != 421 ? SMTP_SENDER : sender ? SMTP_UNREACHABLE : SMTP_LATER;
}

/* The server's own line where it said no; else what libcurl says of connection, name, certificate or login. */
static struct str words(struct smtp_door *door, struct arena *arena, CURLcode code, int status)
{
    struct str reply = text_line(arena, (struct str){ door->reply, door->reply_len });
    struct str reason = str_from(door->reason[0] ? door->reason : curl_easy_strerror(code));

    if (code == CURLE_OK)
        return reply;
    if (code == CURLE_LOGIN_DENIED)
        reason = arena_printf(arena, "The server refused the login: %.*s", STR_PRINT(reply.len ? reply : reason));
    else if (status >= 400 && reply.len)
        reason = reply;
    else if (door->silent)
        reason = STR("The server did not answer for 40 seconds.");
    else if (code == CURLE_USE_SSL_FAILED)
        reason = STR("The server offers no STARTTLS, and mail is not sent in the clear.");
    return text_cut(text_line(arena, reason), WORDS_MOST);
}

static void perform(struct smtp_door *door, struct arena *arena, struct smtp_answer *answer)
{
    CURLcode code = curl_easy_perform(door->curl);
    int status = 0;

    if (door->reply_len >= 3)
        for (int i = 0; i < 3; i++)
            status = status * 10 + (door->reply[i] >= '0' && door->reply[i] <= '9' ? door->reply[i] - '0' : 0);
    answer->code = status;
    answer->end = judge(door, code, status);
    answer->words = words(door, arena, code, status);
}

void smtp_send(struct smtp_door *door, struct arena *arena, const struct smtp_server *server,
               const struct smtp_envelope *envelope, struct smtp_answer *answer)
{
    struct curl_slist *to;

    *answer = (struct smtp_answer){ .end = SMTP_UNREACHABLE, .words = STR("There is not enough memory.") };
    if (str_equal(server->security, STR("none")) && !smtp_is_this_machine(server->host)) {
        answer->words = STR("Without encryption mail goes to a server on this machine only.");
        return;
    }
    door->message = envelope->message;
    door->sent = door->reply_len = 0;
    door->body_began = door->said_all = door->silent = door->goodbye = false;
    door->heard_ms = clock_monotonic_ms();
    door->command[0] = door->reason[0] = '\0';
    curl_easy_reset(door->curl);
    to = curl_slist_append(NULL, arena_cstr(arena, envelope->to));
    if (!to)
        return;
    set_server(door->curl, arena, server, envelope->from);
    set_waits(door->curl);
    set_message(door);
    curl_easy_setopt(door->curl, CURLOPT_MAIL_FROM, arena_cstr(arena, envelope->from));
    curl_easy_setopt(door->curl, CURLOPT_MAIL_RCPT, to);
    perform(door, arena, answer);
    curl_slist_free_all(to);
    door->message = STR_EMPTY;
}

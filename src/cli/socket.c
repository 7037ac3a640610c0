#include "cli/socket.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_S = 30, ANSWER_BYTES_MOST = 16 * 1024 * 1024 };

/* -1 when nobody listens. */
static int connect_to(struct cli *cli)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct str path = arena_printf(&cli->arena, "%s/regulars.sock", cli->config.data);
    struct timeval patience = { .tv_sec = PATIENCE_S };
    int fd;

    if (path.len >= sizeof(address.sun_path))
        return -1;
    memcpy(address.sun_path, path.ptr, path.len);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t sent = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

static bool read_all(int fd, struct buf *buf)
{
    while (buf->len < ANSWER_BYTES_MOST) {
        char *room = buf_reserve(buf, 16 * 1024);
        ssize_t got = recv(fd, room, 16 * 1024, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        buf->len += (size_t)got;
    }
    return false;
}

/* "HTTP/1.0 202 Accepted", headers, an empty line, the body to the end. */
static bool take_apart(struct str answer, struct socket_answer *out)
{
    int64_t status;

    if (answer.len < 12 || !str_to_int(str_slice(answer, 9, 12), &status))
        return false;
    out->status = (int)status;
    for (size_t i = 0; i + 4 <= answer.len; i++)
        if (memcmp(answer.ptr + i, "\r\n\r\n", 4) == 0) {
            out->body = str_slice(answer, i + 4, answer.len);
            return true;
        }
    return false;
}

bool socket_ask(struct cli *cli, const char *method, struct str path, struct socket_answer *out)
{
    bool done;
    struct buf buf;
    int fd = connect_to(cli);

    *out = (struct socket_answer){ 0 };
    if (fd < 0)
        return true;
    buf_init(&buf, &cli->arena, 16 * 1024);
    /* 1.0: the answer ends with the connection */
    done = write_all(fd, arena_printf(&cli->arena,
                                      "%s %.*s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                      "Content-Length: 0\r\n\r\n",
                                      method, STR_PRINT(path))) &&
           read_all(fd, &buf) && take_apart(buf_str(&buf), out);
    close(fd);
    if (!done)
        cli_fail(ERR_BUSY, "The server that runs here did not answer.");
    return done;
}

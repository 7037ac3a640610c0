#include "base/process.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SAID_BYTES = 4096, LINE_BYTES_MOST = 300, ASK_EVERY_MS = 100 };

/* What it says last, whatever it says. */
struct listening {
    int fd; /* -1: it has nothing more to say */
    char bytes[SAID_BYTES];
    size_t len;
};

static bool is_named(const char *entry, const char *const *env)
{
    for (int i = 0; env && env[i]; i++) {
        size_t name = strcspn(env[i], "=") + 1;

        if (strncmp(entry, env[i], name) == 0)
            return true;
    }
    return false;
}

static char **environment_with(struct arena *arena, const char *const *env)
{
    size_t count = 0, own = 0;
    char **all;

    while (environ[count])
        count++;
    while (env && env[own])
        own++;
    all = ARENA_ARRAY(arena, char *, count + own + 1);
    own = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_named(environ[i], env))
            all[own++] = environ[i];
    for (int i = 0; env && env[i]; i++)
        all[own++] = arena_cstr(arena, str_from(env[i]));
    return all;
}

/* Signals as at its own start, a group of its own, nothing to read, standard error to us. */
static int spawn(struct arena *arena, const struct process *process, int said_fd, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    size_t count = 0;
    char **argv;
    int code;

    while (process->argv[count])
        count++;
    argv = ARENA_ARRAY(arena, char *, count + 1);
    for (size_t i = 0; i < count; i++)
        argv[i] = arena_cstr(arena, str_from(process->argv[i]));
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, said_fd, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    code = posix_spawnp(pid, argv[0], &files, &how, argv, environment_with(arena, process->env));
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return code;
}

static void listen_for(struct listening *listening, int most_ms)
{
    struct pollfd poll_fd = { .fd = listening->fd, .events = POLLIN };
    ssize_t got;

    if (poll(&poll_fd, listening->fd >= 0 ? 1 : 0, most_ms) <= 0)
        return;
    if (listening->len > SAID_BYTES / 2) {
        memmove(listening->bytes, listening->bytes + listening->len - SAID_BYTES / 4, SAID_BYTES / 4);
        listening->len = SAID_BYTES / 4;
    }
    got = read(listening->fd, listening->bytes + listening->len, SAID_BYTES - listening->len);
    if (got > 0)
        listening->len += (size_t)got;
    else if (got == 0 || (errno != EINTR && errno != EAGAIN))
        listening->fd = -1;
}

static struct str last_line(struct arena *arena, const struct listening *listening)
{
    struct str said = str_trim((struct str){ listening->bytes, listening->len });

    for (size_t i = said.len; i > 0; i--)
        if (said.ptr[i - 1] == '\n') {
            said = str_slice(said, i, said.len);
            break;
        }
    return arena_str(arena, str_slice(said, 0, LINE_BYTES_MOST));
}

/* Until it has ended, or must. */
static enum process_end wait_for(const struct process *process, pid_t pid, struct listening *listening, int *status)
{
    int64_t until_ms = clock_monotonic_ms() + process->limit_ms;
    enum process_end end = PROCESS_ENDED;

    while (waitpid(pid, status, WNOHANG) == 0) {
        if (process->goes_on && !process->goes_on(process->data))
            end = PROCESS_STOPPED;
        else if (clock_monotonic_ms() > until_ms)
            end = PROCESS_TOO_LONG;
        if (end != PROCESS_ENDED) {
            kill(-pid, SIGKILL);
            waitpid(pid, status, 0);
            return end;
        }
        listen_for(listening, ASK_EVERY_MS);
    }
    listen_for(listening, 0);
    return PROCESS_ENDED;
}

enum process_end process_run(struct arena *arena, const struct process *process, int *exit_code, struct str *said)
{
    struct listening listening;
    enum process_end end;
    int ends[2], status = 0;
    pid_t pid;

    *exit_code = 0;
    *said = STR_EMPTY;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return PROCESS_NOT_FOUND;
    listening = (struct listening){ .fd = ends[0] };
    if (spawn(arena, process, ends[1], &pid) != 0) {
        close(ends[0]);
        close(ends[1]);
        return PROCESS_NOT_FOUND;
    }
    close(ends[1]);
    end = wait_for(process, pid, &listening, &status);
    close(ends[0]);
    *exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    *said = last_line(arena, &listening);
    return end;
}

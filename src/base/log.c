#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 2048 };

static _Atomic int least_level = LOG_INFO;

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

void log_level_set(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}

/* A line that somebody else can break in two is a line that somebody else can forge. */
static void keep_one_line(char *text)
{
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    char line[LINE_BYTES];
    char time[TIME_TEXT_BYTES];
    va_list args;
    size_t len;

    if ((int)level < atomic_load(&least_level))
        return;
    time_write(time, clock_now_ms(&(struct clock){ .test_file = NULL }));
    snprintf(line, sizeof(line), "time=%.*s level=%s event=%s ", TIME_TEXT_BYTES, time, level_names[level], event);
    len = strlen(line);
    va_start(args, format);
    vsnprintf(line + len, sizeof(line) - len, format, args);
    va_end(args);
    keep_one_line(line);
    len = strlen(line);
    if (line[len - 1] == ' ')
        len--;
    line[len++] = '\n';
    /* one write, so that the lines of two threads do not mix; where it fails there is nobody left to tell */
    if (write(STDERR_FILENO, line, len) < 0)
        return;
}

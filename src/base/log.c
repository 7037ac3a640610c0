#include "base/log.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 2048, WAITING_BYTES = 32 * 1024 };

static _Atomic int least_level = LOG_INFO;

/* Lines of log_later. */
static struct {
    pthread_mutex_t lock;
    size_t len;
    char bytes[WAITING_BYTES];
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

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

/* Formats a line with its end into `line`; returns its length. */
static size_t make_line(char line[LINE_BYTES], enum log_level level, const char *event, const char *format,
                        va_list args)
{
    char time[TIME_TEXT_BYTES];
    size_t len;

    time_write(time, clock_now_ms(&(struct clock){ .test_file = NULL }));
    snprintf(line, LINE_BYTES, "time=%.*s level=%s event=%s ", TIME_TEXT_BYTES, time, level_names[level], event);
    len = strlen(line);
    vsnprintf(line + len, LINE_BYTES - len, format, args);
    keep_one_line(line);
    len = strlen(line);
    if (line[len - 1] == ' ')
        len--;
    line[len++] = '\n';
    return len;
}

/* Under waiting.lock. Where it fails there is nobody left to tell. */
static void write_waiting(void)
{
    size_t len = waiting.len;

    waiting.len = 0;
    if (len && write(STDERR_FILENO, waiting.bytes, len) < 0)
        return;
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;
    size_t len;

    if ((int)level < atomic_load(&least_level))
        return;
    va_start(args, format);
    len = make_line(line, level, event, format, args);
    va_end(args);
    pthread_mutex_lock(&waiting.lock);
    write_waiting();
    /* one write, so that the lines of two threads do not mix */
    if (write(STDERR_FILENO, line, len) < 0)
        len = 0;
    pthread_mutex_unlock(&waiting.lock);
}

void log_later(enum log_level level, const char *event, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;
    size_t len;

    if ((int)level < atomic_load(&least_level))
        return;
    va_start(args, format);
    len = make_line(line, level, event, format, args);
    va_end(args);
    pthread_mutex_lock(&waiting.lock);
    if (waiting.len + len > sizeof(waiting.bytes))
        write_waiting();
    memcpy(waiting.bytes + waiting.len, line, len);
    waiting.len += len;
    pthread_mutex_unlock(&waiting.lock);
}

void log_flush(void)
{
    pthread_mutex_lock(&waiting.lock);
    write_waiting();
    pthread_mutex_unlock(&waiting.lock);
}

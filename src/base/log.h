/*
 * The log: one line of logfmt (key=value) an event on standard error, for the service manager to keep.
 * No personal data: ids, counts, codes and routes only, never names, addresses, bodies or query strings.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are not written; LOG_INFO at first. */
void log_level_set(enum log_level least);

/* log_write(LOG_INFO, "listening", "address=%s port=%d", …): `event` is one word. */
void log_write(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for what happens thousands of times a second: the line waits for others, for log_flush or for the next
 * log_write, and goes out with them in one piece and in order. Lines that wait are lost when the program is killed. */
void log_later(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Writes what waits. */
void log_flush(void);

#endif

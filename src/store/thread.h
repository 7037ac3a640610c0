/* A thread of the store: named for the debugger, and without signals, which are for the main thread. */
#ifndef STORE_THREAD_H
#define STORE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

bool thread_start(pthread_t *thread, const char *name, void *(*run)(void *), void *data);

/* A condition that waits by the monotonic clock. */
void condition_init(pthread_cond_t *condition);

/* False when that many microseconds went by. */
bool condition_wait_us(pthread_cond_t *condition, pthread_mutex_t *lock, long us);

#endif

#include "store/pool.h"

#include "store/backend.h"
#include "store/queue.h"
#include "store/thread.h"

#include <stdlib.h>

struct worker {
    struct pool *pool;
    struct store_session *session;
    pthread_t thread;
    bool started;
};

struct pool {
    struct store *store;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct queue quick;
    struct queue slow;
    struct queue crowd;
    int slow_running; /* of the crowd too */
    int crowd_running;
    int slow_most;
    bool stopping;
    int count;
    struct worker workers[];
};

static void *worker_run(void *data);

struct pool *pool_start(struct store *store, int workers)
{
    struct pool *pool = calloc(1, sizeof(*pool) + (size_t)workers * sizeof(struct worker));

    if (!pool)
        return NULL;
    pool->store = store;
    pool->count = workers;
    pool->slow_most = workers > 1 ? workers - (workers + 3) / 4 : 1;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    for (int i = 0; i < workers; i++) {
        struct worker *worker = &pool->workers[i];

        worker->pool = pool;
        worker->session = store->backend->session_open(store);
        if (worker->session)
            worker->started = thread_start(&worker->thread, "worker", worker_run, worker);
        if (!worker->started) {
            pool_stop(pool);
            return NULL;
        }
    }
    return pool;
}

static int64_t queued(const struct pool *pool)
{
    return pool->quick.count + pool->slow.count + pool->crowd.count;
}

static struct queue *queue_of(struct pool *pool, const struct store_task *task)
{
    if (task->mode != STORE_SLOW)
        return &pool->quick;
    return task->crowd ? &pool->crowd : &pool->slow;
}

enum err pool_submit(struct pool *pool, struct store_task *task)
{
    enum err err = ERR_OK;

    pthread_mutex_lock(&pool->lock);
    if (pool->stopping || queued(pool) >= QUEUE_MOST)
        err = ERR_BUSY;
    else
        queue_add(queue_of(pool, task), task);
    pthread_mutex_unlock(&pool->lock);
    if (err == ERR_OK)
        pthread_cond_signal(&pool->work);
    return err;
}

int64_t pool_queued(struct pool *pool)
{
    int64_t count;

    pthread_mutex_lock(&pool->lock);
    count = queued(pool);
    pthread_mutex_unlock(&pool->lock);
    return count;
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_broadcast(&pool->work);
    for (int i = 0; i < pool->count; i++) {
        struct worker *worker = &pool->workers[i];

        if (worker->started)
            pthread_join(worker->thread, NULL);
        if (worker->session)
            pool->store->backend->session_close(worker->session);
    }
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* ---- a worker */

/* One of the crowd always finds a worker, more of them only those that nobody else wants. */
static struct store_task *take_slow(struct pool *pool)
{
    bool crowd_first = pool->crowd_running == 0 && pool->slow_running > 0;
    struct store_task *task = queue_take(crowd_first ? &pool->crowd : &pool->slow);

    if (!task)
        task = queue_take(crowd_first ? &pool->slow : &pool->crowd);
    if (!task)
        return NULL;
    pool->slow_running++;
    pool->crowd_running += task->crowd;
    return task;
}

/* One slow task always goes first, more of them only when nothing short waits. */
static struct store_task *take(struct pool *pool)
{
    bool slow_may = pool->slow_running < pool->slow_most;
    struct store_task *task = NULL;

    if (slow_may && (pool->slow_running == 0 || !pool->quick.first))
        task = take_slow(pool);
    return task ? task : queue_take(&pool->quick);
}

/* NULL when there is nothing left to do, ever. */
static struct store_task *wait_for_task(struct pool *pool)
{
    struct store_task *task;

    pthread_mutex_lock(&pool->lock);
    while (!(task = take(pool)) && !(pool->stopping && !pool->slow.first && !pool->crowd.first))
        pthread_cond_wait(&pool->work, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    return task;
}

static void slow_ended(struct pool *pool, bool crowd)
{
    pthread_mutex_lock(&pool->lock);
    pool->slow_running--;
    pool->crowd_running -= crowd;
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_broadcast(&pool->work);
}

static enum err run_task(void *data, struct store_session *session)
{
    struct store_task *task = data;

    return task->run(task, session);
}

/* The verdict of a read is its own: what happens to the view afterwards changes nothing. */
static enum err read_task(struct store_session *session, struct store_task *task)
{
    enum err err = session_begin(session, false);

    if (err == ERR_OK)
        err = task->run(task, session);
    session_finish(session, ERR_OK);
    return err;
}

static void *worker_run(void *data)
{
    struct worker *worker = data;
    struct store_task *task;

    while ((task = wait_for_task(worker->pool))) {
        bool slow = task->mode == STORE_SLOW, crowd = slow && task->crowd;

        if (task->mode == STORE_WRITE)
            task->verdict = session_write(worker->session, run_task, task);
        else
            task->verdict = read_task(worker->session, task);
        if (slow)
            slow_ended(worker->pool, crowd);
        task->done(task, task->verdict);
    }
    return NULL;
}

#include "store/writer.h"

#include "store/queue.h"
#include "store/sqlite.h"
#include "store/thread.h"

#include "base/log.h"

#include <stdlib.h>
#include <time.h>

enum {
    BATCH_TASKS_MOST = 256,
    BATCH_US_MOST = 20 * 1000, /* what the first of a batch waits for the others */
    LINGER_US_MOST = 1000,
    IDLE_US = 1000 * 1000,
};

struct writer {
    struct store *store;
    struct store_session *session;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct queue queue;
    bool stopping;
    pthread_cond_t cleaned;
    int64_t clean_asked; /* how often */
    int64_t clean_done;
    enum err clean_verdict;

    /* the thread's own */
    struct queue batch;  /* has run, waits for the commit */
    bool broken;         /* a commit failed and its traces are not removed yet */
    bool tidy;           /* nothing was written since the last look at the log */
    int previous_tasks;  /* in the batch before */
    int64_t commit_us;   /* how long a commit takes, smoothed */
};

static void *writer_run(void *data);

struct writer *writer_start(struct store *store, struct store_session *session)
{
    struct writer *writer = calloc(1, sizeof(*writer));

    if (!writer)
        return NULL;
    writer->store = store;
    writer->session = session;
    pthread_mutex_init(&writer->lock, NULL);
    condition_init(&writer->work);
    pthread_cond_init(&writer->cleaned, NULL);
    if (!thread_start(&writer->thread, "writer", writer_run, writer)) {
        pthread_cond_destroy(&writer->cleaned);
        pthread_cond_destroy(&writer->work);
        pthread_mutex_destroy(&writer->lock);
        free(writer);
        return NULL;
    }
    return writer;
}

enum err writer_submit(struct writer *writer, struct store_task *task)
{
    bool full;

    pthread_mutex_lock(&writer->lock);
    full = writer->stopping || writer->queue.count >= QUEUE_MOST;
    if (!full)
        queue_add(&writer->queue, task);
    pthread_mutex_unlock(&writer->lock);
    if (full)
        return ERR_BUSY;
    pthread_cond_signal(&writer->work);
    return ERR_OK;
}

int64_t writer_queued(struct writer *writer)
{
    int64_t queued;

    pthread_mutex_lock(&writer->lock);
    queued = writer->queue.count;
    pthread_mutex_unlock(&writer->lock);
    return queued;
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_signal(&writer->work);
    pthread_join(writer->thread, NULL);
    if (!writer->broken)
        sqlite_wal_empty(writer->session);
    sqlite_session_close(writer->session);
    pthread_cond_destroy(&writer->cleaned);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
}

enum err writer_clean(struct writer *writer)
{
    int64_t mine;
    enum err verdict;

    pthread_mutex_lock(&writer->lock);
    mine = ++writer->clean_asked;
    pthread_cond_signal(&writer->work);
    while (writer->clean_done < mine)
        pthread_cond_wait(&writer->cleaned, &writer->lock);
    verdict = writer->clean_verdict;
    pthread_mutex_unlock(&writer->lock);
    return verdict;
}

/* ---- the thread */

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void run_batch(struct writer *writer, struct store_task *first);

/* The next task; NULL with *idle when nothing came for a while, and without when it is over. */
static struct store_task *wait_for_task(struct writer *writer, bool *idle)
{
    struct store_task *task;

    *idle = false;
    pthread_mutex_lock(&writer->lock);
    while (!(task = queue_take(&writer->queue)) && !writer->stopping && !*idle &&
           writer->clean_done == writer->clean_asked) {
        if (writer->tidy)
            pthread_cond_wait(&writer->work, &writer->lock);
        else
            *idle = !condition_wait_us(&writer->work, &writer->lock, IDLE_US);
    }
    pthread_mutex_unlock(&writer->lock);
    *idle = *idle && !task;
    return task;
}

/* True when somebody had asked for it. */
static bool clean(struct writer *writer)
{
    int64_t asked;
    enum err verdict;

    pthread_mutex_lock(&writer->lock);
    asked = writer->clean_asked;
    pthread_mutex_unlock(&writer->lock);
    if (asked == writer->clean_done)
        return false;
    verdict = writer->broken ? ERR_BUSY : sqlite_clean(writer->session);
    pthread_mutex_lock(&writer->lock);
    writer->clean_done = asked;
    writer->clean_verdict = verdict;
    pthread_cond_broadcast(&writer->cleaned);
    pthread_mutex_unlock(&writer->lock);
    return true;
}

static void *writer_run(void *data)
{
    struct writer *writer = data;
    struct store_task *task;
    bool idle;

    while ((task = wait_for_task(writer, &idle)) || idle || clean(writer)) {
        if (task)
            run_batch(writer, task);
        if (!writer->broken)
            sqlite_tidy(writer->session, idle);
        writer->tidy = idle;
    }
    return NULL;
}

/* Another task for this batch. After several in the batch before, their clients are about to send the next:
 * waiting for them for half the time of a commit saves whole commits. */
static struct store_task *another(struct writer *writer, int64_t *began_us)
{
    struct store_task *task = NULL;
    int64_t linger_us = writer->commit_us / 2;
    int64_t now = now_us();
    int64_t until_us = now + (linger_us < LINGER_US_MOST ? linger_us : LINGER_US_MOST);
    bool expects_more = writer->batch.count < writer->previous_tasks;

    if (*began_us == 0)
        *began_us = now;
    if (writer->batch.count >= BATCH_TASKS_MOST || now - *began_us > BATCH_US_MOST)
        return NULL;
    pthread_mutex_lock(&writer->lock);
    while (!(task = queue_take(&writer->queue)) && expects_more && !writer->stopping) {
        int64_t left_us = until_us - now_us();

        if (left_us <= 0 || !condition_wait_us(&writer->work, &writer->lock, (long)left_us))
            expects_more = false;
    }
    pthread_mutex_unlock(&writer->lock);
    return task;
}

/* Runs one task in its savepoint; an error when the transaction is gone, or cannot be trusted any more. */
static enum err run_task(struct store_session *session, struct store_task *task)
{
    TRY(session_part_begin(session));
    task->verdict = task->run(task, session);
    session_end_cursors(session, -1);
    /* parts that the task left open end with its own */
    session->depth = 1;
    if (task->verdict == ERR_OK)
        task->verdict = session_part_keep(session);
    else
        session_part_undo(session);
    if (session->broken != ERR_OK)
        return session->broken;
    if (sqlite_in_transaction(session))
        return ERR_OK;
    return task->verdict != ERR_OK ? task->verdict : ERR_INTERNAL;
}

/* The answer to everybody when a commit failed: not an error that one of them earned by itself. */
static enum err common_verdict(enum err err)
{
    return err == ERR_DISK_FULL || err == ERR_INTERNAL ? err : ERR_BUSY;
}

static void answer(struct writer *writer, enum err err)
{
    struct store_task *task;

    while ((task = queue_take(&writer->batch))) {
        if (err != ERR_OK)
            task->verdict = common_verdict(err);
        else if (task->verdict == ERR_OK)
            atomic_fetch_add(&writer->store->writes, 1);
        task->done(task, task->verdict);
    }
}

static enum err mend(struct writer *writer)
{
    enum err err;

    if (!writer->broken)
        return ERR_OK;
    err = sqlite_mend(writer->session);
    writer->broken = err != ERR_OK;
    return err;
}

static void run_batch(struct writer *writer, struct store_task *first)
{
    struct store_session *session = writer->session;
    int64_t began_us = 0;
    int64_t committing_us;
    enum err err = mend(writer);

    if (err == ERR_OK)
        err = session_begin(session, true);
    for (struct store_task *task = first; task; task = err == ERR_OK ? another(writer, &began_us) : NULL) {
        queue_add(&writer->batch, task);
        if (err == ERR_OK)
            err = run_task(session, task);
    }
    if (err != ERR_OK)
        atomic_fetch_add(&writer->store->failed, 1);
    committing_us = now_us();
    err = session_finish(session, err);
    if (err == ERR_OK) {
        atomic_fetch_add(&writer->store->commits, 1);
        writer->commit_us = (writer->commit_us * 7 + now_us() - committing_us) / 8;
    } else {
        writer->broken = true;
        log_write(LOG_ERROR, "commit_failed", "tasks=%d error=%s", writer->batch.count, err_code(common_verdict(err)));
        mend(writer);
    }
    writer->previous_tasks = writer->batch.count;
    answer(writer, err);
}

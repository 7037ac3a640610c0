#include "store/queue.h"

void queue_add(struct queue *queue, struct store_task *task)
{
    task->next = NULL;
    if (queue->last)
        queue->last->next = task;
    else
        queue->first = task;
    queue->last = task;
    queue->count++;
}

struct store_task *queue_take(struct queue *queue)
{
    struct store_task *task = queue->first;

    if (!task)
        return NULL;
    queue->first = task->next;
    if (!queue->first)
        queue->last = NULL;
    queue->count--;
    task->next = NULL;
    return task;
}

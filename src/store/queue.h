/* Tasks in the order of their arrival. It owns none of them and has no lock of its own. */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include "store/store.h"

/* More would wait for longer than their clients do. */
enum { QUEUE_MOST = 4096 };

struct queue {
    struct store_task *first;
    struct store_task *last;
    int count;
};

void queue_add(struct queue *queue, struct store_task *task);

/* NULL when it is empty. */
struct store_task *queue_take(struct queue *queue);

#endif

/*
 * A store for a test: a new SQLite file in a folder of its own, or a new PostgreSQL database.
 *
 * PostgreSQL is there when REGULARS_TEST_POSTGRES is set, as tests/with-postgres does: an address in which NAME stands
 * for the database's name. Failures end the test program.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "store/backend.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* cmocka's own checks jump, which only the thread of the test may. These end the program, with a line. */
#define ENSURE(condition)                                                      \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                           \
        }                                                                      \
    } while (0)

#define ENSURE_EQUAL(left, right)                                              \
    do {                                                                       \
        long long left_ = (long long)(left), right_ = (long long)(right);      \
        if (left_ != right_) {                                                 \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #left, left_, right_); \
            abort();                                                           \
        }                                                                      \
    } while (0)

/* Which engine store_fixture_setup makes. */
extern enum store_engine fixture_engine;

struct fixture {
    struct store *store;
    struct arena arena;
    struct ctx ctx;      /* for store_run */
    char *folder;        /* NULL on PostgreSQL */
    char *database;      /* NULL on SQLite */
    char *address;
    const char *vfs;
    const struct embedded_file *migrations;
    int workers;
    struct str why;      /* the last refusal to open */
};

/* Three tables: owner (id, name unique, photo), pet (id, owner_id, name), location_head (location_id, customers). */
extern const struct embedded_file fixture_migrations[];

/* For cmocka: *state is the fixture, opened. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* The same without a store. */
struct fixture *fixture_new(void);
void fixture_free(struct fixture *fixture);

bool fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
void fixture_reopen(struct fixture *fixture);

bool fixture_has_postgres(void);

/* Runs a group of cmocka's tests with fixture_engine set; all are skipped when that engine is not there. */
struct CMUnitTest;
int fixture_run(enum store_engine engine, const char *name, const struct CMUnitTest *tests, size_t count);

/* Runs statements on the server (`address` NULL) or a database, outside every store; several, separated by ";". */
void fixture_postgres(const char *address, const char *text);

/* store_run with a work that must succeed, or end as said. */
typedef enum err fixture_work(struct ctx *ctx, void *data);
void fixture_do(struct fixture *fixture, enum store_mode mode, fixture_work *work, void *data);
void fixture_fail(struct fixture *fixture, enum store_mode mode, fixture_work *work, void *data, enum err err);

/* Adds an owner in a WRITE of its own. */
void fixture_add_owner(struct fixture *fixture, id64 id, const char *name);
int64_t fixture_count(struct fixture *fixture, const char *table);

/* Inside a task. */
enum err add_owner(struct ctx *ctx, id64 id, const char *name);
enum err add_pet(struct ctx *ctx, id64 id, id64 owner_id);

/* A door that tasks wait at. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    int waiting;
};

void gate_init(struct gate *gate);
void gate_wait(struct gate *gate);
void gate_open(struct gate *gate);
/* Until `count` threads wait. */
void gate_wait_for(struct gate *gate, int count);

/* A task that adds an owner, with its answer. */
struct adding {
    struct store_task task;
    struct ctx ctx;
    struct arena arena;
    id64 id;
    size_t payload_bytes; /* of its photo */
    struct gate *gate;    /* waited at before, or NULL */
    _Atomic int answers;
    enum err verdict;
};

enum err adding_submit(struct fixture *fixture, struct adding *adding, id64 id);
void adding_wait(struct adding *adding);

#endif

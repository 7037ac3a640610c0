/* What all sessions have in common: cursors, parts, and the one failure that ends a transaction. */
#include "store/backend.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PARTS_MOST = 64, COMMAND_BYTES = 32, ATTEMPTS_MOST = 4, LOGGED_MOST = 200, AGAIN_AFTER_US = 5000 };

enum err session_broke(struct store_session *session, enum err err)
{
    if (session->broken == ERR_OK && (session->reading || session->writing))
        session->broken = err;
    return err;
}

/* A quote inside would end the value for whoever reads the line. */
static void copy_unquoted(char *to, size_t size, const char *from)
{
    size_t len = 0;

    for (; from && from[len] && len < size - 1; len++)
        to[len] = from[len] == '"' ? '\'' : from[len];
    to[len] = '\0';
}

void log_statement_failed(struct statement_failure failure)
{
    char message[LOGGED_MOST], text[LOGGED_MOST];

    copy_unquoted(message, sizeof(message), failure.message);
    copy_unquoted(text, sizeof(text), failure.text);
    log_write(LOG_ERROR, "statement_failed", "code=%s constraint=%s message=\"%s\" statement=\"%s\"", failure.code,
              failure.constraint, message, text);
}

/* ---- cursors */

struct cursor *session_cursor(struct store_session *session)
{
    struct cursor *cursor = session->spare;

    if (cursor) {
        session->spare = cursor->next;
    } else {
        cursor = malloc(sizeof(*cursor));
        if (!cursor)
            return NULL;
    }
    *cursor = (struct cursor){
        .next = session->open,
        .session = session,
        .turn = ++session->turns,
        .depth = session->depth,
        .row = -1,
    };
    session->open = cursor;
    return cursor;
}

enum err session_end_cursor(struct store_session *session, struct cursor *cursor)
{
    struct cursor **link = &session->open;
    enum err err = ERR_OK;

    while (*link != cursor)
        link = &(*link)->next;
    *link = cursor->next;
    if (cursor->handle)
        err = session->backend->end(session, cursor);
    cursor->handle = NULL;
    cursor->turn = 0;
    cursor->next = session->spare;
    session->spare = cursor;
    return err;
}

void session_end_cursors(struct store_session *session, int depth)
{
    struct cursor *cursor = session->open;

    while (cursor) {
        struct cursor *older = cursor->next;

        if (cursor->depth > depth)
            session_end_cursor(session, cursor);
        cursor = older;
    }
}

void session_clear(struct store_session *session)
{
    while (session->spare) {
        struct cursor *cursor = session->spare;

        session->spare = cursor->next;
        free(cursor);
    }
}

/* ---- transactions */

enum err session_begin(struct store_session *session, bool writing)
{
    session->again = false;
    session->depth = 0;
    session->note_count = 0;
    session->broken = session->backend->begin(session, writing);
    session->writing = writing && session->broken == ERR_OK;
    session->reading = !writing && session->broken == ERR_OK;
    return session->broken;
}

enum err session_finish(struct store_session *session, enum err err)
{
    session_end_cursors(session, -1);
    if (err == ERR_OK)
        err = session->broken;
    if (session->writing || session->reading) {
        if (err == ERR_OK) {
            err = session->backend->commit(session);
            if (err != ERR_OK && session->writing)
                atomic_fetch_add(&session->store->failed, 1);
        }
        if (err != ERR_OK)
            session->backend->rollback(session);
    }
    session->writing = session->reading = false;
    session->depth = 0;
    session->broken = ERR_OK;
    if (session->limit_ms) {
        session->limit_ms = 0;
        session->backend->limit(session);
    }
    return err;
}

enum err session_write(struct store_session *session, enum err (*work)(void *data, struct store_session *session),
                       void *data)
{
    enum err err = ERR_OK;

    for (int attempt = 0; attempt < ATTEMPTS_MOST; attempt++) {
        /* the other one of a deadlock goes first: at once we would only meet again */
        if (attempt > 0)
            usleep((useconds_t)AGAIN_AFTER_US << attempt);
        err = session_begin(session, true);
        if (err == ERR_OK)
            err = work(data, session);
        err = session_finish(session, err);
        if (err == ERR_OK || !session->again)
            break;
    }
    if (err == ERR_OK) {
        atomic_fetch_add(&session->store->writes, 1);
        atomic_fetch_add(&session->store->commits, 1);
    }
    return err;
}

/* ---- parts are savepoints, named by their depth */

static enum err part_command(struct store_session *session, const char *verb, int part)
{
    char text[COMMAND_BYTES];

    snprintf(text, sizeof(text), "%s p%d", verb, part);
    return session->backend->command(session, text);
}

enum err session_part_begin(struct store_session *session)
{
    enum err err;

    if (session->broken != ERR_OK)
        return session->broken;
    if (session->depth >= PARTS_MOST)
        return session_broke(session, ERR_INTERNAL);
    err = part_command(session, "SAVEPOINT", session->depth + 1);
    if (err != ERR_OK)
        return session_broke(session, err);
    session->depth++;
    return ERR_OK;
}

enum err session_part_undo(struct store_session *session)
{
    enum err was = session->broken;
    enum err err;

    if (session->depth < 1)
        return session_broke(session, ERR_INTERNAL);
    session_end_cursors(session, session->depth - 1);
    err = part_command(session, "ROLLBACK TO", session->depth);
    if (err == ERR_OK)
        err = part_command(session, "RELEASE", session->depth);
    session->depth--;
    session->broken = err == ERR_OK || was == ERR_OK ? err : was;
    return session->broken;
}

enum err session_part_keep(struct store_session *session)
{
    enum err err = session->broken;

    if (err != ERR_OK) {
        session_part_undo(session);
        return err;
    }
    if (session->depth < 1)
        return session_broke(session, ERR_INTERNAL);
    err = part_command(session, "RELEASE", session->depth);
    if (err != ERR_OK)
        return session_broke(session, err);
    session->depth--;
    for (struct cursor *cursor = session->open; cursor; cursor = cursor->next)
        if (cursor->depth > session->depth)
            cursor->depth = session->depth;
    return ERR_OK;
}

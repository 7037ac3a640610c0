#include "features/user/brake.h"

#include "base/clock.h"
#include "base/secret.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 1024, WAYS = 8, KEY_BYTES = 32 };

static const int64_t DELAY_LEAST_MS = 1000;
static const int64_t DELAY_MOST_MS = 30 * 1000;

enum kind { PAIR, ACCOUNT, ADDRESS, KINDS };

/* How many wrong tries are free, and how soon one is forgotten. */
static const struct {
    int64_t free;
    int64_t fade_ms;
} rules[KINDS] = {
    [PAIR] = { 4, 15 * 60 * 1000 },
    [ACCOUNT] = { 20, 15 * 60 * 1000 },
    [ADDRESS] = { 10, 6 * 1000 },
};

struct count {
    char key[KEY_BYTES]; /* of a hash: names of accounts are not kept */
    int64_t wrong;
    int64_t fade_from_ms;
    int64_t until_ms;
    int64_t used_ms;
    bool good; /* PAIR: signed in well before */
};

struct brake {
    pthread_mutex_t lock;
    struct count counts[SETS][WAYS];
};

struct brake *brake_new(void)
{
    struct brake *brake = calloc(1, sizeof(*brake));

    if (brake)
        pthread_mutex_init(&brake->lock, NULL);
    return brake;
}

void brake_free(struct brake *brake)
{
    if (!brake)
        return;
    pthread_mutex_destroy(&brake->lock);
    free(brake);
}

/* An IPv6 network of 2^64 addresses is one address here. */
static struct str network(struct arena *arena, struct str ip)
{
    unsigned char b[16];

    if (inet_pton(AF_INET6, arena_cstr(arena, ip), b) != 1)
        return ip;
    return arena_printf(arena, "%02x%02x:%02x%02x:%02x%02x:%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]);
}

static struct str key_of(struct arena *arena, enum kind kind, struct str account, struct str ip)
{
    switch (kind) {
    case PAIR: return sha256_hex(arena, arena_printf(arena, "p %.*s %.*s", STR_PRINT(account), STR_PRINT(ip)));
    case ACCOUNT: return sha256_hex(arena, arena_printf(arena, "a %.*s", STR_PRINT(account)));
    case ADDRESS:
    case KINDS: break;
    }
    return sha256_hex(arena, arena_printf(arena, "i %.*s", STR_PRINT(ip)));
}

/* The count of a key; the one of its set that was not used for longest makes room. */
static struct count *find(struct brake *brake, struct str key, int64_t now_ms)
{
    uint32_t hash = 0;
    struct count *set, *oldest;

    for (int i = 0; i < 8; i++)
        hash = hash * 31 + (unsigned char)key.ptr[i];
    set = brake->counts[hash % SETS];
    oldest = &set[0];
    for (int i = 0; i < WAYS; i++) {
        if (memcmp(set[i].key, key.ptr, KEY_BYTES) == 0)
            return &set[i];
        if (set[i].used_ms < oldest->used_ms)
            oldest = &set[i];
    }
    *oldest = (struct count){ .fade_from_ms = now_ms, .used_ms = now_ms };
    memcpy(oldest->key, key.ptr, KEY_BYTES);
    return oldest;
}

static void fade(struct count *count, enum kind kind, int64_t now_ms)
{
    int64_t steps = (now_ms - count->fade_from_ms) / rules[kind].fade_ms;

    if (steps < 0) { /* the clock was put back */
        count->fade_from_ms = now_ms;
        count->until_ms = 0;
    } else if (steps > 0) {
        count->wrong = count->wrong > steps ? count->wrong - steps : 0;
        count->fade_from_ms += steps * rules[kind].fade_ms;
    }
    count->used_ms = now_ms;
}

static int64_t delay_ms(const struct count *count, enum kind kind)
{
    int64_t over = count->wrong - rules[kind].free;

    if (over < 0)
        return 0;
    return over > 4 ? DELAY_MOST_MS : DELAY_LEAST_MS << over;
}

static void find_all(struct brake *brake, struct arena *scratch, struct str account, struct str ip, int64_t now_ms,
                     struct count *counts[KINDS])
{
    struct str net = network(scratch, ip);

    for (enum kind kind = 0; kind < KINDS; kind++) {
        counts[kind] = find(brake, key_of(scratch, kind, account, net), now_ms);
        fade(counts[kind], kind, now_ms);
    }
}

int64_t brake_try(struct brake *brake, struct arena *scratch, struct str account, struct str ip, int64_t now_ms)
{
    struct count *counts[KINDS];
    int64_t wait_ms = 0;

    pthread_mutex_lock(&brake->lock);
    find_all(brake, scratch, account, ip, now_ms, counts);
    for (enum kind kind = 0; kind < KINDS; kind++)
        if (!(kind == ACCOUNT && counts[PAIR]->good) && counts[kind]->until_ms - now_ms > wait_ms)
            wait_ms = counts[kind]->until_ms - now_ms;
    for (enum kind kind = 0; kind < KINDS && wait_ms == 0; kind++) {
        if (kind == ACCOUNT && counts[PAIR]->good)
            continue;
        counts[kind]->wrong++;
        counts[kind]->until_ms = now_ms + delay_ms(counts[kind], kind);
    }
    pthread_mutex_unlock(&brake->lock);
    return wait_ms;
}

void brake_was_right(struct brake *brake, struct arena *scratch, struct str account, struct str ip, int64_t now_ms)
{
    struct count *counts[KINDS];

    pthread_mutex_lock(&brake->lock);
    find_all(brake, scratch, account, ip, now_ms, counts);
    counts[PAIR]->wrong = counts[PAIR]->until_ms = 0;
    counts[PAIR]->good = true;
    counts[ACCOUNT]->wrong = counts[ACCOUNT]->until_ms = 0;
    /* Only this one try: signing in to an own account must not wash away guesses at another. */
    if (counts[ADDRESS]->wrong > 0)
        counts[ADDRESS]->wrong--;
    counts[ADDRESS]->until_ms = now_ms + delay_ms(counts[ADDRESS], ADDRESS);
    if (counts[ADDRESS]->wrong <= rules[ADDRESS].free)
        counts[ADDRESS]->until_ms = 0;
    pthread_mutex_unlock(&brake->lock);
}

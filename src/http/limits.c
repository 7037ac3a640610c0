/*
 * Token buckets as one number each: the time at which the bucket will be full again (GCRA, the generic cell rate
 * algorithm). A request moves it by what one token takes to come back; a bucket that would be full later than a
 * whole bucket takes has none left.
 */
#include "http/limits.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SHARDS = 16, KEY_MOST_BYTES = 80, SHED_LOOKED_AT = 8 };

static const int64_t MINUTE_NS = 60 * 1000000000LL;

struct bucket {
    struct bucket *older, *newer; /* by last use */
    struct bucket *next;          /* in its chain, or among the free */
    int64_t full_ns;              /* when it will be full again */
    uint64_t hash;
    size_t len;
    char key[KEY_MOST_BYTES];
};

struct shard {
    pthread_mutex_t lock;
    struct bucket *oldest, *newest;
    struct bucket **chains;
    struct bucket *buckets; /* all of them */
    int used, most;
};

struct rate_limits {
    uint64_t seed[2];
    struct shard shards[SHARDS];
};

struct rate_limits *rate_limits_new(int keys_most)
{
    struct rate_limits *limits = calloc(1, sizeof(*limits));
    int each = keys_most / SHARDS + 1;

    if (!limits || getrandom(limits->seed, sizeof(limits->seed), 0) != sizeof(limits->seed))
        abort();
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &limits->shards[i];

        pthread_mutex_init(&shard->lock, NULL);
        shard->most = each;
        shard->chains = calloc((size_t)each, sizeof(struct bucket *));
        shard->buckets = calloc((size_t)each, sizeof(struct bucket)); /* untouched until used */
        if (!shard->chains || !shard->buckets)
            abort();
    }
    return limits;
}

void rate_limits_free(struct rate_limits *limits)
{
    if (!limits)
        return;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&limits->shards[i].lock);
        free(limits->shards[i].chains);
        free(limits->shards[i].buckets);
    }
    free(limits);
}

/* ---- finding a key's bucket */

static uint64_t rotate(uint64_t v, int bits)
{
    return v << bits | v >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0], v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1], v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2], v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 (https://www.aumasson.jp/siphash/): who chooses keys cannot choose what they collide with. */
static uint64_t hash_of(const uint64_t seed[2], struct str key)
{
    uint64_t v[4] = { seed[0] ^ 0x736f6d6570736575ULL, seed[1] ^ 0x646f72616e646f6dULL, seed[0] ^ 0x6c7967656e657261ULL,
                      seed[1] ^ 0x7465646279746573ULL };

    for (size_t at = 0; at <= key.len; at += 8) {
        uint64_t word = 0;

        if (key.len - at >= 8)
            memcpy(&word, key.ptr + at, 8);
        else if (key.len > at)
            memcpy(&word, key.ptr + at, key.len - at);
        if (key.len - at < 8)
            word |= (uint64_t)key.len << 56;
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    v[2] ^= 0xFF;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void unlink_use(struct shard *shard, struct bucket *bucket)
{
    *(bucket->older ? &bucket->older->newer : &shard->oldest) = bucket->newer;
    *(bucket->newer ? &bucket->newer->older : &shard->newest) = bucket->older;
}

static void link_use(struct shard *shard, struct bucket *bucket)
{
    bucket->older = shard->newest;
    bucket->newer = NULL;
    *(shard->newest ? &shard->newest->newer : &shard->oldest) = bucket;
    shard->newest = bucket;
}

static struct bucket **chain_of(struct shard *shard, uint64_t hash)
{
    return &shard->chains[(hash >> 8) % (uint64_t)shard->most];
}

/* A bucket for a new key: a fresh one, else the oldest that is full, else the oldest. */
static struct bucket *spare_bucket(struct shard *shard, int64_t now_ns)
{
    struct bucket *spare = shard->oldest, **at;

    if (shard->used < shard->most)
        return &shard->buckets[shard->used++];
    for (int i = 0; i < SHED_LOOKED_AT && spare && spare->full_ns > now_ns; i++)
        spare = spare->newer;
    if (!spare || spare->full_ns > now_ns)
        spare = shard->oldest;
    unlink_use(shard, spare);
    for (at = chain_of(shard, spare->hash); *at != spare;)
        at = &(*at)->next;
    *at = spare->next;
    return spare;
}

static struct bucket *bucket_of(struct shard *shard, struct str key, uint64_t hash, int64_t now_ns)
{
    struct bucket **chain = chain_of(shard, hash), *bucket;

    for (bucket = *chain; bucket; bucket = bucket->next)
        if (bucket->hash == hash && str_equal(key, (struct str){ bucket->key, bucket->len })) {
            unlink_use(shard, bucket);
            link_use(shard, bucket);
            return bucket;
        }
    bucket = spare_bucket(shard, now_ns);
    bucket->full_ns = now_ns;
    bucket->hash = hash;
    bucket->len = key.len;
    memcpy(bucket->key, key.ptr, key.len);
    bucket->next = *chain;
    *chain = bucket;
    link_use(shard, bucket);
    return bucket;
}

/* ---- taking */

static int64_t seconds_up(int64_t ns)
{
    return ns <= 0 ? 0 : (ns + 999999999) / 1000000000;
}

static struct rate_verdict take(struct bucket *bucket, struct rate_limit limit, int64_t now_ns)
{
    int64_t period_ns = limit.period_ms ? limit.period_ms * 1000000 : MINUTE_NS;
    int64_t token_ns = period_ns / (limit.per_minute > 0 ? limit.per_minute : 1);
    int64_t whole_ns = token_ns * limit.burst;
    int64_t full_ns = (bucket->full_ns > now_ns ? bucket->full_ns : now_ns) + token_ns;

    if (full_ns - now_ns > whole_ns)
        return (struct rate_verdict){ .reset_s = seconds_up(full_ns - now_ns - whole_ns) };
    bucket->full_ns = full_ns;
    return (struct rate_verdict){
        .allowed = true,
        .remaining = (whole_ns - (full_ns - now_ns)) / token_ns,
        .reset_s = seconds_up(full_ns - now_ns),
    };
}

struct rate_verdict rate_take(struct rate_limits *limits, struct str key, struct rate_limit limit, int64_t now_ms)
{
    char cut[KEY_MOST_BYTES];
    uint64_t hash = hash_of(limits->seed, key);
    struct shard *shard = &limits->shards[hash % SHARDS];
    struct rate_verdict verdict;

    if (key.len > KEY_MOST_BYTES) { /* a long key is known by its beginning and its hash */
        memcpy(cut, key.ptr, KEY_MOST_BYTES);
        key = (struct str){ cut, KEY_MOST_BYTES };
    }
    pthread_mutex_lock(&shard->lock);
    verdict = take(bucket_of(shard, key, hash, now_ms * 1000000), limit, now_ms * 1000000);
    pthread_mutex_unlock(&shard->lock);
    return verdict;
}

struct str rate_address(struct str ip, char into[64])
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];

    snprintf(text, sizeof(text), "%.*s", STR_PRINT(ip));
    if (inet_pton(AF_INET6, text, &address) != 1) {
        snprintf(into, 64, "%s", text);
        return str_from(into);
    }
    memset(&address.s6_addr[8], 0, 8);
    inet_ntop(AF_INET6, &address, text, sizeof(text));
    snprintf(into, 64, "%s/64", text);
    return str_from(into);
}

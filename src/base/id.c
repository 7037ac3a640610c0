#include "base/id.h"

#include <string.h>

/* 2024-01-01T00:00:00Z */
static const int64_t EPOCH_MS = 1704067200000;

enum { NODE_BITS = 10, SEQUENCE_BITS = 12 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

id64 id_new(struct id_source *source, int64_t now_ms)
{
    int64_t node = source->node << SEQUENCE_BITS;
    int64_t fresh = (now_ms > EPOCH_MS ? now_ms - EPOCH_MS : 0) << (NODE_BITS + SEQUENCE_BITS);
    int64_t last = atomic_load(&source->last);
    int64_t next;

    do {
        const int64_t sequence_mask = ((int64_t)1 << SEQUENCE_BITS) - 1;

        next = fresh | node;
        if (next <= last) {
            /* the same millisecond (or a clock that went back): count on; borrow the next one when full */
            int64_t time = last >> (NODE_BITS + SEQUENCE_BITS), sequence = (last & sequence_mask) + 1;

            if (sequence > sequence_mask) {
                time++;
                sequence = 0;
            }
            next = time << (NODE_BITS + SEQUENCE_BITS) | node | sequence;
        }
    } while (!atomic_compare_exchange_weak(&source->last, &last, next));
    return next;
}

int64_t id_time_ms(id64 id)
{
    return (id >> (NODE_BITS + SEQUENCE_BITS)) + EPOCH_MS;
}

id64 id_floor(int64_t time_ms)
{
    return (time_ms > EPOCH_MS ? time_ms - EPOCH_MS : 0) << (NODE_BITS + SEQUENCE_BITS);
}

void id_write(char into[ID_DIGITS], id64 id)
{
    uint64_t rest = (uint64_t)id;

    for (size_t i = ID_DIGITS; i-- > 0; rest >>= 5)
        into[i] = alphabet[rest & 31];
}

struct str id_text(struct arena *arena, const char *prefix, id64 id)
{
    size_t prefix_len = strlen(prefix);
    char *text;

    if (id == 0)
        return STR_EMPTY;
    text = arena_alloc(arena, prefix_len + 1 + ID_DIGITS + 1);
    memcpy(text, prefix, prefix_len);
    text[prefix_len] = '_';
    id_write(text + prefix_len + 1, id);
    return (struct str){ text, prefix_len + 1 + ID_DIGITS };
}

/* One more than the value, for capitals; 0 for what is no digit. O reads as 0, I and L as 1. */
static const unsigned char digits[26 + 'A'] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,  ['8'] = 9,
    ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18,
    ['I'] = 2,  ['J'] = 19, ['K'] = 20, ['L'] = 2,  ['M'] = 21, ['N'] = 22, ['O'] = 1,  ['P'] = 23, ['Q'] = 24,
    ['R'] = 25, ['S'] = 26, ['T'] = 27, ['V'] = 28, ['W'] = 29, ['X'] = 30, ['Y'] = 31, ['Z'] = 32,
};

static int digit_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    return (unsigned char)c < sizeof(digits) ? digits[(unsigned char)c] - 1 : -1;
}

id64 id_parse(const char *prefix, struct str text)
{
    uint64_t value = 0;

    if (text.len != 3 + 1 + ID_DIGITS || text.ptr[3] != '_')
        return 0;
    for (size_t i = 0; i < 3; i++)
        if (prefix ? text.ptr[i] != prefix[i] : text.ptr[i] < 'a' || text.ptr[i] > 'z')
            return 0;
    for (size_t i = 4; i < text.len; i++) {
        int digit = digit_value(text.ptr[i]);

        if (digit < 0 || value >> 58)
            return 0;
        value = value << 5 | (uint64_t)digit;
    }
    return (id64)value;
}

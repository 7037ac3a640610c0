#include "features/form/disposable.h"

#include "base/embed.h"

#include <string.h>

static struct str list(void)
{
    for (const struct embedded_file *file = embedded_lists; file->name; file++)
        if (strcmp(file->name, "disposable.txt") == 0)
            return (struct str){ (const char *)file->bytes, file->size };
    return STR_EMPTY;
}

/* The line in which the byte at `at` stands. */
static struct str line_at(struct str text, size_t at)
{
    size_t begin = at;

    while (begin > 0 && text.ptr[begin - 1] != '\n')
        begin--;
    return str_slice(text, begin, begin + str_find(str_slice(text, begin, text.len), '\n'));
}

/* By halving: the lines are sorted by bytes. */
static bool is_listed(struct str text, struct str domain)
{
    size_t low = 0, high = text.len;

    while (low < high) {
        struct str line = line_at(text, low + (high - low) / 2);
        size_t begin = (size_t)(line.ptr - text.ptr);
        int order = str_compare(domain, line);

        if (order == 0)
            return true;
        if (order < 0)
            high = begin;
        else
            low = begin + line.len + 1;
    }
    return false;
}

bool is_disposable(struct str address)
{
    size_t at = str_find(address, '@');
    struct str domain = str_slice(address, at + 1, address.len), all = list();

    while (str_find(domain, '.') < domain.len) {
        if (is_listed(all, domain))
            return true;
        domain = str_slice(domain, str_find(domain, '.') + 1, domain.len);
    }
    return false;
}

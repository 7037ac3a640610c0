/*
 * Amounts and numbers as people and programs write them.
 */
#include "features/import/import_values.h"

#include <string.h>

enum { DIGITS_MOST = 17, WRITTEN_MOST = 40 };

/* Ten trillion minor units, the most that a field takes. */
static const int64_t MINOR_MOST = 10000000000000;

bool import_is_absent(struct str cell)
{
    static const struct str words[] = { { "NULL", 4 }, { "NA", 2 }, { "N/A", 3 }, { "-", 1 } };

    cell = str_trim(cell);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_ascii_case(cell, words[i]))
            return true;
    return cell.len == 0;
}

/* ---- one number, as digits with a place for the point */

struct decimal {
    int64_t digits; /* without sign and point */
    int scale;      /* how many of them stand behind the point */
    bool negative;
};

static const char not_an_amount[] = "is not an amount";

/* What is left of "€ 1.234,56-" is "1.234,56": signs are noted, symbols, letters of a currency and spaces go. */
static const char *strip(struct str cell, char written[WRITTEN_MOST], size_t *len, bool *negative)
{
    bool digits = false, trailing_sign = false;

    *len = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (is_digit || c == '.' || c == ',') {
            if (*len == WRITTEN_MOST || (is_digit && trailing_sign))
                return not_an_amount; /* "2011-12-09" */
            written[(*len)++] = c;
            digits = digits || is_digit;
        } else if (c == '-' || c == '(') {
            *negative = true;
            trailing_sign = digits;
        } else if (is_letter && digits && i + 1 < cell.len && cell.ptr[i + 1] >= '0' && cell.ptr[i + 1] <= '9') {
            return not_an_amount; /* "12a3", "1e5" */
        }
    }
    /* the full stop of "12.50 Kr." belongs to the currency */
    if (*len && written[*len - 1] == '.' && memchr(written, '.', *len - 1))
        --*len;
    return digits ? NULL : not_an_amount;
}

/* Where the point is, or `len`; digits in groups of three have none. */
static const char *find_point(const char *written, size_t len, char decimal, size_t *point)
{
    const char *dot = memrchr(written, '.', len), *comma = memrchr(written, ',', len);
    const char *last = !dot || (comma && comma > dot) ? comma : dot;
    bool repeated, could_be_group;

    *point = len;
    if (decimal) {
        const char *found = memrchr(written, decimal, len);

        if (found && memchr(written, decimal, (size_t)(found - written)))
            return "has two decimal points";
        *point = found ? (size_t)(found - written) : len;
        return NULL;
    }
    if (!last)
        return NULL;
    repeated = memchr(written, *last, (size_t)(last - written)) != NULL;
    if (dot && comma) {
        if (repeated)
            return not_an_amount;
        *point = (size_t)(last - written);
        return NULL;
    }
    if (repeated)
        return NULL;
    could_be_group = len - (size_t)(last - written) == 4 && last != written && last - written <= 3 && written[0] != '0';
    if (could_be_group)
        return "could be thousands or decimals: say --decimal . or --decimal ,";
    *point = (size_t)(last - written);
    return NULL;
}

static const char *read_decimal(struct str cell, char decimal, struct decimal *out)
{
    char written[WRITTEN_MOST];
    size_t len, point;
    const char *why;
    int digits = 0;

    *out = (struct decimal){ 0 };
    why = strip(cell, written, &len, &out->negative);
    if (!why)
        why = find_point(written, len, decimal, &point);
    if (why)
        return why;
    for (size_t i = 0; i < len; i++) {
        if (written[i] < '0' || written[i] > '9')
            continue;
        /* what 17 digits do not hold is beyond any amount, or behind the point beyond any meaning */
        if (digits == DIGITS_MOST) {
            if (i < point)
                return "is too large";
            break;
        }
        digits += digits > 0 || written[i] != '0';
        out->digits = out->digits * 10 + (written[i] - '0');
        out->scale += i > point;
    }
    return NULL;
}

/* To `scale` digits behind the point, half away from zero. */
static const char *rescale(const struct decimal *number, int scale, int64_t *out)
{
    int64_t value = number->digits;
    int at = number->scale;

    for (; at > scale + 1; at--)
        value /= 10;
    if (at == scale + 1)
        value = (value + 5) / 10;
    for (; at < scale; at++)
        if (__builtin_mul_overflow(value, 10, &value))
            return "is too large";
    if (value > MINOR_MOST)
        return "is too large";
    *out = number->negative ? -value : value;
    return NULL;
}

/* ---- sums of products, "99.50*3+12" */

/* Only the product is rounded, so that 33.333*3 is 100.00. */
static const char *read_product(struct str text, char decimal, int scale, int64_t *out)
{
    struct decimal product = { .digits = 1 };
    struct str factor;

    while (str_split(&text, '*', &factor)) {
        struct decimal number = { 0 };
        const char *why = import_is_absent(factor) ? NULL : read_decimal(factor, decimal, &number);

        if (why)
            return why;
        if (__builtin_mul_overflow(product.digits, number.digits, &product.digits))
            return "is too large";
        product.scale += number.scale;
        product.negative ^= number.negative;
    }
    return rescale(&product, scale, out);
}

static const char *read_sum(struct str text, char decimal, int scale, int64_t *out)
{
    struct str term;

    *out = 0;
    while (str_split(&text, '+', &term)) {
        int64_t value = 0;
        const char *why = import_is_absent(term) ? NULL : read_product(term, decimal, scale, &value);

        if (why)
            return why;
        *out += value;
        if (*out > MINOR_MOST || *out < -MINOR_MOST)
            return "is too large";
    }
    return NULL;
}

static const char *read_number(struct str cell, char decimal, int scale, int64_t *out)
{
    struct decimal number;
    const char *why = read_decimal(cell, decimal, &number);

    return why ? why : rescale(&number, scale, out);
}

const char *import_amount(struct str cell, const struct import_amounts *how, int64_t *minor)
{
    int scale = how->minor_units ? 0 : how->digits;

    return how->calculates ? read_sum(cell, how->decimal, scale, minor) : read_number(cell, how->decimal, scale, minor);
}

const char *import_number(struct str cell, bool calculates, int64_t *out)
{
    struct decimal number;
    const char *why;

    if (calculates)
        return read_sum(cell, '.', 0, out);
    for (size_t i = 0; i < cell.len; i++)
        if ((cell.ptr[i] < '0' || cell.ptr[i] > '9') && !memchr("+-. ", cell.ptr[i], 4))
            return "is not a number";
    why = read_decimal(cell, '.', &number);
    if (why)
        return "is not a number";
    for (; number.scale > 0; number.scale--, number.digits /= 10)
        if (number.digits % 10 != 0)
            return "is not a whole number";
    return rescale(&number, 0, out);
}

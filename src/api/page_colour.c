/*
 * A brand colour that can be read: contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
 */
#include "api/page.h"

#include <math.h>

struct rgb {
    double part[3]; /* 0 to 1 */
};

static const struct rgb white = { { 1, 1, 1 } };
static const struct rgb black = { { 0.04, 0.06, 0.06 } };
static const struct rgb light_ground = { { 0.992, 0.988, 0.980 } }; /* --surface of public.css */
static const struct rgb dark_ground = { { 0.098, 0.094, 0.090 } };
static const double TEXT_CONTRAST = 4.5, EDGE_CONTRAST = 3.0;

enum { STEPS = 20 };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_colour(struct str text, struct rgb *out)
{
    if (text.len != 6)
        return false;
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(text.ptr[i * 2]), low = hex_digit(text.ptr[i * 2 + 1]);

        if (high < 0 || low < 0)
            return false;
        out->part[i] = (high * 16 + low) / 255.0;
    }
    return true;
}

static double luminance(struct rgb colour)
{
    static const double weight[3] = { 0.2126, 0.7152, 0.0722 };
    double sum = 0;

    for (int i = 0; i < 3; i++) {
        double part = colour.part[i];

        sum += weight[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(struct rgb a, struct rgb b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

    return one > other ? one / other : other / one;
}

static struct rgb mix(struct rgb from, struct rgb to, double share)
{
    for (int i = 0; i < 3; i++)
        from.part[i] += (to.part[i] - from.part[i]) * share;
    return from;
}

/* The least step away from `ground` that reaches the contrast. */
static struct rgb move(struct rgb colour, struct rgb ground, double wanted)
{
    struct rgb end = luminance(ground) > 0.5 ? black : white, moved = colour;

    for (int step = 1; step <= STEPS && contrast(moved, ground) < wanted; step++)
        moved = mix(colour, end, (double)step / STEPS);
    return moved;
}

static struct rgb text_on(struct rgb fill)
{
    return contrast(white, fill) >= TEXT_CONTRAST || contrast(white, fill) >= contrast(black, fill) ? white : black;
}

static void put_colour(struct buf *css, const char *name, struct rgb colour)
{
    buf_printf(css, "%s:#%02x%02x%02x;", name, (unsigned)lround(colour.part[0] * 255),
               (unsigned)lround(colour.part[1] * 255), (unsigned)lround(colour.part[2] * 255));
}

static void put_ground(struct buf *css, struct rgb brand, struct rgb ground)
{
    struct rgb fill = move(brand, ground, EDGE_CONTRAST);
    struct rgb on = text_on(fill);

    fill = move(fill, on, TEXT_CONTRAST);
    buf_add(css, STR(":root{"));
    put_colour(css, "--accent", move(brand, ground, TEXT_CONTRAST));
    put_colour(css, "--accent-fill", fill);
    put_colour(css, "--accent-hov", mix(fill, on.part[0] > 0.5 ? black : white, 0.12));
    put_colour(css, "--on-accent", on);
    put_colour(css, "--focus", move(brand, ground, EDGE_CONTRAST));
    buf_add(css, STR("}"));
}

bool page_colour_css(struct buf *css, struct str colour)
{
    struct rgb brand;

    if (!read_colour(colour, &brand))
        return false;
    put_ground(css, brand, light_ground);
    buf_add(css, STR("\n@media (prefers-color-scheme:dark){"));
    put_ground(css, brand, dark_ground);
    buf_add(css, STR("}\n"));
    return true;
}

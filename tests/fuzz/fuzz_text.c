/*
 * Any bytes as text, e-mail address, phone number, time and id: nothing breaks, and what was made normal stays as it is.
 */
#include "base/clock.h"
#include "base/email.h"
#include "base/id.h"
#include "base/phone.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void try_text(struct arena *arena, struct str s)
{
    struct str line = text_line(arena, s), lines = text_lines(arena, s), fold = text_fold(arena, s);
    struct str slug = text_slug(arena, s);

    must(text_valid(line) && text_valid(lines) && text_valid(fold) && text_valid(slug));
    must(str_equal(text_line(arena, line), line));
    must(str_equal(text_lines(arena, lines), lines));
    must(str_equal(text_fold(arena, fold), fold));
    must(str_equal(text_fold(arena, line), fold));
    must(str_equal(text_slug(arena, slug), slug) && slug.len <= 60);
    must(text_length(text_cut(line, 5)) <= 5 && text_valid(text_cut(line, 5)));
    text_share_word(arena, s, line);
}

static void try_email(struct arena *arena, struct str s)
{
    const char *why = NULL;
    struct str address, again;

    if (!email_normal(arena, s, &address, &why)) {
        must(why != NULL);
        return;
    }
    must(address.len <= 254 && text_valid(address));
    must(email_normal(arena, address, &again, &why) && str_equal(again, address));
    must(email_domain(address).len > 2);
}

static void try_phone(struct arena *arena, struct str s)
{
    struct phone_number number, again;

    phone_parse(arena, s, STR("US"), &number);
    must(text_valid(number.raw) && text_valid(number.display));
    if (number.e164.len == 0)
        return;
    must(number.e164.ptr[0] == '+' && number.e164.len <= 18);
    phone_describe(arena, number.e164, &again);
    must(again.e164.len == 0 || str_equal(again.e164, number.e164));
}

static void try_time(struct arena *arena, struct str s)
{
    int64_t ms, again;

    if (time_parse(s, &ms))
        must(time_parse(time_text(arena, ms), &again) && again == ms);
    if (date_parse(s, &ms))
        must(str_equal(date_text(arena, ms), s));
    if (zone_parse_local(STR("America/Sao_Paulo"), s, &ms))
        must(zone_text(arena, STR("America/Sao_Paulo"), ms).len == 25);
    zone_known(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = { (const char *)data, size };
    struct arena arena;
    struct str bytes;

    arena_init(&arena);
    try_text(&arena, s);
    try_email(&arena, s);
    try_phone(&arena, s);
    try_time(&arena, s);
    if (id_parse(NULL, s) != 0)
        must(id_parse(NULL, id_text(&arena, "abc", id_parse(NULL, s))) == id_parse(NULL, s));
    if (base64url_decode(&arena, s, &bytes))
        must(str_equal(base64url(&arena, bytes), s));
    api_key_well_formed(s);
    arena_clear(&arena);
    return 0;
}

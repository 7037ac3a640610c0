/*
 * Who is it? The one rule, told as a table of small towns: who lives there, who turns up, and who that is.
 *
 * A person is "a customer: Ana Ruiz, ana@example.com, +34600111222": a letter to speak of them, the kind, the name, and
 * addresses, numbers, source:id, in any order. Behind an address * is shared, ? unproven; before a number < previous.
 * Words: archived, organisation, at=5 (active in the fifth minute), is=a (a contact linked to customer a).
 *
 * Who turns up is "Ana Ruiz, ana@example.com => a by email". After the arrow: a letter or nobody; by email, by phone, by
 * external; disagree b; near b; pair ab; shared ADDRESS; unshared ADDRESS; new c (whoever it is gets a profile, c).
 */
#include "store_fixture.h"

#include "check.h"

#include "base/phone.h"
#include "base/secret.h"
#include "features/contact/contact.h"

#include <string.h>

enum { LINES_MOST = 6, LETTERS = 26 };

static const int64_t BEGIN_MS = 1780308000000;

struct town {
    const char *name;
    const char *people[LINES_MOST];
    const char *asked[LINES_MOST];
};

/* clang-format off */
static const struct town towns[] = {
    /* ---- the plain rule */
    { "nobody lives here", { NULL },
      { "Ana Ruiz, ana@example.com, +34600111222 => nobody" } },
    { "an e-mail says who", { "a customer: Ana Ruiz, ana@example.com" },
      { "Ana Ruiz, ana@example.com => a by email" } },
    { "an e-mail needs no name in common", { "a customer: Ana Ruiz, ana@example.com" },
      { "Tom Brown, ana@example.com => a by email", "ana@example.com => a by email" } },
    { "a second e-mail says as much as the first", { "a customer: Ana Ruiz, ana@example.com, ana@work.example" },
      { "Ana, ana@work.example => a by email" } },
    { "an e-mail in other letters is the same", { "a customer: Ana Ruiz, ana@example.com" },
      { "Ana, ANA@Example.COM => a by email" } },
    { "a phone says who when a word of the names is common", { "a customer: Ana Ruiz, +34600111222" },
      { "Ana Maria Lopez, +34600111222 => a by phone" } },
    { "a phone written in another way is the same", { "a customer: Ana Ruiz, +34600111222" },
      { "Ruiz, 600 111 222 => a by phone", "Ruiz, 0034 600 111 222 => a by phone" } },
    { "a phone without a name says nobody", { "a customer: Ana Ruiz, +34600111222" },
      { "+34600111222 => nobody near a" } },
    { "what is no full number never matches", { "a customer: Ana Ruiz, 5550123" },
      { "Ana Ruiz, 5550123 => nobody" } },
    { "a previous phone matches", { "a customer: Ana Ruiz, <+34600111222" },
      { "Ana Ruiz, +34600111222 => a by phone" } },

    /* ---- external ids */
    { "an external id decides before all", { "a customer: Ana Ruiz, shop:881", "b customer: Leo Paz, leo@example.com" },
      { "Leo Paz, leo@example.com, shop:881 => a by external" } },
    { "an external id of another system is another id", { "a customer: Ana Ruiz, shop:881" },
      { "Zoe Lund, other:881 => nobody" } },
    { "an unknown external id lets the e-mail decide", { "a customer: Ana Ruiz, ana@example.com, shop:881" },
      { "Ana Ruiz, ana@example.com, shop:900 => a by email" } },
    { "a contact's external id says the contact", { "a contact: Ana Ruiz, shop:881" },
      { "Anybody Else, shop:881 => a by external" } },

    /* ---- customers and contacts */
    { "a contact is found by its e-mail", { "a contact: Ana Ruiz, ana@example.com" },
      { "Ana Ruiz, ana@example.com => a by email" } },
    { "a customer comes before a contact", { "a contact: Ana Ruiz, ana@example.com", "b customer: Ana Ruiz, ana@example.com" },
      { "Ana Ruiz, ana@example.com => b by email" } },
    { "a customer comes before a contact that is more active",
      { "b customer: Ana Ruiz, +34600111222, at=1", "a contact: Ana Ruiz, +34600111222, at=9" },
      { "Ana Ruiz, +34600111222 => b by phone" } },
    { "a converted contact answers its customer", { "a customer: Ana Ruiz, ana@example.com", "b contact: Ana Ruiz, old@example.com, is=a" },
      { "Ana Ruiz, old@example.com => a by email" } },
    { "the contact's e-mail decides before the customer's phone",
      { "a contact: Ana Ruiz, ana@example.com", "b customer: Ana Perez, +34600111222" },
      { "Ana Ruiz, ana@example.com, +34600111222 => a by email disagree b pair ab" } },

    /* ---- several hits */
    { "several hits: the most recently active", { "a customer: Ana Ruiz, +34600111222, at=1", "b customer: Ana Ruiz, +34600111222, at=5" },
      { "Ana Ruiz, +34600111222 => b by phone" } },
    { "several hits: the unarchived before the more active",
      { "a customer: Ana Ruiz, +34600111222, at=1", "b customer: Ana Ruiz, +34600111222, at=5, archived" },
      { "Ana Ruiz, +34600111222 => a by phone" } },
    { "several hits: as active as each other, the lowest id",
      { "a customer: Ana Ruiz, +34600111222, at=3", "b customer: Ana Ruiz, +34600111222, at=3" },
      { "Ana Ruiz, +34600111222 => a by phone" } },
    { "several contacts: the most recently active", { "a contact: Ana Ruiz, ana@example.com, at=1", "b contact: Ana Ruiz, ana@example.com, at=2" },
      { "Ana Ruiz, ana@example.com => b by email" } },
    { "an archived customer still matches", { "a customer: Ana Ruiz, ana@example.com, archived" },
      { "Ana Ruiz, ana@example.com => a by email" } },

    /* ---- families and shared addresses */
    { "a family on one phone: the name that fits",
      { "a customer: Ana Ruiz, +34600111222, at=1", "b customer: Pedro Gomez, +34600111222, at=5" },
      { "Ana Ruiz, +34600111222 => a by phone", "Pedro Gomez, +34600111222 => b by phone" } },
    { "a shared e-mail says nobody", { "a customer: Ana Ruiz, desk@hotel.example*" },
      { "Ana Ruiz, desk@hotel.example => nobody" } },
    { "a shared phone says nobody", { "a customer: Ana Ruiz, +34600111222*" },
      { "Ana Ruiz, +34600111222 => nobody" } },
    { "a shared e-mail leaves it to the phone", { "a customer: Ana Ruiz, desk@hotel.example*, +34600111222", "b customer: Leo Paz, desk@hotel.example*" },
      { "Ana Ruiz, desk@hotel.example, +34600111222 => a by phone" } },
    { "who comes later finds a shared address shared", { "a customer: Ana Ruiz, desk@hotel.example*", "b customer: Leo Paz, desk@hotel.example" },
      { "Leo Paz, desk@hotel.example => nobody shared desk@hotel.example" } },
    { "marking it on one marks it on all", { "a contact: Ana Ruiz, +34600111222", "b contact: Ana Ruiz, +34600111222*" },
      { "Ana Ruiz, +34600111222 => nobody shared +34600111222" } },

    /* ---- recycled numbers and third names */
    { "a recycled number: no word in common", { "a customer: Ana Ruiz, +34600111222" },
      { "Pedro Gomez, +34600111222 => nobody near a new b pair ab" } },
    { "a recycled previous number, too", { "a customer: Ana Ruiz, <+34600111222" },
      { "Pedro Gomez, +34600111222 => nobody near a" } },
    { "a phone under a third unrelated name becomes shared", { "a customer: Ana Ruiz, +34600111222", "b customer: Pedro Gomez, +34600111222" },
      { "Zoe Lund, +34600111222 => nobody shared +34600111222", "Ana Ruiz, +34600111222 => nobody" } },
    { "a third name that fits one of them shares nothing", { "a customer: Ana Ruiz, +34600111222", "b customer: Pedro Gomez, +34600111222" },
      { "Zoe Gomez, +34600111222 => b by phone unshared +34600111222" } },
    { "relatives are one family, not three names", { "a customer: Ana Ruiz, +34600111222", "b customer: Leo Ruiz, +34600111222" },
      { "Zoe Lund, +34600111222 => nobody unshared +34600111222" } },
    { "an e-mail under a third unrelated name becomes shared", { "a customer: Ana Ruiz, info@tours.example" },
      { "Pedro Gomez, info@tours.example => a by email unshared info@tours.example",
        "Zoe Lund, info@tours.example => nobody shared info@tours.example",
        "Ana Ruiz, info@tours.example => nobody" } },
    { "the same second name twice is no third", { "a customer: Ana Ruiz, info@tours.example" },
      { "Pedro Gomez, info@tours.example => a by email", "Pedro Gomez, info@tours.example => a by email",
        "P. Gomez, info@tours.example => a by email unshared info@tours.example" } },
    { "an organisation's e-mail stays its own", { "a customer: Sea Hotel, info@tours.example, organisation" },
      { "Pedro Gomez, info@tours.example => a by email", "Zoe Lund, info@tours.example => a by email",
        "Ana Ruiz, info@tours.example => a by email unshared info@tours.example" } },

    /* ---- e-mail and phone disagree */
    { "e-mail and phone disagree: the e-mail decides", { "a customer: Ana Ruiz, ana@example.com", "b customer: Ana Perez, +34600111222" },
      { "Ana Ruiz, ana@example.com, +34600111222 => a by email disagree b pair ab" } },
    { "the phone of somebody else entirely is only noted", { "a customer: Ana Ruiz, ana@example.com", "b customer: Leo Paz, +34600111222" },
      { "Ana Ruiz, ana@example.com, +34600111222 => a by email near b pair ab" } },
    { "e-mail and phone of the same agree", { "a customer: Ana Ruiz, ana@example.com, +34600111222", "b customer: Ana Perez, +34600111222, at=9" },
      { "Ana Ruiz, ana@example.com, +34600111222 => a by email" } },
    { "a converted contact's phone agrees with its customer",
      { "a customer: Ana Ruiz, ana@example.com", "b contact: Ana Ruiz, +34600111222, is=a" },
      { "Ana Ruiz, ana@example.com, +34600111222 => a by email" } },
    { "two e-mails of two customers disagree", { "a customer: Ana Ruiz, ana@example.com, at=5", "b customer: Ana Perez, perez@example.com, at=1" },
      { "Ana Ruiz, ana@example.com, perez@example.com => a by email disagree b pair ab" } },
    { "an unknown e-mail lets the phone decide", { "a customer: Ana Ruiz, ana@example.com, +34600111222" },
      { "Ana Ruiz, new@example.com, +34600111222 => a by phone" } },

    /* ---- relays */
    { "a relay address says nobody", { "a contact: Ana Ruiz, x1@guest.booking.com" },
      { "Ana Ruiz, x1@guest.booking.com => nobody" } },
    { "a relay address of the location's own list", { "a contact: Ana Ruiz, x1@in.relay.example" },
      { "Ana Ruiz, x1@in.relay.example => nobody" } },
    { "beside a relay the phone decides", { "a customer: Ana Ruiz, +34600111222" },
      { "Ana Ruiz, x2@guest.booking.com, +34600111222 => a by phone" } },

    /* ---- unproven addresses */
    { "an address that a form added says nobody", { "a customer: Ana Ruiz, ana@example.com, evil@example.com?" },
      { "Ana Ruiz, evil@example.com => nobody", "Ana Ruiz, ana@example.com => a by email" } },
    { "what is unproven here may be proven there", { "a customer: Ana Ruiz, ana@example.com, leo@example.com?", "b customer: Leo Paz, leo@example.com" },
      { "Leo Paz, leo@example.com => b by email" } },
    { "an unproven phone says nobody", { "a customer: Ana Ruiz, +34600111222?" },
      { "Ana Ruiz, +34600111222 => nobody" } },
    { "the addresses that a contact was made with do match", { "a contact: Ana, ana@example.com, +34600111222" },
      { "Ana Ruiz, +34600111222 => a by phone" } },

    /* ---- names in many scripts */
    { "accents do not part names", { "a customer: José Núñez, +34600111222" },
      { "JOSE NUNEZ, +34600111222 => a by phone" } },
    { "Greek", { "a customer: Νίκος Παπαδόπουλος, +306912345678" },
      { "ΠΑΠΑΔΟΠΟΥΛΟΣ Νικος, +306912345678 => a by phone", "Γιώργος Κωνσταντίνου, +306912345678 => nobody near a" } },
    { "Cyrillic", { "a customer: Анна Иванова, +79161234567" },
      { "ИВАНОВА Анна Петровна, +79161234567 => a by phone", "Олег Смирнов, +79161234567 => nobody near a" } },
    { "Chinese", { "a customer: 王小明, +8613812345678" },
      { "王小明, +8613812345678 => a by phone", "李雷, +8613812345678 => nobody near a" } },
    { "a name of one letter is equal to itself", { "a customer: 王, +8613812345678" },
      { "王, +8613812345678 => a by phone", "李, +8613812345678 => nobody near a" } },
    { "Arabic", { "a customer: محمد الأحمد, +971501234567" },
      { "محمد علي, +971501234567 => a by phone", "فاطمة حسن, +971501234567 => nobody near a" } },
    { "an initial is no word in common", { "a customer: A Ruiz, +34600111222" },
      { "A Gomez, +34600111222 => nobody near a" } },
    { "hyphens and apostrophes part words", { "a customer: Anne-Marie O'Neil, +34600111222" },
      { "Marie Curie, +34600111222 => a by phone" } },

    /* ---- one after the other */
    { "who was nobody is known the next time", { NULL },
      { "Ana Ruiz, ana@example.com => nobody new a", "Ana Ruiz, ana@example.com => a by email" } },
    { "a deleted link of the location next door", { "a customer: Ana Ruiz, elsewhere@example.com" },
      { "Leo Paz, leo@example.com => nobody" } },
};
/* clang-format on */

/* ---- reading a line ------------------------------------------------------------------------------------------- */

struct line {
    struct customer customer; /* what both kinds need is here */
    struct identity identity;
    bool contact;
    bool archived;
    int minute;
    char linked_to;
};

struct walk {
    const struct town *town;
    struct id_source *ids;
    id64 letters[LETTERS];
    int minute;
    char wrong[300]; /* the first thing that was: only the thread of the test may fail it */
};

static void say(struct walk *walk, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct walk *walk, const char *format, ...)
{
    va_list args;

    if (walk->wrong[0])
        return;
    va_start(args, format);
    vsnprintf(walk->wrong, sizeof(walk->wrong), format, args);
    va_end(args);
}

static void same(struct walk *walk, const char *what, int64_t got, int64_t want)
{
    if (got != want)
        say(walk, "%s: %lld, not %lld", what, (long long)got, (long long)want);
}

static id64 *letter(struct walk *walk, char c)
{
    ENSURE(c >= 'a' && c <= 'z');
    return &walk->letters[c - 'a'];
}

static void add_phone(struct ctx *ctx, struct line *line, struct str text)
{
    bool previous = text.ptr[0] == '<';
    bool shared = str_ends(text, STR("*")), unproven = str_ends(text, STR("?"));
    struct phone_list *list = previous ? &line->customer.previous_phones : &line->identity.phones;
    struct identity one = { 0 };
    struct phone_entry *items = ARENA_ARRAY(ctx->arena, struct phone_entry, (size_t)list->count + 1);

    text = str_slice(text, previous, text.len - (shared || unproven));
    identity_add_phone(ctx, &one, text, STR_EMPTY);
    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = one.phones.items[0];
    items[list->count].shared = shared;
    items[list->count].unproven = unproven;
    list->items = items;
    list->count++;
}

static void add_email(struct ctx *ctx, struct line *line, struct str text)
{
    bool shared = str_ends(text, STR("*")), unproven = str_ends(text, STR("?"));
    int count = line->identity.emails.count;

    identity_add_email(ctx, &line->identity, str_slice(text, 0, text.len - (shared || unproven)));
    ENSURE(line->identity.emails.count == count + 1);
    line->identity.emails.items[count].shared = shared;
    line->identity.emails.items[count].unproven = unproven;
}

static void read_part(struct ctx *ctx, struct line *line, struct str part)
{
    bool digits = part.len > 0 && (strchr("+<", part.ptr[0]) || (part.ptr[0] >= '0' && part.ptr[0] <= '9'));

    if (str_equal(part, STR("archived")))
        line->archived = true;
    else if (str_equal(part, STR("organisation")))
        line->customer.organisation = true;
    else if (str_starts(part, STR("at=")))
        line->minute = part.ptr[3] - '0';
    else if (str_starts(part, STR("is=")))
        line->linked_to = part.ptr[3];
    else if (str_find(part, '@') < part.len)
        add_email(ctx, line, part);
    else if (digits)
        add_phone(ctx, line, part);
    else if (str_find(part, ':') < part.len) {
        line->identity.source = str_slice(part, 0, str_find(part, ':'));
        line->identity.external_id = str_slice(part, str_find(part, ':') + 1, part.len);
    } else
        line->identity.name = part;
}

static struct line read_line(struct ctx *ctx, struct str text)
{
    struct line line = { .minute = -1 };
    struct str part;

    while (str_split(&text, ',', &part))
        read_part(ctx, &line, str_trim(part));
    return line;
}

/* ---- living there ---------------------------------------------------------------------------------------------- */

static void check_ok(struct ctx *ctx, struct walk *walk, enum err err)
{
    const struct problem *problem = ctx->problems;

    if (err != ERR_OK)
        say(walk, "%s: %.*s %.*s", err_code(err), STR_PRINT(ctx->error_detail),
            STR_PRINT(problem ? problem->detail : STR_EMPTY));
}

static id64 settle_customer(struct ctx *ctx, struct walk *walk, struct line *line, struct external_id_entry *link)
{
    struct customer *customer = &line->customer;

    customer->name = line->identity.name;
    customer->emails = line->identity.emails;
    customer->phones = line->identity.phones;
    if (link->id.len > 0)
        customer->external_ids = (struct external_id_list){ .items = link, .count = 1 };
    check_ok(ctx, walk, customer_create(ctx, customer, CUSTOMER_BY_PROGRAM));
    if (line->archived)
        check_ok(ctx, walk, customer_archive(ctx, customer->id));
    return customer->id;
}

static id64 settle_contact(struct ctx *ctx, struct walk *walk, struct line *line, struct external_id_entry *link)
{
    struct contact contact = {
        .name = line->identity.name,
        .emails = line->identity.emails,
        .phones = line->identity.phones,
        .source = STR("manual"),
    };

    if (link->id.len > 0)
        contact.external_ids = (struct external_id_list){ .items = link, .count = 1 };
    if (line->linked_to)
        contact.customer_id = *letter(walk, line->linked_to);
    check_ok(ctx, walk, contact_create(ctx, &contact));
    return contact.id;
}

static void settle(struct ctx *ctx, struct walk *walk, char c, bool contact, struct str text)
{
    struct line line = read_line(ctx, text);
    struct external_id_entry link = { line.identity.source, line.identity.external_id };

    ctx->now_ms = BEGIN_MS + (line.minute >= 0 ? line.minute : walk->minute) * MINUTE_MS;
    *letter(walk, c) = contact ? settle_contact(ctx, walk, &line, &link) : settle_customer(ctx, walk, &line, &link);
}

static void settle_person(struct ctx *ctx, struct walk *walk, const char *text)
{
    struct str line = str_from(text);
    size_t colon = str_find(line, ':');
    bool contact = str_starts(str_slice(line, 2, line.len), STR("contact"));

    settle(ctx, walk, text[0], contact, str_slice(line, colon + 1, line.len));
}

/* ---- turning up ------------------------------------------------------------------------------------------------ */

STATEMENT count_pair = SQL(
    "SELECT count(*) FROM may_be_same WHERE location_id = $1 AND first_id = $2 AND second_id = $3");
STATEMENT count_shared = SQL(
    "SELECT (SELECT count(*) FROM person_email WHERE location_id = $1 AND address = $2 AND shared = $3)"
    " + (SELECT count(*) FROM person_phone WHERE location_id = $1 AND e164 = $2 AND shared = $3)");

static void expect_pair(struct ctx *ctx, struct walk *walk, struct str two)
{
    id64 a = *letter(walk, two.ptr[0]), b = *letter(walk, two.ptr[1]);
    int64_t count;

    check_ok(
        ctx, walk,
        store_int(ctx, &count_pair, ARGS(INT(ctx->location_id), INT(a < b ? a : b), INT(a < b ? b : a)), 0, &count));
    same(walk, "pairs", count, 1);
}

static void expect_sharing(struct ctx *ctx, struct walk *walk, struct str address, bool shared)
{
    int64_t like, unlike;

    check_ok(ctx, walk,
             store_int(ctx, &count_shared, ARGS(INT(ctx->location_id), TEXT(address), INT(shared)), 0, &like));
    check_ok(ctx, walk,
             store_int(ctx, &count_shared, ARGS(INT(ctx->location_id), TEXT(address), INT(!shared)), 0, &unlike));
    if (like == 0 || unlike > 0)
        say(walk, "%.*s is not %s", STR_PRINT(address), shared ? "shared" : "unshared");
}

static struct str take(struct str *rest)
{
    struct str word = STR_EMPTY;

    while (word.len == 0 && str_split(rest, ' ', &word))
        continue;
    return word;
}

static enum who_by by_word(struct str word)
{
    return str_equal(word, STR("email"))      ? WHO_BY_EMAIL
           : str_equal(word, STR("phone"))    ? WHO_BY_PHONE
           : str_equal(word, STR("external")) ? WHO_BY_EXTERNAL_ID
                                              : WHO_NOBODY;
}

static void expect_word(struct ctx *ctx, struct walk *walk, const struct who *who, struct str word, struct str *rest,
                        struct str asked)
{
    struct str value = take(rest);

    if (str_equal(word, STR("by")))
        same(walk, "by", who->by, by_word(value));
    else if (str_equal(word, STR("disagree"))) {
        same(walk, "disagree", who->disagree, true);
        same(walk, "other", who->other_id, *letter(walk, value.ptr[0]));
    } else if (str_equal(word, STR("near"))) {
        same(walk, "disagree", who->disagree, false);
        same(walk, "other", who->other_id, *letter(walk, value.ptr[0]));
    } else if (str_equal(word, STR("pair")))
        expect_pair(ctx, walk, value);
    else if (str_equal(word, STR("shared")))
        expect_sharing(ctx, walk, value, true);
    else if (str_equal(word, STR("unshared")))
        expect_sharing(ctx, walk, value, false);
    else if (str_equal(word, STR("new")))
        settle(ctx, walk, value.ptr[0], false, asked);
    else
        say(walk, "what is \"%.*s\"?", STR_PRINT(word));
}

static void turn_up(struct ctx *ctx, struct walk *walk, const char *text)
{
    const char *arrow = strstr(text, "=>");
    struct str asked = { text, (size_t)(arrow - text) };
    struct str rest = str_from(arrow + 2);
    struct line line = read_line(ctx, asked);
    struct str whom = take(&rest);
    struct who who;
    id64 expected = str_equal(whom, STR("nobody")) ? 0 : *letter(walk, whom.ptr[0]);

    ctx->now_ms = BEGIN_MS + ++walk->minute * MINUTE_MS;
    check_ok(ctx, walk, who_is_it(ctx, &line.identity, &who));
    if (who.id != expected)
        say(walk, "\"%s\": somebody else (by %d)", text, (int)who.by);
    same(walk, "nobody", who.kind == PERSON_NONE, expected == 0);
    for (struct str word = take(&rest); word.len; word = take(&rest))
        expect_word(ctx, walk, &who, word, &rest, asked);
}

static enum err visit(struct ctx *ctx, void *data)
{
    struct walk *walk = data;
    struct location place = {
        .name = str_from(walk->town->name),
        .time_zone = STR("Europe/Madrid"),
        .currency = STR("EUR"),
        .country = STR("ES"),
        .undo_days = 7,
    };
    struct str relay = STR("relay.example");

    ctx->ids = walk->ids;
    ctx->now_ms = BEGIN_MS;
    place.relay_domains = (struct string_list){ .items = &relay, .count = 1 };
    check_ok(ctx, walk, location_create(ctx, &place));
    location_enter(ctx, &place);
    walk->minute = 10;
    for (int i = 0; i < LINES_MOST && walk->town->people[i]; i++)
        settle_person(ctx, walk, walk->town->people[i]);
    for (int i = 0; i < LINES_MOST && walk->town->asked[i]; i++)
        turn_up(ctx, walk, walk->town->asked[i]);
    ctx->location = NULL;
    ctx->location_id = 0;
    return ERR_OK;
}

/* ---- as tests: each town one ------------------------------------------------------------------------------------- */

static struct fixture *shared_fixture;
static struct id_source ids;

static void test_town(void **state)
{
    struct walk walk = { .town = *state, .ids = &ids };

    fixture_do(shared_fixture, STORE_WRITE, visit, &walk);
    if (walk.wrong[0])
        fail_msg("%s: %s", walk.town->name, walk.wrong);
}

static int run(const char *name)
{
    struct CMUnitTest tests[COUNT_OF(towns)];
    int failed;

    for (size_t i = 0; i < COUNT_OF(towns); i++)
        tests[i] = (struct CMUnitTest){ .name = towns[i].name,
                                        .test_func = test_town,
                                        .initial_state = (void *)(uintptr_t)&towns[i] };
    shared_fixture = fixture_new();
    shared_fixture->migrations = embedded_migrations;
    ENSURE(fixture_open(shared_fixture));
    failed = _cmocka_run_group_tests(name, tests, COUNT_OF(tests), NULL, NULL);
    fixture_free(shared_fixture);
    return failed;
}

int main(void)
{
    int failed;

    ENSURE(secret_start());
    phone_warm();
    failed = run("who is it on SQLite");
    if (!fixture_has_postgres()) {
        puts("# who is it on PostgreSQL skipped: there is no server");
        return failed;
    }
    fixture_engine = STORE_POSTGRES;
    return failed + run("who is it on PostgreSQL");
}

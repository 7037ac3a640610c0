#include "app/config.h"

#include "base/buf.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT_VALUE, NUMBER, SWITCH, NETWORKS, URL, LOG_WORD, SECURITY, TIME_OF_DAY };

struct option {
    const char *name;
    const char *value; /* what stands for it in the help */
    enum kind kind;
    size_t offset;
    int64_t min;
    int64_t max;
    bool common;
    const char *help;
};

#define AT(member) offsetof(struct config, member)

/* clang-format off */
static const struct option options[] = {
    { "data",          "DIR",     TEXT_VALUE, AT(data),         0, 0, true,  "where everything is kept (./data)" },
    { "store",         "ADDRESS", TEXT_VALUE, AT(store),        0, 0, true,  "sqlite:PATH or postgres://… (a file in the data directory)" },
    { "listen",        "ADDRESS", TEXT_VALUE, AT(listen),       0, 0, false, "the address to listen on (127.0.0.1)" },
    { "port",          "NUMBER",  NUMBER,     AT(port),         0, 65535, false, "the port to listen on; 0 takes any free one (8080)" },
    { "port-file",     "FILE",    TEXT_VALUE, AT(port_file),    0, 0, false, "gets the port's number once the server listens" },
    { "public-url",    "URL",     URL,        AT(public_url),   0, 0, false, "the address that browsers and mails use" },
    { "trusted-proxy", "NETWORK", NETWORKS,   AT(trusted),      0, 0, false, "an address or network whose X-Forwarded-For and -Proto are believed; may be repeated" },
    { "loops",         "NUMBER",  NUMBER,     AT(loops),        0, 64, false, "threads that talk to clients (one a core)" },
    { "workers",       "NUMBER",  NUMBER,     AT(workers),      0, 256, false, "threads for slow work, each with its own connection to the database" },
    { "node",          "NUMBER",  NUMBER,     AT(node),         0, ID_NODE_SERVERS, false, "a number of its own for each server that shares a database (0)" },
    { "rate-key",      "NUMBER",  NUMBER,     AT(rate_key),     1, 100000000, false, "requests a minute of one API key or user (6000)" },
    { "rate-address",  "NUMBER",  NUMBER,     AT(rate_address), 1, 100000000, false, "requests a minute of one address that is not signed in (1200)" },
    { "rate-form",     "NUMBER",  NUMBER,     AT(rate_form),    1, 100000000, false, "forms a minute from one address; four times as many an hour, twenty times a day (5)" },
    { "turnstile-url", "URL",     URL,        AT(turnstile_url), 0, 0, false, "another address to ask about Turnstile's challenges" },
    { "hcaptcha-url",  "URL",     URL,        AT(hcaptcha_url), 0, 0, false, "another address to ask about hCaptcha's challenges" },
    { "recaptcha-url", "URL",     URL,        AT(recaptcha_url), 0, 0, false, "another address to ask about reCAPTCHA's challenges" },
    { "turnstile-script", "URL",  URL,        AT(turnstile_script), 0, 0, false, "another address of Turnstile's script, for visitors' browsers" },
    { "hcaptcha-script", "URL",   URL,        AT(hcaptcha_script), 0, 0, false, "another address of hCaptcha's script, likewise" },
    { "recaptcha-script", "URL",  URL,        AT(recaptcha_script), 0, 0, false, "another address of reCAPTCHA's script, likewise" },
    { "connections",   "NUMBER",  NUMBER,     AT(connections),  1, 1000000, false, "open connections at most (12000)" },
    { "connections-per-address", "NUMBER", NUMBER, AT(connections_per_address), 0, 1000000, false, "open connections of one address; 0 for no limit (0)" },
    { "log",           "WHAT",    LOG_WORD,   AT(log),          0, 0, false, "requests to log: all, changes or errors (all)" },
    { "mail",          "yes|no",  SWITCH,     AT(sends_mail),   0, 0, false, "send mail; no: it waits, while you look at a backup (yes)" },
    { "mail-host",     "NAME",    TEXT_VALUE, AT(mail.host),    0, 0, false, "the mail server; without it what is set in the dashboard" },
    { "mail-port",     "NUMBER",  NUMBER,     AT(mail.port),    1, 65535, false, "its port (587 with starttls, 465 with tls)" },
    { "mail-security", "HOW",     SECURITY,   AT(mail.security), 0, 0, false, "starttls, tls, or none to this machine (starttls)" },
    { "mail-user",     "NAME",    TEXT_VALUE, AT(mail.user),    0, 0, false, "to sign in there; the password is REGULARS_MAIL_PASSWORD in the environment" },
    { "mail-ca",       "FILE",    TEXT_VALUE, AT(mail.ca_file), 0, 0, false, "certificates of who may vouch for the mail server (the system's)" },
    { "mail-dns",      "ADDRESS", TEXT_VALUE, AT(mail.dns),     0, 0, false, "a name server to ask about mail domains (the system's)" },
    { "backup",        "yes|no",  SWITCH,     AT(backup),       0, 0, false, "make a backup every night (yes)" },
    { "backup-dir",    "DIR",     TEXT_VALUE, AT(backup_dir),   0, 0, false, "where the nightly backups go (backups in the data directory)" },
    { "backup-keep",   "NUMBER",  NUMBER,     AT(backup_keep),  1, 1000, false, "how many of the newest backups are kept (14)" },
    { "backup-at",     "HH:MM",   TIME_OF_DAY, AT(backup_at),   0, 0, false, "when, in the time zone of the first location (03:15)" },
    { "backup-copy",   "DIR",     TEXT_VALUE, AT(backup_copy),  0, 0, false, "a second folder that each backup is copied to: another disk" },
    { "backup-command", "COMMAND", TEXT_VALUE, AT(backup_command), 0, 0, false, "run by the shell after each backup; the file is in $REGULARS_BACKUP_FILE" },
    { "socket",        "yes|no",  SWITCH,     AT(socket),       0, 0, false, "listen in the data directory for the command line (yes)" },
};
/* clang-format on */

enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

void config_init(struct config *config)
{
    *config = (struct config){
        .data = "./data",
        .listen = "127.0.0.1",
        .port = 8080,
        .rate_key = 6000,
        .rate_address = 1200,
        .rate_form = 5,
        .connections = 12000,
        .log = "all",
        .sends_mail = true,
        .backup = true,
        .backup_keep = 14,
        .backup_at = "03:15",
        .socket = true,
    };
}

static const struct option *find(const char *name)
{
    for (int i = 0; i < OPTIONS; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

static bool wrong(struct arena *arena, const struct option *option, const char *wanted, struct str *why)
{
    *why = arena_printf(arena, "--%s wants %s.", option->name, wanted);
    return false;
}

static bool set_number(struct config *config, struct arena *arena, const struct option *option, struct str value,
                       struct str *why)
{
    int64_t number;

    if (!str_to_int(value, &number) || number < option->min || number > option->max) {
        *why = arena_printf(arena, "--%s wants a number from %lld to %lld.", option->name, (long long)option->min,
                            (long long)option->max);
        return false;
    }
    *(int64_t *)((char *)config + option->offset) = number;
    return true;
}

/* One, or several with commas in between, as the environment has to say it. */
static bool add_networks(struct config *config, struct arena *arena, const struct option *option, struct str value,
                         struct str *why)
{
    struct str part;

    while (str_split(&value, ',', &part)) {
        if (config->trusted_count == TRUSTED_MOST ||
            !network_parse(str_trim(part), &config->trusted[config->trusted_count]))
            return wrong(arena, option, "an address or a network, such as 10.0.0.0/8", why);
        config->trusted_count++;
    }
    return true;
}

static bool set_url(struct config *config, struct arena *arena, const struct option *option, struct str value,
                    struct str *why)
{
    struct str rest = value;

    while (rest.len && rest.ptr[rest.len - 1] == '/')
        rest.len--;
    if (!(str_starts(rest, STR("https://")) && rest.len > 8) && !(str_starts(rest, STR("http://")) && rest.len > 7))
        return wrong(arena, option, "an address such as https://crm.example.com", why);
    for (size_t i = 0; i < rest.len; i++)
        if ((unsigned char)rest.ptr[i] <= ' ' || strchr("?#\"<>\\", rest.ptr[i]))
            return wrong(arena, option, "an address such as https://crm.example.com", why);
    *(const char **)((char *)config + option->offset) = arena_cstr(arena, rest);
    return true;
}

static bool is_time_of_day(struct str text)
{
    int64_t hour, minute;

    return text.len == 5 && text.ptr[2] == ':' && str_to_int(str_slice(text, 0, 2), &hour) &&
           str_to_int(str_slice(text, 3, 5), &minute) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

static bool set(struct config *config, struct arena *arena, const struct option *option, const char *value,
                struct str *why)
{
    struct str text = str_from(value);
    char *at = (char *)config + option->offset;

    switch (option->kind) {
    case TEXT_VALUE:
        if (text.len == 0)
            return wrong(arena, option, "a value", why);
        *(const char **)at = value;
        return true;
    case LOG_WORD:
        if (strcmp(value, "all") != 0 && strcmp(value, "changes") != 0 && strcmp(value, "errors") != 0)
            return wrong(arena, option, "all, changes or errors", why);
        *(const char **)at = value;
        return true;
    case SECURITY:
        if (strcmp(value, "starttls") != 0 && strcmp(value, "tls") != 0 && strcmp(value, "none") != 0)
            return wrong(arena, option, "starttls, tls or none", why);
        *(const char **)at = value;
        return true;
    case TIME_OF_DAY:
        if (!is_time_of_day(text))
            return wrong(arena, option, "a time of the day such as 03:15", why);
        *(const char **)at = value;
        return true;
    case SWITCH:
        if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            return wrong(arena, option, "yes or no", why);
        *(bool *)at = value[0] == 'y';
        return true;
    case NUMBER: return set_number(config, arena, option, text, why);
    case NETWORKS: return add_networks(config, arena, option, text, why);
    case URL: return set_url(config, arena, option, text, why);
    }
    return false;
}

bool config_has_password(struct str address)
{
    size_t begin = 0, end, at = address.len;

    while (begin + 3 <= address.len && !str_equal(str_slice(address, begin, begin + 3), STR("://")))
        begin++;
    if (begin + 3 > address.len)
        return false;
    begin += 3;
    end = begin + str_find(str_slice(address, begin, address.len), '/');
    for (size_t i = begin; i < end; i++)
        if (address.ptr[i] == '@')
            at = i;
    if (at < address.len && str_find(str_slice(address, begin, at), ':') < at - begin)
        return true;
    for (size_t i = end; i < address.len; i++)
        if (str_starts(str_slice(address, i, address.len), STR("password=")))
            return true;
    return false;
}

enum config_answer config_set(struct config *config, struct arena *arena, const char *name, const char *value,
                              struct str *why)
{
    const struct option *option = find(name);

    if (!option)
        return CONFIG_UNKNOWN;
    if (strcmp(name, "store") == 0 && config_has_password(str_from(value))) {
        *why = STR(
            "Everybody on this machine can read the password in an option; put the address into the environment "
            "as REGULARS_STORE, or the password into the file that PGPASSFILE names (~/.pgpass).");
        return CONFIG_WRONG;
    }
    return set(config, arena, option, value, why) ? CONFIG_SET : CONFIG_WRONG;
}

bool config_is_common(const char *name)
{
    const struct option *option = find(name);

    return option && option->common;
}

bool config_environment(struct config *config, struct arena *arena, struct str *why)
{
    const char *sync = getenv("REGULARS_BENCH_SYNC");

    config->mail.password = getenv("REGULARS_MAIL_PASSWORD");
    config->sync_normal = sync && strcmp(sync, "normal") == 0;
    for (int i = 0; i < OPTIONS; i++) {
        char name[64] = "REGULARS_";
        size_t len = strlen(name);
        const char *value;

        for (const char *c = options[i].name; *c && len < sizeof(name) - 1; c++)
            name[len++] = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
        value = getenv(name);
        if (value && *value && !set(config, arena, &options[i], value, why)) {
            *why = arena_printf(arena, "%s in the environment: %.*s", name, STR_PRINT(*why));
            return false;
        }
    }
    return true;
}

bool config_finish(struct config *config, struct arena *arena, struct str *why)
{
    struct str store;

    if (!config->store)
        config->store = arena_printf(arena, "sqlite:%s/regulars.db", config->data).ptr;
    if (!config->backup_dir)
        config->backup_dir = arena_printf(arena, "%s/backups", config->data).ptr;
    store = str_from(config->store);
    if (str_starts(store, STR("sqlite:")) || str_starts(store, STR("postgres://")) ||
        str_starts(store, STR("postgresql://")))
        return true;
    *why = STR("--store wants sqlite:PATH or postgres://…");
    return false;
}

void config_help(struct buf *buf, bool common_only)
{
    for (int i = 0; i < OPTIONS; i++) {
        size_t begin = buf->len;

        if (common_only && !options[i].common)
            continue;
        buf_printf(buf, "  --%s %s", options[i].name, options[i].value);
        for (size_t len = buf->len - begin; len < 28; len++)
            buf_add_char(buf, ' ');
        buf_printf(buf, "  %s\n", options[i].help);
    }
}

static void print_networks(const struct config *config, struct buf *buf)
{
    for (int i = 0; i < config->trusted_count; i++) {
        char text[INET6_ADDRSTRLEN];

        inet_ntop(AF_INET6, config->trusted[i].bytes, text, sizeof(text));
        buf_printf(buf, "--trusted-proxy %s/%d\n", text, config->trusted[i].bits);
    }
}

static const char *shown(const char *value)
{
    return config_has_password(str_from(value)) ? "(an address with a password)" : value;
}

void config_print(const struct config *config, struct buf *buf)
{
    for (int i = 0; i < OPTIONS; i++) {
        const struct option *option = &options[i];
        const char *at = (const char *)config + option->offset;

        switch (option->kind) {
        case TEXT_VALUE:
        case TIME_OF_DAY:
        case LOG_WORD:
        case SECURITY:
        case URL:
            if (*(const char *const *)at)
                buf_printf(buf, "--%s %s\n", option->name, shown(*(const char *const *)at));
            break;
        case NUMBER: buf_printf(buf, "--%s %lld\n", option->name, (long long)*(const int64_t *)at); break;
        case SWITCH: buf_printf(buf, "--%s %s\n", option->name, *(const bool *)at ? "yes" : "no"); break;
        case NETWORKS: print_networks(config, buf); break;
        }
    }
}

/* ---- networks */

/* IPv4 becomes ::ffff:a.b.c.d, so that one comparison serves both. */
static bool address_bytes(struct str text, unsigned char bytes[16])
{
    char copy[INET6_ADDRSTRLEN];

    if (text.len == 0 || text.len >= sizeof(copy))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET6, copy, bytes) == 1)
        return true;
    memset(bytes, 0, 10);
    bytes[10] = bytes[11] = 0xff;
    return inet_pton(AF_INET, copy, bytes + 12) == 1;
}

bool network_parse(struct str text, struct network *out)
{
    size_t slash = str_find(text, '/');
    struct str address = str_slice(text, 0, slash);
    bool is_v4 = str_find(address, ':') == address.len;
    int64_t bits = is_v4 ? 32 : 128;

    if (!address_bytes(address, out->bytes))
        return false;
    if (slash < text.len &&
        (!str_to_int(str_slice(text, slash + 1, text.len), &bits) || bits < 0 || bits > (is_v4 ? 32 : 128)))
        return false;
    out->bits = (int)bits + (is_v4 ? 96 : 0);
    return true;
}

bool network_contains(const struct network *network, struct str ip)
{
    unsigned char bytes[16];
    int whole = network->bits / 8, rest = network->bits % 8;

    if (!address_bytes(ip, bytes) || memcmp(bytes, network->bytes, (size_t)whole) != 0)
        return false;
    return rest == 0 || (bytes[whole] ^ network->bytes[whole]) >> (8 - rest) == 0;
}

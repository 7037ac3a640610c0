/*
 * What `regulars serve` can be told: by an option (--port 8080) or by the environment (REGULARS_PORT=8080). The option
 * wins. One table says it all: names, limits, defaults and help.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base/buf.h"
#include "features/mail/mail_settings.h"

enum { TRUSTED_MOST = 32 };

/* An address, or a network: the first `bits` of 128; IPv4 stands in ::ffff:0:0/96. */
struct network {
    unsigned char bytes[16];
    int bits;
};

struct config {
    const char *data;         /* directory */
    const char *store;        /* "sqlite:…", "postgres://…"; by default a file in `data` */
    int64_t port;             /* 0: any free one */
    const char *listen;       /* address */
    const char *port_file;    /* gets the port's number when the server listens; NULL: none */
    const char *public_url;   /* as browsers see it, without a slash at the end; NULL: from the request */
    struct network trusted[TRUSTED_MOST];
    int trusted_count;
    int64_t loops;            /* 0: one a core */
    int64_t workers;          /* 0: the store's default */
    int64_t node;             /* 0 to ID_NODE_SERVERS: different for servers that share a database */
    int64_t rate_key;         /* requests a minute of one key or user */
    int64_t rate_address;     /* requests a minute of one address that is not signed in */
    int64_t rate_form;        /* submissions a minute of one address; four times as many an hour, twenty times a day */
    const char *turnstile_url; /* where challenge providers say whether somebody passed; NULL: their own address */
    const char *hcaptcha_url;
    const char *recaptcha_url;
    const char *turnstile_script; /* what browsers load to show a challenge; NULL: their own */
    const char *hcaptcha_script;
    const char *recaptcha_script;
    int64_t connections;      /* at most, in all */
    int64_t connections_per_address;
    const char *log;          /* "all", "changes" (only what is no GET, and what fails), "errors" */
    bool socket;              /* listen on the unix socket in `data` too, for the command line */
    bool sends_mail;          /* what waits in the outbox goes out */
    struct mail_environment mail; /* its password stands in the environment only */
    bool backup;              /* make one every night */
    const char *backup_dir;   /* by default "backups" in `data` */
    int64_t backup_keep;      /* so many of the newest stay */
    const char *backup_at;    /* "03:15", in the zone of the first location */
    const char *backup_copy;  /* a second folder that each goes to; NULL: none */
    const char *backup_command; /* run by the shell after each, with the file in $REGULARS_BACKUP_FILE; NULL: none */
    bool sync_normal;         /* REGULARS_BENCH_SYNC=normal: for the benchmark's comparison only, and no option */
};

void config_init(struct config *config);

/* What is in the environment; false with a sentence in *why. */
bool config_environment(struct config *config, struct arena *arena, struct str *why);

enum config_answer { CONFIG_UNKNOWN, CONFIG_SET, CONFIG_WRONG };

/* Does a database's address carry a password ("postgres://me:secret@…", "…?password=secret")? */
bool config_has_password(struct str address);

/* One option by its name without dashes; CONFIG_WRONG with a sentence in *why. `value` must outlive the config. */
enum config_answer config_set(struct config *config, struct arena *arena, const char *name, const char *value,
                              struct str *why);

/* Is it one that every command takes (data, store), and not only serve? */
bool config_is_common(const char *name);

/* Fills in what follows from the rest. */
bool config_finish(struct config *config, struct arena *arena, struct str *why);

/* The options with their help, for the command line. */
void config_help(struct buf *buf, bool common_only);

/* Each with its value, as `--name value` lines. */
void config_print(const struct config *config, struct buf *buf);

bool network_parse(struct str text, struct network *out);
bool network_contains(const struct network *network, struct str ip);

#endif

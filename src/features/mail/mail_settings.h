/*
 * How mail leaves: the server that takes it, one for the installation, and as whom each location writes.
 *
 * The server stands in the database (its password is written and never shown) or in the environment of the program,
 * which then wins as a whole. Without a server mail waits.
 */
#ifndef FEATURES_MAIL_MAIL_SETTINGS_H
#define FEATURES_MAIL_MAIL_SETTINGS_H

#include "base/mime.h"
#include "features/location/location.h"
#include "features/mail/smtp.h"

struct mail_server {
    id64 id;
    struct str host;          /* empty: none yet */
    int64_t port;
    struct str security;      /* starttls tls none */
    struct str username;
    struct str password;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual */
    bool password_set;
    bool from_environment;    /* so cannot be changed here */
};

struct mail_sender {
    id64 id;
    id64 location_id;
    struct str name;          /* empty: the location's name */
    struct str address;       /* empty: the location's support address */
    struct str footer;        /* the imprint, under mails to people */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
};

extern const struct resource mail_server_resource;
extern const struct resource mail_sender_resource;

/* What the command line and the environment of the program say; every member may be NULL or 0. */
struct mail_environment {
    const char *host;
    int64_t port;             /* 0: by the security */
    const char *security;
    const char *user;
    const char *password;
    const char *ca_file;
    const char *dns;          /* "127.0.0.1:5353": asked instead of the system's servers */
};

/* The program's; never asked where ctx->app is NULL. Written in app/app.c. */
const struct mail_environment *app_mail_environment(const struct app *app);

enum err mail_server_get(struct ctx *ctx, struct mail_server *out);
enum err mail_server_update(struct ctx *ctx, const struct mail_server *before, struct mail_server *after);
/* As smtp_send() wants it; false when there is none. */
bool mail_server_ready(struct ctx *ctx, const struct mail_server *server, struct smtp_server *out);

/* Which name server to ask; NULL: the machine's. */
const char *mail_dns(const struct ctx *ctx);

/* Of ctx's location. */
enum err mail_sender_get(struct ctx *ctx, struct mail_sender *out);
/* The same for a change: what is read stays true until the commit. */
enum err mail_sender_get_to_change(struct ctx *ctx, struct mail_sender *out);
enum err mail_sender_update(struct ctx *ctx, const struct mail_sender *before, struct mail_sender *after);
/* What stands under From; an empty address when neither sender nor location has one. */
struct mime_mailbox mail_sender_from(struct ctx *ctx, const struct mail_sender *sender);

#endif
